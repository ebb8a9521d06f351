#include "services/matching/domain/cycle.h"

#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

constexpr size_t kLongestText = 200;
constexpr size_t kMostGoals = 200;

//  phase               needs goals  plan    may seal goals  release  repair
constexpr std::array<PhaseRule, 8> kRules = {{
    {Phase::kPreferences, false, false, true, false, false},
    {Phase::kAnalysis, false, false, true, false, false},
    {Phase::kPlanning, false, false, true, true, false},
    {Phase::kReleased, true, true, false, false, true},
    {Phase::kApproval, true, true, false, false, true},
    {Phase::kApplied, true, true, false, false, false},
    {Phase::kEvaluation, true, true, false, false, false},
    {Phase::kClosed, true, true, false, false, false},
}};

absl::Status Refused(const char* reason, const Cycle& cycle, Metadata more = {}) {
  more.emplace("cycle", cycle.id);
  return Error(absl::StatusCode::kFailedPrecondition, reason, more);
}

template <typename Allowed>
absl::Status WrongPhase(const Cycle& cycle, const Allowed& allowed) {
  std::vector<absl::string_view> names;
  for (const PhaseRule& rule : kRules) {
    if (allowed(rule)) names.push_back(PhaseName(rule.phase));
  }
  return Refused("CYCLE_PHASE", cycle,
                 {{"phase", std::string(PhaseName(cycle.phase))}, {"allowed", absl::StrJoin(names, ", ")}});
}

absl::Status CheckDate(const Cycle& cycle, Phase to, absl::CivilDay today) {
  const auto start = cycle.start_dates.find(to);
  if (start == cycle.start_dates.end() || today >= start->second) return absl::OkStatus();
  return Refused("CYCLE_DATE_NOT_REACHED", cycle,
                 {{"phase", std::string(PhaseName(to))},
                  {"start_date", FormatCivilDay(start->second)},
                  {"today", FormatCivilDay(today)}});
}

}  // namespace

absl::string_view PhaseName(Phase phase) {
  static constexpr absl::string_view kNames[] = {
      "", "PREFERENCES", "ANALYSIS", "PLANNING", "RELEASED", "APPROVAL", "APPLIED", "EVALUATION", "CLOSED"};
  return kNames[static_cast<int>(phase)];
}

const std::array<PhaseRule, 8>& PhaseRules() {
  return kRules;
}

const PhaseRule& RuleOf(Phase phase) {
  return kRules[static_cast<int>(phase) - 1];
}

absl::Status ValidateCycle(const Cycle& cycle) {
  if (cycle.display_name.empty() || cycle.display_name.size() > kLongestText) {
    return InvalidField("cycle.display_name", "1 to 200 bytes");
  }
  std::optional<absl::CivilDay> before;
  for (const auto& [phase, date] : cycle.start_dates) {
    if (before.has_value() && date < *before) {
      return InvalidField("cycle.phase_dates",
                          absl::StrCat("later phases start no earlier: ", PhaseName(phase),
                                       " starts before a phase "
                                       "that stands before it"));
    }
    before = date;
  }
  return absl::OkStatus();
}

absl::Status ValidateGoals(const std::vector<Goal>& goals) {
  if (goals.empty() || goals.size() > kMostGoals) return InvalidField("goals", "1 to 200 goals");
  for (size_t k = 0; k < goals.size(); ++k) {
    const Goal& goal = goals[k];
    if (goal.indicator.empty() || goal.indicator.size() > kLongestText) {
      return InvalidField(absl::StrCat("goals[", k, "].indicator"), "1 to 200 bytes");
    }
    if (!std::isfinite(goal.target_value)) {
      return InvalidField(absl::StrCat("goals[", k, "].target_value"), "a finite number");
    }
    if (goal.scope.size() > kLongestText || goal.text_id.size() > 10 * kLongestText) {
      return InvalidField(absl::StrCat("goals[", k, "]"), "scope at most 200 bytes, text_id at most 2,000");
    }
    for (size_t other = 0; other < k; ++other) {
      if (goals[other].indicator == goal.indicator && goals[other].scope == goal.scope) {
        return InvalidField(absl::StrCat("goals[", k, "]"), "one goal per indicator and scope");
      }
    }
  }
  return absl::OkStatus();
}

std::string GoalsText(absl::string_view cycle_id, const std::vector<Goal>& goals) {
  const auto text = [](absl::string_view value) { return absl::StrCat(value.size(), ":", value); };
  std::string out = absl::StrCat("selaras-goals 1\ncycle ", cycle_id, "\n");
  for (const Goal& goal : goals) {
    // 17 digits tell every double from every other.
    absl::StrAppend(&out, "goal ", text(goal.indicator), " ", text(goal.scope), " ",
                    absl::StrFormat("%.17g", goal.target_value), " ", text(goal.text_id), "\n");
  }
  return out;
}

absl::Status CheckAdvance(const Cycle& cycle, Phase to, absl::CivilDay today) {
  const bool last = cycle.phase == Phase::kClosed;
  const Phase next = last ? Phase::kClosed : static_cast<Phase>(static_cast<int>(cycle.phase) + 1);
  if (last || to != next) {
    return Refused("CYCLE_PHASE_ORDER", cycle,
                   {{"phase", std::string(PhaseName(cycle.phase))},
                    {"next", last ? "-" : std::string(PhaseName(next))},
                    {"asked", std::string(PhaseName(to))}});
  }
  const PhaseRule& rule = RuleOf(to);
  if (rule.needs_goals && cycle.goals_hash.empty()) return Refused("CYCLE_GOALS_NOT_SEALED", cycle);
  if (rule.needs_plan && cycle.released_plan.empty()) return Refused("CYCLE_PLAN_NOT_RELEASED", cycle);
  return CheckDate(cycle, to, today);
}

absl::Status CheckSealGoals(const Cycle& cycle, const std::vector<Goal>& goals) {
  SELARAS_RETURN_IF_ERROR(ValidateGoals(goals));
  if (!cycle.goals_hash.empty()) {
    return cycle.goals == goals ? absl::OkStatus() : Refused("CYCLE_GOALS_SEALED", cycle);
  }
  if (!RuleOf(cycle.phase).may_seal_goals) {
    return WrongPhase(cycle, [](const PhaseRule& rule) { return rule.may_seal_goals; });
  }
  return absl::OkStatus();
}

absl::Status CheckRelease(const Cycle& cycle, bool repairs, absl::CivilDay today) {
  if (cycle.goals_hash.empty()) return Refused("CYCLE_GOALS_NOT_SEALED", cycle);
  const PhaseRule& rule = RuleOf(cycle.phase);
  if (rule.may_release) return CheckDate(cycle, Phase::kReleased, today);
  if (rule.may_repair && repairs) return absl::OkStatus();
  return WrongPhase(cycle, [&](const PhaseRule& r) { return r.may_release || (r.may_repair && repairs); });
}

void Release(Cycle& cycle, absl::string_view plan) {
  cycle.released_plan = std::string(plan);
  if (cycle.phase == Phase::kPlanning) cycle.phase = Phase::kReleased;
}

}  // namespace selaras::matching
