// Makes one plan: reads, builds, solves, certifies, explains. Holds no state of its own but its
// collaborators.
#ifndef SELARAS_SERVICES_MATCHING_APP_PLANNER_H_
#define SELARAS_SERVICES_MATCHING_APP_PLANNER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/call_scope.h"
#include "libs/base/ids.h"
#include "services/matching/app/plan_facts.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/app/solver_gate.h"
#include "services/matching/domain/explain.h"
#include "services/matching/domain/plan_solve.h"
#include "services/matching/domain/problem.h"
#include "services/matching/domain/replan.h"

namespace selaras::matching {

// A problem with its solution: what explanations need.
struct SolvedPlan {
  std::shared_ptr<const PlanProblem> problem;
  assignment::Certificate certificate;
  Plan plan;
};

// Told whenever a stage begins or advances; false gives the plan up.
using StageReport =
    std::function<bool(PlanState state, const std::string& stage, int64_t done, int64_t total)>;

class Planner {
 public:
  struct Deps {
    PlanStore& store;
    PlanFactSource& facts;
    IdSource& ids;
  };
  explicit Planner(const Deps& deps) : deps_(deps) {}

  struct Made {
    PlanOutcome outcome;
    std::shared_ptr<const SolvedPlan> solved;  // Null if infeasible.
  };
  // Of the plan only spec and parent are read: a child is made near its parent. `known`, any solved plan or null, is
  // where the solver starts: it changes the time, never the plan. kCancelled: `report` gave up or the call did. Other
  // errors: reasons of the readers, of the policy, of the solver.
  absl::StatusOr<Made> Make(const CallScope& call, const PlanRecord& plan, const SolvedPlan* known,
                            const StageReport& report);

  // The solved plan again, from the facts at its recorded revision and its certificate. kFailedPrecondition
  // (PLAN_NOT_REBUILT): the facts give another instance than the recorded hash, as after an upgrade;
  // (PLAN_INFEASIBLE): there is nothing to rebuild.
  absl::StatusOr<std::shared_ptr<const SolvedPlan>> Rebuild(const CallScope& call, const PlanRecord& plan);

  // Under which the tenant's employees have their keys in instances; made the first time.
  absl::StatusOr<std::string> PseudonymSecret(const std::string& tenant);

  // Held by Make while it solves; whoever else solves holds it too.
  SolverGate& solver() { return solver_; }
  // Where the parent of a child plan placed each person, for SolveOptions::nearest_to; empty: it has none.
  absl::StatusOr<std::vector<assignment::PostIndex>> NearestTo(const PlanRecord& plan,
                                                               const PlanProblem& problem);

 private:
  struct Parent {
    PlanRecord record;
    EarlierPlan earlier;
    bool feasible() const { return record.result->conflicts.empty(); }
  };
  struct Prepared {
    std::shared_ptr<const PlanProblem> problem;
    PlanResult result;  // Hashes and counts known before solving.
  };
  // nullopt: the plan has none.
  absl::StatusOr<std::optional<Parent>> ReadParent(const PlanRecord& plan);
  // From `known`, else from the stored certificate of the parent; nullopt = cold.
  absl::StatusOr<std::optional<assignment::WarmStart>> StartOf(const std::optional<Parent>& parent,
                                                               const PlanProblem& problem,
                                                               const SolvedPlan* known);
  absl::StatusOr<assignment::Certificate> ReadCertificate(const PlanRecord& plan);
  absl::StatusOr<Prepared> Prepare(const CallScope& call, const PlanSpec& spec, const StageReport& report);

  Deps deps_;
  SolverGate solver_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_PLANNER_H_
