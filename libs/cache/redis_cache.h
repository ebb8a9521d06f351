#ifndef SELARAS_LIBS_CACHE_REDIS_CACHE_H_
#define SELARAS_LIBS_CACHE_REDIS_CACHE_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/cache/cache.h"
#include "libs/cache/circuit_breaker.h"
#include "libs/cache/redis_connection.h"
#include "libs/metrics/metrics.h"

namespace selaras {

// Parses HOST:PORT or redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]; a host in brackets may hold colons
// (IPv6). The password is taken as written, without percent-decoding. kInvalidArgument otherwise, without
// repeating the text.
absl::StatusOr<RedisConnection::Address> ParseRedisAddress(absl::string_view text);

// A cache in one Redis server (6 or later), over a few connections that are opened when needed and thrown
// away at the first trouble; a circuit breaker then keeps calls from waiting for a dead server again and
// again. Needs no server to start. Plain TCP: the network between is trusted, or stunnel stands before Redis.
//
// hiredis writes without MSG_NOSIGNAL: the process MUST ignore SIGPIPE (main does), or a dying Redis ends it.
//
// Metrics, label `cache` = Options::name:
//   selaras_cache_keys_total{outcome}       keys asked for: hit, miss (not there), lost (not answered)
//   selaras_cache_writes_total{outcome}     entries: stored, lost
//   selaras_cache_failures_total{cause}     calls: connect, timeout, closed, protocol, refused (Redis
//   answered with an
//                                           error), paused (breaker open), crowded (no connection free in
//                                           time)
class RedisCache final : public Cache {
 public:
  struct Options {
    RedisConnection::Address address;
    std::string name = "redis";
    // Calls that talk to Redis at the same time; others wait for one to end, within their patience.
    int connections = 4;
    // Most of a call's patience that opening a connection may use. Name resolution is outside: give an
    // address.
    absl::Duration connect_timeout = absl::Milliseconds(500);
    CircuitBreaker::Options breaker;
  };

  // `clock` (for the breaker) and `metrics` must outlive it.
  RedisCache(const Options& options, const Clock& clock, Metrics& metrics);

  void MultiGet(absl::Span<const std::string> keys, absl::Duration patience, OnHit on_hit) override;
  void MultiSet(absl::Span<const CacheEntry> entries, absl::Duration ttl, absl::Duration patience) override;

 private:
  using Talk = absl::FunctionRef<RedisOutcome(RedisConnection& connection, const RedisDeadline& deadline)>;

  // Runs `talk` on a connection and accounts for its outcome; does nothing if there is none to be had.
  void WithConnection(absl::Duration patience, Talk talk);
  // Takes a free connection or opens one; nullptr with `outcome`.
  std::unique_ptr<RedisConnection> Take(const RedisDeadline& deadline, RedisOutcome& outcome);

  const Options options_;
  CircuitBreaker breaker_;
  const CounterSet keys_;
  const CounterSet writes_;
  const CounterSet failures_;
  std::mutex mutex_;  // guards all below
  std::condition_variable ended_;
  std::vector<std::unique_ptr<RedisConnection>> idle_;
  int in_use_ = 0;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_CACHE_REDIS_CACHE_H_
