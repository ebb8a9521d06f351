#include <algorithm>
#include <array>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/generator/departments.h"
#include "libs/generator/geography.h"
#include "libs/generator/layout.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

const char* ChairOfDivision(const DepartmentFact& fact) {
  const absl::string_view code = fact.code;
  if (code == "INSP") return "IRBAN";
  if (code == "SETDA" || code == "SETWAN") return "KEPALA-BAGIAN";
  return "";
}

std::string SizeClass(const DepartmentFact& fact) {
  const absl::string_view head = fact.head;
  if (head.empty()) return absl::StrCat("DINAS_", fact.sector);
  if (head == "KEPALA-BADAN") return absl::StrCat("BADAN_", fact.sector);
  return fact.code;
}

void BuildDivisions(const DepartmentFact& fact, int agency, int department, int seat, Layout* layout) {
  const std::string code = layout->province().units[department].code;
  const std::string size_class = SizeClass(fact);
  for (int d = 1; d <= layout->scale().divisions; ++d) {
    const int division = layout->AddUnit(absl::StrCat(code, "-B", d), agency, department,
                                         absl::StrFormat("Bidang %d %s", d, fact.name), UnitKind::kDivision,
                                         fact.field, seat, size_class);
    const std::string chair = ChairOfDivision(fact);
    layout->AddPost(division, chair.empty() ? absl::StrCat("KABID-", fact.sector) : chair, 1, true);
    for (int s = 1; s <= layout->scale().sections; ++s) {
      const int section = layout->AddUnit(absl::StrCat(code, "-B", d, "S", s), agency, division,
                                          absl::StrFormat("Seksi %d Bidang %d %s", s, d, fact.name),
                                          UnitKind::kSection, fact.field, seat, size_class);
      layout->AddPost(section, absl::StrCat("KASI-", fact.sector), 1, true);
    }
  }
}

void BuildBranches(const DepartmentFact& fact, int agency, int department, Layout* layout) {
  const std::string code = layout->province().units[department].code;
  const std::vector<int> districts = layout->DistrictsOf(agency);
  // One branch a regency where the agency spans several, else one or two beside the seat.
  std::map<std::string, std::vector<int>> by_regency;
  for (int d : districts) by_regency[layout->province().districts[d].regency_code].push_back(d);
  Random random(layout->seed(), 31, static_cast<uint64_t>(department));
  int number = 0;
  for (const auto& [regency, inside] : by_regency) {
    const int district = inside[random.Below(inside.size())];
    const int office = layout->AddUnit(
        absl::StrCat(code, "-U", ++number), agency, department,
        absl::StrCat("UPT ", fact.name, " ", layout->province().districts[district].regency_name),
        UnitKind::kOffice, fact.field, district, "UPT");
    layout->AddPost(office, "KEPALA-UPT", 1, true);
    layout->AddPost(office, "KASUBBAG-TU", 1);
    if (layout->scale().sections > 4) layout->AddPost(office, absl::StrCat("KASI-", fact.sector), 4);
  }
}

void BuildDepartment(const DepartmentFact& fact, int agency, int seat, Layout* layout) {
  const std::string code = absl::StrCat(layout->province().agencies[agency].code, "-", fact.code);
  const int department =
      layout->AddUnit(code, agency, -1, fact.name, UnitKind::kDepartment, fact.field, seat, SizeClass(fact));
  layout->SetDepartment(agency, fact.code, department);
  const std::string head = fact.head[0] != '\0' ? fact.head : absl::StrCat("KADIS-", fact.sector);
  layout->AddPost(department, head, 1, true);
  if (head == "SEKDA") {
    layout->AddPost(department, "ASISTEN-SEKDA", 3);
    layout->AddPost(department, "STAF-AHLI", layout->scale().people < 5000 ? 1 : 3);
    if (layout->scale().people >= 10000) layout->AddPost(department, "KEPALA-BIRO", 4);
  }
  const int secretariat =
      layout->AddUnit(absl::StrCat(code, "-SEK"), agency, department, absl::StrCat("Sekretariat ", fact.name),
                      UnitKind::kSecretariat, fact.field, seat, SizeClass(fact));
  layout->AddPost(secretariat, "SEKRETARIS-DINAS", 1, true);
  layout->AddPost(secretariat, "KASUBBAG-UMUM", 1);
  if (layout->scale().sections > 1 || layout->scale().people > 10000) {
    layout->AddPost(secretariat, "KASUBBAG-KEUANGAN", 1);
    layout->AddPost(secretariat, "KASUBBAG-PROGRAM", 1);
  }
  BuildDivisions(fact, agency, department, seat, layout);
  if (fact.branches && layout->scale().people >= 10000) BuildBranches(fact, agency, department, layout);
}

struct VillageFact {
  std::string name;
  int district;
};

std::vector<VillageFact> Villages(const std::vector<CsvTable>& lists, const Layout& layout,
                                  const Province& province) {
  std::vector<VillageFact> villages;
  absl::flat_hash_map<std::string, int> district_of;
  for (size_t d = 0; d < province.districts.size(); ++d) {
    district_of[DistrictKey(province.districts[d].regency_name, province.districts[d].name)] =
        static_cast<int>(d);
  }
  for (const CsvTable& list : lists) {
    for (size_t row = 0; row < list.size(); ++row) {
      const auto found = district_of.find(DistrictKey(list.Get(row, "city"), list.Get(row, "district")));
      if (found != district_of.end() && !list.Get(row, "subdistrict").empty()) {
        villages.push_back({absl::StrCat("Kelurahan ", list.Get(row, "subdistrict")), found->second});
      }
    }
  }
  if (!villages.empty()) return villages;
  // Urban villages stand in cities first; a rural regency has few.
  std::vector<int> hosts;
  for (size_t d = 0; d < province.districts.size(); ++d) {
    const bool city = province.districts[d].regency_code[2] == '7';
    hosts.insert(hosts.end(), city ? 6 : 1, static_cast<int>(d));
  }
  for (int i = 0; i < layout.scale().villages; ++i) {
    const int district = hosts[static_cast<size_t>(i) * 7919 % hosts.size()];
    villages.push_back(
        {absl::StrFormat("Kelurahan %s %d", province.districts[district].name, i + 1), district});
  }
  return villages;
}

void BuildDistrictOffices(const std::vector<CsvTable>& lists, Layout* layout) {
  Province& province = layout->province();
  std::vector<int> office(province.districts.size());
  for (size_t d = 0; d < province.districts.size(); ++d) {
    const int agency = layout->LocalAgency(static_cast<int>(d));
    office[d] = layout->AddUnit(absl::StrCat("KEC-", province.districts[d].code), agency, -1,
                                absl::StrCat("Kecamatan ", province.districts[d].name),
                                UnitKind::kDistrictOffice, "government", static_cast<int>(d), "KECAMATAN");
    layout->AddPost(office[d], "CAMAT", 1, true);
    layout->AddPost(office[d], "SEKRETARIS-CAMAT", 1);
    layout->AddPost(office[d], "KASI-KECAMATAN", layout->scale().people < 5000 ? 1 : 4);
  }
  std::vector<int> number(province.districts.size(), 0);
  for (const VillageFact& village : Villages(lists, *layout, province)) {
    const int unit =
        layout->AddUnit(absl::StrFormat("KEL-%s%d", province.districts[village.district].code,
                                        1001 + number[village.district]++),
                        layout->LocalAgency(village.district), office[village.district], village.name,
                        UnitKind::kVillageOffice, "government", village.district, "KELURAHAN");
    layout->AddPost(unit, "LURAH", 1, true);
    if (layout->scale().people >= 5000) {
      layout->AddPost(unit, "SEKRETARIS-LURAH", 1);
      layout->AddPost(unit, "KASI-KELURAHAN", layout->scale().sections > 4 ? 3 : 2);
    }
  }
}

// Posts of one family that a unit may get, with the weight of each.
struct Slot {
  int unit;
  int position;
  double weight;
};

bool Employs(const Position& position, absl::string_view department) {
  for (absl::string_view code : absl::StrSplit(position.employers, ' ')) {
    if (code == department) return true;
  }
  return false;
}

class OfficeFiller {
 public:
  explicit OfficeFiller(Layout* layout) : layout_(*layout), province_(layout->province()) {
    for (size_t i = 0; i < province_.positions.size(); ++i) {
      const struct Position& position = province_.positions[i];
      if (position.family == Family::kStructural || position.employers.empty()) continue;
      if (position.employers == "*") {
        common_[static_cast<int>(position.family)].push_back(static_cast<int>(i));
        continue;
      }
      for (const DepartmentFact& fact : Departments()) {
        if (Employs(position, fact.code)) own_[fact.code].push_back(static_cast<int>(i));
      }
    }
  }

  void Run() {
    for (size_t u = 0; u < province_.units.size(); ++u) Unit(static_cast<int>(u));
    // Chairs, teachers and health staff follow their own rules; what is left of the people is shared here.
    double rest = layout_.scale().people;
    for (const Post& post : province_.posts) rest -= WholeNeed(post.need);
    const auto& mix = layout_.scale().mix;
    const double functional = mix[static_cast<int>(Family::kFunctional)],
                 staff = mix[static_cast<int>(Family::kStaff)];
    const double least = 0.1 * layout_.scale().people;
    rest = std::max(rest, least);
    Fill(Family::kFunctional, rest * functional / (functional + staff));
    Fill(Family::kStaff, rest * staff / (functional + staff));
  }

 private:
  std::string DepartmentCode(int unit) const {
    int at = unit;
    while (province_.units[at].parent >= 0) at = province_.units[at].parent;
    const std::vector<std::string> parts = absl::StrSplit(province_.units[at].code, absl::MaxSplits('-', 1));
    return parts.size() > 1 ? parts[1] : "";
  }

  double DepartmentWeight(const std::string& code) const {
    for (const DepartmentFact& fact : Departments()) {
      if (code == fact.code) return fact.weight;
    }
    return 1;
  }

  void Add(int unit, int position, double weight) {
    slots_[static_cast<int>(province_.positions[position].family)].push_back({unit, position, weight});
  }

  void Clerks(int unit, const std::vector<const char*>& codes, double weight, Random* random) {
    for (const char* code : codes) {
      if (random->Chance(0.8)) Add(unit, layout_.Position(code), weight * random->Uniform(0.5, 1.6));
    }
  }

  void Unit(int unit) {
    Random random(layout_.seed(), 41, static_cast<uint64_t>(unit));
    switch (province_.units[unit].kind) {
      case UnitKind::kDepartment:
        return;
      case UnitKind::kVillageOffice:
        return Clerks(unit, {"PENGELOLA-LAYANAN", "ADMIN-KANTOR", "OPERATOR-LAYANAN"}, 1.0, &random);
      case UnitKind::kDistrictOffice:
        Clerks(unit,
               {"PENATA-LAYANAN", "PENGELOLA-LAYANAN", "ADMIN-KANTOR", "OPERATOR-LAYANAN", "PENGELOLA-UMUM"},
               1.6, &random);
        return Add(unit, layout_.Position("ANALIS-KEBIJAKAN-X"), 0.7);
      case UnitKind::kSchool:
        // A school's own clerks: heavier where there are more classes, which its size class tells well
        // enough.
        Clerks(unit, {"ADMIN-KANTOR", "PENJAGA"}, province_.units[unit].size_class == "SD" ? 0.6 : 1.3,
               &random);
        return;
      case UnitKind::kPuskesmas:
        Clerks(unit, {"PENGELOLA-KESEHATAN"}, 1.5, &random);
        return;
      case UnitKind::kHospital:
        Clerks(unit, {"PENGELOLA-KESEHATAN", "PENATA-KEUANGAN", "ADMIN-KANTOR", "PENGELOLA-UMUM", "PENJAGA"},
               6.0, &random);
        Add(unit, layout_.Position("ANALIS-SDM-X"), 1.0);
        return;
      default:
        OfficeUnit(unit, &random);
    }
  }

  void OfficeUnit(int unit, Random* random) {
    const std::string department = DepartmentCode(unit);
    const double weight = DepartmentWeight(department);
    const bool secretariat = province_.units[unit].kind == UnitKind::kSecretariat;
    if (secretariat) {
      for (const char* code : {"ANALIS-SDM-X", "PERENCANA-X", "ANALIS-KEUANGAN-X"}) {
        Add(unit, layout_.Position(code), random->Uniform(0.6, 1.4));
      }
      Clerks(unit,
             {"PENATA-KEUANGAN", "PENELAAH-TEKNIS", "PENGOLAH-DATA", "ADMIN-KANTOR", "PENGEMUDI",
              "PENGELOLA-UMUM"},
             1.2 * weight, random);
      return;
    }
    std::vector<int> own = own_[department];
    random->Shuffle(&own);
    own.resize(std::min<size_t>(own.size(), 4));
    for (int position : own) Add(unit, position, weight * random->Uniform(1.0, 3.0));
    std::vector<int> shared = common_[static_cast<int>(Family::kFunctional)];
    Add(unit, shared[random->Below(shared.size())], random->Uniform(0.4, 1.0));
    std::vector<int> clerks = common_[static_cast<int>(Family::kStaff)];
    random->Shuffle(&clerks);
    clerks.resize(4);
    for (int position : clerks) Add(unit, position, weight * random->Uniform(0.6, 1.6));
  }

  // Few people and many slots: the heaviest slots are kept so that a post needs about one person at least.
  void Fill(Family family, double total) {
    std::vector<Slot>& slots = slots_[static_cast<int>(family)];
    const size_t most = std::max<size_t>(1, static_cast<size_t>(total * 0.75));
    if (slots.size() > most) {
      std::stable_sort(slots.begin(), slots.end(),
                       [](const Slot& a, const Slot& b) { return a.weight > b.weight; });
      slots.resize(most);
      std::stable_sort(slots.begin(), slots.end(),
                       [](const Slot& a, const Slot& b) { return a.unit < b.unit; });
    }
    std::map<std::pair<int, int>, double> merged;
    for (const Slot& slot : slots) merged[{slot.unit, slot.position}] += slot.weight;
    std::vector<int> posts;
    for (const auto& [key, weight] : merged) {
      posts.push_back(layout_.AddPost(key.first, province_.positions[key.second].code, weight));
    }
    ScaleNeeds(posts, total, &province_);
  }

  Layout& layout_;
  Province& province_;
  std::array<std::vector<int>, kFamilies> common_;
  absl::flat_hash_map<std::string, std::vector<int>> own_;
  std::array<std::vector<Slot>, kFamilies> slots_;
};

// Districts in which an agency's head offices stand: the capital's, where the region has one.
std::vector<int> Seats(int agency, Layout* layout) {
  const std::string& region = layout->scale().region;
  const char* capital = region == "31" ? "3171" : region == "18" ? "1871" : region == "99" ? "9971" : "";
  const std::vector<int> own = layout->DistrictsOf(agency);
  std::vector<int> seats;
  for (int district : own) {
    if (layout->province().districts[district].regency_code == capital) seats.push_back(district);
  }
  return seats.empty() ? own : seats;
}

}  // namespace

void BuildOffices(const std::vector<CsvTable>& population_lists, Layout* layout) {
  for (int agency = 0; agency < layout->agency_count(); ++agency) {
    const std::vector<int> districts = Seats(agency, layout);
    const auto& facts = Departments();
    const size_t count = std::min<size_t>(facts.size(), static_cast<size_t>(layout->scale().departments));
    for (size_t i = 0; i < count; ++i) {
      // The seat of government: most departments share the first districts of the agency's own area.
      BuildDepartment(facts[i], agency, districts[(i % 3) % districts.size()], layout);
    }
  }
  BuildDistrictOffices(population_lists, layout);
}

void FillOffices(Layout* layout) {
  OfficeFiller(layout).Run();
}

}  // namespace selaras::generator
