#ifndef SELARAS_LIBS_EVIDENCE_STORE_EVIDENCE_LOG_H_
#define SELARAS_LIBS_EVIDENCE_STORE_EVIDENCE_LOG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/evidence/checkpoint.h"
#include "libs/evidence/merkle.h"
#include "libs/sql/database.h"
#include "libs/sql/migrator.h"

namespace selaras::evidence {

// Migrate(db, kSchema, "evidence"). Its tables refuse update, delete, truncation, a leaf out of turn and a second
// row in the place of one, by triggers.
extern const std::vector<sql::Migration> kSchema;

struct LogLeaf {
  int64_t index = 0;
  std::string event_id;
  std::string source;  // whose feed brought it
  std::string data;    // EncodeLeaf's bytes
};

// The numbered leaves of all services, the hashes of their complete subtrees, and the signed states. Every method
// works in the caller's transaction; thread-safe as it holds nothing. Reading and proving cost O(log n) rows.
//
// Errors beside the database's own: kNotFound (a leaf or checkpoint that is not there), kInvalidArgument (a size
// above the log's, an index out of range), kDataLoss (a subtree's hash is missing).
class EvidenceLog {
 public:
  // `origin` names the log in checkpoints and never changes. REQUIRES: IsOrigin(origin).
  explicit EvidenceLog(std::string origin) : origin_(std::move(origin)) {}

  const std::string& origin() const { return origin_; }

  // Appends a leaf under the next number and returns the number; an event that was appended before keeps the number
  // it has; kDataLoss if it comes with another leaf or from another source, as one of the two would be lost. REQUIRES a transaction that is one at a time (Writers::kOneAtATime). The log takes any bytes
  // up to kLargestLeaf, else kInvalidArgument: whoever feeds it decides what a leaf is.
  absl::StatusOr<int64_t> Append(sql::Connection& conn, absl::string_view source, absl::string_view event_id,
                                 absl::string_view data) const;

  // Number of leaves.
  absl::StatusOr<int64_t> Size(sql::Connection& conn) const;
  // Root of the first `size` leaves.
  absl::StatusOr<Hash> Root(sql::Connection& conn, int64_t size) const;

  struct Inclusion {
    int64_t index = 0;
    std::vector<Hash> proof;
  };
  // Proof that the leaf with this RFC 6962 hash (32 bytes) is among the first `size`. Of equal leaves, the first.
  // kNotFound also where the leaf came later.
  absl::StatusOr<Inclusion> ProveInclusion(sql::Connection& conn, absl::string_view leaf_hash,
                                           int64_t size) const;
  // REQUIRES 1 <= first <= second, else kInvalidArgument.
  absl::StatusOr<std::vector<Hash>> ProveConsistency(sql::Connection& conn, int64_t first,
                                                     int64_t second) const;

  // At most `limit` leaves from number `first` on.
  absl::StatusOr<std::vector<LogLeaf>> List(sql::Connection& conn, int64_t first, int limit) const;

  // Signs the present state and keeps it, if the log grew since the last one; returns the newest checkpoint, none
  // while the log is empty. Before signing, the tree is proven to go on from the last checkpoint: kDataLoss, and
  // nothing signed, if it does not.
  absl::StatusOr<std::optional<SignedCheckpoint>> Sign(sql::Connection& conn, const SigningKey& key,
                                                       absl::Time now) const;

  // The newest; none while nothing was signed.
  absl::StatusOr<std::optional<SignedCheckpoint>> LatestCheckpoint(sql::Connection& conn) const;
  // The oldest that covers the leaf at `index`: a receipt made with it never changes. None while not signed yet.
  absl::StatusOr<std::optional<SignedCheckpoint>> CheckpointCovering(sql::Connection& conn,
                                                                     int64_t index) const;
  // At most `limit` checkpoints of more than `after_size` leaves, ascending.
  absl::StatusOr<std::vector<SignedCheckpoint>> ListCheckpoints(sql::Connection& conn, int64_t after_size,
                                                                int limit) const;

 private:
  absl::StatusOr<Hash> ReadNode(sql::Connection& conn, Node node) const;
  absl::Status CheckSize(sql::Connection& conn, int64_t size) const;

  const std::string origin_;
};

// Writes the log up to its newest checkpoint as selaras-verify-log reads it (docs/formats.md, "Log export"), in
// pieces; memory does not grow with the log. Leaves that no checkpoint covers yet are left out, as nothing would
// prove them. `public_keys`: 32 bytes each, of the present key and of those before it. An error of `write` ends the
// export. kFailedPrecondition: nothing was signed yet, or by a key that is not given.
absl::Status ExportLog(sql::Connection& conn, const EvidenceLog& log,
                       absl::Span<const std::string> public_keys,
                       absl::FunctionRef<absl::Status(absl::string_view text)> write);

}  // namespace selaras::evidence

#endif  // SELARAS_LIBS_EVIDENCE_STORE_EVIDENCE_LOG_H_
