// Runs a program of the suite that stands beside this one.
#ifndef SELARAS_SERVICES_CLI_RUN_PROGRAM_H_
#define SELARAS_SERVICES_CLI_RUN_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace selaras::cli {

// Exit status of `name`, looked for beside this program, then on PATH; its output goes to ours. Waits for it.
// kNotFound: no such program. kInternal: it died by a signal.
absl::StatusOr<int> RunSibling(const std::string& name, const std::vector<std::string>& arguments);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_RUN_PROGRAM_H_
