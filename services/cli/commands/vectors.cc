#include <iostream>

#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

absl::StatusOr<ExitStatus> Refresh(Session& session) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  const matching::v1alpha::RefreshVectorsRequest request;
  SELARAS_ASSIGN_OR_RETURN(
      const auto done, matching.peer->Call<matching::v1alpha::RefreshVectorsResponse>(
                           session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                             return matching.stub->RefreshVectors(context, request, out);
                           }));
  if (session.json()) {
    std::cout << ToJson(done) << "\n";
  } else {
    std::cout << "profile vectors: " << Thousands(done.employees()) << " employees, "
              << Thousands(done.cache_hits()) << " already in the cache, " << Thousands(done.recomputed())
              << " recomputed\n";
  }
  return kDone;
}

}  // namespace

void AddVectors(CLI::App& app, Work& run) {
  CLI::App* command =
      app.add_subcommand("vectors", "Bring the cached profile vectors up to date (saves time only)");
  command->callback([&run] { run = Refresh; });
}

}  // namespace selaras::cli
