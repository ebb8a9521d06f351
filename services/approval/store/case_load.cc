#include "services/approval/store/case_load.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/status_macros.h"
#include "services/approval/store/columns.h"
#include "services/approval/store/text_list.h"

namespace selaras::approval {
namespace {

using sql::Connection;
using sql::Row;

// As the index cases_running has it.
constexpr absl::string_view kRunning = "state not in (10, 12, 13, 14, 18)";

// What a row of RowsSql is. A case is two rows, and one for each of its parts.
enum Part : int64_t { kCase, kRestOfCase, kMove, kStep, kChecklist, kApproval, kBarred, kVeto };

// The cases that `which` selects with all their parts, as one result, because on a server each statement is a journey:
// columns are case, part, two keys that give the order, five numbers, eight texts.
std::string RowsSql(absl::string_view which) {
  return absl::StrCat(
      "select case_id, 0 as part, 0 as k1, 0 as k2, state as n1, version as n2, effective_day as n3, "
      "issue_step as n4, issue_attempt as n5, agency as t1, plan as t2, chain_key as t3, letter_number as "
      "t4, "
      "policy_hash as t5, proposer_account as t6, proposer_person as t7, content_hash as t8 from cases "
      "where ",
      which,
      " union all select case_id, 1, 0, 0, issue_collective, due_day, created_us, updated_us, 0, "
      "issue_signatory, "
      "issue_reservation, reconcile_reason, decrees, defects, replaced_by, content_salt, '' from cases "
      "where ",
      which,
      " union all select case_id, 2, number, 0, kind, self_request, appointment_revision, 0, 0, employee, "
      "from_post, "
      "to_post, from_agency, to_agency, decree_id, '', '' from case_moves where live = 1 and ",
      which,
      " union all select case_id, 3, move, position, step, state, due_day, 0, 0, reference, account, person, "
      "'', '', "
      "'', '', '' from move_steps where live = 1 and ",
      which,
      " union all select case_id, 4, position, 0, move, settled, 0, 0, 0, code, text_id, settled_by, "
      "document_reference, '', '', '', '' from checklist where live = 1 and ",
      which,
      " union all select case_id, 5, number, 0, slot, voided, given_us, 0, 0, account, person, content_hash, "
      "'', '', "
      "'', '', '' from approvals where ",
      which,
      " union all select case_id, 6, position, 0, bar, 0, 0, 0, 0, person, '', '', '', '', '', '', '' from "
      "barred_persons where live = 1 and ",
      which,
      " union all select case_id, 7, number, 0, state, move, came_from, value_lost, value_lost_alone, "
      "reason, "
      "account, person, child_plan, changes, replaced_cases, new_chain_keys, failure_reason from vetoes "
      "where live = "
      "1 and ",
      which, " order by 1, 2, 3, 4");
}

constexpr int kFirstNumber = 4;
constexpr int kFirstText = 9;

// Reads the generic columns of RowsSql by their short names.
class PartRow {
 public:
  explicit PartRow(const Row& row) : row_(row) {}
  int64_t n(int which) const { return row_.Int64(kFirstNumber + which - 1); }
  std::optional<int64_t> optional_n(int which) const { return row_.OptionalInt64(kFirstNumber + which - 1); }
  int32_t small(int which) const { return static_cast<int32_t>(n(which)); }
  std::string t(int which) const { return std::string(row_.Text(kFirstText + which - 1)); }
  int32_t key() const { return static_cast<int32_t>(row_.Int64(2)); }

 private:
  const Row& row_;
};

void ReadCase(const PartRow& part, CaseRecord& record) {
  record.state = static_cast<CaseState>(part.n(1));
  record.version = part.n(2);
  record.effective_date = FromDays(part.n(3));
  record.issue.step = static_cast<IssueStep>(part.n(4));
  record.issue.attempt = part.small(5);
  record.agency = part.t(1);
  record.plan = part.t(2);
  record.chain_key = part.t(3);
  record.letter_number = part.t(4);
  record.policy_hash = part.t(5);
  record.proposer = {part.t(6), part.t(7)};
  record.content_hash = part.t(8);
}

absl::Status ReadRestOfCase(const PartRow& part, CaseRecord& record) {
  record.issue.collective = part.n(1) != 0;
  if (const auto due = part.optional_n(2)) record.due = FromDays(*due);
  record.created = absl::FromUnixMicros(part.n(3));
  record.updated = absl::FromUnixMicros(part.n(4));
  record.issue.signatory = part.t(1);
  record.issue.reservation = part.t(2);
  record.issue.reconcile_reason = part.t(3);
  SELARAS_ASSIGN_OR_RETURN(record.decrees, TextsFromJson(part.t(4)));
  SELARAS_ASSIGN_OR_RETURN(record.defects, TextsFromJson(part.t(5)));
  record.replaced_by = part.t(6);
  SELARAS_ASSIGN_OR_RETURN(record.content_salt, HexDecode(part.t(7)));
  return absl::OkStatus();
}

CaseMove MoveFrom(const PartRow& part) {
  CaseMove move;
  move.number = part.key();
  move.kind = static_cast<MoveKind>(part.n(1));
  move.self_request = part.n(2) != 0;
  move.appointment_revision = part.n(3);
  move.employee = part.t(1);
  move.from_post = part.t(2);
  move.to_post = part.t(3);
  move.from_agency = part.t(4);
  move.to_agency = part.t(5);
  move.decree = part.t(6);
  return move;
}

MoveStep StepFrom(const PartRow& part) {
  MoveStep step;
  step.step = static_cast<Step>(part.n(1));
  step.state = static_cast<StepState>(part.n(2));
  if (const auto due = part.optional_n(3)) step.due = FromDays(*due);
  step.reference = part.t(1);
  step.account = part.t(2);
  step.person = part.t(3);
  return step;
}

absl::StatusOr<Veto> VetoFrom(const PartRow& part) {
  Veto veto;
  veto.state = static_cast<VetoState>(part.n(1));
  veto.move = part.small(2);
  veto.came_from = static_cast<CaseState>(part.n(3));
  veto.value_lost = part.n(4);
  veto.value_lost_alone = part.n(5);
  veto.reason = part.t(1);
  veto.actor = {part.t(2), part.t(3)};
  veto.child_plan = part.t(4);
  SELARAS_ASSIGN_OR_RETURN(veto.changes, ChangesFromJson(part.t(5)));
  SELARAS_ASSIGN_OR_RETURN(veto.replaced_cases, TextsFromJson(part.t(6)));
  SELARAS_ASSIGN_OR_RETURN(veto.new_chain_keys, TextsFromJson(part.t(7)));
  veto.failure_reason = part.t(8);
  return veto;
}

absl::Status AddPart(const Row& row, CaseRecord& record) {
  const PartRow part(row);
  switch (row.Int64(1)) {
    case kCase:
      ReadCase(part, record);
      break;
    case kRestOfCase:
      return ReadRestOfCase(part, record);
    case kMove:
      record.moves.push_back(MoveFrom(part));
      break;
    case kStep: {
      const auto move = std::find_if(record.moves.begin(), record.moves.end(),
                                     [&](const CaseMove& m) { return m.number == part.key(); });
      if (move == record.moves.end()) return absl::DataLossError("a step belongs to no move of its case");
      move->steps.push_back(StepFrom(part));
      break;
    }
    case kChecklist:
      record.checklist.push_back({part.t(1), part.small(1), part.t(2), part.n(2) != 0, part.t(3), part.t(4)});
      break;
    case kApproval:
      record.approvals.push_back({part.small(1),
                                  {part.t(1), part.t(2)},
                                  part.t(3),
                                  absl::FromUnixMicros(part.n(3)),
                                  part.n(2) != 0});
      break;
    case kBarred:
      record.barred.push_back({part.t(1), static_cast<Bar>(part.n(1))});
      break;
    case kVeto: {
      SELARAS_ASSIGN_OR_RETURN(record.veto, VetoFrom(part));
      break;
    }
  }
  return absl::OkStatus();
}

// The condition of a filter, its parameters after the tenant's $1.
class FilterSql {
 public:
  FilterSql(absl::string_view tenant, const CaseFilter& filter) : params_{tenant}, where_("tenant = $1") {
    if (filter.state.has_value()) And("state = ", Number(*filter.state));
    if (filter.open_only) absl::StrAppend(&where_, " and ", kRunning);
    if (!filter.plan.empty()) And("plan = ", filter.plan);
    if (!filter.agency.empty()) {
      // Its own cases, and those that take somebody from it.
      const std::string agency = Parameter(filter.agency);
      absl::StrAppend(&where_, " and (agency = ", agency,
                      " or exists (select 1 from case_moves m where m.tenant = cases.tenant and m.case_id = "
                      "cases.case_id and m.live = 1 and m.from_agency = ",
                      agency, "))");
    }
  }
  void And(absl::string_view comparison, const sql::Value& value) {
    absl::StrAppend(&where_, " and ", comparison, Parameter(value));
  }
  std::string Parameter(const sql::Value& value) {
    params_.push_back(value);
    return absl::StrCat("$", params_.size());
  }
  const std::string& where() const { return where_; }
  const std::vector<sql::Value>& params() const { return params_; }

 private:
  std::vector<sql::Value> params_;
  std::string where_;
};

}  // namespace

absl::StatusOr<CaseRecord> LoadCase(Connection& conn, absl::string_view tenant, absl::string_view id) {
  static const auto* const sql = new std::string(RowsSql("tenant = $1 and case_id = $2"));
  CaseRecord record;
  SELARAS_RETURN_IF_ERROR(conn.Query(*sql, {tenant, id}, [&](const Row& row) {
    record.id = std::string(id);
    return AddPart(row, record);
  }));
  if (record.id.empty()) return NotFound("CASE_NOT_FOUND", "case", id);
  record.tenant = std::string(tenant);
  return record;
}

absl::StatusOr<CasePage> LoadCases(Connection& conn, absl::string_view tenant, const CaseFilter& filter) {
  FilterSql sql(tenant, filter);
  CasePage page;
  SELARAS_ASSIGN_OR_RETURN(
      const auto total,
      conn.QueryInt64(absl::StrCat("select count(*) from cases where ", sql.where()), sql.params()));
  page.total = total.value_or(0);
  sql.And("case_id > ", filter.after);
  const std::string rows = absl::StrCat("with page as materialized (select case_id as id from cases where ",
                                        sql.where(), " order by case_id limit ", sql.Parameter(filter.limit),
                                        ") ", RowsSql("tenant = $1 and case_id in (select id from page)"));
  SELARAS_RETURN_IF_ERROR(conn.Query(rows, sql.params(), [&](const Row& row) {
    if (page.cases.empty() || page.cases.back().id != row.Text(0)) {
      page.cases.emplace_back();
      page.cases.back().id = std::string(row.Text(0));
      page.cases.back().tenant = std::string(tenant);
    }
    return AddPart(row, page.cases.back());
  }));
  return page;
}

absl::StatusOr<std::optional<std::string>> RunningCaseOf(Connection& conn, absl::string_view tenant,
                                                         absl::string_view chain_key) {
  if (chain_key.empty()) return std::optional<std::string>();
  return conn.QueryText(
      "select case_id from cases where tenant = $1 and chain_key = $2 and chain_key <> '' "
      "and state not in (10, 12, 13, 14, 18)",
      {tenant, chain_key});
}

absl::StatusOr<std::vector<CaseSummary>> CasesOfPlan(Connection& conn, absl::string_view tenant,
                                                     absl::string_view plan) {
  std::vector<CaseSummary> cases;
  SELARAS_RETURN_IF_ERROR(conn.Query(
      "select case_id, chain_key, state from cases where tenant = $1 and plan = $2 order by case_id",
      {tenant, plan}, [&](const Row& row) {
        cases.push_back(
            {std::string(row.Text(0)), std::string(row.Text(1)), static_cast<CaseState>(row.Int64(2))});
        return absl::OkStatus();
      }));
  return cases;
}

}  // namespace selaras::approval
