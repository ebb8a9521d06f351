// Competency vectors of a whole province: out of Redis, beside a bare read of the same bytes and beside computing them anew
// from the registry. All in one process and one run, in turns; medians of wall clock, because waiting is part of it.
//
//   vectors_bench --registry HOST:PORT --token-file FILE --tenant T --redis HOST:PORT [--rounds N]
//
// The registry holds the province (live, beside this file, starts one). Fails if what comes out of Redis differs
// from what was computed.
#include <hiredis/hiredis.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/ids.h"
#include "libs/cache/redis_cache.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/rpc/channel.h"
#include "services/matching/app/vector_source.h"
#include "services/matching/rpc/grpc_registry_reader.h"
#include "services/matching/store/shard_vector_cache.h"
#include "tests/benchmarks/matching/measurement.h"

namespace selaras::bench {
namespace {

using matching::ProfileRevisions;
using matching::Vectors;

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "vectors_bench: %s\n", why.c_str());
  std::exit(1);
}

template <typename T>
T OrFail(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) Fail(absl::StrCat(what, ": ", value.status().ToString()));
  return *std::move(value);
}

double MedianMs(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 2] * 1000;
}

// Forwards to Redis and counts the bytes that came.
class CountingCache final : public Cache {
 public:
  explicit CountingCache(Cache& inner) : inner_(inner) {}
  void MultiGet(absl::Span<const std::string> keys, absl::Duration patience, OnHit on_hit) override {
    inner_.MultiGet(keys, patience, [&](size_t index, absl::string_view value) {
      bytes += value.size();
      on_hit(index, value);
    });
  }
  void MultiSet(absl::Span<const CacheEntry> entries, absl::Duration ttl, absl::Duration patience) override {
    inner_.MultiSet(entries, ttl, patience);
  }
  size_t bytes = 0;

 private:
  Cache& inner_;
};

// One GET of one value of that size, by hiredis alone.
class BareRead {
 public:
  BareRead(const RedisConnection::Address& address, Cache& cache, size_t bytes)
      : key_(absl::StrCat("selaras:bare:", getpid())), bytes_(bytes) {
    cache.SetBlob(key_, std::string(bytes, 'v'), absl::Minutes(10), absl::Seconds(30));
    context_ = redisConnect(address.host.c_str(), address.port);
    if (context_ == nullptr || context_->err != 0) Fail("no connection to Redis");
  }
  ~BareRead() { redisFree(context_); }
  double Seconds() {
    const Stopwatch watch;
    auto* reply = static_cast<redisReply*>(redisCommand(context_, "GET %b", key_.data(), key_.size()));
    if (reply == nullptr || reply->len != bytes_) Fail("short read");
    const double seconds = watch.Elapsed().wall;
    freeReplyObject(reply);
    return seconds;
  }

 private:
  const std::string key_;
  const size_t bytes_;
  redisContext* context_;
};

int Main(int argc, char** argv) {
  std::map<std::string, std::string> flags = {{"--rounds", "5"}};
  for (int k = 1; k + 1 < argc; k += 2) flags[argv[k]] = argv[k + 1];
  signal(SIGPIPE, SIG_IGN);
  SystemClock clock;
  RandomIdSource ids(clock);
  PrometheusMetrics metrics;

  rpc::PeerOptions peer_options;
  peer_options.target = flags["--registry"];
  std::ifstream token_file(flags["--token-file"]);
  if (!std::getline(token_file, peer_options.token)) Fail("the token file is not readable");
  peer_options.timeout = absl::Minutes(5);
  const auto peer = OrFail(rpc::Peer::Create(peer_options, {ids}), "registry");
  matching::GrpcRegistryReader registry(*peer);
  RedisCache::Options redis;
  redis.address = OrFail(ParseRedisAddress(flags["--redis"]), "redis");
  RedisCache cache(redis, clock, metrics);
  CountingCache counting(cache);

  CallScope call;
  call.tenant = flags["--tenant"];
  call.clock = &clock;
  const ProfileRevisions profiles = OrFail(registry.ReadProfileRevisions(call, {}), "profile revisions");
  const matching::ClusterDictionary dictionary(
      OrFail(registry.ReadPositions(call, profiles.at), "positions"));

  matching::ShardVectorCache shards(counting, absl::StrCat("vectors_bench key ", getpid(), " of this run"));
  matching::NoVectorCache nothing;
  matching::VectorSource cached(registry, shards), recomputed(registry, nothing);
  const auto load = [&](matching::VectorSource& source, double* seconds) {
    const Stopwatch watch;
    Vectors vectors =
        OrFail(source.Load(call, profiles.at, dictionary, profiles.entries, nullptr), "vectors");
    *seconds = watch.Elapsed().wall;
    return vectors;
  };

  double seconds = 0;
  load(cached, &seconds);  // Fills the cache.
  counting.bytes = 0;
  load(cached, &seconds);
  BareRead bare(redis.address, cache, counting.bytes);
  std::vector<double> redis_s, bare_s, recompute_s;
  for (int round = std::atoi(flags["--rounds"].c_str()); round > 0; --round) {
    const Vectors anew = load(recomputed, &seconds);
    recompute_s.push_back(seconds);
    for (int k = 0; k < 5; ++k) {
      const Vectors kept = load(cached, &seconds);
      redis_s.push_back(seconds);
      bare_s.push_back(bare.Seconds());
      if (kept.misses != 0 || kept.vectors != anew.vectors)
        Fail("Redis gave other vectors than the registry");
    }
  }
  Report("vectors", static_cast<int64_t>(profiles.entries.size()));
  Report("vectors_bytes",
         static_cast<int64_t>(counting.bytes) / (1 + 5 * std::atoi(flags["--rounds"].c_str())));
  Report("vectors_redis_ms", MedianMs(redis_s));
  Report("vectors_bare_redis_ms", MedianMs(bare_s));
  Report("vectors_recompute_ms", MedianMs(recompute_s));
  Report("vectors_redis_over_bare", MedianMs(redis_s) / MedianMs(bare_s));
  Report("vectors_redis_over_recompute", MedianMs(redis_s) / MedianMs(recompute_s));
  return 0;
}

}  // namespace
}  // namespace selaras::bench

int main(int argc, char** argv) {
  return selaras::bench::Main(argc, argv);
}
