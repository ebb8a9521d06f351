// A cycle's phases: what each asks before it is entered, and what may be done in it. docs/cycles.md is this table.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_CYCLE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_CYCLE_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::matching {

// Stored; same numbers as in the proto. Do not renumber.
enum class Phase : uint8_t {
  kPreferences = 1,
  kAnalysis = 2,
  kPlanning = 3,
  kReleased = 4,
  kApproval = 5,
  kApplied = 6,
  kEvaluation = 7,
  kClosed = 8,
};
absl::string_view PhaseName(Phase phase);  // PREFERENCES …

struct PhaseRule {
  Phase phase;
  // Asked on entering.
  bool needs_goals, needs_plan;
  // Allowed in the phase.
  bool may_seal_goals, may_release, may_repair;  // may_repair: release a child of the released plan.
};
// In order; a cycle goes from each to the next and never back.
const std::array<PhaseRule, 8>& PhaseRules();
const PhaseRule& RuleOf(Phase phase);

// Opaque to matching: evaluation knows indicators and scopes.
struct Goal {
  std::string indicator, scope;
  double target_value = 0;
  std::string text_id;
  friend bool operator==(const Goal&, const Goal&) = default;
};

struct Cycle {
  std::string id, display_name;
  std::string policy;  // Empty = any.
  Phase phase = Phase::kPreferences;
  std::map<Phase, absl::CivilDay> start_dates;
  std::vector<Goal> goals;
  std::string goals_hash;     // Empty until sealed.
  std::string released_plan;  // Empty = none.
};

// What a caller may write of a new cycle: kInvalidArgument naming the field.
absl::Status ValidateCycle(const Cycle& cycle);
absl::Status ValidateGoals(const std::vector<Goal>& goals);

// Canonical text of the goals of a cycle; its SHA-256 (lower-case hex) is goals_hash. The order of goals counts.
std::string GoalsText(absl::string_view cycle_id, const std::vector<Goal>& goals);

// All below: kFailedPrecondition with reason and cure in the message.
// CYCLE_PHASE_ORDER, CYCLE_DATE_NOT_REACHED, CYCLE_GOALS_NOT_SEALED, CYCLE_PLAN_NOT_RELEASED.
absl::Status CheckAdvance(const Cycle& cycle, Phase to, absl::CivilDay today);
// CYCLE_PHASE, CYCLE_GOALS_SEALED (not for the same goals: that changes nothing).
absl::Status CheckSealGoals(const Cycle& cycle, const std::vector<Goal>& goals);
// CYCLE_GOALS_NOT_SEALED, CYCLE_PHASE, CYCLE_DATE_NOT_REACHED. `repairs`: the plan descends from the released one.
absl::Status CheckRelease(const Cycle& cycle, bool repairs, absl::CivilDay today);
// The cycle with that plan released, in RELEASED or later. REQUIRES CheckRelease.
void Release(Cycle& cycle, absl::string_view plan);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_CYCLE_H_
