// Starts echo_server as a process, because signals belong to processes.

#include "libs/rpc/server_runner.h"

#include <fcntl.h>
#include <httplib.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/rpc/channel.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "selaras/testing/v1/echo.grpc.pb.h"

namespace selaras::rpc {
namespace {

namespace pb = ::selaras::testing::v1;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::TempDir;

// A child whose standard error goes to a file.
class Child {
 public:
  Child(const TempDir& dir, std::vector<std::string> flags) : log_(dir.File("log")) {
    flags.insert(flags.begin(), SELARAS_ECHO_SERVER);
    std::vector<char*> argv;
    for (std::string& flag : flags) argv.push_back(flag.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) {
      posix_spawn_file_actions_addopen(&actions, fd, log_.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    }
    EXPECT_EQ(posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Child() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      Wait();
    }
  }

  void Signal(int signal) { kill(pid_, signal); }

  // Exit status, or 128 + signal.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  std::string Log() const {
    std::ifstream file(log_);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  // Waits for the log line with `message`; null after the test's patience of a minute.
  nlohmann::json WaitForLine(const std::string& message) const {
    for (int i = 0; i < 6000; ++i) {
      const std::string log = Log();
      for (absl::string_view line : absl::StrSplit(log, '\n', absl::SkipEmpty())) {
        const auto json =
            nlohmann::json::parse(line.begin(), line.end(), nullptr, /*allow_exceptions=*/false);
        if (json.is_object() && json.value("message", "") == message) return json;
      }
      absl::SleepFor(absl::Milliseconds(10));
    }
    ADD_FAILURE() << "no line \"" << message << "\" in:\n" << Log();
    return {};
  }

 private:
  std::string log_;
  pid_t pid_ = 0;
};

class ServerRunnerTest : public ::testing::Test {
 protected:
  absl::Status CallEcho(int port) {
    PeerOptions options;
    options.target = absl::StrCat("127.0.0.1:", port);
    const auto peer = *Peer::Create(options, {ids_});
    const auto stub = pb::EchoService::NewStub(peer->channel());
    CallScope scope;
    scope.clock = &clock_;
    return peer
        ->Call<pb::EchoResponse>(scope, Retry::kNever,
                                 [&](grpc::ClientContext* context, pb::EchoResponse* out) {
                                   return stub->EchoPublic(context, {}, out);
                                 })
        .status();
  }

  grpc::health::v1::HealthCheckResponse::ServingStatus Health(int port) {
    PeerOptions options;
    options.target = absl::StrCat("127.0.0.1:", port);
    const auto peer = *Peer::Create(options, {ids_});
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckResponse response;
    grpc::health::v1::Health::NewStub(peer->channel())->Check(&context, {}, &response);
    return response.status();
  }

  TempDir dir_;
  SystemClock clock_;
  RandomIdSource ids_{clock_};
};

TEST_F(ServerRunnerTest, OnTermHealthTurnsTheRunningCallEndsAndTheProcessExitsWithZero) {
  Child child(dir_, {"--work=4s", "--drain=3s", "--grace=20s"});
  const auto listening = child.WaitForLine("listening");
  const int port = listening.at("port");
  httplib::Client admin("127.0.0.1", listening.at("admin_port").get<int>());
  EXPECT_EQ(admin.Get("/readyz")->status, 200);
  absl::Status outcome = absl::UnknownError("not called");
  std::thread client([&] { outcome = CallEcho(port); });
  absl::SleepFor(absl::Milliseconds(100));  // the call may also arrive while draining
  child.Signal(SIGTERM);
  child.WaitForLine("stopping");
  EXPECT_EQ(Health(port), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(admin.Get("/readyz")->status, 503);
  EXPECT_EQ(child.Wait(), 0) << child.Log();
  client.join();
  EXPECT_THAT(outcome, IsOk());
  child.WaitForLine("stopped");
}

TEST_F(ServerRunnerTest, InterruptStopsItToo) {
  Child child(dir_, {"--drain=0s"});
  child.WaitForLine("listening");
  child.Signal(SIGPIPE);  // ignored
  child.Signal(SIGINT);
  EXPECT_EQ(child.Wait(), 0) << child.Log();
}

TEST_F(ServerRunnerTest, WrongSettingsAreAllNamedAndExitWithTwo) {
  Child child(dir_, {"--port=many", "--drain=soon", "--colour=red"});
  EXPECT_EQ(child.Wait(), 2);
  for (const char* name : {"port (--port)", "drain (--drain)", "colour (--colour)"}) {
    EXPECT_THAT(child.Log(), HasSubstr(name));
  }
}

TEST_F(ServerRunnerTest, HelpExitsWithZero) {
  Child child(dir_, {"--help"});
  EXPECT_EQ(child.Wait(), 0);
  EXPECT_THAT(child.Log(), HasSubstr("--tokens-file"));
}

TEST_F(ServerRunnerTest, ABadTokenFileStopsTheStart) {
  Child child(dir_, {"--tokens-file=" + dir_.Write("tokens", "oops\n")});
  EXPECT_EQ(child.Wait(), 2);
  EXPECT_THAT(child.Log(), HasSubstr("line 1"));
}

}  // namespace
}  // namespace selaras::rpc
