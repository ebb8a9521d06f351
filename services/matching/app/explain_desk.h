// Opens solved plans for those who may read of them, and keeps what several readings share. Thread-safe.
#ifndef SELARAS_SERVICES_MATCHING_APP_EXPLAIN_DESK_H_
#define SELARAS_SERVICES_MATCHING_APP_EXPLAIN_DESK_H_

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/call_scope.h"
#include "libs/base/log.h"
#include "services/matching/app/plan_desk.h"
#include "services/matching/domain/displacement_graph.h"
#include "services/matching/domain/exchange.h"
#include "services/matching/domain/explain.h"
#include "services/matching/domain/fairness.h"

namespace selaras::matching {

class ExplainDesk {
 public:
  struct Deps {
    PlanDesk& desk;
    const Logger& logger;
  };
  explicit ExplainDesk(const Deps& deps) : deps_(deps) {}

  // A plan as it is read; `view` refers to the rest, so keep the whole.
  class Opened {
   public:
    PlanView view() const { return {*solved_->problem, solved_->certificate, solved_->plan, *graph_}; }
    const ProvinceIndex& province() const { return solved_->problem->province(); }

   private:
    friend class ExplainDesk;
    std::shared_ptr<const SolvedPlan> solved_;
    std::shared_ptr<const DisplacementGraph> graph_;
  };

  // Of one employee. Errors of CheckEmbargo; kFailedPrecondition (PLAN_STATE: it has no placement; PLAN_NOT_REBUILT);
  // kPermissionDenied (EMPLOYEE_FOREIGN): of another agency than the account's.
  // A reading before the release is recorded with who read what. A plan that is not in memory is rebuilt: seconds.
  absl::StatusOr<Opened> OpenOf(const CallScope& call, const std::string& plan, absl::string_view employee);
  // Of posts and of the whole plan, which speak of many people.
  absl::StatusOr<Opened> Open(const CallScope& call, const std::string& plan, LogMessage what);

  // The exchanges and the fairness of a plan, found once while it is kept.
  absl::StatusOr<std::shared_ptr<const std::vector<ExchangeCycle>>> Exchanges(const std::string& plan,
                                                                              const Opened& opened);
  absl::StatusOr<Fairness> FairnessOf(const std::string& plan, const Opened& opened);

 private:
  // What belongs to one solved plan; the graph refers to it, whoever uses it holds it.
  struct Shelf {
    std::string plan;
    std::weak_ptr<const SolvedPlan> solved;
    std::shared_ptr<const DisplacementGraph> graph;
    std::shared_ptr<const std::vector<ExchangeCycle>> exchanges;
    std::shared_ptr<const Fairness> fairness;
  };

  absl::StatusOr<Opened> OpenPlan(const CallScope& call, const PlanRecord& plan);
  void Record(const CallScope& call, const PlanRecord& plan, LogMessage what) const;
  // Call with mutex_ held; null: none kept of this very solution.
  Shelf* Find(const std::string& plan, const std::shared_ptr<const SolvedPlan>& solved);

  Deps deps_;
  std::mutex mutex_;  // Guards shelves_; also held while one is filled, so that none is filled twice.
  std::deque<Shelf> shelves_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_EXPLAIN_DESK_H_
