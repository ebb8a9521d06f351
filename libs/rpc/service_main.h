#ifndef SELARAS_LIBS_RPC_SERVICE_MAIN_H_
#define SELARAS_LIBS_RPC_SERVICE_MAIN_H_

// The main of a program that is one service.
//
//   int main(int argc, char** argv) {
//     using namespace selaras::registry;
//     return selaras::rpc::ServiceMain<RegistryParts, RegistryOptions>(argc, argv, "registry", kDefaultPort,
//                                                                      kDefaultAdminPort);
//   }
//
// REQUIRES of the service:
//   static Options Options::FromSettings(SettingsReader&);
//   static absl::StatusOr<std::unique_ptr<Parts>> Parts::Create(const Options&, const ServerDeps&);
//   std::vector<ServedService> services();
//   absl::Status Start();    once, before it serves: background work
//   absl::Status Ready();    at least once a second: does it answer?
//   void Serving(Server&);   optional; once it listens: health of its own names
//   void Stop();             before calls are cut; again by the destructor

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/server_runner.h"

namespace selaras::rpc {

template <typename Parts, typename Options>
int ServiceMain(int argc, char** argv, const char* name, int default_port, int default_admin_port) {
  return RunMain(argc, argv, [&](const Settings& settings) -> absl::Status {
    SettingsReader reader(settings);
    const ProcessOptions process_options = ProcessOptions::FromSettings(reader, default_admin_port);
    const ServerOptions server_options = ServerOptions::FromSettings(reader, default_port);
    const Options options = Options::FromSettings(reader);
    SELARAS_RETURN_IF_ERROR(reader.Finish());
    SELARAS_ASSIGN_OR_RETURN(const auto process, Process::Create(name, process_options));
    SELARAS_ASSIGN_OR_RETURN(const auto parts, Parts::Create(options, process->deps()));
    SELARAS_RETURN_IF_ERROR(parts->Start());
    RunHooks hooks;
    hooks.ready = [&] { return parts->Ready(); };
    hooks.stopping = [&] { parts->Stop(); };
    if constexpr (requires(Server & server) { parts->Serving(server); }) {
      hooks.started = [&](Server& server) { parts->Serving(server); };
    }
    return RunServer(*process, server_options, parts->services(), hooks);
  });
}

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_SERVICE_MAIN_H_
