// 100,000 profile vectors out of Redis, as matching reads them before a plan, beside the least that reading
// the same bytes can cost. SELARAS_TEST_REDIS names the server. Compare in one run:
//   BM_BareRead       one GET of one value with all the bytes, by hiredis alone
//   BM_LoadVectors    every shard, checked and taken apart
//   BM_DecodeOnly     the checking and taking apart, no network
//   BM_StoreVectors   encoding and writing all shards
#include <benchmark/benchmark.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/cache/redis_cache.h"
#include "libs/cache/vector_cache.h"
#include "libs/metrics/prometheus_metrics.h"

namespace selaras {
namespace {

constexpr int kPeople = 100000;
constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr absl::Duration kTtl = absl::Minutes(5);

struct Setup {
  SystemClock clock;
  PrometheusMetrics metrics;
  RedisConnection::Address address;
  std::unique_ptr<RedisCache> cache;
  ShardCodec codec{"0123456789abcdef0123456789abcdef"};
  VectorSpace space{absl::StrCat("benchmark", getpid()), 1, "c1", ShardCountFor(kPeople)};
  std::vector<std::string> ids;
  std::string vector = std::string(kVectorBytes, 'v');
  std::vector<VectorEntry> entries;
};

// nullptr without a server.
Setup* TheSetup() {
  static Setup* const setup = []() -> Setup* {
    signal(SIGPIPE, SIG_IGN);
    const char* redis = std::getenv("SELARAS_TEST_REDIS");
    if (redis == nullptr) return nullptr;
    auto* made = new Setup;
    made->address = ParseRedisAddress(redis).value();
    RedisCache::Options options;
    options.address = made->address;
    made->cache = std::make_unique<RedisCache>(options, made->clock, made->metrics);
    for (int i = 0; i < kPeople; ++i) made->ids.push_back(absl::StrCat("01h455vb4pex5vsk", 1000000000 + i));
    for (int i = 0; i < kPeople; ++i) made->entries.push_back({made->ids[i], i, made->vector});
    StoreVectors(*made->cache, made->codec, made->space, made->entries, {}, kTtl, kPatience);
    return made;
  }();
  return setup;
}

std::string Together(const Setup& setup) {
  std::string all;
  for (uint32_t shard = 0; shard < setup.space.shard_count; ++shard) {
    all += setup.cache->GetBlob(ShardKey(setup.space, shard), kPatience).value();
  }
  return all;
}

void BM_BareRead(benchmark::State& state) {
  Setup* const setup = TheSetup();
  if (setup == nullptr) return state.SkipWithError("set SELARAS_TEST_REDIS");
  const std::string key = absl::StrCat("selaras:benchmark:", getpid());
  const std::string all = Together(*setup);
  setup->cache->SetBlob(key, all, kTtl, kPatience);
  redisContext* const context = redisConnect(setup->address.host.c_str(), setup->address.port);
  for (auto _ : state) {
    auto* reply = static_cast<redisReply*>(redisCommand(context, "GET %b", key.data(), key.size()));
    if (reply == nullptr || reply->len != all.size()) state.SkipWithError("short read");
    freeReplyObject(reply);
  }
  redisFree(context);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * all.size()));
}
BENCHMARK(BM_BareRead)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_LoadVectors(benchmark::State& state) {
  Setup* const setup = TheSetup();
  if (setup == nullptr) return state.SkipWithError("set SELARAS_TEST_REDIS");
  int64_t bytes = 0;
  for (auto _ : state) {
    int64_t revisions = 0;
    const VectorLoad load =
        LoadVectors(*setup->cache, setup->codec, setup->space, kPatience,
                    [&](uint32_t, const VectorEntry& entry) { revisions += entry.revision; });
    if (load.entries != kPeople || revisions != int64_t{kPeople} * (kPeople - 1) / 2)
      state.SkipWithError("incomplete");
    bytes += kPeople * static_cast<int64_t>(kVectorBytes);
  }
  state.SetItemsProcessed(state.iterations() * kPeople);
  state.SetBytesProcessed(bytes);
}
BENCHMARK(BM_LoadVectors)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_DecodeOnly(benchmark::State& state) {
  Setup* const setup = TheSetup();
  if (setup == nullptr) return state.SkipWithError("set SELARAS_TEST_REDIS");
  const std::string shard = setup->cache->GetBlob(ShardKey(setup->space, 0), kPatience).value();
  for (auto _ : state) {
    for (uint32_t i = 0; i < setup->space.shard_count; ++i) {
      int64_t revisions = 0;
      setup->codec.Decode(setup->space, 0, shard,
                          [&](const VectorEntry& entry) { revisions += entry.revision; });
      benchmark::DoNotOptimize(revisions);
    }
  }
}
BENCHMARK(BM_DecodeOnly)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_StoreVectors(benchmark::State& state) {
  Setup* const setup = TheSetup();
  if (setup == nullptr) return state.SkipWithError("set SELARAS_TEST_REDIS");
  for (auto _ : state) {
    StoreVectors(*setup->cache, setup->codec, setup->space, setup->entries, {}, kTtl, kPatience);
  }
}
BENCHMARK(BM_StoreVectors)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace selaras

BENCHMARK_MAIN();
