// medan_performance: able people in modest posts while strategic posts are open; long stays; strugglers;
// units to which people came without effect.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "libs/generator/planting.h"
#include "libs/generator/scenario.h"

namespace selaras::generator {
namespace {

class MedanPerformance : public Scenario {
 public:
  void PlantSeats(Province* province) override {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    int opened = 0;
    for (size_t p = 0; p < province->posts.size() && opened < 6; ++p) {
      const Position& position = province->positions[province->posts[p].position];
      if (position.group != Group::kPgw || position.strategic < 1) continue;
      province->posts[p].incumbents = 0;
      rows.push_back(province->PostCode(static_cast<int>(p)));
      ++opened;
    }
    province->planted["open_strategic_posts"] = rows;
  }

  void PlantPeople(Province* province) override {
    const size_t count = std::max<size_t>(6, province->people.size() / 1000);
    absl::flat_hash_set<std::string> taken;
    auto choose = [&](size_t most, const std::function<bool(const Person&)>& fits) {
      std::vector<int> people = Choose(*province, most, [&](const Person& person) {
        return !taken.contains(person.nip) && CouldStay(person, *province, 100) && fits(person);
      });
      for (int p : people) taken.insert(province->people[p].nip);
      return people;
    };
    auto supervisor = [&](const Person& person) {
      return province->positions[person.position].group == Group::kPgw;
    };
    leaders_ = choose(count, [&](const Person& person) {
      return supervisor(person) && province->positions[person.position].strategic == 0;
    });
    long_stay_ = choose(count, supervisor);
    strugglers_ = choose(count, [&](const Person& person) {
      return province->positions[person.position].family == Family::kStaff;
    });
    for (int p : leaders_) province->people[p].ability = 2.4;
    for (int p : strugglers_) province->people[p].ability = -1.9;
  }

  void PlantRecords(Province* province) override {
    MakeMovable(leaders_, province);
    MakeMovable(long_stay_, province);
    SetAppraisals(leaders_, "ABOVE", "ABOVE", province);
    SetTenure(long_stay_, 96, province);
    SetTenure(strugglers_, 7, province);
    SetAppraisals(strugglers_, "BELOW", "AS", province);
    Assess(leaders_, 94, province);
    province->planted["leadership_potential"] = Nips(*province, leaders_);
    province->planted["long_stay"] = {{"months", 96}, {"nips", Nips(*province, long_stay_)}};
    province->planted["strugglers"] = {{"months_in_post", 7}, {"nips", Nips(*province, strugglers_)}};
    Arrivals(province);
  }

 private:
  static void Assess(const std::vector<int>& people, int potential, Province* province) {
    const absl::flat_hash_set<int> chosen(people.begin(), people.end());
    auto& rows = province->assessments;
    rows.erase(std::remove_if(rows.begin(), rows.end(),
                              [&](const Assessment& row) { return chosen.contains(row.person); }),
               rows.end());
    for (int p : people) {
      const Position& position = province->positions[province->people[p].position];
      Assessment row{p, province->base_date - 200, position.required, position.technical, potential};
      for (int& level : row.levels) level = std::min(5, level + 2);
      rows.push_back(std::move(row));
    }
  }

  // Somebody came a year ago to each of these units; no indicator was touched.
  void Arrivals(Province* province) {
    std::vector<int> newcomers;
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    absl::flat_hash_set<int> units;
    for (size_t p = 0; p < province->people.size() && newcomers.size() < 6; ++p) {
      const Person& person = province->people[p];
      if (!CouldStay(person, *province, 40)) continue;
      const int unit = province->posts[person.post].unit;
      if (province->units[unit].kind != UnitKind::kPuskesmas || !units.insert(unit).second) continue;
      newcomers.push_back(static_cast<int>(p));
      rows.push_back(province->units[unit].code);
    }
    SetTenure(newcomers, 12, province);
    province->planted["arrivals_without_effect"] = {{"months_ago", 12}, {"unit_codes", rows}};
  }

  std::vector<int> leaders_, long_stay_, strugglers_;
};

}  // namespace

std::unique_ptr<Scenario> MakeMedanPerformance() {
  return std::make_unique<MedanPerformance>();
}

}  // namespace selaras::generator
