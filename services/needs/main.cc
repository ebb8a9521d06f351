// selaras-needs: the needs service as a process of its own.
#include "libs/base/status_macros.h"
#include "libs/rpc/server_runner.h"
#include "services/needs/needs_parts.h"

int main(int argc, char** argv) {
  using namespace selaras;  // NOLINT: a main
  return rpc::RunMain(argc, argv, [](const Settings& settings) -> absl::Status {
    SettingsReader reader(settings);
    const rpc::ProcessOptions process_options = rpc::ProcessOptions::FromSettings(reader, 7412);
    const rpc::ServerOptions server_options = rpc::ServerOptions::FromSettings(reader, 7402);
    const needs::NeedsOptions options = needs::NeedsOptions::FromSettings(reader);
    SELARAS_RETURN_IF_ERROR(reader.Finish());
    SELARAS_ASSIGN_OR_RETURN(const auto process, rpc::Process::Create("needs", process_options));
    SELARAS_ASSIGN_OR_RETURN(const auto parts, needs::NeedsParts::Create(options, process->deps()));
    rpc::RunHooks hooks;
    hooks.ready = [&] { return parts->Ready(); };
    hooks.started = [&](rpc::Server&) { parts->Start(); };
    hooks.stopping = [&] { parts->Stop(); };
    return rpc::RunServer(*process, server_options, parts->services(), hooks);
  });
}
