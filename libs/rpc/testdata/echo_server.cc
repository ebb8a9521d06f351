// A process around EchoService, for tests that start and stop one and for trying the kit by hand.

#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "libs/rpc/server_runner.h"
#include "selaras/testing/v1/echo.grpc.pb.h"

namespace selaras::rpc {
namespace {

namespace pb = ::selaras::testing::v1;

class EchoHandler final : public pb::EchoService::Service {
 public:
  EchoHandler(const ServerDeps& deps, absl::Duration work)
      : calls_(deps, pb::EchoService::service_full_name()), work_(work) {}

  grpc::Status EchoPublic(grpc::ServerContext* context, const pb::EchoRequest* in,
                          pb::EchoResponse* out) override {
    return Serve(calls_, context, "EchoPublic", [&](const CallScope&) -> absl::Status {
      absl::SleepFor(work_);
      out->set_text(in->text());
      return absl::OkStatus();
    });
  }

 private:
  const ServiceCalls calls_;
  const absl::Duration work_;
};

absl::Status Run(const Settings& settings) {
  SettingsReader reader(settings);
  const ServerOptions server = ServerOptions::FromSettings(reader, 0);
  const ProcessOptions process_options = ProcessOptions::FromSettings(reader, 0);
  const absl::Duration work = reader.Duration("work", absl::ZeroDuration(), absl::ZeroDuration(),
                                              absl::Minutes(1), "How long each call takes.");
  SELARAS_RETURN_IF_ERROR(reader.Finish());
  SELARAS_ASSIGN_OR_RETURN(const auto process, Process::Create("echo", process_options));
  EchoHandler handler(process->deps(), work);
  return RunServer(*process, server, {{pb::EchoService::service_full_name(), &handler}});
}

}  // namespace
}  // namespace selaras::rpc

int main(int argc, char** argv) {
  return selaras::rpc::RunMain(argc, argv, selaras::rpc::Run);
}
