#include "services/cli/exit_status.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/catalogue.h"
#include "libs/base/error.h"

namespace selaras::cli {

ExitStatus ExitStatusOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kDone;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return kUsage;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return kUnreachable;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return kNotAllowed;
    case absl::StatusCode::kNotFound:
      return kNotFound;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return kRefused;
    default:
      return kFailed;
  }
}

std::string ErrorText(const absl::Status& status) {
  std::string text = absl::StrCat("error: ", status.message(), "\n");
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    absl::StrAppend(&text, "  ", violation.field, ": ", violation.description, "\n");
  }
  const std::string reason = ReasonOf(status);
  if (FindReason(reason) != nullptr) {
    absl::StrAppend(&text, "  ", Explain(reason, Language::kIndonesian, MetadataOf(status)), " [", reason,
                    "]\n");
  }
  return text;
}

}  // namespace selaras::cli
