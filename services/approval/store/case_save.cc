#include "services/approval/store/case_save.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/store/columns.h"
#include "services/approval/store/part_save.h"
#include "services/approval/store/text_list.h"

namespace selaras::approval {
namespace {

using sql::Connection;

constexpr absl::string_view kInsertCase =
    "insert into cases (tenant, case_id, version, agency, state, plan, chain_key, letter_number, "
    "policy_hash, "
    "proposer_account, proposer_person, effective_day, content_hash, issue_step, issue_attempt, "
    "issue_signatory, issue_collective, issue_reservation, reconcile_reason, decrees, defects, replaced_by, "
    "updated_us, due_day, content_salt, created_us) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "$12, $13, "
    "$14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) "
    "on conflict (tenant, chain_key) where chain_key <> '' and state not in (10, 12, 13, 14, 18) do nothing";
constexpr absl::string_view kUpdateCase =
    "update cases set version = $3, agency = $4, state = $5, plan = $6, chain_key = $7, letter_number = $8, "
    "policy_hash = $9, proposer_account = $10, proposer_person = $11, effective_day = $12, content_hash = "
    "$13, "
    "issue_step = $14, issue_attempt = $15, issue_signatory = $16, issue_collective = $17, "
    "issue_reservation = $18, reconcile_reason = $19, decrees = $20, defects = $21, replaced_by = $22, "
    "updated_us = $23, due_day = $24 where tenant = $1 and case_id = $2 and version = $3 - 1";

// The parameters of both statements; `insert` adds those that never change.
absl::StatusOr<int64_t> WriteCase(Connection& conn, const CaseRecord& record, bool insert) {
  const std::string decrees = ToJson(record.decrees);
  const std::string defects = ToJson(record.defects);
  const std::optional<int64_t> due = record.due ? std::make_optional(ToDays(*record.due)) : std::nullopt;
  std::vector<sql::Value> params = {record.tenant,
                                    record.id,
                                    record.version,
                                    record.agency,
                                    Number(record.state),
                                    record.plan,
                                    record.chain_key,
                                    record.letter_number,
                                    record.policy_hash,
                                    record.proposer.account,
                                    record.proposer.person,
                                    ToDays(record.effective_date),
                                    record.content_hash,
                                    Number(record.issue.step),
                                    record.issue.attempt,
                                    record.issue.signatory,
                                    record.issue.collective,
                                    record.issue.reservation,
                                    record.issue.reconcile_reason,
                                    decrees,
                                    defects,
                                    record.replaced_by,
                                    absl::ToUnixMicros(record.updated),
                                    due};
  if (!insert) return conn.ExecuteCounted(kUpdateCase, params);
  const std::string salt = HexEncode(absl::MakeConstSpan(
      reinterpret_cast<const uint8_t*>(record.content_salt.data()), record.content_salt.size()));
  params.push_back(salt);
  params.push_back(absl::ToUnixMicros(record.created));
  return conn.ExecuteCounted(kInsertCase, params);
}

}  // namespace

absl::Status InsertCaseRows(Connection& conn, const CaseRecord& record) {
  SELARAS_ASSIGN_OR_RETURN(const int64_t inserted, WriteCase(conn, record, /*insert=*/true));
  if (inserted == 0) {
    return Error(absl::StatusCode::kAlreadyExists, "CASE_CHAIN_RUNNING",
                 {{"chain", record.chain_key}, {"plan", record.plan}});
  }
  return SaveParts(conn, CaseRecord(), record);
}

absl::Status SaveCaseRows(Connection& conn, const CaseRecord& before, const CaseRecord& after) {
  SELARAS_RETURN_IF_ERROR(SaveParts(conn, before, after));
  SELARAS_ASSIGN_OR_RETURN(const int64_t updated, WriteCase(conn, after, /*insert=*/false));
  if (updated == 1) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "CASE_CHANGED", {{"case", after.id}});
}

}  // namespace selaras::approval
