#include "services/approval/store/sql_case_store.h"

#include "libs/base/status_macros.h"
#include "libs/sql/outbox.h"
#include "libs/sql/requests.h"
#include "services/approval/store/case_load.h"
#include "services/approval/store/columns.h"
#include "services/approval/store/decree_rows.h"
#include "services/approval/store/sql_case_unit.h"

namespace selaras::approval {

absl::Status MigrateCaseStore(sql::Database& database) {
  SELARAS_RETURN_IF_ERROR(sql::Migrate(database, sql::kFeedSchema, "feed"));
  return sql::Migrate(database, kSchema, "approval");
}

absl::StatusOr<std::string> SqlCaseStore::Run(
    const CallScope& scope, const ActKey& key,
    absl::FunctionRef<absl::StatusOr<std::string>(CaseUnit& unit)> work) {
  std::string answer;
  SELARAS_RETURN_IF_ERROR(database_.Transaction([&](sql::Connection& conn) -> absl::Status {
    const auto act = [&]() -> absl::StatusOr<std::string> {
      SqlCaseUnit unit(conn, ids_, scope);
      SELARAS_ASSIGN_OR_RETURN(std::string result, work(unit));
      SELARAS_RETURN_IF_ERROR(unit.CheckComplete());
      return result;
    };
    if (key.request_id.empty()) {
      SELARAS_ASSIGN_OR_RETURN(answer, act());
      return absl::OkStatus();
    }
    const std::string& principal = scope.actor.empty() ? scope.principal.id : scope.actor;
    const sql::RequestKey request{scope.tenant, principal, key.request_id, key.method, key.request_hash};
    SELARAS_ASSIGN_OR_RETURN(answer, sql::RunOnce(conn, request, scope.clock->Now(), act));
    return absl::OkStatus();
  }));
  return answer;
}

absl::Status SqlCaseStore::Read(const CallScope& scope,
                                absl::FunctionRef<absl::Status(CaseReads& reads)> work) {
  return database_.ReadTransaction([&](sql::Connection& conn) {
    SqlCaseReads reads(conn, scope.tenant);
    return work(reads);
  });
}

absl::StatusOr<CasePage> SqlCaseStore::ListCases(const CallScope& scope, const CaseFilter& filter) {
  CasePage page;
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(page, LoadCases(conn, scope.tenant, filter));
    return absl::OkStatus();
  }));
  return page;
}

absl::StatusOr<DecreePage> SqlCaseStore::ListDecrees(const CallScope& scope, absl::string_view case_id,
                                                     absl::string_view after, int32_t limit) {
  DecreePage page;
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(page, approval::ListDecrees(conn, scope.tenant, case_id, after, limit));
    return absl::OkStatus();
  }));
  return page;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> SqlCaseStore::Waiting(CaseState state,
                                                                                       IssueStep issue_step,
                                                                                       int32_t limit) {
  std::vector<std::pair<std::string, std::string>> waiting;
  const bool narrowed = issue_step != IssueStep::kNone;
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](sql::Connection& conn) {
    waiting.clear();
    const auto add = [&](const sql::Row& row) {
      waiting.emplace_back(row.Text(0), row.Text(1));
      return absl::OkStatus();
    };
    if (!narrowed) {
      return conn.Query(
          "select tenant, case_id from cases where state = $1 order by updated_us, tenant, case_id limit $2",
          {Number(state), limit}, add);
    }
    return conn.Query(
        "select tenant, case_id from cases where state = $1 and issue_step = $2 "
        "order by updated_us, tenant, case_id limit $3",
        {Number(state), Number(issue_step), limit}, add);
  }));
  return waiting;
}

absl::StatusOr<absl::btree_map<CaseState, int64_t>> SqlCaseStore::CountByState() {
  absl::btree_map<CaseState, int64_t> counts;
  SELARAS_RETURN_IF_ERROR(database_.ReadTransaction([&](sql::Connection& conn) {
    counts.clear();
    return conn.Query("select state, count(*) from cases group by state", {}, [&](const sql::Row& row) {
      counts[static_cast<CaseState>(row.Int64(0))] = row.Int64(1);
      return absl::OkStatus();
    });
  }));
  return counts;
}

}  // namespace selaras::approval
