#ifndef SELARAS_LIBS_EVIDENCE_MERKLE_H_
#define SELARAS_LIBS_EVIDENCE_MERKLE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/digest.h"

// The Merkle tree of RFC 6962 §2.1 (SHA-256): hashes, roots, proofs and their verification. Indices count from 0;
// a tree of n leaves has the root MTH(D[0:n]). Pure; everything is O(log n) unless said otherwise.
namespace selaras::evidence {

using Hash = Sha256Digest;

// SHA-256(0x00 || data).
Hash LeafHash(absl::string_view data);
// SHA-256(0x01 || left || right).
Hash NodeHash(const Hash& left, const Hash& right);
// Root of the tree without leaves: SHA-256 of nothing.
Hash EmptyRoot();

// A complete subtree of 2^level leaves, the index-th of its level: leaves [index << level, (index + 1) << level).
struct Node {
  int level = 0;
  int64_t index = 0;

  friend bool operator==(const Node&, const Node&) = default;
};

// What a log must remember to go on: the hashes of the complete subtrees into which its leaves fall, largest first,
// one per bit set in the size.
class Frontier {
 public:
  Frontier() = default;
  // `subtrees` as from FrontierNodes(size). REQUIRES: one per bit set in `size`.
  Frontier(int64_t size, std::vector<Hash> subtrees) : size_(size), subtrees_(std::move(subtrees)) {}

  // Appends one leaf. Calls `on_node` for each subtree that it completes above the leaf itself, from below; one a
  // leaf on average.
  void Append(const Hash& leaf_hash, absl::FunctionRef<void(Node node, const Hash& hash)> on_node);
  void Append(const Hash& leaf_hash);

  int64_t size() const { return size_; }
  Hash Root() const;

 private:
  int64_t size_ = 0;
  std::vector<Hash> subtrees_;
};

// The complete subtrees whose hashes a Frontier of `size` leaves holds. REQUIRES: size >= 0.
std::vector<Node> FrontierNodes(int64_t size);

// Reads the hash of a complete subtree; level 0 is the leaf's own. Errors are returned unchanged.
using NodeReader = absl::FunctionRef<absl::StatusOr<Hash>(Node node)>;

// Root of the first `size` leaves. kInvalidArgument: size < 0.
absl::StatusOr<Hash> RootOf(int64_t size, NodeReader read);

// Proof that the leaf at `index` is under the root of `size` leaves (RFC 6962 §2.1.1), from the leaf upwards.
// kInvalidArgument unless 0 <= index < size.
absl::StatusOr<std::vector<Hash>> InclusionProof(int64_t index, int64_t size, NodeReader read);

// Proof that the tree of `second` leaves begins with the leaves of the tree of `first` (RFC 6962 §2.1.2). Empty if
// the sizes are equal. kInvalidArgument unless 1 <= first <= second.
absl::StatusOr<std::vector<Hash>> ConsistencyProof(int64_t first, int64_t second, NodeReader read);

// OK if the proof holds. kInvalidArgument: sizes or index out of range, or a proof of another length.
// kDataLoss: hashes that do not fit.
absl::Status VerifyInclusion(const Hash& leaf_hash, int64_t index, int64_t size, absl::Span<const Hash> proof,
                             const Hash& root);
absl::Status VerifyConsistency(int64_t first, int64_t second, absl::Span<const Hash> proof,
                               const Hash& first_root, const Hash& second_root);

}  // namespace selaras::evidence

#endif  // SELARAS_LIBS_EVIDENCE_MERKLE_H_
