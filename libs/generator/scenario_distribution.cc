// jakarta_distribution: health graduates work outside health while midwives are short; two units decline.
#include <algorithm>

#include "libs/generator/planting.h"
#include "libs/generator/scenario.h"

namespace selaras::generator {
namespace {

class JakartaDistribution : public Scenario {
 public:
  void PlantNeeds(Province* province) override {
    for (size_t p = 0; p < province->posts.size(); ++p) {
      const Unit& unit = province->units[province->posts[p].unit];
      // Not the inpatient classes: their standard asks for more than three.
      if (unit.kind != UnitKind::kPuskesmas || (unit.size_class != "URBAN" && unit.size_class != "RURAL"))
        continue;
      if (province->positions[province->posts[p].position].code != "BIDAN-A") continue;
      midwives_ = static_cast<int>(p);
      province->posts[p].need = 3;
      break;
    }
    // Health needs people: that is where the graduates belong.
    for (Unit& unit : province->units) {
      if (unit.kind == UnitKind::kPuskesmas) unit.staffing = std::min(unit.staffing, -0.12);
    }
  }

  void PlantSeats(Province* province) override {
    if (midwives_ < 0) return;
    SetIncumbents(midwives_, 2, province);
    province->posts[midwives_].ceiling = 3;
  }

  void PlantPeople(Province* province) override {
    const size_t count = std::max<size_t>(12, province->people.size() / 250);
    graduates_ = Choose(*province, count, [&](const Person& person) {
      const Position& position = province->positions[person.position];
      return CouldStay(person, *province, 40) && position.family == Family::kStaff && position.level == 3 &&
             position.job_class == 6 && province->units[province->posts[person.post].unit].field != "health";
    });
    static constexpr const char* kFields[] = {"NURS", "MIDW", "NURS", "MIDW", "NUTR"};
    for (size_t i = 0; i < graduates_.size(); ++i) {
      Person& person = province->people[graduates_[i]];
      person.education_level = "30";
      person.education_field = kFields[i % 5];
    }
  }

  void PlantRecords(Province* province) override {
    MakeMovable(graduates_, province);
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (int p : graduates_) {
      const Person& person = province->people[p];
      province->certificates.push_back({p, "STR", person.education_field, province->base_date + 900});
      rows.push_back({{"nip", person.nip},
                      {"post_code", province->PostCode(person.post)},
                      {"field", person.education_field}});
    }
    province->planted["health_graduates_outside_health"] = rows;
    if (midwives_ >= 0) {
      province->planted["midwives_short"] = {
          {"unit_code", province->units[province->posts[midwives_].unit].code},
          {"post_code", province->PostCode(midwives_)},
          {"need", 3},
          {"incumbents", 2}};
    }
    Decline(province);
  }

 private:
  // The two decline alike; only the first lacks people.
  void Decline(Province* province) {
    const absl::CivilMonth from = absl::CivilMonth(province->base_date) - 6;
    std::vector<std::pair<double, int>> offices;
    for (size_t u = 0; u < province->units.size(); ++u) {
      if (province->units[u].kind == UnitKind::kDistrictOffice)
        offices.push_back({province->units[u].staffing, static_cast<int>(u)});
    }
    std::sort(offices.begin(), offices.end());
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto& [unit, cause] : {std::pair(offices.front().second, "UNDERSTAFFED"),
                                      std::pair(offices.back().second, "NOT_STAFFING")}) {
      ChangeIndicator(
          unit, "COMPLAINTS", from,
          [](double v) { return static_cast<double>(static_cast<int64_t>(v * 1.9 + 4)); }, province);
      ChangeIndicator(
          unit, "SATISFACTION", from, [](double v) { return v - 9; }, province);
      rows.push_back({{"unit_code", province->units[unit].code},
                      {"from", absl::FormatCivilTime(from)},
                      {"cause", cause}});
    }
    province->planted["declining_units"] = rows;
  }

  int midwives_ = -1;
  std::vector<int> graduates_;
};

}  // namespace

std::unique_ptr<Scenario> MakeJakartaDistribution() {
  return std::make_unique<JakartaDistribution>();
}

}  // namespace selaras::generator
