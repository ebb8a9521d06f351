#include "services/matching/rpc/cycle_convert.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {

namespace pb = v1alpha;

absl::StatusOr<Phase> PhaseOf(pb::Cycle::Phase phase, const char* field) {
  if (phase < pb::Cycle::PHASE_PREFERENCES || phase > pb::Cycle::PHASE_CLOSED) {
    return InvalidField(field, "a phase from PHASE_PREFERENCES to PHASE_CLOSED");
  }
  return static_cast<Phase>(phase);
}

absl::StatusOr<Cycle> CycleOf(const pb::Cycle& message) {
  Cycle cycle;
  cycle.display_name = message.display_name();
  if (!message.policy().empty()) {
    SELARAS_ASSIGN_OR_RETURN(cycle.policy, names::kPolicy.ParseId(message.policy()));
  }
  for (const pb::PhaseDate& item : message.phase_dates()) {
    SELARAS_ASSIGN_OR_RETURN(const Phase phase, PhaseOf(item.phase(), "cycle.phase_dates.phase"));
    const auto date = DayOf(item.start_date());
    if (!date.has_value())
      return InvalidField("cycle.phase_dates.start_date", "a whole date of the calendar");
    if (!cycle.start_dates.emplace(phase, *date).second) {
      return InvalidField("cycle.phase_dates", absl::StrCat("at most one date for ", PhaseName(phase)));
    }
  }
  return cycle;
}

std::vector<Goal> GoalsOf(const google::protobuf::RepeatedPtrField<pb::Goal>& messages) {
  std::vector<Goal> goals;
  for (const pb::Goal& goal : messages) {
    goals.push_back({goal.indicator(), goal.scope(), goal.target_value(), goal.text_id()});
  }
  return goals;
}

void ToProto(const CycleRecord& record, pb::Cycle* out) {
  const Cycle& cycle = record.cycle;
  out->set_name(names::kCycle.Format(cycle.id));
  out->set_etag(absl::StrCat(record.version));
  out->set_display_name(cycle.display_name);
  out->set_phase(static_cast<pb::Cycle::Phase>(cycle.phase));
  for (const auto& [phase, date] : cycle.start_dates) {
    pb::PhaseDate& item = *out->add_phase_dates();
    item.set_phase(static_cast<pb::Cycle::Phase>(phase));
    SetDate(date, item.mutable_start_date());
  }
  for (const Goal& goal : cycle.goals) {
    pb::Goal& item = *out->add_goals();
    item.set_indicator(goal.indicator);
    item.set_scope(goal.scope);
    item.set_target_value(goal.target_value);
    item.set_text_id(goal.text_id);
  }
  out->set_goals_hash(cycle.goals_hash);
  if (!cycle.released_plan.empty()) out->set_released_plan(names::kPlan.Format(cycle.released_plan));
  if (!cycle.policy.empty()) out->set_policy(names::kPolicy.Format(cycle.policy));
  SetTime(record.create_time, out->mutable_create_time());
}

}  // namespace selaras::matching
