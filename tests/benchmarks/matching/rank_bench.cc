// Measures RankCandidates and RankPosts of a running matching service over gRPC: 4 calls in flight, random posts and people,
// the first 50 of each. The script `rank` beside this starts the services. Prints `key value` lines.
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "selaras/matching/v1alpha/matching_service.grpc.pb.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"

namespace {

namespace mpb = selaras::matching::v1alpha;
namespace rpb = selaras::registry::v1alpha;
using Steady = std::chrono::steady_clock;

struct Options {
  std::string matching, registry, token_file, service_token_file, policy;
  int calls = 2000, in_flight = 4, pid = 0;
  int ready_s = 600;
  uint64_t seed = 1;
};

std::string ReadToken(const std::string& file) {
  std::ifstream in(file);
  std::string token;
  in >> token;
  return token;
}

void Prepare(grpc::ClientContext& context, const std::string& token, const std::string& tenant = "") {
  context.AddMetadata("authorization", "Bearer " + token);
  if (!tenant.empty()) context.AddMetadata("selaras-tenant", tenant);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(10));
}

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address, int number) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(64 << 20);
  arguments.SetInt("bench.connection", number);  // Otherwise equal channels share one connection.
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

[[noreturn]] void Fail(const std::string& what, const grpc::Status& status) {
  std::fprintf(stderr, "rank_bench: %s: %d %s\n", what.c_str(), status.error_code(),
               status.error_message().c_str());
  std::exit(1);
}

// Seconds of processor time that the service used so far; 0 if it is not told.
double CpuSeconds(int pid) {
  if (pid == 0) return 0;
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const size_t end = text.rfind(')');
  if (end == std::string::npos) return 0;
  unsigned long long user = 0, system = 0;
  std::sscanf(text.c_str() + end + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
              &system);
  return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::vector<std::string> Employees(rpb::RegistryService::Stub& registry, const std::string& token) {
  std::vector<std::string> names;
  grpc::ClientContext context;
  Prepare(context, token, "province");
  const auto reader = registry.StreamProfileRevisions(&context, rpb::StreamProfileRevisionsRequest());
  rpb::StreamProfileRevisionsResponse batch;
  while (reader->Read(&batch)) {
    for (const std::string& id : batch.employee_ids()) {
      names.push_back(id.find('/') == std::string::npos ? "employees/" + id : id);
    }
  }
  if (const grpc::Status status = reader->Finish(); !status.ok()) Fail("reading employees", status);
  return names;
}

std::vector<std::string> Posts(rpb::RegistryService::Stub& registry, const std::string& token) {
  std::vector<std::string> names;
  grpc::ClientContext context;
  Prepare(context, token, "province");
  const auto reader = registry.StreamPosts(&context, rpb::StreamPostsRequest());
  rpb::StreamPostsResponse batch;
  while (reader->Read(&batch)) {
    for (const auto& post : batch.posts()) names.push_back(post.name());
  }
  if (const grpc::Status status = reader->Finish(); !status.ok()) Fail("reading posts", status);
  return names;
}

struct Measured {
  std::vector<double> millis;
  double cpu_ms = 0;
  int64_t rows = 0, bytes = 0;
};

using Call = std::function<grpc::Status(mpb::MatchingService::Stub&, grpc::ClientContext*, int64_t* rows,
                                        int64_t* bytes, std::mt19937_64& random)>;

Measured Measure(const Options& options, const std::string& token, const Call& call,
                 grpc::StatusCode expected = grpc::StatusCode::OK) {
  Measured measured;
  measured.millis.resize(options.calls);
  std::atomic<int> next = 0;
  std::atomic<int64_t> rows = 0, bytes = 0;
  const double cpu = CpuSeconds(options.pid);
  std::vector<std::thread> threads;
  for (int t = 0; t < options.in_flight; ++t) {
    threads.emplace_back([&, t] {
      const auto stub = mpb::MatchingService::NewStub(ChannelTo(options.matching, t));
      std::mt19937_64 random(options.seed * 1000 + t);
      for (int n = next++; n < options.calls; n = next++) {
        grpc::ClientContext context;
        Prepare(context, token);
        int64_t got = 0, size = 0;
        const auto begin = Steady::now();
        const grpc::Status status = call(*stub, &context, &got, &size, random);
        measured.millis[n] = std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
        if (!status.ok() && status.error_code() != expected) Fail("ranking", status);
        rows += got;
        bytes += size;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  measured.cpu_ms = (CpuSeconds(options.pid) - cpu) * 1000 / options.calls;
  measured.rows = rows;
  measured.bytes = bytes;
  std::sort(measured.millis.begin(), measured.millis.end());
  return measured;
}

double Percentile(const Measured& measured, double share) {
  const size_t last = measured.millis.size() - 1;
  return measured
      .millis[std::min(last, static_cast<size_t>(share * static_cast<double>(measured.millis.size())))];
}

void Print(const char* name, const Options& options, const Measured& measured) {
  std::printf("%s_p50_ms %.2f\n%s_p99_ms %.2f\n%s_max_ms %.2f\n", name, Percentile(measured, 0.50), name,
              Percentile(measured, 0.99), name, measured.millis.back());
  if (options.pid != 0) std::printf("%s_cpu_ms %.2f\n", name, measured.cpu_ms);
  std::printf("%s_rows %.1f\n%s_bytes %.0f\n", name, static_cast<double>(measured.rows) / options.calls, name,
              static_cast<double>(measured.bytes) / options.calls);
}

// Returns the seconds until the snapshot answers.
double AwaitReady(const Options& options, const std::string& token, const std::string& employee) {
  const auto stub = mpb::MatchingService::NewStub(ChannelTo(options.matching, -1));
  const auto begin = Steady::now();
  while (true) {
    mpb::RankPostsRequest request;
    request.set_employee(employee);
    request.set_policy(options.policy);
    mpb::RankPostsResponse response;
    grpc::ClientContext context;
    Prepare(context, token);
    const grpc::Status status = stub->RankPosts(&context, request, &response);
    const double waited = std::chrono::duration<double>(Steady::now() - begin).count();
    if (status.ok()) return waited;
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE || waited > options.ready_s)
      Fail("waiting", status);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  bool quick = false;
  CLI::App app("Latency of live ranking over gRPC", "rank_bench");
  app.add_option("--matching", options.matching, "host:port")->required();
  app.add_option("--registry", options.registry, "host:port")->required();
  app.add_option("--token-file", options.token_file, "of an analyst")->required();
  app.add_option("--service-token-file", options.service_token_file, "of a service")->required();
  app.add_option("--policy", options.policy, "policies/…")->required();
  app.add_option("--pid", options.pid, "of the matching service, for its processor time");
  app.add_option("--calls", options.calls, "of each method")->capture_default_str();
  app.add_option("--in-flight", options.in_flight)->capture_default_str();
  app.add_option("--seed", options.seed)->capture_default_str();
  app.add_flag("--quick", quick, "300 calls of each");
  CLI11_PARSE(app, argc, argv);
  if (quick) options.calls = 300;

  const std::string token = ReadToken(options.token_file), service = ReadToken(options.service_token_file);
  const auto registry = rpb::RegistryService::NewStub(ChannelTo(options.registry, 0));
  const std::vector<std::string> employees = Employees(*registry, service), posts = Posts(*registry, service);
  if (employees.empty() || posts.empty()) {
    std::fprintf(stderr, "rank_bench: the registry is empty\n");
    return 1;
  }
  std::printf("rank_seed %llu\nrank_people %zu\nrank_posts %zu\nrank_in_flight %d\nrank_calls %d\n",
              static_cast<unsigned long long>(options.seed), employees.size(), posts.size(),
              options.in_flight, options.calls);
  std::printf("rank_ready_s %.1f\n", AwaitReady(options, token, employees.front()));

  // What a round trip costs at this moment on this machine: a call that is refused before anything is ranked.
  const Measured floor = Measure(
      options, token,
      [&](mpb::MatchingService::Stub& stub, grpc::ClientContext* context, int64_t*, int64_t*,
          std::mt19937_64&) {
        mpb::RankPostsRequest request;
        request.set_employee("employees/nobody");
        request.set_policy(options.policy);
        mpb::RankPostsResponse response;
        return stub.RankPosts(context, request, &response);
      },
      grpc::StatusCode::NOT_FOUND);
  std::printf("rank_floor_p50_ms %.2f\nrank_floor_p99_ms %.2f\n", Percentile(floor, 0.50),
              Percentile(floor, 0.99));
  const Measured candidates = Measure(options, token,
                                      [&](mpb::MatchingService::Stub& stub, grpc::ClientContext* context,
                                          int64_t* rows, int64_t* bytes, std::mt19937_64& random) {
                                        mpb::RankCandidatesRequest request;
                                        request.set_post(posts[random() % posts.size()]);
                                        request.set_policy(options.policy);
                                        mpb::RankCandidatesResponse response;
                                        const grpc::Status status =
                                            stub.RankCandidates(context, request, &response);
                                        *rows = response.candidates_size();
                                        *bytes = static_cast<int64_t>(response.ByteSizeLong());
                                        return status;
                                      });
  Print("rank_candidates", options, candidates);
  const Measured ranked = Measure(options, token,
                                  [&](mpb::MatchingService::Stub& stub, grpc::ClientContext* context,
                                      int64_t* rows, int64_t* bytes, std::mt19937_64& random) {
                                    mpb::RankPostsRequest request;
                                    request.set_employee(employees[random() % employees.size()]);
                                    request.set_policy(options.policy);
                                    mpb::RankPostsResponse response;
                                    const grpc::Status status = stub.RankPosts(context, request, &response);
                                    *rows = response.posts_size();
                                    *bytes = static_cast<int64_t>(response.ByteSizeLong());
                                    return status;
                                  });
  Print("rank_posts", options, ranked);
  return 0;
}
