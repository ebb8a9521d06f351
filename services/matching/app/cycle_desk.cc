#include "services/matching/app/cycle_desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

absl::Status CheckRequestId(const std::string& request_id) {
  if (!request_id.empty()) return absl::OkStatus();
  return InvalidField("request_id", "must be set: it keeps a repeated call from acting twice");
}

std::string CycleText(const Cycle& cycle) {
  std::string text =
      absl::StrCat(cycle.display_name.size(), ":", cycle.display_name, "\n", cycle.policy, "\n");
  for (const auto& [phase, date] : cycle.start_dates) {
    absl::StrAppend(&text, PhaseName(phase), " ", FormatCivilDay(date), "\n");
  }
  return text;
}

}  // namespace

absl::StatusOr<CycleRecord> CycleDesk::Create(const CallScope& call, Cycle cycle,
                                              const std::string& request_id) {
  SELARAS_RETURN_IF_ERROR(CheckRequestId(request_id));
  SELARAS_RETURN_IF_ERROR(ValidateCycle(cycle));
  if (!cycle.policy.empty()) {
    SELARAS_RETURN_IF_ERROR(deps_.plans.GetPolicy(call.tenant, cycle.policy).status());
  }
  const Act act = ActOf(call, "CreateCycle", request_id, Sha256Hex(CycleText(cycle)));
  CycleRecord record;
  record.tenant = call.tenant;
  record.create_time = act.time;
  record.cycle.id = deps_.ids.NewId();
  record.cycle.display_name = std::move(cycle.display_name);
  record.cycle.policy = std::move(cycle.policy);
  record.cycle.start_dates = std::move(cycle.start_dates);
  return deps_.cycles.CreateCycle(act, record);
}

absl::StatusOr<CycleRecord> CycleDesk::SealGoals(const CallScope& call, const std::string& id,
                                                 std::optional<int64_t> version,
                                                 const std::vector<Goal>& goals,
                                                 const std::string& request_id) {
  SELARAS_RETURN_IF_ERROR(CheckRequestId(request_id));
  const std::string hash = Sha256Hex(GoalsText(id, goals));
  const Act act = ActOf(call, "SealGoals", request_id, hash);
  return deps_.cycles.UpdateCycle(act, id, version, [&](CycleRecord& record) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(CheckSealGoals(record.cycle, goals));
    record.cycle.goals = goals;
    record.cycle.goals_hash = hash;
    return absl::OkStatus();
  });
}

absl::StatusOr<CycleRecord> CycleDesk::Advance(const CallScope& call, const std::string& id,
                                               std::optional<int64_t> version, Phase to,
                                               const std::string& request_id) {
  SELARAS_RETURN_IF_ERROR(CheckRequestId(request_id));
  const Act act = ActOf(call, "AdvanceCycle", request_id, absl::StrCat(id, " ", PhaseName(to)));
  return deps_.cycles.UpdateCycle(act, id, version, [&](CycleRecord& record) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(CheckAdvance(record.cycle, to, Today()));
    record.cycle.phase = to;
    return absl::OkStatus();
  });
}

absl::StatusOr<PlanRecord> CycleDesk::ReleasePlan(const CallScope& call, const std::string& id,
                                                  std::optional<int64_t> version,
                                                  const std::string& request_id) {
  SELARAS_RETURN_IF_ERROR(CheckRequestId(request_id));
  SELARAS_ASSIGN_OR_RETURN(const PlanRecord now, deps_.plans.GetPlan(call.tenant, id));
  if (now.state == PlanState::kReleased) return now;  // A repeat, whose etag is old by its own doing.
  const Act act = ActOf(call, "ReleasePlan", request_id, id);
  return deps_.cycles.ReleasePlan(act, id, version, [&](const ReleaseView& view) -> absl::Status {
    if (view.plan.state != PlanState::kPlanned) {
      return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", view.plan.id}});
    }
    if (VerdictOf(*view.plan.result) == PlanVerdict::kInfeasible) {
      return Error(absl::StatusCode::kFailedPrecondition, "PLAN_INFEASIBLE", {{"plan", view.plan.id}});
    }
    if (view.cycle != nullptr) {
      SELARAS_RETURN_IF_ERROR(CheckRelease(view.cycle->cycle, view.repairs, Today()));
      Release(view.cycle->cycle, view.plan.id);
    }
    view.plan.state = PlanState::kReleased;
    return absl::OkStatus();
  });
}

}  // namespace selaras::matching
