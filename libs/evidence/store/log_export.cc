#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/store/evidence_log.h"

namespace selaras::evidence {
namespace {

constexpr int kPage = 500;

struct Signed {
  int64_t checkpoints = 0;
  int64_t leaves = 0;
  std::vector<std::string> keys;  // base64, ascending
};

absl::StatusOr<Signed> WhatIsSigned(sql::Connection& conn, const EvidenceLog& log,
                                    absl::Span<const std::string> public_keys) {
  absl::flat_hash_map<std::string, std::string> keys;
  for (const std::string& key : public_keys) keys[KeyId(log.origin(), key)] = absl::Base64Escape(key);
  Signed found;
  bool known = true;
  SELARAS_RETURN_IF_ERROR(
      conn.Query("select key_id, count(*), max(tree_size) from evidence_checkpoints group by key_id", {},
                 [&](const sql::Row& row) {
                   const auto key = keys.find(row.Text(0));
                   known = known && key != keys.end();
                   if (key != keys.end()) found.keys.push_back(key->second);
                   found.checkpoints += row.Int64(1);
                   found.leaves = std::max(found.leaves, row.Int64(2));
                   return absl::OkStatus();
                 }));
  if (found.checkpoints == 0) return absl::FailedPreconditionError("the log has not been signed yet");
  if (!known) return absl::FailedPreconditionError("a checkpoint was signed by a key that is not given");
  std::sort(found.keys.begin(), found.keys.end());
  return found;
}

}  // namespace

absl::Status ExportLog(sql::Connection& conn, const EvidenceLog& log,
                       absl::Span<const std::string> public_keys,
                       absl::FunctionRef<absl::Status(absl::string_view text)> write) {
  SELARAS_ASSIGN_OR_RETURN(const Signed found, WhatIsSigned(conn, log, public_keys));
  std::string text = absl::StrCat("selaras-log 1\norigin ", log.origin(), "\n");
  for (const std::string& key : found.keys) absl::StrAppend(&text, "key ", key, "\n");
  absl::StrAppend(&text, "leaves ", found.leaves, "\ncheckpoints ", found.checkpoints, "\n");
  int64_t next = 0;
  while (next < found.leaves) {
    SELARAS_ASSIGN_OR_RETURN(const std::vector<SignedCheckpoint> checkpoints,
                             log.ListCheckpoints(conn, next, kPage));
    if (checkpoints.empty()) return absl::DataLossError("a checkpoint is missing");
    for (const SignedCheckpoint& checkpoint : checkpoints) {
      const int64_t size = checkpoint.checkpoint.size;
      while (next < size) {
        const int limit = static_cast<int>(std::min<int64_t>(kPage, size - next));
        SELARAS_ASSIGN_OR_RETURN(const std::vector<LogLeaf> leaves, log.List(conn, next, limit));
        if (leaves.empty()) return absl::DataLossError("a leaf is missing");
        for (const LogLeaf& leaf : leaves) absl::StrAppend(&text, "l ", absl::Base64Escape(leaf.data), "\n");
        next += static_cast<int64_t>(leaves.size());
        SELARAS_RETURN_IF_ERROR(write(text));
        text.clear();
      }
      absl::StrAppend(&text, "c\n", FormatNote(checkpoint));
    }
  }
  return write(absl::StrCat(text, "end\n"));
}

}  // namespace selaras::evidence
