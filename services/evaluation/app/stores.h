#ifndef SELARAS_SERVICES_EVALUATION_APP_STORES_H_
#define SELARAS_SERVICES_EVALUATION_APP_STORES_H_

// What must be durable. Behaviour is fixed by store/*_test.cc on every database. Thread-safe. Every act is one
// transaction with its evidence leaf, its event and its request record: an act that was done before returns the first
// result; kAlreadyExists, reason REQUEST_ID_REUSED: another one by that id.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/evaluation/app/records.h"

namespace selaras::evaluation {

class TransitionStore {
 public:
  using Change = absl::FunctionRef<absl::Status(TransitionPlan& plan)>;

  virtual ~TransitionStore() = default;

  // kNotFound, reason TRANSITION_PLAN_NOT_FOUND.
  virtual absl::StatusOr<TransitionPlan> Get(absl::string_view tenant, absl::string_view id) = 0;
  // Newest first, those with id below `before` ("" = from the newest). `agency`: only plans of this receiving one.
  virtual absl::StatusOr<std::vector<TransitionPlan>> List(absl::string_view tenant, absl::string_view agency,
                                                           absl::string_view before, int limit) = 0;
  virtual absl::StatusOr<int64_t> Count(absl::string_view tenant, absl::string_view agency) = 0;

  // Plans in kOpen, of all tenants, oldest first, those with id above `after`.
  virtual absl::StatusOr<std::vector<TransitionPlan>> ListOpen(absl::string_view after, int limit) = 0;
  // Adds what the registry told; the plan is then kSupporting. Does nothing to one that is so already.
  virtual absl::Status Prepare(absl::string_view tenant, absl::string_view id,
                               const Preparation& preparation) = 0;
  // Plans that are not closed, of all tenants.
  virtual absl::StatusOr<int64_t> CountUnclosed() = 0;

  // Loads, changes, saves. kAborted, reason ETAG_STALE: `etag` is not empty and not the plan's. `change` may run again.
  virtual absl::StatusOr<TransitionPlan> Update(const Act& act, absl::string_view id, absl::string_view etag,
                                                Change change) = 0;

  // Keeps an answer, and with the second one that struggles, `support` (id and create time set) as an open follow-up.
  virtual absl::StatusOr<Answer> AddAnswer(const Act& act, const Answer& answer, const FollowUp& support) = 0;
  // Newest answer of each plan of `plan` ("" = of all).
  virtual absl::StatusOr<std::vector<Pulse>> NewestAnswers(absl::string_view tenant,
                                                           absl::string_view plan) = 0;

  // Moves of prepared plans.
  virtual absl::StatusOr<std::vector<UnitMove>> Moves(absl::string_view tenant) = 0;
};

class FindingStore {
 public:
  virtual ~FindingStore() = default;

  struct Ids {
    std::vector<std::string> evaluations, follow_ups;
  };
  // All together.
  virtual absl::StatusOr<Ids> Save(const Act& act, const std::vector<Evaluation>& evaluations,
                                   const std::vector<FollowUp>& follow_ups) = 0;

  // kNotFound, reason EVALUATION_NOT_FOUND.
  virtual absl::StatusOr<Evaluation> GetEvaluation(absl::string_view tenant, absl::string_view id) = 0;
  // Newest first, id below `before`; the same for the other lists.
  virtual absl::StatusOr<std::vector<Evaluation>> ListEvaluations(absl::string_view tenant,
                                                                  absl::string_view before, int limit) = 0;
  virtual absl::StatusOr<int64_t> CountEvaluations(absl::string_view tenant) = 0;

  // kNotFound, reason FOLLOW_UP_NOT_FOUND.
  virtual absl::StatusOr<FollowUp> GetFollowUp(absl::string_view tenant, absl::string_view id) = 0;
  virtual absl::StatusOr<std::vector<FollowUp>> ListFollowUps(absl::string_view tenant,
                                                              absl::string_view before, int limit) = 0;
  virtual absl::StatusOr<int64_t> CountFollowUps(absl::string_view tenant) = 0;
  // kAborted as Update. kFailedPrecondition, reason FOLLOW_UP_DONE.
  virtual absl::StatusOr<FollowUp> CompleteFollowUp(const Act& act, absl::string_view id,
                                                    absl::string_view etag, absl::string_view finding,
                                                    absl::CivilDay done) = 0;

  virtual absl::StatusOr<CycleReport> SaveReport(const Act& act, const CycleReport& report,
                                                 const std::vector<Evaluation>& evaluations) = 0;
  // This and the list without the documents, which can be large. kNotFound, reason CYCLE_REPORT_NOT_FOUND.
  virtual absl::StatusOr<CycleReport> GetReport(absl::string_view tenant, absl::string_view id) = 0;
  virtual absl::StatusOr<std::vector<CycleReport>> ListReports(absl::string_view tenant,
                                                               absl::string_view before, int limit) = 0;
  virtual absl::StatusOr<std::string> ReadDocument(absl::string_view tenant, absl::string_view id,
                                                   ReportFormat format) = 0;
  virtual absl::StatusOr<int64_t> CountReports(absl::string_view tenant) = 0;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_STORES_H_
