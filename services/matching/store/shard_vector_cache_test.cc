#include "services/matching/store/shard_vector_cache.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "libs/cache/memory_cache.h"
#include "libs/testing/fake_clock.h"

namespace selaras::matching {
namespace {

// Counts the shards written.
class WatchedCache final : public Cache {
 public:
  explicit WatchedCache(const Clock& clock) : kept_(clock, size_t{1} << 30) {}
  void MultiGet(absl::Span<const std::string> keys, absl::Duration patience, OnHit on_hit) override {
    kept_.MultiGet(keys, patience, on_hit);
  }
  void MultiSet(absl::Span<const CacheEntry> entries, absl::Duration ttl, absl::Duration patience) override {
    written += entries.size();
    kept_.MultiSet(entries, ttl, patience);
  }
  size_t written = 0;

 private:
  MemoryCache kept_;
};

class ShardVectorCacheTest : public ::testing::Test {
 protected:
  ShardVectorCacheTest() {
    for (int k = 0; k < 9000; ++k) {
      profiles_.push_back({absl::StrFormat("e%05d", k), k % 7});
      CompetencyVector vector = UnknownVector();
      vector[12] = static_cast<uint8_t>(k % 6 << 4 | k / 6 % 6);
      vectors_.push_back(vector);
    }
  }
  std::vector<size_t> Stale() {
    std::vector<CompetencyVector> found(profiles_.size());
    const std::vector<size_t> stale = cache_.Get(space_, profiles_, absl::MakeSpan(found));
    for (size_t k = 0, s = 0; k < profiles_.size(); ++k) {
      const bool is_stale = s < stale.size() && stale[s] == k;
      s += is_stale ? 1 : 0;
      EXPECT_EQ(found[k], is_stale ? CompetencyVector{} : vectors_[k]) << k;
    }
    return stale;
  }

  selaras::testing::FakeClock clock_;
  WatchedCache kept_{clock_};
  ShardVectorCache cache_{kept_, "0123456789abcdef"};
  const VectorSpace space_ = {"lampung", "c1", absl::CivilDay(2026, 11, 1)};
  std::vector<ProfileRevision> profiles_;
  std::vector<CompetencyVector> vectors_;
};

TEST_F(ShardVectorCacheTest, GivesBackWhatWasPut) {
  const std::vector<size_t> all = Stale();
  EXPECT_EQ(all.size(), profiles_.size());
  cache_.Put(space_, profiles_, vectors_, all);
  EXPECT_TRUE(Stale().empty());
}

TEST_F(ShardVectorCacheTest, AChangedPersonRewritesHisShardAlone) {
  cache_.Put(space_, profiles_, vectors_, Stale());
  EXPECT_GE(kept_.written, 4u);
  kept_.written = 0;
  profiles_[4711].revision += 1;
  vectors_[4711][12] = 0x55;
  ASSERT_EQ(Stale(), std::vector<size_t>{4711});
  cache_.Put(space_, profiles_, vectors_, std::vector<size_t>{4711});
  EXPECT_EQ(kept_.written, 1u);
  EXPECT_TRUE(Stale().empty());
}

TEST_F(ShardVectorCacheTest, WhoComesOrGoesLeavesTheOthersFound) {
  cache_.Put(space_, profiles_, vectors_, Stale());
  profiles_.erase(profiles_.begin() + 100);
  vectors_.erase(vectors_.begin() + 100);
  profiles_.push_back({"e99999", 1});
  vectors_.push_back(UnknownVector());
  EXPECT_EQ(Stale(), std::vector<size_t>{profiles_.size() - 1});
}

}  // namespace
}  // namespace selaras::matching
