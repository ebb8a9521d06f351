// How commands join the program: each registers its words and flags on the app and, when chosen, leaves its
// work in `run`. main then calls it once.
#ifndef SELARAS_SERVICES_CLI_COMMAND_H_
#define SELARAS_SERVICES_CLI_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>

#include "absl/status/statusor.h"
#include "services/cli/exit_status.h"
#include "services/cli/session.h"

namespace selaras::cli {

// The work of the chosen command. A status is printed and mapped to an exit status.
using Work = std::function<absl::StatusOr<ExitStatus>(Session&)>;

// Each takes care that its options outlive the app (shared_ptr captured by the callback).
void AddGenerate(CLI::App& app, Work& run);
void AddImport(CLI::App& app, Work& run);
void AddBundle(CLI::App& app, Work& run);
void AddNeeds(CLI::App& app, Work& run);
void AddVectors(CLI::App& app, Work& run);
void AddPolicy(CLI::App& app, Work& run);
void AddPlan(CLI::App& app, Work& run);
void AddExplain(CLI::App& app, Work& run);
void AddExchange(CLI::App& app, Work& run);
void AddFairness(CLI::App& app, Work& run);
void AddExport(CLI::App& app, Work& run);
void AddFrontier(CLI::App& app, Work& run);
void AddCompare(CLI::App& app, Work& run);
void AddRank(CLI::App& app, Work& run);
void AddStatus(CLI::App& app, Work& run);
void AddLookup(CLI::App& app, Work& run);
void AddCase(CLI::App& app, Work& run);
void AddCycle(CLI::App& app, Work& run);
void AddDecree(CLI::App& app, Work& run);
void AddEvaluate(CLI::App& app, Work& run);
void AddEvidence(CLI::App& app, Work& run);
void AddTrial(CLI::App& app, Work& run);
void AddCompletion(CLI::App& app, Work& run);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_COMMAND_H_
