#include "libs/base/status_macros.h"
#include "libs/rpc/server_runner.h"
#include "services/registry/options.h"
#include "services/registry/registry_parts.h"

namespace selaras::registry {
namespace {

absl::Status Run(const Settings& settings) {
  SettingsReader reader(settings);
  const RegistryOptions options = RegistryOptions::FromSettings(reader);
  const rpc::ServerOptions server = rpc::ServerOptions::FromSettings(reader, kDefaultPort);
  const rpc::ProcessOptions process_options = rpc::ProcessOptions::FromSettings(reader, kDefaultAdminPort);
  SELARAS_RETURN_IF_ERROR(reader.Finish());
  SELARAS_ASSIGN_OR_RETURN(const auto process, rpc::Process::Create("registry", process_options));
  SELARAS_ASSIGN_OR_RETURN(const auto registry, RegistryParts::Create(options, process->deps()));
  SELARAS_RETURN_IF_ERROR(registry->Start());
  rpc::RunHooks hooks;
  hooks.ready = [&] { return registry->Ready(); };
  hooks.stopping = [&] { registry->Stop(); };
  return rpc::RunServer(*process, server, {registry->served()}, hooks);
}

}  // namespace
}  // namespace selaras::registry

int main(int argc, char** argv) {
  return selaras::rpc::RunMain(argc, argv, selaras::registry::Run);
}
