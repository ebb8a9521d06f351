#ifndef SELARAS_SERVICES_EVALUATION_STORE_SQL_TRANSITION_STORE_H_
#define SELARAS_SERVICES_EVALUATION_STORE_SQL_TRANSITION_STORE_H_

#include <vector>

#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "libs/sql/migrator.h"
#include "services/evaluation/app/stores.h"

namespace selaras::evaluation {

// schema/*.sql: Migrate(db, kSchema, "evaluation"). The stores also need sql::kFeedSchema.
extern const std::vector<sql::Migration> kSchema;

class SqlTransitionStore final : public TransitionStore {
 public:
  // Both must outlive the store.
  SqlTransitionStore(sql::Database& db, IdSource& ids) : db_(db), ids_(ids) {}

  // Opens a plan for each move of the decree that has none yet, in the caller's transaction, which noted the arrival of
  // the event. `act` names tenant, time and trace; its request is not read.
  absl::Status OpenPlans(sql::Connection& conn, const Act& act, const DecreeApplied& decree);

  absl::StatusOr<TransitionPlan> Get(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<TransitionPlan>> List(absl::string_view tenant, absl::string_view agency,
                                                   absl::string_view before, int limit) override;
  absl::StatusOr<int64_t> Count(absl::string_view tenant, absl::string_view agency) override;
  absl::StatusOr<std::vector<TransitionPlan>> ListOpen(absl::string_view after, int limit) override;
  absl::Status Prepare(absl::string_view tenant, absl::string_view id,
                       const Preparation& preparation) override;
  absl::StatusOr<int64_t> CountUnclosed() override;
  absl::StatusOr<TransitionPlan> Update(const Act& act, absl::string_view id, absl::string_view etag,
                                        Change change) override;
  absl::StatusOr<Answer> AddAnswer(const Act& act, const Answer& answer, const FollowUp& support) override;
  absl::StatusOr<std::vector<Pulse>> NewestAnswers(absl::string_view tenant, absl::string_view plan) override;
  absl::StatusOr<std::vector<UnitMove>> Moves(absl::string_view tenant) override;

 private:
  absl::StatusOr<std::vector<TransitionPlan>> ReadPlans(absl::string_view sql,
                                                        absl::Span<const sql::Value> params);

  sql::Database& db_;
  IdSource& ids_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_STORE_SQL_TRANSITION_STORE_H_
