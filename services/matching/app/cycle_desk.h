// The acts on cycles.
#ifndef SELARAS_SERVICES_MATCHING_APP_CYCLE_DESK_H_
#define SELARAS_SERVICES_MATCHING_APP_CYCLE_DESK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "services/matching/app/cycle_store.h"
#include "services/matching/app/plan_store.h"

namespace selaras::matching {

// Thread-safe. Every act needs a request_id (kInvalidArgument); refusals are those of domain/cycle.h.
class CycleDesk {
 public:
  struct Deps {
    CycleStore& cycles;
    PlanStore& plans;
    const Clock& clock;
    IdSource& ids;
    absl::TimeZone zone;  // Of the province: whose today it is.
  };
  explicit CycleDesk(const Deps& deps) : deps_(deps) {}

  // `cycle` as the caller wrote it; id, phase, goals and release are the server's. kNotFound (POLICY_NOT_FOUND).
  absl::StatusOr<CycleRecord> Create(const CallScope& call, Cycle cycle, const std::string& request_id);
  absl::StatusOr<CycleRecord> SealGoals(const CallScope& call, const std::string& id,
                                        std::optional<int64_t> version, const std::vector<Goal>& goals,
                                        const std::string& request_id);
  absl::StatusOr<CycleRecord> Advance(const CallScope& call, const std::string& id,
                                      std::optional<int64_t> version, Phase to,
                                      const std::string& request_id);
  // PLANNED → RELEASED, and with it the plan's cycle, if it names one. kFailedPrecondition also: PLAN_STATE.
  absl::StatusOr<PlanRecord> ReleasePlan(const CallScope& call, const std::string& id,
                                         std::optional<int64_t> version, const std::string& request_id);

 private:
  absl::CivilDay Today() const { return selaras::Today(deps_.clock, deps_.zone); }

  const Deps deps_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_CYCLE_DESK_H_
