// lampung_regions: experienced health staff gather in Bandar Lampung and Metro while Lampung Tengah is short; growth
// and schooling differ between them, and the districts' population says so month by month; a few people have agreed
// on a development into another field.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "libs/generator/planting.h"
#include "libs/generator/scenario.h"

namespace selaras::generator {
namespace {

constexpr absl::string_view kRich = "1871";    // Kota Bandar Lampung
constexpr absl::string_view kEnough = "1872";  // Kota Metro
constexpr absl::string_view kShort = "1802";   // Kabupaten Lampung Tengah

class LampungRegions : public Scenario {
 public:
  void PlantDistricts(Province* province) override {
    int n = 0;
    for (District& district : province->districts) {
      ++n;
      if (district.regency_code == kShort) {
        district.growth_percent = 2.2 + 0.02 * (n % 20);
        district.schooling_years = 7.0 + 0.03 * (n % 20);
      } else if (district.regency_code == kRich) {
        district.growth_percent = 0.4 + 0.01 * (n % 20);
        district.schooling_years = 11.0 + 0.03 * (n % 20);
      }
    }
  }

  void PlantNeeds(Province* province) override {
    for (Unit& unit : province->units) {
      if (unit.kind != UnitKind::kPuskesmas && unit.kind != UnitKind::kHospital) continue;
      if (Regency(*province, unit) == kShort) unit.staffing = -0.36, unit.experience = -1;
      if (Regency(*province, unit) == kRich) unit.staffing = 0.34, unit.experience = 1;
      if (Regency(*province, unit) == kEnough) unit.staffing = 0.22, unit.experience = 1;
    }
  }

  void PlantPeople(Province* province) override {
    volunteers_ =
        Choose(*province, std::max<size_t>(8, province->people.size() / 2500), [&](const Person& person) {
          const Position& position = province->positions[person.position];
          return CouldStay(person, *province, 130) && position.family == Family::kHealth &&
                 Regency(*province, province->units[province->posts[person.post].unit]) == kRich;
        });
    // They come from Lampung Tengah and would go home.
    std::vector<int> homes;
    for (size_t d = 0; d < province->districts.size(); ++d) {
      if (province->districts[d].regency_code == kShort) homes.push_back(static_cast<int>(d));
    }
    for (size_t i = 0; i < volunteers_.size() && !homes.empty(); ++i) {
      province->people[volunteers_[i]].home = homes[i % homes.size()];
    }
    developing_ = Choose(*province, 6, [&](const Person& person) {
      return CouldStay(person, *province, 40) && person.ability > 0 && person.education_level >= "40" &&
             province->positions[person.position].code == "PENATA-LAYANAN";
    });
    for (int p : developing_) province->people[p].education_field = "SOC";
  }

  void PlantRecords(Province* province) override {
    MakeMovable(volunteers_, province);
    SetTenure(volunteers_, 120, province);
    MakeMovable(developing_, province);
    Wishes(province);
    const int position = FindPosition(*province, "PENYULUH-SOSIAL-X");
    auto& rows = province->developments;
    rows.erase(std::remove_if(rows.begin(), rows.end(),
                              [&](const Development& row) {
                                return std::find(developing_.begin(), developing_.end(), row.person) !=
                                       developing_.end();
                              }),
               rows.end());
    for (int p : developing_) rows.push_back({p, position, province->base_date - 90});
    province->planted["experienced_volunteers"] = {{"from_regency", std::string(kRich)},
                                                   {"to_regency", std::string(kShort)},
                                                   {"nips", Nips(*province, volunteers_)}};
    province->planted["cross_field_development"] = {{"position_code", "PENYULUH-SOSIAL-X"},
                                                    {"nips", Nips(*province, developing_)}};
    nlohmann::ordered_json open = nlohmann::ordered_json::array();
    for (size_t p = 0; p < province->posts.size() && open.size() < 40; ++p) {
      const Post& post = province->posts[p];
      const Unit& unit = province->units[post.unit];
      if (province->positions[post.position].family != Family::kHealth || Regency(*province, unit) != kShort)
        continue;
      const int need = static_cast<int>(post.need + 0.5);
      if (post.incumbents < need && post.incumbents < post.ceiling) {
        open.push_back({{"post_code", province->PostCode(static_cast<int>(p))},
                        {"need", need},
                        {"incumbents", post.incumbents}});
      }
    }
    province->planted["short_health_posts"] = open;
    province->planted["growth_and_schooling"] = {{"fast_growth_low_schooling", std::string(kShort)},
                                                 {"slow_growth_high_schooling", std::string(kRich)}};
    Regencies(province);
    Population(province);
  }

 private:
  static absl::string_view Regency(const Province& province, const Unit& unit) {
    return province.districts[unit.district].regency_code;
  }

  // What each regency has and lacks, so that its own priorities can be told from the numbers.
  static void Regencies(Province* province) {
    struct Sums {
      std::string name;
      int64_t population = 0;
      double growth = 0, schooling = 0, need = 0;
      int incumbents = 0;
    };
    std::map<std::string, Sums> regencies;
    for (const District& district : province->districts) {
      Sums& sums = regencies[district.regency_code];
      const double people = static_cast<double>(district.population);
      sums.name = district.regency_name;
      sums.population += district.population;
      sums.growth += people * district.growth_percent, sums.schooling += people * district.schooling_years;
    }
    for (const Post& post : province->posts) {
      if (province->positions[post.position].family != Family::kHealth) continue;
      Sums& sums = regencies[std::string(Regency(*province, province->units[post.unit]))];
      sums.need += post.need, sums.incumbents += post.incumbents;
    }
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto& [code, sums] : regencies) {
      const double people = static_cast<double>(std::max<int64_t>(1, sums.population));
      rows.push_back({{"code", code},
                      {"name", sums.name},
                      {"population", sums.population},
                      {"growth_percent", Hundredths(sums.growth / people)},
                      {"schooling_years", Hundredths(sums.schooling / people)},
                      {"health_need", Hundredths(sums.need)},
                      {"health_incumbents", sums.incumbents}});
    }
    province->planted["regencies"] = rows;
  }

  // Indicator POPULATION of the district offices: a straight line through the population of the base date at the
  // district's yearly growth.
  static void Population(Province* province) {
    if (province->indicators.empty()) return;
    const auto [first, last] =
        std::minmax_element(province->indicators.begin(), province->indicators.end(),
                            [](const Indicator& a, const Indicator& b) { return a.month < b.month; });
    const absl::CivilMonth from = first->month, to = last->month;
    nlohmann::ordered_json offices = nlohmann::ordered_json::array();
    for (size_t u = 0; u < province->units.size(); ++u) {
      if (province->units[u].kind != UnitKind::kDistrictOffice) continue;
      const District& district = province->districts[province->units[u].district];
      for (absl::CivilMonth month = from; month <= to; ++month) {
        const double years = static_cast<double>(month - absl::CivilMonth(province->base_date)) / 12;
        const double people =
            static_cast<double>(district.population) * (1 + district.growth_percent / 100 * years);
        province->indicators.push_back({static_cast<int>(u), month, "POPULATION", std::floor(people + 0.5)});
      }
      offices.push_back(province->units[u].code);
    }
    province->planted["population_by_month"] = {{"indicator", "POPULATION"}, {"unit_codes", offices}};
  }

  static double Hundredths(double value) { return std::floor(value * 100 + 0.5) / 100; }

  void Wishes(Province* province) {
    const absl::flat_hash_set<int> chosen(volunteers_.begin(), volunteers_.end());
    auto& rows = province->preferences;
    rows.erase(std::remove_if(rows.begin(), rows.end(),
                              [&](const Preference& row) { return chosen.contains(row.person); }),
               rows.end());
    for (int p : volunteers_) {
      rows.push_back(
          {p, 1, "DISTRICT", province->districts[province->people[p].home].code, province->base_date - 45});
    }
  }

  std::vector<int> volunteers_, developing_;
};

}  // namespace

std::unique_ptr<Scenario> MakeLampungRegions() {
  return std::make_unique<LampungRegions>();
}

}  // namespace selaras::generator
