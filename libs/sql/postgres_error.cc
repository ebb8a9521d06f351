#include "libs/sql/postgres_error.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace selaras::sql {
namespace {

struct Rule {
  absl::string_view prefix;  // of the SQLSTATE (PostgreSQL documentation, appendix A)
  absl::StatusCode code;
};

// First match wins.
constexpr Rule kRules[] = {
    {"23505", absl::StatusCode::kAlreadyExists},       // unique_violation
    {"23", absl::StatusCode::kFailedPrecondition},     // foreign key, check, not null, exclusion
    {"P0001", absl::StatusCode::kFailedPrecondition},  // raise in a trigger of ours
    {"25006", absl::StatusCode::kFailedPrecondition},  // read_only_sql_transaction
    {"22", absl::StatusCode::kInvalidArgument},        // data_exception
    {"40", absl::StatusCode::kAborted},                // serialization_failure, deadlock_detected
    {"55P03", absl::StatusCode::kUnavailable},         // lock_not_available
    {"57014", absl::StatusCode::kDeadlineExceeded},    // query_canceled, by a timeout of the server
    {"57", absl::StatusCode::kUnavailable},            // admin_shutdown, crash_shutdown, cannot_connect_now
    {"08", absl::StatusCode::kUnavailable},            // connection_exception
    {"53300", absl::StatusCode::kUnavailable},         // too_many_connections
    {"53", absl::StatusCode::kResourceExhausted},      // disk_full, out_of_memory
    {"54000", absl::StatusCode::kInvalidArgument},     // program_limit_exceeded: an index entry too long
    {"XX001", absl::StatusCode::kDataLoss},            // data_corrupted
    {"XX002", absl::StatusCode::kDataLoss},            // index_corrupted
};

absl::string_view Field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? absl::string_view() : absl::string_view(text);
}

}  // namespace

absl::StatusCode CodeOfSqlState(absl::string_view state) {
  if (state.empty()) return absl::StatusCode::kUnavailable;
  for (const Rule& rule : kRules) {
    if (absl::StartsWith(state, rule.prefix)) return rule.code;
  }
  return absl::StatusCode::kInternal;
}

bool IsPassing(absl::string_view state) {
  // 0A000 is "cached plan must not change result type" where our SQL uses nothing unsupported; 26000 a
  // statement that the server has forgotten.
  return state.empty() || absl::StartsWith(state, "40") || absl::StartsWith(state, "08") ||
         state == "57P01" || state == "57P02" || state == "57P03" || state == "0A000" || state == "26000";
}

absl::string_view SqlStateOf(const PGresult* result) {
  return result == nullptr ? absl::string_view() : Field(result, PG_DIAG_SQLSTATE);
}

absl::Status PostgresError(const PGresult* result, absl::string_view doing) {
  const absl::string_view state = SqlStateOf(result);
  if (state.empty())
    return absl::UnavailableError(absl::StrCat(doing, ": the connection to the database was lost"));
  std::string message = absl::StrCat(doing, ": SQLSTATE ", state);
  if (absl::StartsWith(state, "42") || state == "P0001" || state == "0A000") {
    absl::StrAppend(&message, ", ", Field(result, PG_DIAG_MESSAGE_PRIMARY));
  }
  if (const auto name = Field(result, PG_DIAG_CONSTRAINT_NAME); !name.empty()) {
    absl::StrAppend(&message, ", constraint ", name);
  }
  if (const auto name = Field(result, PG_DIAG_TABLE_NAME); !name.empty())
    absl::StrAppend(&message, ", table ", name);
  if (const auto name = Field(result, PG_DIAG_COLUMN_NAME); !name.empty())
    absl::StrAppend(&message, ", column ", name);
  return absl::Status(CodeOfSqlState(state), message);
}

}  // namespace selaras::sql
