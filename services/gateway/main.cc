// selaras-gateway: REST/JSON before the services, as a process of its own.
#include "libs/base/status_macros.h"
#include "libs/rpc/server_runner.h"
#include "services/gateway/gateway_parts.h"

namespace selaras::gateway {
namespace {

absl::Status Run(const Settings& settings) {
  SettingsReader reader(settings);
  const rpc::ProcessOptions process_options = rpc::ProcessOptions::FromSettings(reader, kDefaultAdminPort);
  const auto options = GatewayProcessOptions::FromSettings(reader, kDefaultPort);
  const bool openapi = reader.Flag("openapi", false, "Prints the OpenAPI document of all services and ends.");
  SELARAS_RETURN_IF_ERROR(reader.Finish());
  if (openapi) return absl::CancelledError(OpenApiText());

  SELARAS_ASSIGN_OR_RETURN(const auto process, rpc::Process::Create("gateway", process_options));
  SELARAS_ASSIGN_OR_RETURN(const auto gateway, GatewayParts::Create(options, process->deps()));
  SELARAS_RETURN_IF_ERROR(gateway->Start());
  rpc::RunHooks hooks;
  hooks.ready = [&] { return gateway->Ready(); };
  hooks.stopping = [&] { gateway->Stop(); };
  return rpc::RunUntilStopped(*process, options.drain, hooks);
}

}  // namespace
}  // namespace selaras::gateway

int main(int argc, char** argv) {
  return selaras::rpc::RunMain(argc, argv, selaras::gateway::Run);
}
