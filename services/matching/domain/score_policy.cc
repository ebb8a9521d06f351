#include "services/matching/domain/score_policy.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace selaras::matching {
namespace {

constexpr int32_t kMaxTerm = 1'000'000;  // Ten such terms stay within ±10,000,000.

class Checker {
 public:
  void Range(absl::string_view name, int64_t value, int64_t low, int64_t high) {
    if (status_.ok() && (value < low || value > high)) {
      status_ =
          absl::InvalidArgumentError(absl::StrCat(name, " is ", value, "; expected ", low, " to ", high));
    }
  }
  void Require(bool holds, absl::string_view what) {
    if (status_.ok() && !holds) status_ = absl::InvalidArgumentError(what);
  }
  absl::Status status() const { return status_; }

 private:
  absl::Status status_;
};

}  // namespace

absl::flat_hash_map<std::string, std::string> ScorePolicy::DefaultFieldFamilies() {
  absl::flat_hash_map<std::string, std::string> families;
  for (const char* field : {"EDU_PGSD", "EDU_PAUD", "EDU_MATH", "EDU_IPA", "EDU_IND", "EDU_ENG", "EDU_IPS",
                            "EDU_CIV", "EDU_REL", "EDU_PE", "EDU_ART", "EDU_BK", "EDU_VOC", "EDU_SPEC"}) {
    families[field] = "EDU";
  }
  for (const char* field :
       {"MED", "MED_SP", "DENT", "NURS", "MIDW", "PHARM", "PUBH", "NUTR", "ENVH", "LAB", "PHYSIO"}) {
    families[field] = "HEALTH";
  }
  for (const char* field : {"INF", "CIV", "ARC", "PLAN", "MECH", "ELEC", "ENV", "GEO"})
    families[field] = "ENGINEERING";
  for (const char* field :
       {"GOV", "LAW", "ACC", "ECON", "MGT", "SOC", "SOCW", "PSY", "COMM", "STAT", "LIB", "ARCH"}) {
    families[field] = "SOCIAL_GOV";
  }
  for (const char* field : {"AGR", "VET", "FISH", "FOR"}) families[field] = "AGRI";
  return families;
}

absl::Status Validate(const ScorePolicy& policy) {
  const Weights& w = policy.weights;
  Checker check;
  const std::pair<absl::string_view, int32_t> weights[] = {{"fit", w.fit},
                                                           {"experience", w.experience},
                                                           {"performance", w.performance},
                                                           {"talent", w.talent},
                                                           {"development", w.development},
                                                           {"rotation", w.rotation},
                                                           {"remedy", w.remedy},
                                                           {"stay", w.stay},
                                                           {"distance_cap", w.distance_cap},
                                                           {"need_critical", w.need_critical},
                                                           {"need_target", w.need_target}};
  for (const auto& [name, value] : weights) check.Range(name, value, 0, kMaxTerm);
  check.Range("distance_per_km_milli", w.distance_per_km_milli, 0, kMaxTerm);
  for (const int32_t points : w.preference) check.Range("preference", points, 0, kMaxTerm);
  check.Require(std::is_sorted(w.preference.rbegin(), w.preference.rend()),
                "preference must never increase with the rank");
  check.Require(w.need_target <= w.need_critical, "need_target must not exceed need_critical");
  check.Range("above_target", w.above_target, -kMaxTerm, w.need_target);
  check.Range("above_ceiling", w.above_ceiling, -kMaxTerm, -1);
  check.Range("move_budget_permille", policy.move_budget_permille, -1, 1000);
  check.Range("absorption_permille", policy.absorption_permille, 0, 1000);

  const auto permille = [&](absl::string_view name, int32_t value) { check.Range(name, value, 0, 1000); };
  permille("fit_education_permille", policy.fit_education_permille);
  for (const int32_t share : policy.technical_permille) permille("technical_permille", share);
  permille("prior_competency_permille", policy.prior_competency_permille);
  permille("prior_education_permille", policy.prior_education_permille);
  permille("prior_experience_permille", policy.prior_experience_permille);
  permille("prior_performance_permille", policy.prior_performance_permille);
  permille("prior_potential_permille", policy.prior_potential_permille);
  permille("field_exact_permille", policy.field_exact_permille);
  permille("field_family_permille", policy.field_family_permille);
  permille("field_any_permille", policy.field_any_permille);
  permille("field_other_permille", policy.field_other_permille);
  permille("experience_field_permille", policy.experience_field_permille);
  permille("experience_family_permille", policy.experience_family_permille);
  for (const int32_t share : policy.predicate_permille) permille("predicate_permille", share);
  check.Require(std::is_sorted(policy.predicate_permille.begin(), policy.predicate_permille.end()),
                "predicate_permille must rise with the predicate");
  permille("newest_year_permille", policy.newest_year_permille);
  permille("predicate_with_peers_permille", policy.predicate_with_peers_permille);
  for (const int32_t share : policy.rater_permille) permille("rater_permille", share);
  for (const int32_t share : policy.rotation_family_permille) permille("rotation_family_permille", share);
  permille("remedy_fit_below_permille", policy.remedy_fit_below_permille);
  permille("remedy_performance_below_permille", policy.remedy_performance_below_permille);
  check.Range("strategic_permille_per_class", policy.strategic_permille_per_class, 0, 334);
  check.Range("experience_full_months", policy.experience_full_months, 1, 600);
  check.Range("rotation_due_months", policy.rotation_due_months, 0, 600);
  check.Range("rotation_full_months", policy.rotation_full_months, 1, 600);
  check.Range("min_raters", policy.min_raters, 1, 100);
  check.Range("road_permille", policy.road_permille, 1000, 10000);
  check.Range("ferry_metres", policy.ferry_metres, 0, 1'000'000);
  return check.status();
}

}  // namespace selaras::matching
