#ifndef SELARAS_LIBS_SQL_REQUESTS_H_
#define SELARAS_LIBS_SQL_REQUESTS_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/sql/database.h"

// Repeated requests (AIP-155): a caller who heard no answer asks again with the same request_id and gets the
// first answer instead of a second act. The record is a row of the act's own transaction (table `requests` of
// kFeedSchema, outbox.h).
namespace selaras::sql {

struct RequestKey {
  absl::string_view tenant;
  absl::string_view principal;     // who asks; ids of different principals do not meet
  absl::string_view request_id;    // his own choice, not empty
  absl::string_view method;        // the RPC
  absl::string_view request_hash;  // bytes that differ when the request differs
};

// Runs `act` once per key and keeps its answer (serialised by the caller); a repeat returns that answer and
// runs nothing. An error of `act` is returned unchanged and not kept, so that the caller may try again.
// kInvalidArgument (field request_id): empty. kAlreadyExists with reason REQUEST_ID_REUSED: the id came
// before with another method or another hash.
absl::StatusOr<std::string> RunOnce(Connection& conn, const RequestKey& key, absl::Time now,
                                    absl::FunctionRef<absl::StatusOr<std::string>()> act);

// Forgets the requests made before `time`; returns how many. A repeat after that acts again, so keep days,
// not minutes.
absl::StatusOr<int64_t> ForgetRequests(Connection& conn, absl::Time time);

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_REQUESTS_H_
