#include "libs/sql/requests.h"

#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::sql {
namespace {

constexpr absl::string_view kFind =
    "select method, request_hash, response from requests where tenant = $1 and principal = $2 and request_id "
    "= $3";
constexpr absl::string_view kKeep =
    "insert into requests (tenant, principal, request_id, method, request_hash, response, time_us) "
    "values ($1, $2, $3, $4, $5, $6, $7)";
constexpr absl::string_view kForget = "delete from requests where time_us < $1";

}  // namespace

absl::StatusOr<std::string> RunOnce(Connection& conn, const RequestKey& key, absl::Time now,
                                    absl::FunctionRef<absl::StatusOr<std::string>()> act) {
  if (key.request_id.empty())
    return InvalidField("request_id", "must be set; repeat it to ask for the same act again");
  std::string kept;
  bool same = false;
  SELARAS_ASSIGN_OR_RETURN(
      const bool found,
      conn.QueryOne(kFind, {key.tenant, key.principal, key.request_id}, [&](const Row& row) {
        same = row.Text(0) == key.method && row.Bytes(1) == key.request_hash;
        kept = std::string(row.Bytes(2));
        return absl::OkStatus();
      }));
  if (found && same) return kept;
  if (found) return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED");
  SELARAS_ASSIGN_OR_RETURN(std::string response, act());
  SELARAS_RETURN_IF_ERROR(
      conn.Execute(kKeep, {key.tenant, key.principal, key.request_id, key.method, Bytes(key.request_hash),
                           Bytes(response), absl::ToUnixMicros(now)}));
  return response;
}

absl::StatusOr<int64_t> ForgetRequests(Connection& conn, absl::Time time) {
  return conn.ExecuteCounted(kForget, {absl::ToUnixMicros(time)});
}

}  // namespace selaras::sql
