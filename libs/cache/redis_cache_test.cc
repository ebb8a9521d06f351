#include "libs/cache/redis_cache.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::selaras::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

constexpr absl::Duration kTtl = absl::Minutes(10);
constexpr absl::Duration kPatience = absl::Seconds(20);

// A listening socket on a free loopback port.
class Listener {
 public:
  Listener() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    listen(fd_, 16);
    socklen_t size = sizeof(address);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { close(fd_); }
  int fd() const { return fd_; }
  int port() const { return port_; }

 private:
  int fd_;
  int port_ = 0;
};

// A Redis of this test alone, that may be flushed, frozen and killed.
class RedisServer {
 public:
  explicit RedisServer(int port) : port_(absl::StrCat(port)) { Start(); }
  ~RedisServer() { Kill(); }

  void Start() {
    const char* arguments[] = {"redis-server", "--port", port_.c_str(),  "--bind", "127.0.0.1",
                               "--save",       "",       "--appendonly", "no",     "--logfile",
                               "/dev/null",    nullptr};
    ASSERT_EQ(posix_spawnp(&pid_, "redis-server", nullptr, nullptr, const_cast<char**>(arguments), environ),
              0);
  }
  void Kill() { Signal(SIGKILL), waitpid(pid_, nullptr, 0), pid_ = 0; }
  void Signal(int signal) {
    if (pid_ != 0) kill(pid_, signal);
  }

 private:
  const std::string port_;
  pid_t pid_ = 0;
};

// What a cache must shrug off. Waits are for conditions, never for times.
class RedisFaultTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("SELARAS_TEST_REDIS") == nullptr) {
      GTEST_SKIP()
          << "set SELARAS_TEST_REDIS (see tests/servers); this test then starts a redis-server of its own";
    }
    signal(SIGPIPE, SIG_IGN);
    {
      const Listener free;
      options_.address = {"127.0.0.1", free.port()};
    }
    server_ = std::make_unique<RedisServer>(options_.address.port);
    cache_ = std::make_unique<RedisCache>(options_, clock_, metrics_);
    WaitUntilItAnswers();
  }

  void WaitUntilItAnswers() {
    for (int i = 0; i < 2000 && cache_->GetBlob("probe", kPatience) != "here"; ++i) {
      clock_.Advance(absl::Minutes(1));  // past any pause of the breaker
      absl::SleepFor(absl::Milliseconds(5));
      cache_->SetBlob("probe", "here", kTtl, kPatience);
    }
    ASSERT_THAT(cache_->GetBlob("probe", kPatience), Optional(std::string("here")));
  }
  // Sends one command past the cache.
  void Command(std::vector<absl::string_view> command) {
    RedisOutcome outcome;
    const RedisDeadline deadline(kPatience);
    auto connection = RedisConnection::Open(options_.address, deadline, outcome);
    ASSERT_NE(connection, nullptr);
    bool sent = false;
    outcome = connection->Exchange(
        deadline,
        [&]() -> absl::Span<const absl::string_view> {
          if (std::exchange(sent, true)) return {};
          return command;
        },
        [](const redisReply&) {});
    ASSERT_EQ(outcome, RedisOutcome::kDone);
  }
  double Failures(const std::string& cause) {
    return metrics_.GetCounter({"selaras_cache_failures_total", ""}, {{"cache", "redis"}, {"cause", cause}})
        .Value();
  }
  double Keys(const std::string& outcome) {
    return metrics_.GetCounter({"selaras_cache_keys_total", ""}, {{"cache", "redis"}, {"outcome", outcome}})
        .Value();
  }

  testing::FakeClock clock_;
  PrometheusMetrics metrics_;
  RedisCache::Options options_;
  std::unique_ptr<RedisServer> server_;
  std::unique_ptr<RedisCache> cache_;
};

TEST_F(RedisFaultTest, AKilledServerIsAMissUntilItReturns) {
  server_->Kill();
  const double lost = Keys("lost");
  const double tried = Failures("connect") + Failures("closed");
  EXPECT_EQ(cache_->GetBlob("probe", kPatience), std::nullopt);
  EXPECT_EQ(Failures("connect") + Failures("closed"), tried + 1);
  // Paused: nothing is even tried.
  const double paused = Failures("paused");
  EXPECT_EQ(cache_->GetBlob("probe", kPatience), std::nullopt);
  cache_->SetBlob("probe", "x", kTtl, kPatience);
  EXPECT_EQ(Failures("paused"), paused + 2);
  EXPECT_EQ(Keys("lost"), lost + 2);
  server_->Start();
  WaitUntilItAnswers();
}

// Killed while a large answer is under way: what arrived was right, the rest is missed, nothing crashes.
TEST_F(RedisFaultTest, AServerKilledMidAnswerLosesOnlyTheRest) {
  std::vector<std::string> keys;
  const std::string value(1 << 20, 'v');
  std::vector<CacheEntry> entries;
  for (int i = 0; i < 32; ++i) keys.push_back(absl::StrCat("big", i));
  for (const std::string& key : keys) entries.push_back({key, value});
  cache_->MultiSet(entries, kTtl, kPatience);
  const double closed = Failures("closed");
  int hits = 0;
  cache_->MultiGet(keys, kPatience, [&](size_t, absl::string_view found) {
    EXPECT_TRUE(found == value);
    if (++hits == 2) server_->Kill();
  });
  EXPECT_GE(hits, 2);
  EXPECT_LT(hits, 32);
  EXPECT_EQ(Failures("closed"), closed + 1);
  server_->Start();
  WaitUntilItAnswers();
}

TEST_F(RedisFaultTest, AnotherTypeUnderTheKeyIsAMiss) {
  Command({"LPUSH", "list", "x"});
  Command({"HSET", "hash", "x", "y"});
  const std::string keys[] = {"list", "probe", "hash"};
  std::vector<size_t> hits;
  cache_->MultiGet(keys, kPatience, [&](size_t i, absl::string_view) { hits.push_back(i); });
  EXPECT_THAT(hits, ::testing::ElementsAre(1));
  cache_->SetBlob("list", "now a string", kTtl, kPatience);
  EXPECT_THAT(cache_->GetBlob("list", kPatience), Optional(std::string("now a string")));
}

TEST_F(RedisFaultTest, FlushedKeysAreMisses) {
  Command({"FLUSHALL"});
  const double misses = Keys("miss");
  EXPECT_EQ(cache_->GetBlob("probe", kPatience), std::nullopt);
  EXPECT_EQ(Keys("miss"), misses + 1);
}

TEST_F(RedisFaultTest, AFrozenServerCostsNoMoreThanThePatience) {
  server_->Signal(SIGSTOP);
  EXPECT_EQ(cache_->GetBlob("probe", absl::Milliseconds(50)), std::nullopt);
  EXPECT_EQ(Failures("timeout"), 1);
  // A reply that comes late must not be taken for the next question's: the connection was thrown away.
  server_->Signal(SIGCONT);
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(cache_->GetBlob("absent", kPatience), std::nullopt);
  clock_.Advance(absl::Minutes(1));
  EXPECT_THAT(cache_->GetBlob("probe", kPatience), Optional(std::string("here")));
}

TEST_F(RedisFaultTest, ARefusedWriteIsLostAndReadsGoOn) {
  Command({"CONFIG", "SET", "maxmemory", "1"});
  cache_->SetBlob("new", std::string(100, 'x'), kTtl, kPatience);
  EXPECT_EQ(Failures("refused"), 1);
  EXPECT_THAT(cache_->GetBlob("probe", kPatience), Optional(std::string("here")));
  EXPECT_EQ(cache_->GetBlob("new", kPatience), std::nullopt);
}

TEST_F(RedisFaultTest, PasswordsAreUsed) {
  Command({"CONFIG", "SET", "requirepass", "geheim"});
  RedisCache::Options options = options_;
  options.name = "stranger";
  RedisCache stranger(options, clock_, metrics_);
  EXPECT_EQ(stranger.GetBlob("probe", kPatience), std::nullopt);
  options.name = "wrong";
  options.address.password = "falsch";
  RedisCache wrong(options, clock_, metrics_);
  EXPECT_EQ(wrong.GetBlob("probe", kPatience), std::nullopt);
  options.name = "friend";
  options.address.password = "geheim";
  RedisCache good(options, clock_, metrics_);
  EXPECT_THAT(good.GetBlob("probe", kPatience), Optional(std::string("here")));
}

// Somebody else listens there: closes at once, talks nonsense, or says nothing.
class NotRedisTest : public ::testing::TestWithParam<std::string> {};

TEST_P(NotRedisTest, IsAMiss) {
  signal(SIGPIPE, SIG_IGN);
  const Listener listener;
  std::thread stranger([&] {
    const int peer = accept(listener.fd(), nullptr, nullptr);
    char ignored[100];
    if (read(peer, ignored, sizeof(ignored)) > 0 && write(peer, GetParam().data(), GetParam().size()) >= 0)
      close(peer);
  });
  testing::FakeClock clock;
  PrometheusMetrics metrics;
  RedisCache::Options options;
  options.address = {"127.0.0.1", listener.port()};
  RedisCache cache(options, clock, metrics);
  EXPECT_EQ(cache.GetBlob("key", kPatience), std::nullopt);
  stranger.join();
}

INSTANTIATE_TEST_SUITE_P(Strangers, NotRedisTest,
                         ::testing::Values("", "HTTP/1.1 400 Bad Request\r\n\r\n", "*1\r\n$5\r\nab",
                                           "*-1\r\n", "$-1\r\n", "*2\r\n$1\r\na\r\n$1\r\nb\r\n", ":7\r\n",
                                           "*1\r\n:7\r\n", std::string(70000, '\0')));

TEST(ParseRedisAddressTest, BothFormsAreRead) {
  SELARAS_ASSERT_OK_AND_ASSIGN(RedisConnection::Address plain, ParseRedisAddress("cache.local:7000"));
  EXPECT_EQ(plain.host, "cache.local");
  EXPECT_EQ(plain.port, 7000);
  SELARAS_ASSERT_OK_AND_ASSIGN(RedisConnection::Address full,
                               ParseRedisAddress("redis://selaras:p@ss:w@[::1]:7001/3"));
  EXPECT_EQ(full.host, "::1");
  EXPECT_EQ(full.port, 7001);
  EXPECT_EQ(full.user, "selaras");
  EXPECT_EQ(full.password, "p@ss:w");
  EXPECT_EQ(full.database, 3);
  for (const char* bad : {"", "host:0", "host:70000", "host:x", "redis://geheim@h", "redis://h/x", "[::1"}) {
    EXPECT_THAT(ParseRedisAddress(bad),
                StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("geheim"))))
        << bad;
  }
}

}  // namespace
}  // namespace selaras
