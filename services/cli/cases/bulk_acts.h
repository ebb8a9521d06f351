// A verb on one case, on several, or on all where it may follow; what came of it, for people and for programs.
#ifndef SELARAS_SERVICES_CLI_CASES_BULK_ACTS_H_
#define SELARAS_SERVICES_CLI_CASES_BULK_ACTS_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "services/cli/bulk.h"
#include "services/cli/cases/case_desk.h"
#include "services/cli/exit_status.h"

namespace selaras::cli {

// Which cases a bulk command is about.
struct CaseChoice {
  std::vector<std::string> cases;  // Names or ids.
  bool all = false;
  std::string plan;  // With `all`; "" = of every plan.
  int in_flight = 16;
};

struct CaseVerb {
  std::string verb;              // As in Case.next_verbs.
  std::string said_id, said_en;  // Past participles: "diajukan", "submitted".
  // Narrows what `all` reads; unspecified = every state is read and `next_verbs` decides.
  approval::v1alpha::Case::State state = approval::v1alpha::Case::STATE_UNSPECIFIED;
  NextCall next;
};

// The named cases as they stand, or with `all` those of the plan on which `verb` may follow.
// kInvalidArgument: neither or both.
absl::StatusOr<std::vector<approval::v1alpha::Case>> ChooseCases(const CaseDesk& desk,
                                                                 const CaseChoice& choice,
                                                                 absl::string_view verb,
                                                                 approval::v1alpha::Case::State state);

// Does the verb. Cases on which nothing was left to do count as skipped. Exit: kDone; kFailed if a case failed; for a
// single named case the status of its error.
absl::StatusOr<ExitStatus> ActOnCases(const CaseDesk& desk, const CaseChoice& choice, const CaseVerb& verb);

// What a bulk run came to. `names[i]` is item i in words of the caller.
struct BulkWords {
  std::string verb;                 // For programs.
  std::string item, done, skipped;  // For people: "berkas", "diajukan", "sudah berjalan".
};
void PrintBulk(const Session& session, const BulkReport& report, const BulkWords& words,
               const std::vector<std::string>& names, nlohmann::ordered_json extra = {});

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_CASES_BULK_ACTS_H_
