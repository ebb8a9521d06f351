#include "libs/generator/clinics.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "libs/generator/geography.h"
#include "libs/generator/layout.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

struct ClinicFact {
  std::string name;
  int district;
  double lat = 0, lon = 0;
};
struct HospitalFact {
  std::string code, name, size_class;
  int district, beds;
  bool provincial;
};

// A facility farther than this from every district centre belongs to another province.
constexpr double kReachKm = 45;

// The nearest district, or -1 beyond reach.
int Nearest(double lat, double lon, const Province& province) {
  int best = -1;
  double least = kReachKm;
  for (size_t d = 0; d < province.districts.size(); ++d) {
    const double km = DistanceKm(lat, lon, province.districts[d].lat, province.districts[d].lon);
    if (km < least) least = km, best = static_cast<int>(d);
  }
  return best;
}

std::string Folded(absl::string_view name) {
  return absl::StrReplaceAll(absl::AsciiStrToUpper(name), {{" ", ""}, {".", ""}});
}

std::vector<ClinicFact> Clinics(const std::vector<CsvTable>& lists, const Scale& scale, uint64_t seed,
                                Province* province) {
  absl::flat_hash_map<std::string, int> by_name;
  for (size_t d = 0; d < province->districts.size(); ++d) {
    by_name[Folded(province->districts[d].name)] = static_cast<int>(d);
  }
  std::vector<ClinicFact> clinics;
  for (const CsvTable& list : lists) {
    if (!list.Has("type") || list.Has("owner")) continue;
    for (size_t row = 0; row < list.size(); ++row) {
      if (list.Get(row, "type") != "puskesmas") continue;
      ClinicFact clinic{list.Get(row, "name"), -1};
      if (!absl::SimpleAtod(list.Get(row, "lat"), &clinic.lat) ||
          !absl::SimpleAtod(list.Get(row, "lng"), &clinic.lon)) {
        clinic.lat = clinic.lon = 0;
      }
      absl::string_view place = clinic.name;
      absl::ConsumePrefix(&place, "PUSKESMAS KECAMATAN ");
      const auto found = by_name.find(Folded(place));
      const int nearest = clinic.lat == 0 ? -1 : Nearest(clinic.lat, clinic.lon, *province);
      clinic.district = found != by_name.end() && (nearest >= 0 || clinic.lat == 0) ? found->second : nearest;
      if (clinic.district >= 0) clinics.push_back(clinic);
    }
  }
  if (!clinics.empty()) {
    province->assumptions.push_back(absl::StrFormat(
        "Puskesmas: %d of the given list; those not named after a district belong to the nearest "
        "district centre; size classes and staff are invented.",
        static_cast<int>(clinics.size())));
    return clinics;
  }
  std::vector<double> weights;
  for (const District& district : province->districts)
    weights.push_back(static_cast<double>(district.population));
  Random random(seed, 61);
  for (int i = 0; i < scale.puskesmas; ++i) {
    const int district = i < static_cast<int>(weights.size()) ? i : random.Weighted(weights);
    clinics.push_back(
        {absl::StrFormat("Puskesmas %s %d", province->districts[district].name, i + 1), district});
  }
  return clinics;
}

// Hospital codes start with a code of the statistics office, which looks like a Kemendagri code and differs.
std::string KemendagriRegency(absl::string_view statistics_code) {
  static constexpr std::pair<absl::string_view, absl::string_view> kCodes[] = {
      {"3101", "3101"}, {"3171", "3174"}, {"3172", "3175"}, {"3173", "3171"}, {"3174", "3173"},
      {"3175", "3172"}, {"1801", "1804"}, {"1802", "1806"}, {"1803", "1801"}, {"1804", "1807"},
      {"1805", "1802"}, {"1806", "1803"}, {"1807", "1808"}, {"1808", "1805"}};
  for (const auto& [from, to] : kCodes) {
    if (from == statistics_code) return std::string(to);
  }
  return std::string(statistics_code);
}

int DistrictOfHospital(const HospitalFact& hospital, const Province& province, Random* random) {
  const std::string name = Folded(hospital.name);
  const std::string regency = KemendagriRegency(hospital.code.substr(0, 4));
  std::vector<int> inside;
  for (size_t d = 0; d < province.districts.size(); ++d) {
    const District& district = province.districts[d];
    if (absl::StrContains(name, Folded(district.name))) return static_cast<int>(d);
    if (district.regency_code == regency) inside.push_back(static_cast<int>(d));
  }
  return inside.empty() ? static_cast<int>(random->Below(province.districts.size())) : random->Pick(inside);
}

std::vector<HospitalFact> Hospitals(const std::vector<CsvTable>& lists, const Scale& scale, uint64_t seed,
                                    Province* province) {
  const absl::string_view wanted = scale.region == "31" ? "JAKARTA" : scale.region == "18" ? "LAMPUNG" : "-";
  std::vector<HospitalFact> hospitals;
  Random random(seed, 62);
  for (const CsvTable& list : lists) {
    if (!list.Has("owner")) continue;
    for (size_t row = 0; row < list.size(); ++row) {
      const std::string owner = absl::AsciiStrToUpper(list.Get(row, "owner"));
      const bool provincial = absl::StrContains(owner, "PEMPROP") || absl::StrContains(owner, "PEMPROV");
      if (!absl::StrContains(absl::AsciiStrToUpper(list.Get(row, "province")), wanted)) continue;
      if (!provincial && !absl::StrContains(owner, "PEMKAB") && !absl::StrContains(owner, "PEMKOT")) continue;
      HospitalFact hospital;
      hospital.code = list.Get(row, "hospital_code");
      hospital.name = list.Get(row, "name");
      hospital.size_class = absl::StrCat("CLASS_", list.Get(row, "class").substr(0, 1));
      if (!absl::SimpleAtoi(list.Get(row, "beds"), &hospital.beds) || hospital.beds < 20) hospital.beds = 60;
      hospital.provincial = provincial;
      hospital.district = DistrictOfHospital(hospital, *province, &random);
      hospitals.push_back(hospital);
    }
  }
  if (!hospitals.empty()) {
    province->assumptions.push_back(absl::StrFormat(
        "Hospitals: %d of the given list with a regional government as owner; the list has no coordinates: "
        "the district is the one in the hospital's name, else one of its regency; staff is invented.",
        static_cast<int>(hospitals.size())));
    return hospitals;
  }
  for (int i = 0; i < scale.hospitals; ++i) {
    const int district = static_cast<int>((static_cast<size_t>(i) * 13 + 2) % province->districts.size());
    hospitals.push_back({absl::StrFormat("99%05d", i + 1),
                         absl::StrFormat("RSUD %s", province->districts[district].name), "CLASS_C", district,
                         random.Between(60, 320), i == 0});
  }
  return hospitals;
}

// Persons per hundred beds.
constexpr std::pair<const char*, double> kPerHundredBeds[] = {
    {"DOKTER-X", 9},           {"DOKTER-SPESIALIS-X", 8}, {"DOKTER-GIGI-X", 2},   {"PERAWAT-A", 48},
    {"PERAWAT-X", 22},         {"BIDAN-A", 12},           {"BIDAN-X", 6},         {"APOTEKER-X", 4},
    {"ASISTEN-APOTEKER-A", 6}, {"LAB-KESEHATAN-A", 5},    {"LAB-KESEHATAN-X", 2}, {"RADIOGRAFER-A", 3},
    {"FISIOTERAPIS-A", 3},     {"NUTRISIONIS-X", 2},      {"SANITARIAN-X", 1},    {"PEREKAM-MEDIS-A", 5}};

class HealthBuilder {
 public:
  explicit HealthBuilder(Layout* layout) : layout_(*layout), province_(layout->province()) {}

  void Clinic(const ClinicFact& fact, int number) {
    const bool urban = province_.districts[fact.district].regency_code[2] == '7';
    Random random(layout_.seed(), 63, static_cast<uint64_t>(number));
    const int size = (urban ? 0 : 2) + (random.Chance(0.3) ? 1 : 0);
    const int agency = layout_.LocalAgency(fact.district);
    const int unit =
        layout_.AddUnit(absl::StrFormat("PKM-%04d", number), agency, layout_.Department(agency, "DINKES"),
                        fact.name, UnitKind::kPuskesmas, "health", fact.district, kClinicClasses[size]);
    if (fact.lat != 0) {
      province_.units[unit].lat = fact.lat;
      province_.units[unit].lon = fact.lon;
    }
    layout_.AddPost(unit, "KASUBBAG-TU", 1);
    const double busy = random.Uniform(0.0, 1.2);
    for (const ClinicMinimum& minimum : kClinicMinimum) {
      const int least = minimum.persons[static_cast<size_t>(size)];
      if (least == 0) continue;
      const int post = layout_.AddPost(unit, minimum.position, least);
      if (province_.positions[province_.posts[post].position].family == Family::kHealth) {
        extra_.push_back({post, least * busy * random.Uniform(0.4, 1.6)});
      }
    }
  }

  void Hospital(const HospitalFact& fact) {
    const int agency = layout_.scale().autonomous && fact.provincial ? 0 : layout_.LocalAgency(fact.district);
    const int unit =
        layout_.AddUnit(absl::StrCat("RS-", fact.code), agency, layout_.Department(agency, "DINKES"),
                        fact.name, UnitKind::kHospital, "health", fact.district, fact.size_class);
    layout_.AddPost(unit, "DIREKTUR-RSUD", 1, true);
    layout_.AddPost(unit, "KASUBBAG-KEUANGAN", 1);
    layout_.AddPost(unit, "KASUBBAG-UMUM", 1);
    Random random(layout_.seed(), 64, static_cast<uint64_t>(unit));
    for (const auto& [position, persons] : kPerHundredBeds) {
      const double need = persons * fact.beds / 100.0 * random.Uniform(0.8, 1.2);
      const int post = layout_.AddPost(unit, position, 0.55);
      extra_.push_back({post, need});
    }
  }

  void Department(int agency) {
    const int department = layout_.Department(agency, "DINKES");
    for (const char* position : {"EPIDEMIOLOG-X", "ADMINKES-X", "PROMKES-X"}) {
      extra_.push_back({layout_.AddPost(department, position, 0.55), 4});
    }
  }

  // Spreads what is left of the health share over busy clinics and hospitals.
  void Spread(double total) {
    double fixed = 0, more = 0;
    for (const auto& [post, extra] : extra_) fixed += province_.posts[post].need, more += extra;
    const double factor = more > 0 ? std::max(0.0, total - fixed) / more : 0;
    for (const auto& [post, extra] : extra_) province_.posts[post].need += extra * factor;
  }

 private:
  Layout& layout_;
  Province& province_;
  std::vector<std::pair<int, double>> extra_;
};

}  // namespace

void BuildHealth(const std::vector<CsvTable>& facility_lists, Layout* layout) {
  const Scale& scale = layout->scale();
  HealthBuilder builder(layout);
  int number = 0;
  for (const ClinicFact& clinic : Clinics(facility_lists, scale, layout->seed(), &layout->province())) {
    builder.Clinic(clinic, ++number);
  }
  for (const HospitalFact& hospital : Hospitals(facility_lists, scale, layout->seed(), &layout->province())) {
    builder.Hospital(hospital);
  }
  for (int agency = 0; agency < layout->agency_count(); ++agency) builder.Department(agency);
  builder.Spread(scale.people * scale.mix[static_cast<int>(Family::kHealth)]);
}

}  // namespace selaras::generator
