// CaseStore over libs/sql.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_SQL_CASE_STORE_H_
#define SELARAS_SERVICES_APPROVAL_STORE_SQL_CASE_STORE_H_

#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "libs/sql/migrator.h"
#include "services/approval/app/case_store.h"

namespace selaras::approval {

// schema/*.sql. After the feed's: Migrate(db, sql::kFeedSchema, "feed"), then Migrate(db, kSchema, "approval").
extern const std::vector<sql::Migration> kSchema;

// Both, in that order.
absl::Status MigrateCaseStore(sql::Database& database);

// What each act leaves: the happenings of a Save or InsertCase as leaves about `cases/{case}`, with events whose payload is
// that name where told; DecreeNumbered (the content leaf), DecreeSigned, DecreeApplied, DecreeRevoked, DecreeVoided
// about `decrees/{decree}`; MeetingRecorded; ResponseGiven; ObjectionFiled; DelegationGiven. A Declaration leaves none of
// its own: the DeclareInterest that goes with it does.
class SqlCaseStore final : public CaseStore {
 public:
  // `database` is migrated; both outlive the store.
  SqlCaseStore(sql::Database& database, IdSource& ids) : database_(database), ids_(ids) {}

  absl::StatusOr<std::string> Run(
      const CallScope& scope, const ActKey& key,
      absl::FunctionRef<absl::StatusOr<std::string>(CaseUnit& unit)> work) override;
  absl::Status Read(const CallScope& scope, absl::FunctionRef<absl::Status(CaseReads& reads)> work) override;
  absl::StatusOr<CasePage> ListCases(const CallScope& scope, const CaseFilter& filter) override;
  absl::StatusOr<DecreePage> ListDecrees(const CallScope& scope, absl::string_view case_id,
                                         absl::string_view after, int32_t limit) override;
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Waiting(CaseState state,
                                                                           IssueStep issue_step,
                                                                           int32_t limit) override;
  absl::StatusOr<absl::btree_map<CaseState, int64_t>> CountByState() override;

 private:
  sql::Database& database_;
  IdSource& ids_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_SQL_CASE_STORE_H_
