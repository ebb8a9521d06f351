#include "services/matching/policy/score_policy_reader.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace selaras::matching {
namespace {

constexpr int64_t kPoints = 1'000'000;

int32_t Points(const policy::Section& section, absl::string_view key, int64_t min = 0) {
  return static_cast<int32_t>(section.Int(key, min, kPoints));
}
int32_t Permille(const policy::Section& section, absl::string_view key) {
  return static_cast<int32_t>(section.Int(key, 0, 1000));
}

Weights ReadWeights(const policy::Section& section) {
  Weights w;
  w.fit = Points(section, "fit");
  w.experience = Points(section, "experience");
  w.performance = Points(section, "performance");
  w.talent = Points(section, "talent");
  w.development = Points(section, "development");
  w.preference.clear();
  for (const int64_t points : section.IntList("preference", 0, kPoints)) {
    w.preference.push_back(static_cast<int32_t>(points));
  }
  w.rotation = Points(section, "rotation");
  w.remedy = Points(section, "remedy");
  w.stay = Points(section, "stay");
  w.distance_per_km_milli = Points(section, "distance_per_km_milli");
  w.distance_cap = Points(section, "distance_cap");
  w.need_critical = Points(section, "need_critical");
  w.need_target = Points(section, "need_target");
  w.above_target = Points(section, "above_target", -kPoints);
  w.above_ceiling = Points(section, "above_ceiling", -kPoints);
  section.RefuseUnread();
  return w;
}

void ReadFit(const policy::Section& section, ScorePolicy& policy) {
  static constexpr absl::string_view kGroups[] = {"JPT_U", "JPT_M",     "JPT_P",      "ADM",
                                                  "PGW",   "JF_EXPERT", "JF_SKILLED", "PLK"};
  policy.fit_education_permille = Permille(section, "fit.education_permille");
  for (size_t g = 0; g < std::size(kGroups); ++g) {
    policy.technical_permille[g + 1] = Permille(section, absl::StrCat("fit.technical_permille.", kGroups[g]));
  }
  policy.technical_permille[0] = policy.technical_permille[8];  // Group unknown: as the most common one.
  policy.field_exact_permille = Permille(section, "field_match.exact");
  policy.field_family_permille = Permille(section, "field_match.family");
  policy.field_any_permille = Permille(section, "field_match.any");
  policy.field_other_permille = Permille(section, "field_match.other");
  policy.field_families.clear();
  for (const std::string& family : section.Keys("field_match.families")) {
    for (const std::string& field : section.TextList(absl::StrCat("field_match.families.", family))) {
      if (!policy.field_families.emplace(field, family).second) {
        section.Refuse("field_match.families", absl::StrCat(field, " is in two families"));
      }
    }
  }
  policy.prior_competency_permille = Permille(section, "prior.competency");
  policy.prior_education_permille = Permille(section, "prior.education");
}

void ReadPerformance(const policy::Section& section, ScorePolicy& policy) {
  const std::vector<int64_t> predicates = section.IntList("performance.predicates", 0, 1000);
  if (predicates.size() == policy.predicate_permille.size()) {
    std::copy(predicates.begin(), predicates.end(), policy.predicate_permille.begin());
  } else {
    section.Refuse("performance.predicates", "five numbers are expected");
  }
  policy.prior_performance_permille = Permille(section, "prior.performance");
  policy.prior_potential_permille = Permille(section, "prior.potential");
  policy.newest_year_permille = Permille(section, "performance.newest_year");
  policy.predicate_with_peers_permille = Permille(section, "performance.with_peers");
  policy.rater_permille = {Permille(section, "performance.superior"), Permille(section, "performance.peers"),
                           Permille(section, "performance.subordinates")};
  policy.min_raters = static_cast<int32_t>(section.Int("performance.min_raters", 1, 100));
  policy.strategic_permille_per_class =
      static_cast<int32_t>(section.Int("performance.per_strategic_class", 0, 334));
}

void ReadCareer(const policy::Section& section, ScorePolicy& policy) {
  static constexpr absl::string_view kFamilies[] = {"TEACHER", "HEALTH", "FUNCTIONAL", "STRUCTURAL", "STAFF"};
  policy.prior_experience_permille = Permille(section, "prior.experience");
  policy.experience_full_months = static_cast<int32_t>(section.Int("experience.full_months", 1, 600));
  policy.experience_field_permille = Permille(section, "experience.same_field");
  policy.experience_family_permille = Permille(section, "experience.same_family");
  policy.rotation_due_months = static_cast<int32_t>(section.Int("rotation.due_months", 0, 600));
  policy.rotation_full_months = static_cast<int32_t>(section.Int("rotation.full_months", 1, 600));
  for (size_t f = 0; f < std::size(kFamilies); ++f) {
    policy.rotation_family_permille[f + 1] =
        Permille(section, absl::StrCat("rotation.families.", kFamilies[f]));
  }
  policy.remedy_fit_below_permille = Permille(section, "remedy.fit_below");
  policy.remedy_performance_below_permille = Permille(section, "remedy.performance_below");
  policy.road_permille = static_cast<int32_t>(section.Int("distance.road_permille", 1000, 10000));
  policy.ferry_metres = static_cast<int32_t>(section.Int("distance.ferry_metres", 0, 1'000'000));
}

}  // namespace

ScorePolicy ReadScorePolicy(policy::Reader& reader) {
  ScorePolicy policy;
  const policy::Section weights = reader.Open("weights");
  policy.weights = ReadWeights(weights.Child("weights"));
  policy.move_budget_permille = static_cast<int32_t>(weights.Int("move_budget_permille", -1, 1000));
  // Bundles sealed before there was such a limit have none.
  policy.absorption_permille = static_cast<int32_t>(
      weights.OptionalInt("absorption_permille", 0, 1000).value_or(policy.absorption_permille));
  const policy::Section scoring = reader.Open("scoring");
  ReadFit(scoring, policy);
  ReadPerformance(scoring, policy);
  ReadCareer(scoring, policy);
  scoring.RefuseUnread();
  return policy;
}

}  // namespace selaras::matching
