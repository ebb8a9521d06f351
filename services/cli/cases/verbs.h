// The verbs of a case as requests: which calls each makes on a case as it stands.
#ifndef SELARAS_SERVICES_CLI_CASES_VERBS_H_
#define SELARAS_SERVICES_CLI_CASES_VERBS_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "services/cli/cases/bulk_acts.h"

namespace selaras::cli {

// What the flags of all verbs may say; each verb reads its own.
struct VerbOptions {
  bool against = false;              // recommend, consent, consider.
  std::string note;                  // recommend, reconcile.
  std::string document;              // consent, consider, settle: reference of a letter.
  std::string move;                  // consent, consider, reject: number or name; "" = every one that is due.
  std::string code;                  // settle: "" = every open item.
  std::string reason;                // reject, recuse, withdraw.
  std::vector<std::string> defects;  // return.
  std::string content_hash;          // approve: "" = as the case is read now.
  std::string signatory;             // issue.
  bool collective = false;
  std::optional<absl::CivilDay> effective_date;  // issue, revise.
  bool retry = false, give_back = false;         // reconcile: exactly one.
  bool drop = false;                             // confirm-veto.
};

// `command`: submit, screen, recommend, consent, consider, approve, reject, return, withdraw, recuse, issue,
// reconcile, revise, settle, confirm-veto. The desk must outlive the verb.
CaseVerb MakeVerb(const CaseDesk& desk, const std::string& command, const VerbOptions& options);

// "2" and "cases/…/moves/2" → the full name in that case.
std::string MoveNameIn(const std::string& case_name, const std::string& text);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_CASES_VERBS_H_
