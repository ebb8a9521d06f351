// The program selaras-verify without its process: arguments in, text and exit status out.
//
//   selaras-verify INSTANCE CERTIFICATE [--json]
//
// Prints one line: `OPTIMAL`, `WITHIN x` (x points at most are missing to the best placement) or
// `WRONG at line N of FILE: reason`. With --json one flat object instead: "verdict" OPTIMAL, WITHIN or WRONG,
// then either "objective" "bound" "gap" "moves" "persons" "posts" "lawful_pairs" or "file" "line" "reason".
#ifndef SELARAS_SERVICES_VERIFY_CLI_H_
#define SELARAS_SERVICES_VERIFY_CLI_H_

#include <ostream>
#include <string>
#include <vector>

namespace selaras::verify {

// Exit statuses, do not renumber.
inline constexpr int kHolds = 0;        // OPTIMAL or WITHIN.
inline constexpr int kDoesNotHold = 1;  // WRONG.
inline constexpr int kNotChecked =
    2;  // Usage, or a file that cannot be read, or memory that does not suffice.

// `arguments` are those after the program's name. Verdicts go to `out`, everything else to `error`.
int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_CLI_H_
