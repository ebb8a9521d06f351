// A result that goes to a file.
#ifndef SELARAS_SERVICES_CLI_OUTPUT_FILE_H_
#define SELARAS_SERVICES_CLI_OUTPUT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace selaras::cli {

// Replaces the file whole: nobody sees half of it. kInvalidArgument: it cannot be written there.
absl::Status WriteWholeFile(const std::string& path, absl::string_view content);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_OUTPUT_FILE_H_
