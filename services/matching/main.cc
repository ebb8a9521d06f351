// selaras-matching: the matching service as a process of its own.
#include "libs/base/status_macros.h"
#include "libs/rpc/server_runner.h"
#include "services/matching/matching_parts.h"

int main(int argc, char** argv) {
  using namespace selaras;  // NOLINT: a main
  return rpc::RunMain(argc, argv, [](const Settings& settings) -> absl::Status {
    SettingsReader reader(settings);
    const rpc::ProcessOptions process_options = rpc::ProcessOptions::FromSettings(reader, 7413);
    const rpc::ServerOptions server_options = rpc::ServerOptions::FromSettings(reader, 7403);
    const matching::MatchingOptions options = matching::MatchingOptions::FromSettings(reader);
    SELARAS_RETURN_IF_ERROR(reader.Finish());
    SELARAS_ASSIGN_OR_RETURN(const auto process, rpc::Process::Create("matching", process_options));
    SELARAS_ASSIGN_OR_RETURN(const auto parts, matching::MatchingParts::Create(options, process->deps()));
    SELARAS_RETURN_IF_ERROR(parts->Start());
    rpc::RunHooks hooks;
    hooks.ready = [&] { return parts->Ready(); };
    hooks.stopping = [&] { parts->Stop(); };
    return rpc::RunServer(*process, server_options, parts->services(), hooks);
  });
}
