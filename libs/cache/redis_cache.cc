#include "libs/cache/redis_cache.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace selaras {
namespace {

// Keys of one MGET where there are many: from 100 to 1000 makes no difference in speed. Up to kFewKeys, which
// are blobs more often than not, each comes in a command of its own, since hiredis holds a reply until it is
// complete.
constexpr size_t kKeysPerCommand = 100;
constexpr size_t kFewKeys = 1000;

absl::string_view CauseOf(RedisOutcome outcome) {
  switch (outcome) {
    case RedisOutcome::kDone:
      break;
    case RedisOutcome::kConnect:
      return "connect";
    case RedisOutcome::kTimeout:
      return "timeout";
    case RedisOutcome::kClosed:
      return "closed";
    case RedisOutcome::kProtocol:
      return "protocol";
    case RedisOutcome::kRefused:
      return "refused";
  }
  return "other";
}

absl::Status BadAddress() {
  return absl::InvalidArgumentError(
      "a Redis address is HOST:PORT or redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]");
}

}  // namespace

absl::StatusOr<RedisConnection::Address> ParseRedisAddress(absl::string_view text) {
  RedisConnection::Address address;
  if (absl::ConsumePrefix(&text, "redis://")) {
    if (const size_t at = text.rfind('@'); at != absl::string_view::npos) {
      const absl::string_view login = text.substr(0, at);
      const size_t colon = login.find(':');
      if (colon == absl::string_view::npos) return BadAddress();
      address.user = std::string(login.substr(0, colon));
      address.password = std::string(login.substr(colon + 1));
      text.remove_prefix(at + 1);
    }
    if (const size_t slash = text.rfind('/'); slash != absl::string_view::npos) {
      const absl::string_view database = text.substr(slash + 1);
      if (!database.empty() && (!absl::SimpleAtoi(database, &address.database) || address.database < 0)) {
        return BadAddress();
      }
      text = text.substr(0, slash);
    }
  }
  if (const size_t colon = text.rfind(':'); colon != absl::string_view::npos && text.back() != ']') {
    if (!absl::SimpleAtoi(text.substr(colon + 1), &address.port) || address.port < 1 ||
        address.port > 65535) {
      return BadAddress();
    }
    text = text.substr(0, colon);
  }
  if (absl::ConsumePrefix(&text, "[") && !absl::ConsumeSuffix(&text, "]")) return BadAddress();
  if (text.empty()) return BadAddress();
  address.host = std::string(text);
  return address;
}

RedisCache::RedisCache(const Options& options, const Clock& clock, Metrics& metrics)
    : options_(options),
      breaker_(clock, options.breaker),
      keys_(metrics, {"selaras_cache_keys_total", "Keys asked of the cache."}, "outcome",
            {"hit", "miss", "lost"}, {{"cache", options.name}}),
      writes_(metrics, {"selaras_cache_writes_total", "Entries given to the cache."}, "outcome",
              {"stored", "lost"}, {{"cache", options.name}}),
      failures_(metrics, {"selaras_cache_failures_total", "Calls that the cache did not serve."}, "cause",
                {"connect", "timeout", "closed", "protocol", "refused", "paused", "crowded"},
                {{"cache", options.name}}) {}

void RedisCache::MultiGet(absl::Span<const std::string> keys, absl::Duration patience, OnHit on_hit) {
  if (keys.empty()) return;
  size_t hits = 0;
  size_t misses = 0;
  WithConnection(patience, [&](RedisConnection& connection, const RedisDeadline& deadline) {
    const size_t step = keys.size() > kFewKeys ? kKeysPerCommand : 1;
    size_t asked = 0;
    size_t answered = 0;
    std::vector<absl::string_view> command;
    const auto next_command = [&]() -> absl::Span<const absl::string_view> {
      command.clear();
      if (asked == keys.size()) return command;
      command.push_back("MGET");
      const size_t end = std::min(keys.size(), asked + step);
      for (; asked < end; ++asked) command.push_back(keys[asked]);
      return command;
    };
    const auto on_reply = [&](const redisReply& reply) {
      const size_t first = answered;
      answered = std::min(keys.size(), answered + step);
      if (reply.type != REDIS_REPLY_ARRAY || reply.elements != answered - first) return;
      for (size_t i = 0; i < reply.elements; ++i) {
        const redisReply& value = *reply.element[i];
        // A key that holds another type than a string reads as absent.
        if (value.type != REDIS_REPLY_STRING) {
          ++misses;
          continue;
        }
        ++hits;
        on_hit(first + i, absl::string_view(value.str, value.len));
      }
    };
    return connection.Exchange(deadline, next_command, on_reply);
  });
  keys_.At("hit").Increment(static_cast<double>(hits));
  keys_.At("miss").Increment(static_cast<double>(misses));
  keys_.At("lost").Increment(static_cast<double>(keys.size() - hits - misses));
}

void RedisCache::MultiSet(absl::Span<const CacheEntry> entries, absl::Duration ttl, absl::Duration patience) {
  if (entries.empty() || ttl <= absl::ZeroDuration()) return;
  size_t stored = 0;
  WithConnection(patience, [&](RedisConnection& connection, const RedisDeadline& deadline) {
    const std::string milliseconds =
        absl::StrCat(absl::ToInt64Milliseconds(absl::Ceil(ttl, absl::Milliseconds(1))));
    size_t given = 0;
    std::vector<absl::string_view> command;
    const auto next_command = [&]() -> absl::Span<const absl::string_view> {
      command.clear();
      if (given == entries.size()) return command;
      command = {"SET", entries[given].key, entries[given].value};
      if (ttl != absl::InfiniteDuration()) command.insert(command.end(), {"PX", milliseconds});
      ++given;
      return command;
    };
    return connection.Exchange(deadline, next_command, [&](const redisReply& reply) {
      stored += reply.type == REDIS_REPLY_STATUS ? 1 : 0;
    });
  });
  writes_.At("stored").Increment(static_cast<double>(stored));
  writes_.At("lost").Increment(static_cast<double>(entries.size() - stored));
}

void RedisCache::WithConnection(absl::Duration patience, Talk talk) {
  const RedisDeadline deadline(patience);
  {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto has_room = [this] { return in_use_ < options_.connections; };
    if (!ended_.wait_for(lock, absl::ToChronoMicroseconds(deadline.Remaining()), has_room)) {
      failures_.At("crowded").Increment();
      return;
    }
    ++in_use_;
  }
  std::unique_ptr<RedisConnection> connection;
  if (!breaker_.MayCall()) {
    failures_.At("paused").Increment();
  } else {
    RedisOutcome outcome;
    connection = Take(deadline, outcome);
    if (connection != nullptr) outcome = talk(*connection, deadline);
    if (outcome != RedisOutcome::kDone) failures_.At(CauseOf(outcome)).Increment();
    // A server that refuses one command (out of memory, a wrong type) still answers others.
    if (outcome == RedisOutcome::kDone || (outcome == RedisOutcome::kRefused && connection != nullptr)) {
      breaker_.Succeeded();
    } else {
      breaker_.Failed();
      connection.reset();
    }
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    --in_use_;
    if (connection != nullptr) idle_.push_back(std::move(connection));
  }
  ended_.notify_one();
}

std::unique_ptr<RedisConnection> RedisCache::Take(const RedisDeadline& deadline, RedisOutcome& outcome) {
  outcome = RedisOutcome::kDone;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    while (!idle_.empty()) {
      std::unique_ptr<RedisConnection> connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->IsQuiet()) return connection;
    }
  }
  return RedisConnection::Open(
      options_.address, RedisDeadline(std::min(options_.connect_timeout, deadline.Remaining())), outcome);
}

}  // namespace selaras
