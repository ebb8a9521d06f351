// The numbers of a sealed policy that scores and seats use. Read from weights.yaml and scoring.yaml of the
// bundle by services/matching/policy; the defaults here are those of deploy/policy and serve tests.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_SCORE_POLICY_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_SCORE_POLICY_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"

namespace selaras::matching {

// Points; 1000 = a perfect fit. All ≥ 0 but above_target and above_ceiling.
struct Weights {
  int32_t fit = 1000;
  int32_t experience = 200;
  int32_t performance = 250;
  int32_t talent = 200;
  int32_t development = 200;
  std::vector<int32_t> preference = {300, 200, 100};  // By rank; REQUIRES never increasing.
  int32_t rotation = 150;
  int32_t remedy = 200;
  int32_t stay = 120;
  int32_t distance_per_km_milli = 4000;
  int32_t distance_cap = 300;
  int32_t need_critical = 1500;   // Seat of urgency 1000 among the critical ones.
  int32_t need_target = 900;      // Seat of urgency 1000 from there to the target; ≤ need_critical.
  int32_t above_target = 0;       // Seat from there to the ceiling; ≤ 0 or as much as the last target seat.
  int32_t above_ceiling = -2000;  // Times the distance above the ceiling; < 0.
};

struct ScorePolicy {
  Weights weights;
  int32_t move_budget_permille = 25;
  int32_t absorption_permille = 1000;  // Arrivals in a unit, of its people now; 1000 = no limit.

  // Fit = competency and education field, shares of 1000.
  int32_t fit_education_permille = 300;
  // Share of technical against managerial and sociocultural items, by Group (index = enum).
  std::array<int32_t, 9> technical_permille = {600, 300, 300, 300, 400, 500, 600, 600, 600};
  // What an item never assessed counts for: neither a penalty nor a gift.
  int32_t prior_competency_permille = 800;
  int32_t prior_education_permille = 800;
  int32_t prior_experience_permille = 500;
  int32_t prior_performance_permille = 800;
  int32_t prior_potential_permille = 650;

  // Match of education field: exact, same family of fields, post open to any field, other.
  int32_t field_exact_permille = 1000;
  int32_t field_family_permille = 600;
  int32_t field_any_permille = 800;
  int32_t field_other_permille = 200;
  // Family of each field; fields not listed are alone.
  absl::flat_hash_map<std::string, std::string> field_families = DefaultFieldFamilies();

  // Experience: months in the position for full points, and what a month in a related position counts.
  int32_t experience_full_months = 60;
  int32_t experience_field_permille = 600;   // Same family and a field in common.
  int32_t experience_family_permille = 300;  // Same family only (teacher, health, structural).

  // Performance: points of the predicate 1 … 5 in permille; newest year against the one before; with a 360
  // result.
  std::array<int32_t, 5> predicate_permille = {200, 400, 600, 800, 1000};
  int32_t newest_year_permille = 600;
  int32_t predicate_with_peers_permille = 600;
  std::array<int32_t, 3> rater_permille = {600, 300, 100};  // Superior, peers, subordinates.
  int32_t min_raters = 3;                                   // Groups of fewer are not read (superior: 1).
  int32_t strategic_permille_per_class = 333;               // Class 3 = 1000 exactly.

  // Rotation: due after `rotation_due_months` in one post, full points `rotation_full_months` later; share by
  // Family.
  int32_t rotation_due_months = 60;
  int32_t rotation_full_months = 60;
  std::array<int32_t, 6> rotation_family_permille = {0, 0, 0, 0, 1000, 0};
  // Mismatch begins below these; below them it grows evenly to 1000 at zero.
  int32_t remedy_fit_below_permille = 680;
  int32_t remedy_performance_below_permille = 700;

  // Distance: road against great circle, and a ferry.
  int32_t road_permille = 1350;
  int32_t ferry_metres = 40000;

  static absl::flat_hash_map<std::string, std::string> DefaultFieldFamilies();
};

// Ranges and orders: kInvalidArgument naming the first fault. With these bounds every score of one person
// stays within ±10,000,000 points and every seat within ±1,000,000,000.
absl::Status Validate(const ScorePolicy& policy);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_SCORE_POLICY_H_
