// Exit statuses of selarasctl. Documented in --help and README: do not renumber.
#ifndef SELARAS_SERVICES_CLI_EXIT_STATUS_H_
#define SELARAS_SERVICES_CLI_EXIT_STATUS_H_

#include "absl/status/status.h"

namespace selaras::cli {

enum ExitStatus {
  kDone = 0,
  kFailed = 1,       // The work ended badly: an import or plan FAILED, a verdict WRONG.
  kUsage = 2,        // The command line, or a value in it, is wrong.
  kUnreachable = 3,  // No server there, or it is overloaded: try again.
  kNotAllowed = 4,   // No token, or its roles do not suffice.
  kNotFound = 5,
  kRefused = 6,      // Not in this state, or somebody changed it meanwhile.
  kRowsRefused = 7,  // import --strict: rows were refused.
};

ExitStatus ExitStatusOf(const absl::Status& status);

// "error: English sentence", the cure in Indonesian on a second line where the catalogue has one.
std::string ErrorText(const absl::Status& status);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_EXIT_STATUS_H_
