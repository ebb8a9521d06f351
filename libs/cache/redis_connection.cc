#include "libs/cache/redis_connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace selaras {
namespace {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

}  // namespace

std::unique_ptr<RedisConnection> RedisConnection::Open(const Address& address, const RedisDeadline& deadline,
                                                       RedisOutcome& outcome) {
  outcome = RedisOutcome::kConnect;
  redisContext* const context = redisConnectNonBlock(address.host.c_str(), address.port);
  if (context == nullptr) return nullptr;
  std::unique_ptr<RedisConnection> connection(new RedisConnection(context));
  if (context->err != 0) return nullptr;
  // The reader would give its buffer back after each big reply and grow it again for the next.
  context->reader->maxbuf = 0;
  short happened = 0;
  if (connection->Wait(POLLOUT, deadline, happened) != RedisOutcome::kDone) return nullptr;
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(context->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) return nullptr;
  outcome = RedisOutcome::kDone;
  if (!address.password.empty() && address.user.empty())
    outcome = connection->Run(deadline, {"AUTH", address.password});
  if (!address.user.empty()) outcome = connection->Run(deadline, {"AUTH", address.user, address.password});
  if (outcome == RedisOutcome::kDone && address.database != 0) {
    outcome = connection->Run(deadline, {"SELECT", absl::StrCat(address.database)});
  }
  if (outcome != RedisOutcome::kDone) return nullptr;
  return connection;
}

bool RedisConnection::IsQuiet() const {
  pollfd descriptor{context_->fd, POLLIN, 0};
  return poll(&descriptor, 1, 0) == 0;
}

RedisOutcome RedisConnection::Run(const RedisDeadline& deadline,
                                  absl::Span<const absl::string_view> command) {
  bool sent = false;
  return Exchange(
      deadline, [&] { return std::exchange(sent, true) ? absl::Span<const absl::string_view>() : command; },
      [](const redisReply&) {});
}

RedisOutcome RedisConnection::Exchange(const RedisDeadline& deadline,
                                       absl::FunctionRef<absl::Span<const absl::string_view>()> next_command,
                                       absl::FunctionRef<void(const redisReply& reply)> on_reply) {
  size_t pending = 0;
  bool all_given = false;
  int all_sent = 1;
  bool refused = false;
  while (true) {
    // The next command is made only when the last one is on its way: hiredis moves its whole output buffer
    // after each partial write, which is quadratic in the buffer.
    while (all_sent && !all_given) {
      const absl::Span<const absl::string_view> command = next_command();
      all_given = command.empty();
      if (all_given) break;
      if (!Append(command)) return RedisOutcome::kProtocol;
      ++pending;
      if (redisBufferWrite(context_.get(), &all_sent) != REDIS_OK) return OutcomeOfError();
    }
    if (pending == 0 && all_given && all_sent) return refused ? RedisOutcome::kRefused : RedisOutcome::kDone;
    short happened = 0;
    const short events = static_cast<short>(all_sent ? POLLIN : POLLIN | POLLOUT);
    if (const RedisOutcome outcome = Wait(events, deadline, happened); outcome != RedisOutcome::kDone)
      return outcome;
    if ((happened & POLLOUT) != 0 && redisBufferWrite(context_.get(), &all_sent) != REDIS_OK)
      return OutcomeOfError();
    if ((happened & ~POLLOUT) == 0) continue;
    if (const RedisOutcome outcome = ReadReplies(pending, refused, on_reply);
        outcome != RedisOutcome::kDone) {
      return outcome;
    }
  }
}

RedisOutcome RedisConnection::ReadReplies(size_t& pending, bool& refused,
                                          absl::FunctionRef<void(const redisReply& reply)> on_reply) {
  if (redisBufferRead(context_.get()) != REDIS_OK) return OutcomeOfError();
  while (true) {
    void* raw = nullptr;
    if (redisGetReplyFromReader(context_.get(), &raw) != REDIS_OK) return OutcomeOfError();
    const Reply reply(static_cast<redisReply*>(raw));
    if (reply == nullptr) return RedisOutcome::kDone;
    // More replies than commands: not Redis, or one out of step.
    if (pending == 0) return RedisOutcome::kProtocol;
    --pending;
    if (reply->type == REDIS_REPLY_ERROR) refused = true;
    on_reply(*reply);
  }
}

bool RedisConnection::Append(absl::Span<const absl::string_view> command) {
  std::vector<const char*> arguments;
  std::vector<size_t> lengths;
  arguments.reserve(command.size());
  lengths.reserve(command.size());
  for (const absl::string_view argument : command) {
    arguments.push_back(argument.data());
    lengths.push_back(argument.size());
  }
  return redisAppendCommandArgv(context_.get(), static_cast<int>(command.size()), arguments.data(),
                                lengths.data()) == REDIS_OK;
}

RedisOutcome RedisConnection::Wait(short events, const RedisDeadline& deadline, short& happened) {
  pollfd descriptor{context_->fd, events, 0};
  while (true) {
    const int left = deadline.RemainingMilliseconds();
    const int ready = poll(&descriptor, 1, left);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return RedisOutcome::kClosed;
    if (ready == 0 || left == 0) return RedisOutcome::kTimeout;
    happened = descriptor.revents;
    return RedisOutcome::kDone;
  }
}

RedisOutcome RedisConnection::OutcomeOfError() const {
  return context_->err == REDIS_ERR_PROTOCOL ? RedisOutcome::kProtocol : RedisOutcome::kClosed;
}

}  // namespace selaras
