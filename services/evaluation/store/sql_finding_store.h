#ifndef SELARAS_SERVICES_EVALUATION_STORE_SQL_FINDING_STORE_H_
#define SELARAS_SERVICES_EVALUATION_STORE_SQL_FINDING_STORE_H_

#include <string>
#include <vector>

#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "services/evaluation/app/stores.h"

namespace selaras::evaluation {

class SqlFindingStore final : public FindingStore {
 public:
  // Both must outlive the store; schema as SqlTransitionStore.
  SqlFindingStore(sql::Database& db, IdSource& ids) : db_(db), ids_(ids) {}

  absl::StatusOr<Ids> Save(const Act& act, const std::vector<Evaluation>& evaluations,
                           const std::vector<FollowUp>& follow_ups) override;
  absl::StatusOr<Evaluation> GetEvaluation(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<Evaluation>> ListEvaluations(absl::string_view tenant, absl::string_view before,
                                                          int limit) override;
  absl::StatusOr<int64_t> CountEvaluations(absl::string_view tenant) override;
  absl::StatusOr<FollowUp> GetFollowUp(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<FollowUp>> ListFollowUps(absl::string_view tenant, absl::string_view before,
                                                      int limit) override;
  absl::StatusOr<int64_t> CountFollowUps(absl::string_view tenant) override;
  absl::StatusOr<FollowUp> CompleteFollowUp(const Act& act, absl::string_view id, absl::string_view etag,
                                            absl::string_view finding, absl::CivilDay done) override;
  absl::StatusOr<CycleReport> SaveReport(const Act& act, const CycleReport& report,
                                         const std::vector<Evaluation>& evaluations) override;
  absl::StatusOr<CycleReport> GetReport(absl::string_view tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<CycleReport>> ListReports(absl::string_view tenant, absl::string_view before,
                                                       int limit) override;
  absl::StatusOr<std::string> ReadDocument(absl::string_view tenant, absl::string_view id,
                                           ReportFormat format) override;
  absl::StatusOr<int64_t> CountReports(absl::string_view tenant) override;

 private:
  absl::Status InsertEvaluation(sql::Connection& conn, const Act& act, const Evaluation& evaluation);
  absl::Status OpenFollowUp(sql::Connection& conn, const Act& act, const FollowUp& follow_up);

  sql::Database& db_;
  IdSource& ids_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_STORE_SQL_FINDING_STORE_H_
