// Why a verification ends early. Standard library only rules out absl::Status here, and every fault ends the
// run, so the two kinds of end are exceptions caught in one place (cli.cc).
#ifndef SELARAS_SERVICES_VERIFY_WRONG_H_
#define SELARAS_SERVICES_VERIFY_WRONG_H_

#include <cstdint>
#include <string>

namespace selaras::verify {

enum class File { kInstance, kCertificate };

// The file says something that is not so, or says it in a way that the format does not know. `line` counts
// from 1. `reason` quotes no text of the files.
struct Wrong {
  File file;
  int64_t line;
  std::string reason;
};

// The file cannot be read to its end: nothing is known about what it says.
struct Unreadable {
  File file;
};

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_WRONG_H_
