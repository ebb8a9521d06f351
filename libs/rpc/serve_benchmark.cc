// What Serve costs: one call in flight against a handler without it and one with it, same server, client and
// process. Compare the two lines of one run; absolute times mean little.
//   build/release/bench/serve_benchmark --benchmark_repetitions=5 --benchmark_enable_random_interleaving=true

#include <benchmark/benchmark.h>

#include "libs/rpc/serve.h"
#include "libs/testing/in_process_server.h"
#include "selaras/testing/v1/echo.grpc.pb.h"

namespace selaras::rpc {
namespace {

namespace pb = ::selaras::testing::v1;

class EchoHandler final : public pb::EchoService::Service {
 public:
  explicit EchoHandler(const ServerDeps& deps) : calls_(deps, pb::EchoService::service_full_name()) {}

  grpc::Status EchoPublic(grpc::ServerContext*, const pb::EchoRequest* in, pb::EchoResponse* out) override {
    out->set_text(in->text());
    return grpc::Status::OK;
  }
  grpc::Status Echo(grpc::ServerContext* context, const pb::EchoRequest* in, pb::EchoResponse* out) override {
    return Serve(calls_, context, "Echo", [&](const CallScope&) -> absl::Status {
      out->set_text(in->text());
      return absl::OkStatus();
    });
  }

 private:
  const ServiceCalls calls_;
};

template <typename Method>
void Run(benchmark::State& state, Method method) {
  testing::InProcessParts parts;
  parts.tokens.Add("token", {.id = "a", .tenant = "t", .roles = {Role::kAnalyst}});
  EchoHandler handler(parts.deps());
  const testing::InProcessServer server({{pb::EchoService::service_full_name(), &handler}});
  const auto peer = parts.MakePeer(server, "token");
  const auto stub = pb::EchoService::NewStub(peer->channel());
  const CallScope scope = parts.Scope();
  pb::EchoRequest request;
  request.set_text("halo, dunia");
  pb::EchoResponse response;
  for (auto _ : state) {
    const auto context = peer->MakeContext(scope);
    if (!(stub.get()->*method)(context.get(), request, &response).ok()) state.SkipWithError("call failed");
  }
}

void BM_Bare(benchmark::State& state) {
  Run(state, &pb::EchoService::Stub::EchoPublic);
}
void BM_Served(benchmark::State& state) {
  Run(state, &pb::EchoService::Stub::Echo);
}

BENCHMARK(BM_Bare)->UseRealTime();
BENCHMARK(BM_Served)->UseRealTime();

}  // namespace
}  // namespace selaras::rpc

BENCHMARK_MAIN();
