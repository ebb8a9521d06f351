// How the commands under `case` join it.
#ifndef SELARAS_SERVICES_CLI_CASES_CASE_COMMANDS_H_
#define SELARAS_SERVICES_CLI_CASES_CASE_COMMANDS_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "services/cli/cases/bulk_acts.h"
#include "services/cli/command.h"

namespace selaras::cli {

void AddCaseCreate(CLI::App& group, Work& run);
void AddCaseReads(CLI::App& group, Work& run);  // list, show, tasks, watch
void AddCaseVerbs(CLI::App& group, Work& run);
void AddCaseMeet(CLI::App& group, Work& run);
void AddCaseVeto(CLI::App& group, Work& run);
void AddCaseSheets(CLI::App& group, Work& run);

// CASE… | --all [--plan], --in-flight.
void AddChoice(CLI::App& command, CaseChoice& choice);
void AddInFlight(CLI::App& command, int& in_flight);
// A flag whose value is a day, YYYY-MM-DD.
CLI::Option* AddDay(CLI::App& command, const std::string& flag, std::optional<absl::CivilDay>& day,
                    const std::string& help);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_CASES_CASE_COMMANDS_H_
