#include "services/approval/store/case_load.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/approval/store/columns.h"
#include "services/approval/store/text_list.h"

namespace selaras::approval {
namespace {

using sql::Connection;
using sql::Row;

constexpr absl::string_view kCaseColumns =
    "case_id, tenant, agency, state, version, plan, chain_key, letter_number, policy_hash, proposer_account, "
    "proposer_person, effective_day, content_salt, content_hash, issue_step, issue_attempt, issue_signatory, "
    "issue_collective, issue_reservation, reconcile_reason, decrees, defects, replaced_by, due_day, "
    "created_us, updated_us";

// As the index cases_running has it.
constexpr absl::string_view kRunning = "state not in (10, 12, 13, 14, 18)";

// What a row of PartsSql is.
enum Part : int64_t { kMove = 1, kStep, kChecklist, kApproval, kBarred, kVeto };

// Parts of the cases that `which` selects, as one result: columns are case, part, two keys that give the order, five
// numbers, eight texts.
std::string PartsSql(absl::string_view which) {
  return absl::StrCat(
      "select case_id, 1 as part, number as k1, 0 as k2, kind as n1, self_request as n2, "
      "appointment_revision as n3, 0 as n4, 0 as n5, employee as t1, from_post as t2, to_post as t3, "
      "from_agency as t4, to_agency as t5, decree_id as t6, '' as t7, '' as t8 from case_moves where live = "
      "1 "
      "and ",
      which,
      " union all select case_id, 2, move, position, step, state, due_day, 0, 0, reference, account, person, "
      "'', "
      "'', '', '', '' from move_steps where live = 1 and ",
      which,
      " union all select case_id, 3, position, 0, move, settled, 0, 0, 0, code, text_id, settled_by, "
      "document_reference, '', '', '', '' from checklist where live = 1 and ",
      which,
      " union all select case_id, 4, number, 0, slot, voided, given_us, 0, 0, account, person, content_hash, "
      "'', '', '', '', '' from approvals where ",
      which,
      " union all select case_id, 5, position, 0, bar, 0, 0, 0, 0, person, '', '', '', '', '', '', '' from "
      "barred_persons where live = 1 and ",
      which,
      " union all select case_id, 6, number, 0, state, move, came_from, value_lost, value_lost_alone, "
      "reason, "
      "account, person, child_plan, changes, replaced_cases, new_chain_keys, failure_reason from vetoes "
      "where "
      "live = 1 and ",
      which, " order by 1, 2, 3, 4");
}

constexpr int kFirstNumber = 4;
constexpr int kFirstText = 9;

absl::StatusOr<CaseRecord> CaseFrom(const Row& row) {
  int column = 0;
  const auto text = [&] { return std::string(row.Text(column++)); };
  const auto number = [&] { return row.Int64(column++); };
  CaseRecord record;
  record.id = text();
  record.tenant = text();
  record.agency = text();
  record.state = static_cast<CaseState>(number());
  record.version = number();
  record.plan = text();
  record.chain_key = text();
  record.letter_number = text();
  record.policy_hash = text();
  record.proposer.account = text();
  record.proposer.person = text();
  record.effective_date = FromDays(number());
  record.content_salt = std::string(row.Bytes(column++));
  record.content_hash = text();
  record.issue.step = static_cast<IssueStep>(number());
  record.issue.attempt = static_cast<int32_t>(number());
  record.issue.signatory = text();
  record.issue.collective = number() != 0;
  record.issue.reservation = text();
  record.issue.reconcile_reason = text();
  SELARAS_ASSIGN_OR_RETURN(record.decrees, TextsFromJson(row.Text(column++)));
  SELARAS_ASSIGN_OR_RETURN(record.defects, TextsFromJson(row.Text(column++)));
  record.replaced_by = text();
  if (const auto due = row.OptionalInt64(column++)) record.due = FromDays(*due);
  record.created = absl::FromUnixMicros(number());
  record.updated = absl::FromUnixMicros(number());
  return record;
}

// Reads the generic columns of PartsSql by their short names.
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
    if (!filter.agency.empty()) And("agency = ", filter.agency);
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
  static const auto* const select = new std::string(
      absl::StrCat("select ", kCaseColumns, " from cases where tenant = $1 and case_id = $2"));
  static const auto* const parts = new std::string(PartsSql("tenant = $1 and case_id = $2"));
  CaseRecord record;
  SELARAS_ASSIGN_OR_RETURN(const bool found,
                           conn.QueryOne(*select, {tenant, id}, [&](const Row& row) -> absl::Status {
                             SELARAS_ASSIGN_OR_RETURN(record, CaseFrom(row));
                             return absl::OkStatus();
                           }));
  if (!found) return NotFound("CASE_NOT_FOUND", "case", id);
  SELARAS_RETURN_IF_ERROR(
      conn.Query(*parts, {tenant, id}, [&](const Row& row) { return AddPart(row, record); }));
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
  const std::string chosen =
      absl::StrCat("from cases where ", sql.where(), " order by case_id limit ", sql.Parameter(filter.limit));
  absl::flat_hash_map<std::string, size_t> places;
  SELARAS_RETURN_IF_ERROR(conn.Query(absl::StrCat("select ", kCaseColumns, " ", chosen), sql.params(),
                                     [&](const Row& row) -> absl::Status {
                                       SELARAS_ASSIGN_OR_RETURN(CaseRecord record, CaseFrom(row));
                                       places.emplace(record.id, page.cases.size());
                                       page.cases.push_back(std::move(record));
                                       return absl::OkStatus();
                                     }));
  if (page.cases.empty()) return page;
  const std::string parts = absl::StrCat("with page as materialized (select case_id as id ", chosen, ") ",
                                         PartsSql("tenant = $1 and case_id in (select id from page)"));
  SELARAS_RETURN_IF_ERROR(conn.Query(parts, sql.params(), [&](const Row& row) {
    return AddPart(row, page.cases[places.at(std::string(row.Text(0)))]);
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
