#include "libs/evidence/merkle.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"
#include "nlohmann/json.hpp"

namespace selaras::evidence {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;

// RFC 6962 §2.1 as it is written, over every leaf: the other way to each root and proof.
Hash Mth(const std::vector<Hash>& leaves, size_t begin, size_t end) {
  if (begin == end) return EmptyRoot();
  if (end - begin == 1) return leaves[begin];
  size_t k = 1;
  while (2 * k < end - begin) k *= 2;
  return NodeHash(Mth(leaves, begin, begin + k), Mth(leaves, begin + k, end));
}

// A log kept as its users keep it: complete subtrees only.
class Tree {
 public:
  void Append(const Hash& leaf) {
    nodes_[{0, frontier_.size()}] = leaf;
    frontier_.Append(leaf, [&](Node node, const Hash& hash) { nodes_[{node.level, node.index}] = hash; });
    leaves_.push_back(leaf);
  }
  absl::StatusOr<Hash> Read(Node node) {
    ++reads_;
    const auto at = nodes_.find({node.level, node.index});
    if (at == nodes_.end()) return absl::NotFoundError("not a complete subtree");
    return at->second;
  }
  int TakeReads() { return std::exchange(reads_, 0); }

  const Frontier& frontier() const { return frontier_; }
  const std::vector<Hash>& leaves() const { return leaves_; }
  size_t node_count() const { return nodes_.size(); }

 private:
  Frontier frontier_;
  std::map<std::pair<int, int64_t>, Hash> nodes_;
  std::vector<Hash> leaves_;
  int reads_ = 0;
};

Hash Random(std::mt19937_64& random) {
  Hash hash;
  for (uint8_t& byte : hash) byte = static_cast<uint8_t>(random());
  return hash;
}

constexpr int kSizes = 300;

class MerkleTest : public ::testing::Test {
 protected:
  MerkleTest() : seed_(std::random_device()()), random_(seed_) {
    RecordProperty("seed", absl::StrCat(seed_));
    for (int i = 0; i < kSizes; ++i) tree_.Append(LeafHash(absl::StrCat(random_())));
  }
  void TearDown() override { std::cout << "seed " << seed_ << "\n"; }

  NodeReader reader() { return read_; }
  Hash Root(int64_t size) { return Mth(tree_.leaves(), 0, static_cast<size_t>(size)); }

  const uint32_t seed_;
  std::mt19937_64 random_;
  Tree tree_;
  std::function<absl::StatusOr<Hash>(Node)> read_ = [this](Node node) { return tree_.Read(node); };
};

TEST_F(MerkleTest, RootsOfEverySizeAreTheRecursiveOnes) {
  Frontier frontier;
  for (int size = 0; size <= kSizes; ++size) {
    ASSERT_EQ(frontier.Root(), Root(size)) << size;
    ASSERT_THAT(RootOf(size, reader()), IsOkAndHolds(Root(size))) << size;
    std::vector<Hash> subtrees;
    for (const Node node : FrontierNodes(size)) subtrees.push_back(*tree_.Read(node));
    ASSERT_EQ(Frontier(size, subtrees).Root(), Root(size)) << size;
    if (size < kSizes) frontier.Append(tree_.leaves()[size]);
  }
  EXPECT_LT(tree_.node_count(), 2 * kSizes);
  EXPECT_THAT(RootOf(-1, reader()), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(MerkleTest, EveryInclusionProofHolds) {
  for (int64_t size = 1; size <= kSizes; ++size) {
    const Hash root = Root(size);
    for (int64_t index = 0; index < size; ++index) {
      tree_.TakeReads();
      const auto proof = InclusionProof(index, size, reader());
      ASSERT_THAT(proof, IsOk());
      ASSERT_LE(tree_.TakeReads(), 18) << "at most a sibling and a ragged edge a level";
      ASSERT_THAT(VerifyInclusion(tree_.leaves()[index], index, size, *proof, root), IsOk())
          << index << "/" << size;
    }
  }
  EXPECT_THAT(InclusionProof(5, 5, reader()), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(InclusionProof(-1, 5, reader()), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(MerkleTest, EveryConsistencyProofHolds) {
  std::vector<Hash> roots;
  for (int64_t size = 0; size <= kSizes; ++size) roots.push_back(Root(size));
  for (int64_t second = 1; second <= kSizes; ++second) {
    for (int64_t first = 1; first <= second; ++first) {
      tree_.TakeReads();
      const auto proof = ConsistencyProof(first, second, reader());
      ASSERT_THAT(proof, IsOk());
      ASSERT_LE(tree_.TakeReads(), 18);
      ASSERT_THAT(VerifyConsistency(first, second, *proof, roots[first], roots[second]), IsOk())
          << first << "→" << second;
      if (first < second) {
        ASSERT_FALSE(VerifyConsistency(first, second, *proof, roots[second], roots[second]).ok());
        ASSERT_FALSE(VerifyConsistency(first, second, *proof, roots[first], roots[first]).ok());
      }
    }
  }
  EXPECT_THAT(ConsistencyProof(0, 5, reader()), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ConsistencyProof(6, 5, reader()), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(MerkleTest, NoAlteredInclusionProofHolds) {
  for (int round = 0; round < 2000; ++round) {
    const int64_t size = 1 + static_cast<int64_t>(random_() % kSizes);
    const int64_t index = static_cast<int64_t>(random_() % size);
    const std::vector<Hash> proof = *InclusionProof(index, size, reader());
    const Hash root = Root(size);
    const Hash leaf = tree_.leaves()[index];
    for (size_t i = 0; i < proof.size(); ++i) {
      std::vector<Hash> altered = proof;
      altered[i][random_() % 32] ^= 1 << (random_() % 8);
      ASSERT_FALSE(VerifyInclusion(leaf, index, size, altered, root).ok());
      altered = proof;
      altered.erase(altered.begin() + static_cast<int64_t>(i));
      ASSERT_FALSE(VerifyInclusion(leaf, index, size, altered, root).ok());
    }
    std::vector<Hash> longer = proof;
    longer.push_back(Random(random_));
    ASSERT_FALSE(VerifyInclusion(leaf, index, size, longer, root).ok());
    ASSERT_FALSE(VerifyInclusion(Random(random_), index, size, proof, root).ok());
    for (int64_t other = 0; other < size; ++other) {
      ASSERT_EQ(VerifyInclusion(leaf, other, size, proof, root).ok(), other == index) << other;
    }
  }
}

TEST_F(MerkleTest, NoAlteredConsistencyProofHolds) {
  for (int round = 0; round < 2000; ++round) {
    const int64_t second = 1 + static_cast<int64_t>(random_() % kSizes);
    const int64_t first = 1 + static_cast<int64_t>(random_() % second);
    const std::vector<Hash> proof = *ConsistencyProof(first, second, reader());
    for (size_t i = 0; i < proof.size(); ++i) {
      std::vector<Hash> altered = proof;
      altered[i][random_() % 32] ^= 1 << (random_() % 8);
      ASSERT_FALSE(VerifyConsistency(first, second, altered, Root(first), Root(second)).ok());
      altered = proof;
      altered.erase(altered.begin() + static_cast<int64_t>(i));
      ASSERT_FALSE(VerifyConsistency(first, second, altered, Root(first), Root(second)).ok());
    }
    std::vector<Hash> longer = proof;
    longer.push_back(Random(random_));
    ASSERT_FALSE(VerifyConsistency(first, second, longer, Root(first), Root(second)).ok());
  }
}

// The published vectors, where they are.
class MerkleVectorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("SELARAS_DATA_DIR");
    if (folder == nullptr) GTEST_SKIP() << "set SELARAS_DATA_DIR to the folder of real data";
    folder_ = std::filesystem::path(folder) / "test-vectors" / "merkle-rfc6962";
    if (!std::filesystem::exists(folder_))
      GTEST_SKIP() << "no test-vectors/merkle-rfc6962 in SELARAS_DATA_DIR";
  }

  static nlohmann::json Load(const std::filesystem::path& path) {
    std::ifstream in(path);
    return nlohmann::json::parse(in);
  }
  // Vectors hold hashes of any length; ours are 32 bytes by their type.
  static std::optional<Hash> HashIn(const nlohmann::json& text) {
    std::string bytes;
    if (!text.is_string() || !absl::Base64Unescape(text.get<std::string>(), &bytes) || bytes.size() != 32) {
      return std::nullopt;
    }
    Hash hash;
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
  }
  static std::optional<std::vector<Hash>> ProofIn(const nlohmann::json& list) {
    std::vector<Hash> proof;
    if (list.is_null()) return proof;
    for (const nlohmann::json& text : list) {
      const std::optional<Hash> hash = HashIn(text);
      if (!hash) return std::nullopt;
      proof.push_back(*hash);
    }
    return proof;
  }
  // Sizes and indices are unsigned there; what int64 cannot hold is refused by its type.
  static std::optional<int64_t> NumberIn(const nlohmann::json& number) {
    if (number.is_number_unsigned() && number.get<uint64_t>() > INT64_MAX) return std::nullopt;
    return number.get<int64_t>();
  }

  std::filesystem::path folder_;
};

TEST_F(MerkleVectorTest, Roots) {
  const nlohmann::json file = Load(folder_ / "tree_hashes.json");
  Frontier frontier;
  size_t size = 0;
  for (const nlohmann::json& root : file["root_hash_hex_by_tree_size_0_to_8"]) {
    EXPECT_EQ(HexEncode(frontier.Root()), root.get<std::string>()) << size;
    if (size < file["leaf_inputs_hex"].size()) {
      frontier.Append(LeafHash(*HexDecode(file["leaf_inputs_hex"][size++].get<std::string>())));
    }
  }
  EXPECT_EQ(size, 8);
}

TEST_F(MerkleVectorTest, InclusionProofs) {
  int seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "inclusion")) {
    if (!entry.is_regular_file()) continue;
    const nlohmann::json vector = Load(entry.path());
    const auto index = NumberIn(vector["leafIdx"]);
    const auto size = NumberIn(vector["treeSize"]);
    const auto root = HashIn(vector["root"]);
    const auto leaf = HashIn(vector["leafHash"]);
    const auto proof = ProofIn(vector["proof"]);
    const bool holds =
        index && size && root && leaf && proof && VerifyInclusion(*leaf, *index, *size, *proof, *root).ok();
    EXPECT_EQ(holds, !vector["wantErr"].get<bool>()) << entry.path();
    ++seen;
  }
  EXPECT_GT(seen, 0);
}

TEST_F(MerkleVectorTest, ConsistencyProofs) {
  int seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "consistency")) {
    if (!entry.is_regular_file()) continue;
    const nlohmann::json vector = Load(entry.path());
    const auto first = NumberIn(vector["size1"]);
    const auto second = NumberIn(vector["size2"]);
    const auto root1 = HashIn(vector["root1"]);
    const auto root2 = HashIn(vector["root2"]);
    const auto proof = ProofIn(vector["proof"]);
    const bool holds = first && second && root1 && root2 && proof &&
                       VerifyConsistency(*first, *second, *proof, *root1, *root2).ok();
    EXPECT_EQ(holds, !vector["wantErr"].get<bool>()) << entry.path();
    ++seen;
  }
  EXPECT_GT(seen, 0);
}

}  // namespace
}  // namespace selaras::evidence
