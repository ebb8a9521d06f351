#include "libs/evidence/merkle.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::evidence {
namespace {

// Leaves [begin, end). Every range here is one of MTH's recursion, so `begin` is a multiple of the largest power of
// two that is not above the range's length.
struct Range {
  int64_t begin;
  int64_t end;

  int64_t size() const { return end - begin; }
};

// The largest power of two below `n`. REQUIRES: n > 1.
int64_t Split(int64_t n) {
  return static_cast<int64_t>(std::bit_floor(static_cast<uint64_t>(n - 1)));
}

std::vector<Node> NodesOf(Range range) {
  std::vector<Node> nodes;
  while (range.size() > 0) {
    const uint64_t width = std::bit_floor(static_cast<uint64_t>(range.size()));
    const int level = std::countr_zero(width);
    nodes.push_back({level, range.begin >> level});
    range.begin += static_cast<int64_t>(width);
  }
  return nodes;
}

Hash Fold(absl::Span<const Hash> subtrees) {
  if (subtrees.empty()) return EmptyRoot();
  Hash root = subtrees.back();
  for (size_t i = subtrees.size() - 1; i-- > 0;) root = NodeHash(subtrees[i], root);
  return root;
}

absl::StatusOr<Hash> HashOf(Range range, NodeReader read) {
  std::vector<Hash> hashes;
  for (const Node node : NodesOf(range)) {
    SELARAS_ASSIGN_OR_RETURN(hashes.emplace_back(), read(node));
  }
  return Fold(hashes);
}

absl::StatusOr<std::vector<Hash>> HashesOf(const std::vector<Range>& ranges, NodeReader read) {
  std::vector<Hash> hashes;
  for (const Range range : ranges) {
    SELARAS_ASSIGN_OR_RETURN(hashes.emplace_back(), HashOf(range, read));
  }
  return hashes;
}

absl::Status BadLength() {
  return absl::InvalidArgumentError("the proof has another length than sizes and index ask for");
}

absl::Status Differs(absl::string_view root) {
  return absl::DataLossError(absl::StrCat("the proof leads to another root than ", root));
}

}  // namespace

Hash LeafHash(absl::string_view data) {
  return Sha256(absl::StrCat(absl::string_view("\0", 1), data));
}

Hash NodeHash(const Hash& left, const Hash& right) {
  return Sha256(absl::StrCat("\1", AsBytes(left), AsBytes(right)));
}

Hash EmptyRoot() {
  return Sha256("");
}

void Frontier::Append(const Hash& leaf_hash, absl::FunctionRef<void(Node, const Hash&)> on_node) {
  Hash hash = leaf_hash;
  int level = 0;
  for (int64_t bits = size_; bits & 1; bits >>= 1) {
    hash = NodeHash(subtrees_.back(), hash);
    subtrees_.pop_back();
    ++level;
    on_node({level, size_ >> level}, hash);
  }
  subtrees_.push_back(hash);
  ++size_;
}

void Frontier::Append(const Hash& leaf_hash) {
  Append(leaf_hash, [](Node, const Hash&) {});
}

Hash Frontier::Root() const {
  return Fold(subtrees_);
}

std::vector<Node> FrontierNodes(int64_t size) {
  return NodesOf({0, size});
}

absl::StatusOr<Hash> RootOf(int64_t size, NodeReader read) {
  if (size < 0) return absl::InvalidArgumentError("a tree has no negative size");
  return HashOf({0, size}, read);
}

absl::StatusOr<std::vector<Hash>> InclusionProof(int64_t index, int64_t size, NodeReader read) {
  if (index < 0 || index >= size) return absl::InvalidArgumentError("the leaf is not in a tree of this size");
  std::vector<Range> siblings;
  for (Range range = {0, size}; range.size() > 1;) {
    const int64_t middle = range.begin + Split(range.size());
    if (index < middle) {
      siblings.push_back({middle, range.end});
      range.end = middle;
    } else {
      siblings.push_back({range.begin, middle});
      range.begin = middle;
    }
  }
  std::reverse(siblings.begin(), siblings.end());
  return HashesOf(siblings, read);
}

absl::StatusOr<std::vector<Hash>> ConsistencyProof(int64_t first, int64_t second, NodeReader read) {
  if (first < 1 || first > second) {
    return absl::InvalidArgumentError(
        "a consistency proof goes from a size of at least 1 to one not below it");
  }
  std::vector<Range> parts;
  Range range = {0, second};
  while (range.end != first) {
    const int64_t middle = range.begin + Split(range.size());
    if (first <= middle) {
      parts.push_back({middle, range.end});
      range.end = middle;
    } else {
      parts.push_back({range.begin, middle});
      range.begin = middle;
    }
  }
  // The old tree itself is known to the verifier.
  if (range.begin != 0) parts.push_back(range);
  std::reverse(parts.begin(), parts.end());
  return HashesOf(parts, read);
}

// RFC 9162 §2.1.3.2.
absl::Status VerifyInclusion(const Hash& leaf_hash, int64_t index, int64_t size, absl::Span<const Hash> proof,
                             const Hash& root) {
  if (index < 0 || index >= size) return absl::InvalidArgumentError("the leaf is not in a tree of this size");
  uint64_t node = static_cast<uint64_t>(index);
  uint64_t last = static_cast<uint64_t>(size - 1);
  Hash hash = leaf_hash;
  for (const Hash& sibling : proof) {
    if (last == 0) return BadLength();
    if ((node & 1) != 0 || node == last) {
      hash = NodeHash(sibling, hash);
      const int skipped = node == 0 ? 0 : std::countr_zero(node);
      node >>= skipped;
      last >>= skipped;
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return BadLength();
  return hash == root ? absl::OkStatus() : Differs("the tree's");
}

// RFC 9162 §2.1.4.2.
absl::Status VerifyConsistency(int64_t first, int64_t second, absl::Span<const Hash> proof,
                               const Hash& first_root, const Hash& second_root) {
  if (first < 1 || first > second) return absl::InvalidArgumentError("sizes out of range");
  if (first == second) {
    if (!proof.empty()) return BadLength();
    return first_root == second_root ? absl::OkStatus() : Differs("the first");
  }
  uint64_t node = static_cast<uint64_t>(first - 1);
  uint64_t last = static_cast<uint64_t>(second - 1);
  const int skipped = std::countr_one(node);
  node >>= skipped;
  last >>= skipped;
  // A complete first tree is a node of the second and stands for itself.
  const bool complete = node == 0;
  if (!complete && proof.empty()) return BadLength();
  Hash old_hash = complete ? first_root : proof.front();
  Hash new_hash = old_hash;
  if (!complete) proof.remove_prefix(1);
  for (const Hash& part : proof) {
    if (last == 0) return BadLength();
    if ((node & 1) != 0 || node == last) {
      old_hash = NodeHash(part, old_hash);
      new_hash = NodeHash(part, new_hash);
      const int risen = node == 0 ? 0 : std::countr_zero(node);
      node >>= risen;
      last >>= risen;
    } else {
      new_hash = NodeHash(new_hash, part);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return BadLength();
  if (old_hash != first_root) return Differs("the first");
  return new_hash == second_root ? absl::OkStatus() : Differs("the second");
}

}  // namespace selaras::evidence
