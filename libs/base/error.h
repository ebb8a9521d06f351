#ifndef SELARAS_LIBS_BASE_ERROR_H_
#define SELARAS_LIBS_BASE_ERROR_H_

// Errors with a reason that programs can read. An absl::Status carries a code (what kind of trouble), a
// message (for logs, English), and as payloads a *reason* from the catalogue (libs/base/messages.inc),
// metadata that fills the catalogue's {placeholders}, field violations and a wait before a retry. rpc::Serve
// turns these into google.rpc details.
//
//   return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND", {{"employee", id}});
//
// Metadata travels to callers: never a NIP, NIK, name or birth date.

#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace selaras {

using Metadata = absl::btree_map<std::string, std::string>;

// `reason` is UPPER_SNAKE_CASE and stands in the catalogue. Without `message` the English
// catalogue text is taken.
absl::Status Error(absl::StatusCode code, absl::string_view reason, const Metadata& metadata = {},
                   absl::string_view message = "");

// "" if the status is OK or carries none.
std::string ReasonOf(const absl::Status& status);

// Empty if the status carries none.
Metadata MetadataOf(const absl::Status& status);

// One bad field of a request. `field` is the path as in the proto, such as
// "employee.birth_date" or "moves[3].post".
struct FieldViolation {
  std::string field;
  std::string description;  // expected shape and cure; never the value of a field with personal data

  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// kInvalidArgument with reason INVALID_FIELDS and every violation. REQUIRES: at least one violation.
absl::Status InvalidFields(std::vector<FieldViolation> violations);
absl::Status InvalidField(absl::string_view field, absl::string_view description);

// Adds violations to a status that may carry a reason of its own.
void SetFieldViolations(absl::Status& status, const std::vector<FieldViolation>& violations);
std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status);

// How long a caller should wait before he tries again (RetryInfo). Kept to the microsecond.
absl::Status WithRetryAfter(absl::Status status, absl::Duration wait);
std::optional<absl::Duration> RetryAfterOf(const absl::Status& status);

// Same code and payloads, message "`context`: old message". OK stays OK.
absl::Status WithContext(const absl::Status& status, absl::string_view context);

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_ERROR_H_
