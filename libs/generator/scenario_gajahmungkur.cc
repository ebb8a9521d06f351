// gajahmungkur_province: open chairs, kin of heads who want posts below them, files with holes and contradictions,
// rivals for one seat of whom one is plainly the better, people for whom two agencies must agree, and schools that did
// get better after teachers came.
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
    Rivals(province);
    Contradictions(province);
    BetweenAgencies(province);
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
      SetWish(found[0], province->PostCode(target), province);
      targets_.insert(target);
      rows.push_back({{"head_nip", head.nip},
                      {"kin_nip", province->people[found[0]].nip},
                      {"kind", tie},
                      {"target_post_code", province->PostCode(target)}});
    }
    MakeMovable(kin, province);
    used_.insert(kin.begin(), kin.end());
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
        Choose(*province, std::max<size_t>(9, province->people.size() / 400), [&](const Person& person) {
          return CouldStay(person, *province, 40) &&
                 !used_.contains(static_cast<int>(&person - province->people.data()));
        });
    used_.insert(people.begin(), people.end());
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

  // Two of one position and agency wish for the same last seat of a post: one performs and can, the other does less of
  // both. A plan that takes the weaker one and leaves the better where he is has not looked.
  void Rivals(Province* province) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (size_t p = 0; p < province->posts.size() && rows.size() < 4; ++p) {
      const Post& post = province->posts[p];
      if (post.head || post.incumbents + 1 != post.ceiling || post.need < post.incumbents + 0.5) continue;
      if (IsStructural(province->positions[post.position].group)) continue;
      if (targets_.contains(static_cast<int>(p))) continue;
      const std::vector<int> found = Choose(*province, 2, [&](const Person& person) {
        return CouldStay(person, *province, 40) && person.position == post.position &&
               province->posts[person.post].unit != post.unit &&
               person.agency == province->units[post.unit].agency &&
               !used_.contains(static_cast<int>(&person - province->people.data()));
      });
      if (found.size() < 2) continue;
      MakeMovable(found, province);
      SetAppraisals({found[0]}, "ABOVE", "ABOVE", province);
      SetAppraisals({found[1]}, "AS", "AS", province);
      SetAssessment(found[0], 1, 85, province);
      SetAssessment(found[1], -1, 40, province);
      for (const int person : found) {
        used_.insert(person);
        SetWish(person, province->PostCode(static_cast<int>(p)), province);
      }
      rows.push_back({{"post_code", province->PostCode(static_cast<int>(p))},
                      {"better_nip", province->people[found[0]].nip},
                      {"weaker_nip", province->people[found[1]].nip}});
    }
    province->planted["rivals"] = rows;
  }

  // Levels at `step` from those that the person's position requires.
  static void SetAssessment(int person, int step, int potential, Province* province) {
    auto& rows = province->assessments;
    rows.erase(
        std::remove_if(rows.begin(), rows.end(), [&](const Assessment& row) { return row.person == person; }),
        rows.end());
    const Position& position = province->positions[province->people[person].position];
    Assessment row{person, province->base_date - 200, position.required, position.technical, potential};
    for (int& level : row.levels) level = std::clamp(level + step, 1, 5);
    rows.push_back(row);
  }

  static void SetWish(int person, const std::string& post_code, Province* province) {
    auto& wishes = province->preferences;
    wishes.erase(std::remove_if(wishes.begin(), wishes.end(),
                                [&](const Preference& row) { return row.person == person; }),
                 wishes.end());
    wishes.push_back({person, 1, "POST", post_code, province->base_date - 30});
  }

  // Each wishes for an open post of another agency: the two have to meet over it.
  void BetweenAgencies(Province* province) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    std::vector<int> movers;
    absl::flat_hash_set<int> units;
    for (size_t p = 0; p < province->posts.size() && rows.size() < 4; ++p) {
      const Post& post = province->posts[p];
      if (post.head || post.incumbents >= post.ceiling || post.need < post.incumbents + 0.5) continue;
      if (IsStructural(province->positions[post.position].group) || units.contains(post.unit)) continue;
      const int agency = province->units[post.unit].agency;
      const std::vector<int> found = Choose(*province, 1, [&](const Person& person) {
        const int index = static_cast<int>(&person - province->people.data());
        return CouldStay(person, *province, 40) && person.position == post.position &&
               person.agency != agency && province->posts[person.post].incumbents > 1 &&
               !used_.contains(index);
      });
      if (found.empty()) continue;
      units.insert(post.unit);
      used_.insert(found[0]);
      movers.push_back(found[0]);
      SetWish(found[0], province->PostCode(static_cast<int>(p)), province);
      rows.push_back({{"nip", province->people[found[0]].nip},
                      {"from_agency", province->agencies[province->people[found[0]].agency].code},
                      {"to_agency", province->agencies[agency].code},
                      {"target_post_code", province->PostCode(static_cast<int>(p))}});
    }
    MakeMovable(movers, province);
    province->planted["between_agencies"] = rows;
  }

  // Ratings and predicate of the last year cannot both be true: whichever is, nothing may rest on them unseen.
  void Contradictions(Province* province) {
    const std::vector<int> people = Choose(*province, 4, [&](const Person& person) {
      return CouldStay(person, *province, 40) &&
             !used_.contains(static_cast<int>(&person - province->people.data()));
    });
    SetAppraisals(people, "ABOVE", "ABOVE", province);
    const int last = static_cast<int>(province->base_date.year()) - 1;
    for (Appraisal& row : province->appraisals) {
      const bool chosen = std::find(people.begin(), people.end(), row.person) != people.end();
      if (chosen && row.year == last) row.predicate = "KURANG";
    }
    used_.insert(people.begin(), people.end());
    province->planted["contradicting_appraisal"] = {{"year", last}, {"nips", Nips(*province, people)}};
  }

  // A teacher came to each of these schools a year before the base date; satisfaction is higher ever since.
  void Success(Province* province) {
    const absl::CivilMonth moved = absl::CivilMonth(province->base_date) - 12;
    std::vector<int> newcomers;
    nlohmann::ordered_json codes = nlohmann::ordered_json::array();
    absl::flat_hash_set<int> schools;
    for (size_t p = 0; p < province->people.size() && newcomers.size() < 10; ++p) {
      const Person& person = province->people[p];
      if (!CouldStay(person, *province, 40) || used_.contains(static_cast<int>(p))) continue;
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
    used_.insert(newcomers.begin(), newcomers.end());
    province->planted["education_success"] = {{"moved", absl::FormatCivilTime(moved)},
                                              {"indicator", "SATISFACTION"},
                                              {"effect", kSatisfactionGain},
                                              {"unit_codes", codes},
                                              {"nips", Nips(*province, newcomers)}};
  }

  absl::flat_hash_set<int> used_;     // people of whom something is planted already
  absl::flat_hash_set<int> targets_;  // posts that kin wish for
};

}  // namespace

std::unique_ptr<Scenario> MakeGajahmungkurProvince() {
  return std::make_unique<GajahmungkurProvince>();
}

}  // namespace selaras::generator
