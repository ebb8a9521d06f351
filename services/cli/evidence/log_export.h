// The evidence log as selaras-verify-log reads it (docs/formats.md, "Log export"), made from what the service lists.
#ifndef SELARAS_SERVICES_CLI_EVIDENCE_LOG_EXPORT_H_
#define SELARAS_SERVICES_CLI_EVIDENCE_LOG_EXPORT_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::cli {

// Where the log comes from. Both give the next entries, at least one where there is one.
struct LogSource {
  // Signed notes of the checkpoints over more than `after` leaves, oldest first; empty = no more.
  std::function<absl::StatusOr<std::vector<std::string>>(int64_t after)> notes;
  // Leaves from number `first` on.
  std::function<absl::StatusOr<std::vector<std::string>>(int64_t first)> leaves;
  std::string public_key_pem;
};

struct LogExport {
  std::string origin;
  int64_t leaves = 0;
  int64_t checkpoints = 0;
};

// Writes the log up to its newest checkpoint of now, in pieces; holds the checkpoints, not the leaves. The bytes are those
// of evidence::ExportLog. `progress(leaves, all)` follows.
// kFailedPrecondition: nothing is signed yet, or a checkpoint is signed by another key than `public_key_pem`.
// kDataLoss: leaves end before the checkpoint that covers them, or a note is none.
absl::StatusOr<LogExport> WriteLogExport(const LogSource& source,
                                         absl::FunctionRef<absl::Status(absl::string_view text)> write,
                                         absl::FunctionRef<void(int64_t leaves, int64_t all)> progress);

// The 32 bytes in "-----BEGIN PUBLIC KEY-----" (Ed25519, RFC 8410). kInvalidArgument: anything else.
absl::StatusOr<std::string> PublicKeyOfPem(absl::string_view pem);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_EVIDENCE_LOG_EXPORT_H_
