// lampung_regions: experienced health staff gather in Bandar Lampung while Lampung Tengah is short; growth
// and schooling differ between the two; a few people have agreed on a development into another field.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "libs/generator/planting.h"
#include "libs/generator/scenario.h"

namespace selaras::generator {
namespace {

constexpr absl::string_view kRich = "1871";   // Kota Bandar Lampung
constexpr absl::string_view kShort = "1802";  // Kabupaten Lampung Tengah

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
  }

 private:
  static absl::string_view Regency(const Province& province, const Unit& unit) {
    return province.districts[unit.district].regency_code;
  }

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
