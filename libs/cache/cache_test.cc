#include "libs/cache/cache.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/cache/memory_cache.h"
#include "libs/cache/redis_cache.h"
#include "libs/cache/vector_cache.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::testing::Optional;

enum class Backend { kMemory, kRedis };

constexpr absl::Duration kPatience = absl::Seconds(20);
constexpr absl::Duration kTtl = absl::Minutes(10);

// One suite for every cache. Redis is named by SELARAS_TEST_REDIS; keys are this test's own.
class CacheTest : public ::testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    if (GetParam() == Backend::kMemory) {
      cache_ = std::make_unique<MemoryCache>(clock_, size_t{1} << 30);
      return;
    }
    const char* redis = std::getenv("SELARAS_TEST_REDIS");
    if (redis == nullptr) GTEST_SKIP() << "set SELARAS_TEST_REDIS to HOST:PORT (see tests/servers)";
    RedisCache::Options options;
    SELARAS_ASSERT_OK_AND_ASSIGN(options.address, ParseRedisAddress(redis));
    cache_ = std::make_unique<RedisCache>(options, clock_, metrics_);
  }

  std::string Key(absl::string_view name) const { return absl::StrCat(prefix_, name); }

  testing::FakeClock clock_;
  PrometheusMetrics metrics_;
  std::unique_ptr<Cache> cache_;
  const std::string prefix_ = absl::StrCat("test:", getpid(), ":", absl::GetCurrentTimeNanos(), ":");
};

TEST_P(CacheTest, AnyBytesComeBack) {
  const std::string key = Key(absl::string_view("k\0\r\n\xff", 5));
  const std::string value("\0\r\n$-1\r\n\xff", 9);
  cache_->SetBlob(key, value, kTtl, kPatience);
  EXPECT_THAT(cache_->GetBlob(key, kPatience), Optional(value));
  cache_->SetBlob(key, "", kTtl, kPatience);
  EXPECT_THAT(cache_->GetBlob(key, kPatience), Optional(std::string()));
  EXPECT_EQ(cache_->GetBlob(Key("absent"), kPatience), std::nullopt);
}

// More keys than one command takes, every third absent: each value comes under its own index.
TEST_P(CacheTest, ManyKeysKeepTheirPlaces) {
  for (const size_t count : {size_t{1}, size_t{7}, size_t{1000}, size_t{5001}}) {
    std::vector<std::string> keys;
    std::vector<std::string> values;
    for (size_t i = 0; i < count; ++i) {
      keys.push_back(Key(absl::StrCat(count, "/", i)));
      values.push_back(absl::StrCat("value ", i));
    }
    std::vector<CacheEntry> entries;
    for (size_t i = 0; i < count; ++i) {
      if (i % 3 != 2) entries.push_back({keys[i], values[i]});
    }
    cache_->MultiSet(entries, kTtl, kPatience);
    std::vector<std::string> found(count);
    cache_->MultiGet(keys, kPatience,
                     [&](size_t i, absl::string_view value) { found[i] = std::string(value); });
    for (size_t i = 0; i < count; ++i)
      ASSERT_EQ(found[i], i % 3 != 2 ? values[i] : "") << i << " of " << count;
  }
}

// Values larger than every buffer on the way, many at once in both directions.
TEST_P(CacheTest, BigValuesPass) {
  std::vector<std::string> keys;
  std::vector<std::string> values;
  for (int i = 0; i < 8; ++i) {
    keys.push_back(Key(absl::StrCat("big", i)));
    values.push_back(std::string(3000000 + i, static_cast<char>('a' + i)));
  }
  std::vector<CacheEntry> entries;
  for (int i = 0; i < 8; ++i) entries.push_back({keys[i], values[i]});
  cache_->MultiSet(entries, kTtl, kPatience);
  int hits = 0;
  cache_->MultiGet(keys, kPatience, [&](size_t i, absl::string_view value) {
    EXPECT_TRUE(value == values[i]);
    ++hits;
  });
  EXPECT_EQ(hits, 8);
}

TEST_P(CacheTest, ManyThreadsShareIt) {
  std::atomic<int> hits{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string key = Key(absl::StrCat(t, "-", i));
        cache_->SetBlob(key, key, kTtl, kPatience);
        if (cache_->GetBlob(key, kPatience) == key) ++hits;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(hits, 400);
}

TEST_P(CacheTest, EmptyCallsDoNothing) {
  cache_->MultiSet({}, kTtl, kPatience);
  cache_->MultiGet({}, kPatience, [](size_t, absl::string_view) { FAIL(); });
}

// The vectors of a few thousand people go in and come out whole; a rewritten shard replaces only itself; a
// foreign value under a shard's key is as good as none.
TEST_P(CacheTest, VectorsSurviveAndForeignShardsDoNot) {
  const ShardCodec codec("0123456789abcdef");
  VectorSpace space{Key("lampung"), 3, "2026-1", ShardCountFor(5000)};
  ASSERT_EQ(space.shard_count, 4u);
  std::vector<std::string> ids;
  for (int i = 0; i < 5000; ++i) ids.push_back(absl::StrCat("employee", i));
  const auto vector_of = [](absl::string_view id) {
    std::string vector(kVectorBytes, '\0');
    id.copy(vector.data(), kVectorBytes);
    return vector;
  };
  std::vector<std::string> vectors;
  for (const std::string& id : ids) vectors.push_back(vector_of(id));
  std::vector<VectorEntry> entries;
  for (size_t i = 0; i < ids.size(); ++i)
    entries.push_back({ids[i], static_cast<int64_t>(i) - 7, vectors[i]});
  StoreVectors(*cache_, codec, space, entries, {}, kTtl, kPatience);
  int64_t revisions = 0;
  const auto check = [&](uint32_t, const VectorEntry& entry) {
    EXPECT_EQ(entry.vector, vector_of(entry.id));
    revisions += entry.revision;
  };
  VectorLoad load = LoadVectors(*cache_, codec, space, kPatience, check);
  EXPECT_EQ(load.shards_read, 4u);
  EXPECT_EQ(load.entries, 5000);
  EXPECT_EQ(revisions, 5000 * 4999 / 2 - 7 * 5000);

  cache_->SetBlob(ShardKey(space, 1), *cache_->GetBlob(ShardKey(space, 0), kPatience), kTtl, kPatience);
  load = LoadVectors(*cache_, codec, space, kPatience, check);
  EXPECT_EQ(load.shards_read, 3u);
  EXPECT_EQ(load.shards_rejected, 1u);

  const uint32_t rewritten[] = {1};
  StoreVectors(*cache_, codec, space, entries, rewritten, kTtl, kPatience);
  EXPECT_EQ(LoadVectors(*cache_, codec, space, kPatience, check).entries, 5000);
  ++space.layout_version;
  EXPECT_EQ(LoadVectors(*cache_, codec, space, kPatience, check).shards_absent, 4u);
}

INSTANTIATE_TEST_SUITE_P(Caches, CacheTest, ::testing::Values(Backend::kMemory, Backend::kRedis),
                         [](const auto& backend) {
                           return backend.param == Backend::kMemory ? "Memory" : "Redis";
                         });

}  // namespace
}  // namespace selaras
