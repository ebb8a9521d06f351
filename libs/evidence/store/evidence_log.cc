#include "libs/evidence/store/evidence_log.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/leaf.h"

namespace selaras::evidence {
namespace {

constexpr absl::string_view kKnown =
    "select leaf_index, source, leaf_hash from evidence_leaves where event_id = $1";
constexpr absl::string_view kAppend =
    "insert into evidence_leaves (leaf_index, event_id, source, data, leaf_hash) "
    "select coalesce(max(leaf_index) + 1, 0), cast($1 as text), cast($2 as text), $3, $4 "
    "from evidence_leaves returning leaf_index";
constexpr absl::string_view kSize = "select max(leaf_index) + 1 from evidence_leaves";
constexpr absl::string_view kIndexOf = "select min(leaf_index) from evidence_leaves where leaf_hash = $1";
constexpr absl::string_view kLeaves =
    "select leaf_index, event_id, source, data from evidence_leaves where leaf_index >= $1 "
    "order by leaf_index limit $2";
constexpr absl::string_view kReadLeafHash = "select leaf_hash from evidence_leaves where leaf_index = $1";
constexpr absl::string_view kReadNode =
    "select hash from evidence_nodes where level = $1 and node_index = $2";
constexpr absl::string_view kWriteNode =
    "insert into evidence_nodes (level, node_index, hash) values ($1, $2, $3)";
constexpr absl::string_view kWriteCheckpoint =
    "insert into evidence_checkpoints (tree_size, origin, root, time_us, key_id, signature) "
    "values ($1, $2, $3, $4, $5, $6)";
constexpr absl::string_view kLatest =
    "select tree_size, origin, root, time_us, key_id, signature from evidence_checkpoints "
    "order by tree_size desc limit 1";
constexpr absl::string_view kCheckpoints =
    "select tree_size, origin, root, time_us, key_id, signature from evidence_checkpoints "
    "where tree_size > $1 order by tree_size limit $2";

Hash HashFrom(absl::string_view bytes) {
  Hash hash = {};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

SignedCheckpoint CheckpointFrom(const sql::Row& row) {
  return {.checkpoint = {.origin = std::string(row.Text(1)),
                         .size = row.Int64(0),
                         .root = HashFrom(row.Bytes(2)),
                         .time = absl::FromUnixMicros(row.Int64(3))},
          .key_id = std::string(row.Text(4)),
          .signature = std::string(row.Bytes(5))};
}

}  // namespace

absl::StatusOr<int64_t> EvidenceLog::Append(sql::Connection& conn, absl::string_view source,
                                            absl::string_view event_id, absl::string_view data) const {
  if (data.size() > kLargestLeaf) return absl::InvalidArgumentError("a leaf is too long");
  Hash hash = LeafHash(data);
  int64_t number = 0;
  bool same = false;
  SELARAS_ASSIGN_OR_RETURN(const bool known, conn.QueryOne(kKnown, {event_id}, [&](const sql::Row& row) {
    number = row.Int64(0);
    same = row.Text(1) == source && row.Bytes(2) == AsBytes(hash);
    return absl::OkStatus();
  }));
  if (known && !same) return absl::DataLossError("an event came again with another leaf or from elsewhere");
  if (known) return number;
  SELARAS_ASSIGN_OR_RETURN(const auto given, conn.QueryInt64(kAppend, {event_id, source, sql::Bytes(data),
                                                                       sql::Bytes(AsBytes(hash))}));
  const int64_t index = given.value_or(0);
  // The leaf completes a subtree for each 1 at the end of its number.
  for (int level = 0; ((index >> level) & 1) != 0; ++level) {
    SELARAS_ASSIGN_OR_RETURN(const Hash left, ReadNode(conn, {level, (index >> level) - 1}));
    hash = NodeHash(left, hash);
    SELARAS_RETURN_IF_ERROR(
        conn.Execute(kWriteNode, {level + 1, index >> (level + 1), sql::Bytes(AsBytes(hash))}));
  }
  return index;
}

absl::StatusOr<int64_t> EvidenceLog::Size(sql::Connection& conn) const {
  SELARAS_ASSIGN_OR_RETURN(const auto size, conn.QueryInt64(kSize));
  return size.value_or(0);
}

absl::StatusOr<Hash> EvidenceLog::Root(sql::Connection& conn, int64_t size) const {
  SELARAS_RETURN_IF_ERROR(CheckSize(conn, size));
  const auto read = [&](Node node) { return ReadNode(conn, node); };
  return RootOf(size, read);
}

absl::StatusOr<EvidenceLog::Inclusion> EvidenceLog::ProveInclusion(sql::Connection& conn,
                                                                   absl::string_view leaf_hash,
                                                                   int64_t size) const {
  SELARAS_RETURN_IF_ERROR(CheckSize(conn, size));
  SELARAS_ASSIGN_OR_RETURN(const auto index, conn.QueryInt64(kIndexOf, {sql::Bytes(leaf_hash)}));
  if (!index.has_value() || *index >= size) {
    return absl::NotFoundError(absl::StrCat("no such leaf among the first ", size));
  }
  const auto read = [&](Node node) { return ReadNode(conn, node); };
  SELARAS_ASSIGN_OR_RETURN(std::vector<Hash> proof, InclusionProof(*index, size, read));
  return Inclusion{.index = *index, .proof = std::move(proof)};
}

absl::StatusOr<std::vector<Hash>> EvidenceLog::ProveConsistency(sql::Connection& conn, int64_t first,
                                                                int64_t second) const {
  SELARAS_RETURN_IF_ERROR(CheckSize(conn, second));
  const auto read = [&](Node node) { return ReadNode(conn, node); };
  return ConsistencyProof(first, second, read);
}

absl::StatusOr<std::vector<LogLeaf>> EvidenceLog::List(sql::Connection& conn, int64_t first,
                                                       int limit) const {
  std::vector<LogLeaf> leaves;
  SELARAS_RETURN_IF_ERROR(conn.Query(kLeaves, {first, limit}, [&](const sql::Row& row) {
    leaves.push_back({.index = row.Int64(0),
                      .event_id = std::string(row.Text(1)),
                      .source = std::string(row.Text(2)),
                      .data = std::string(row.Bytes(3))});
    return absl::OkStatus();
  }));
  return leaves;
}

absl::StatusOr<std::optional<SignedCheckpoint>> EvidenceLog::Sign(sql::Connection& conn,
                                                                  const SigningKey& key,
                                                                  absl::Time now) const {
  SELARAS_ASSIGN_OR_RETURN(std::optional<SignedCheckpoint> last, LatestCheckpoint(conn));
  SELARAS_ASSIGN_OR_RETURN(const int64_t size, Size(conn));
  if (size == (last.has_value() ? last->checkpoint.size : 0)) return last;
  SELARAS_ASSIGN_OR_RETURN(const Hash root, Root(conn, size));
  if (last.has_value()) {
    if (last->checkpoint.origin != origin_) {
      return absl::FailedPreconditionError("the log was signed under another origin");
    }
    SELARAS_ASSIGN_OR_RETURN(const std::vector<Hash> proof,
                             ProveConsistency(conn, last->checkpoint.size, size));
    if (absl::Status status =
            VerifyConsistency(last->checkpoint.size, size, proof, last->checkpoint.root, root);
        !status.ok()) {
      return absl::DataLossError("the log does not go on from its last checkpoint");
    }
  }
  SELARAS_ASSIGN_OR_RETURN(SignedCheckpoint next,
                           SignCheckpoint({.origin = origin_,
                                           .size = size,
                                           .root = root,
                                           .time = absl::FromUnixMicros(absl::ToUnixMicros(now))},
                                          key));
  SELARAS_RETURN_IF_ERROR(
      conn.Execute(kWriteCheckpoint, {size, origin_, sql::Bytes(AsBytes(root)), absl::ToUnixMicros(now),
                                      next.key_id, sql::Bytes(next.signature)}));
  return next;
}

absl::StatusOr<std::optional<SignedCheckpoint>> EvidenceLog::LatestCheckpoint(sql::Connection& conn) const {
  std::optional<SignedCheckpoint> latest;
  SELARAS_RETURN_IF_ERROR(conn.Query(kLatest, {}, [&](const sql::Row& row) {
    latest = CheckpointFrom(row);
    return absl::OkStatus();
  }));
  return latest;
}

absl::StatusOr<std::optional<SignedCheckpoint>> EvidenceLog::CheckpointCovering(sql::Connection& conn,
                                                                                int64_t index) const {
  SELARAS_ASSIGN_OR_RETURN(std::vector<SignedCheckpoint> found, ListCheckpoints(conn, index, 1));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

absl::StatusOr<std::vector<SignedCheckpoint>> EvidenceLog::ListCheckpoints(sql::Connection& conn,
                                                                           int64_t after_size,
                                                                           int limit) const {
  std::vector<SignedCheckpoint> checkpoints;
  SELARAS_RETURN_IF_ERROR(conn.Query(kCheckpoints, {after_size, limit}, [&](const sql::Row& row) {
    checkpoints.push_back(CheckpointFrom(row));
    return absl::OkStatus();
  }));
  return checkpoints;
}

absl::StatusOr<Hash> EvidenceLog::ReadNode(sql::Connection& conn, Node node) const {
  std::optional<Hash> hash;
  const auto take = [&](const sql::Row& row) {
    hash = HashFrom(row.Bytes(0));
    return absl::OkStatus();
  };
  SELARAS_RETURN_IF_ERROR(node.level == 0
                              ? conn.QueryOne(kReadLeafHash, {node.index}, take).status()
                              : conn.QueryOne(kReadNode, {node.level, node.index}, take).status());
  if (!hash.has_value()) return absl::DataLossError("a hash of the evidence log is missing");
  return *hash;
}

absl::Status EvidenceLog::CheckSize(sql::Connection& conn, int64_t size) const {
  SELARAS_ASSIGN_OR_RETURN(const int64_t leaves, Size(conn));
  if (size < 0 || size > leaves) {
    return absl::InvalidArgumentError(absl::StrCat("the log has ", leaves, " leaves, not ", size));
  }
  return absl::OkStatus();
}

}  // namespace selaras::evidence
