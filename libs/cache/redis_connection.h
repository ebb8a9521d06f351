#ifndef SELARAS_LIBS_CACHE_REDIS_CONNECTION_H_
#define SELARAS_LIBS_CACHE_REDIS_CONNECTION_H_

#include <hiredis/hiredis.h>

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/cache/redis_deadline.h"

namespace selaras {

enum class RedisOutcome { kDone, kConnect, kTimeout, kClosed, kProtocol, kRefused };

// One connection that sends a pipeline of commands and reads the replies as they come, both at once, so that
// neither side waits for the other with full buffers. After any outcome but kDone and kRefused it must be
// thrown away. Not thread-safe.
class RedisConnection {
 public:
  struct Address {
    std::string host;
    int port = 6379;
    std::string user;      // "" is Redis' default user
    std::string password;  // "": no AUTH
    int database = 0;
  };

  // nullptr with `outcome` set on failure.
  static std::unique_ptr<RedisConnection> Open(const Address& address, const RedisDeadline& deadline,
                                               RedisOutcome& outcome);

  // False if the server has closed it or sent something unasked since the last exchange.
  bool IsQuiet() const;

  // `next_command` gives the arguments of the next command, or an empty span at the end; they live until the
  // next call. `on_reply` gets one reply per command in order. kRefused: Redis answered some command with an
  // error (the others are done; their replies were delivered).
  RedisOutcome Exchange(const RedisDeadline& deadline,
                        absl::FunctionRef<absl::Span<const absl::string_view>()> next_command,
                        absl::FunctionRef<void(const redisReply& reply)> on_reply);

 private:
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
  };

  explicit RedisConnection(redisContext* context) : context_(context) {}

  RedisOutcome Run(const RedisDeadline& deadline, absl::Span<const absl::string_view> command);
  bool Append(absl::Span<const absl::string_view> command);
  RedisOutcome Wait(short events, const RedisDeadline& deadline, short& happened);
  RedisOutcome ReadReplies(size_t& pending, bool& refused,
                           absl::FunctionRef<void(const redisReply& reply)> on_reply);
  RedisOutcome OutcomeOfError() const;

  const std::unique_ptr<redisContext, Free> context_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_CACHE_REDIS_CONNECTION_H_
