// gajahmungkur_province: open chairs, kin of heads who want posts below them, files with holes, and schools
// that did get better after teachers came.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "libs/generator/planting.h"
#include "libs/generator/scenario.h"

namespace selaras::generator {
namespace {

constexpr double kSatisfactionGain = 4;

class GajahmungkurProvince : public Scenario {
 public:
  void PlantSeats(Province* province) override {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (size_t p = 0; p < province->posts.size() && rows.size() < 8; ++p) {
      const Post& post = province->posts[p];
      const Group group = province->positions[post.position].group;
      if (group != Group::kAdm && group != Group::kPgw) continue;
      if (p % 5 != 0) continue;
      province->posts[p].incumbents = 0;
      rows.push_back(province->PostCode(static_cast<int>(p)));
    }
    province->planted["vacant_chairs"] = rows;
  }

  void PlantRecords(Province* province) override {
    Nepotism(province);
    Holes(province);
    Success(province);
  }

 private:
  // A head, and a relative elsewhere whose first wish is a post in the head's own unit.
  void Nepotism(Province* province) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    std::vector<int> kin;
    absl::flat_hash_set<int> used;
    for (size_t h = 0; h < province->people.size() && rows.size() < 4; ++h) {
      const Person& head = province->people[h];
      if (head.post < 0 || !province->posts[head.post].head) continue;
      const int unit = province->posts[head.post].unit;
      const int target = OpenPost(*province, unit);
      if (target < 0) continue;
      const std::vector<int> found = Choose(*province, 1, [&](const Person& person) {
        return CouldStay(person, *province, 40) && person.position == province->posts[target].position &&
               province->posts[person.post].unit != unit && person.agency == head.agency &&
               person.ability < 0;
      });
      if (found.empty() || !used.insert(found[0]).second) continue;
      const char* const tie = rows.size() % 2 == 0 ? "SIBLING" : "IN_LAW";
      kin.push_back(found[0]);
      province->relations.push_back({static_cast<int>(h), tie, found[0]});
      province->relations.push_back({found[0], tie, static_cast<int>(h)});
      auto& wishes = province->preferences;
      wishes.erase(std::remove_if(wishes.begin(), wishes.end(),
                                  [&](const Preference& row) { return row.person == found[0]; }),
                   wishes.end());
      wishes.push_back({found[0], 1, "POST", province->PostCode(target), province->base_date - 30});
      rows.push_back({{"head_nip", head.nip},
                      {"kin_nip", province->people[found[0]].nip},
                      {"kind", tie},
                      {"target_post_code", province->PostCode(target)}});
    }
    MakeMovable(kin, province);
    province->planted["nepotism"] = rows;
  }

  static int OpenPost(const Province& province, int unit) {
    for (size_t p = 0; p < province.posts.size(); ++p) {
      const Post& post = province.posts[p];
      if (post.unit == unit && !post.head && post.incumbents < post.ceiling &&
          !IsStructural(province.positions[post.position].group)) {
        return static_cast<int>(p);
      }
    }
    return -1;
  }

  void Holes(Province* province) {
    const std::vector<int> people =
        Choose(*province, std::max<size_t>(9, province->people.size() / 400),
               [&](const Person& person) { return CouldStay(person, *province, 40); });
    absl::flat_hash_set<int> no_education, no_appraisal, no_assessment;
    for (size_t i = 0; i < people.size(); ++i) {
      (i % 3 == 0 ? no_education : i % 3 == 1 ? no_appraisal : no_assessment).insert(people[i]);
    }
    auto drop = [](auto* rows, const absl::flat_hash_set<int>& chosen) {
      rows->erase(std::remove_if(rows->begin(), rows->end(),
                                 [&](const auto& row) { return chosen.contains(row.person); }),
                  rows->end());
    };
    drop(&province->educations, no_education);
    drop(&province->appraisals, no_appraisal);
    drop(&province->assessments, no_assessment);
    auto sorted = [&](const absl::flat_hash_set<int>& chosen) {
      std::vector<int> order(chosen.begin(), chosen.end());
      std::sort(order.begin(), order.end());
      return Nips(*province, order);
    };
    province->planted["no_education_record"] = sorted(no_education);
    province->planted["no_appraisal"] = sorted(no_appraisal);
    province->planted["never_assessed"] = sorted(no_assessment);
  }

  // A teacher came to each of these schools a year before the base date; satisfaction is higher ever since.
  void Success(Province* province) {
    const absl::CivilMonth moved = absl::CivilMonth(province->base_date) - 12;
    std::vector<int> newcomers;
    nlohmann::ordered_json codes = nlohmann::ordered_json::array();
    absl::flat_hash_set<int> schools;
    for (size_t p = 0; p < province->people.size() && newcomers.size() < 10; ++p) {
      const Person& person = province->people[p];
      if (!CouldStay(person, *province, 40)) continue;
      if (province->positions[person.position].family != Family::kTeacher) continue;
      const int unit = province->posts[person.post].unit;
      if (province->units[unit].kind != UnitKind::kSchool || !schools.insert(unit).second) continue;
      newcomers.push_back(static_cast<int>(p));
      codes.push_back(province->units[unit].code);
      ChangeIndicator(
          unit, "SATISFACTION", moved + 1, [](double v) { return std::min(100.0, v + kSatisfactionGain); },
          province);
    }
    SetTenure(newcomers, 12, province);
    province->planted["education_success"] = {{"moved", absl::FormatCivilTime(moved)},
                                              {"indicator", "SATISFACTION"},
                                              {"effect", kSatisfactionGain},
                                              {"unit_codes", codes},
                                              {"nips", Nips(*province, newcomers)}};
  }
};

}  // namespace

std::unique_ptr<Scenario> MakeGajahmungkurProvince() {
  return std::make_unique<GajahmungkurProvince>();
}

}  // namespace selaras::generator
