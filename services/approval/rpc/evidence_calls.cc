#include "services/approval/rpc/evidence_calls.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/feed/feed.h"
#include "libs/rpc/proto_time.h"

namespace selaras::approval {
namespace {

namespace pb = v1alpha;

constexpr int kMostLeaves = 5000;
constexpr int kMostCheckpoints = 1000;

int PageOf(int32_t asked, int most) {
  return asked <= 0 ? most : std::min<int>(asked, most);
}

void ToProto(const evidence::SignedCheckpoint& signed_checkpoint, pb::Checkpoint* out) {
  out->set_tree_size(signed_checkpoint.checkpoint.size);
  out->set_root_hash(signed_checkpoint.checkpoint.root.data(), signed_checkpoint.checkpoint.root.size());
  SetTime(signed_checkpoint.checkpoint.time, out->mutable_sign_time());
  out->set_signature(signed_checkpoint.signature);
  out->set_key_id(signed_checkpoint.key_id);
  out->set_note(evidence::FormatNote(signed_checkpoint));
}

absl::StatusOr<evidence::SignedCheckpoint> Newest(sql::Connection& conn, const evidence::EvidenceLog& log) {
  SELARAS_ASSIGN_OR_RETURN(auto newest, log.LatestCheckpoint(conn));
  if (!newest.has_value()) return Error(absl::StatusCode::kNotFound, "EVIDENCE_EMPTY");
  return *std::move(newest);
}

void AddProof(const std::vector<evidence::Hash>& proof,
              google::protobuf::RepeatedPtrField<std::string>* out) {
  for (const evidence::Hash& hash : proof) out->Add(std::string(hash.begin(), hash.end()));
}

}  // namespace

absl::Status EvidenceCalls::GetCheckpoint(pb::Checkpoint* out) {
  return database_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto newest, Newest(conn, log_));
    ToProto(newest, out);
    return absl::OkStatus();
  });
}

absl::Status EvidenceCalls::ListCheckpoints(const pb::ListCheckpointsRequest& in,
                                            pb::ListCheckpointsResponse* out) {
  return database_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    out->Clear();
    SELARAS_ASSIGN_OR_RETURN(const auto some, log_.ListCheckpoints(conn, in.after_tree_size(),
                                                                   PageOf(in.page_size(), kMostCheckpoints)));
    for (const evidence::SignedCheckpoint& one : some) ToProto(one, out->add_checkpoints());
    out->set_public_key_pem(evidence::PublicKeyPem(public_key_));
    return absl::OkStatus();
  });
}

absl::Status EvidenceCalls::GetInclusionProof(const pb::GetInclusionProofRequest& in,
                                              pb::InclusionProof* out) {
  return database_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    out->Clear();
    int64_t size = in.tree_size();
    if (size == 0) {
      SELARAS_ASSIGN_OR_RETURN(const auto newest, Newest(conn, log_));
      size = newest.checkpoint.size;
    }
    SELARAS_ASSIGN_OR_RETURN(const auto inclusion, log_.ProveInclusion(conn, in.leaf_hash(), size));
    out->set_leaf_index(inclusion.index);
    out->set_tree_size(size);
    AddProof(inclusion.proof, out->mutable_hashes());
    return absl::OkStatus();
  });
}

absl::Status EvidenceCalls::GetConsistencyProof(const pb::GetConsistencyProofRequest& in,
                                                pb::ConsistencyProof* out) {
  return database_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    out->Clear();
    SELARAS_ASSIGN_OR_RETURN(const auto proof,
                             log_.ProveConsistency(conn, in.first_size(), in.second_size()));
    AddProof(proof, out->mutable_hashes());
    return absl::OkStatus();
  });
}

absl::Status EvidenceCalls::ListLeaves(const pb::ListLeavesRequest& in, pb::ListLeavesResponse* out) {
  if (in.first_index() < 0) return InvalidField("first_index", "0 or more");
  return database_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    out->Clear();
    SELARAS_ASSIGN_OR_RETURN(const auto newest, log_.LatestCheckpoint(conn));
    const int64_t size = newest.has_value() ? newest->checkpoint.size : 0;
    const int64_t left = std::max<int64_t>(0, size - in.first_index());
    const int page = static_cast<int>(std::min<int64_t>(left, PageOf(in.page_size(), kMostLeaves)));
    if (page > 0) {
      SELARAS_ASSIGN_OR_RETURN(auto leaves, log_.List(conn, in.first_index(), page));
      for (evidence::LogLeaf& leaf : leaves) out->add_leaves(std::move(leaf.data));
    }
    out->set_next_index(in.first_index() + out->leaves_size());
    return absl::OkStatus();
  });
}

absl::Status EvidenceCalls::GetReceipt(const CallScope& call, const Decree& decree, pb::Receipt* out) {
  return database_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    out->Clear();
    SELARAS_ASSIGN_OR_RETURN(const std::string hash, HexDecode(decree.content_hash));
    SELARAS_ASSIGN_OR_RETURN(const auto newest, log_.LatestCheckpoint(conn));
    const absl::Status pending = WithRetryAfter(
        Error(absl::StatusCode::kFailedPrecondition, "RECEIPT_PENDING", {{"decree", decree.id}}),
        absl::Seconds(2));
    if (!newest.has_value()) return pending;
    const auto found = log_.ProveInclusion(conn, hash, newest->checkpoint.size);
    if (absl::IsNotFound(found.status())) return pending;
    SELARAS_RETURN_IF_ERROR(found.status());
    // The oldest checkpoint over the leaf: the receipt stays the same for ever.
    SELARAS_ASSIGN_OR_RETURN(const auto covering, log_.CheckpointCovering(conn, found->index));
    if (!covering.has_value()) return pending;
    SELARAS_ASSIGN_OR_RETURN(const auto inclusion,
                             log_.ProveInclusion(conn, hash, covering->checkpoint.size));
    SELARAS_ASSIGN_OR_RETURN(auto leaves, log_.List(conn, inclusion.index, 1));
    SELARAS_ASSIGN_OR_RETURN(const auto contents,
                             feed::ReadContents(conn, call.tenant, absl::StrCat("decrees/", decree.id)));
    for (const feed::KeptContent& content : contents) {
      if (content.leaf_hash != hash) continue;
      out->set_salt(content.salt);
      out->set_content(content.canonical);
    }
    out->set_leaf_hash(decree.content_hash);
    if (!leaves.empty()) out->set_leaf(std::move(leaves[0].data));
    out->mutable_inclusion()->set_leaf_index(inclusion.index);
    out->mutable_inclusion()->set_tree_size(covering->checkpoint.size);
    AddProof(inclusion.proof, out->mutable_inclusion()->mutable_hashes());
    ToProto(*covering, out->mutable_checkpoint());
    return absl::OkStatus();
  });
}

absl::Status EvidenceCalls::ListEvents(const feed::v1alpha::ListEventsRequest& in,
                                       feed::v1alpha::ListEventsResponse* out) {
  SELARAS_ASSIGN_OR_RETURN(*out, feed::ListEvents(database_, in));
  return absl::OkStatus();
}

}  // namespace selaras::approval
