// The program selaras-verify-log without its process: arguments in, text and exit status out.
//
//   selaras-verify-log FILE [--public-key PEM]... [--contents FILE] [--json]
//
// Prints one line: `OK …` or `WRONG at leaf N: reason` (`WRONG at content N: reason` for the contents file), N from 0.
// With --json one flat object instead: "verdict" OK or WRONG, then either "origin" "leaves" "checkpoints" "root"
// "time_us" "contents" "key" (GIVEN or FROM_FILE), or "leaf" or "content" and "reason".
//
// Without --public-key the file is checked against the key that it carries, which whoever forges a whole log forges
// too: OK then means no more than that the file agrees with itself, and the line says so.
#ifndef SELARAS_SERVICES_VERIFY_LOG_CLI_H_
#define SELARAS_SERVICES_VERIFY_LOG_CLI_H_

#include <ostream>
#include <string>
#include <vector>

namespace selaras::verify_log {

// Exit statuses, do not renumber.
inline constexpr int kHolds = 0;        // OK.
inline constexpr int kDoesNotHold = 1;  // WRONG.
inline constexpr int kNotChecked =
    2;  // Usage, a file that cannot be read, no key, or memory that does not suffice.

// `arguments` are those after the program's name. Verdicts go to `out`, everything else to `error`.
int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error);

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_CLI_H_
