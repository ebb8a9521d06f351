// Why a verification ends early. Every fault ends the run, so the two kinds of end are exceptions caught in one
// place (cli.cc).
#ifndef SELARAS_SERVICES_VERIFY_LOG_WRONG_H_
#define SELARAS_SERVICES_VERIFY_LOG_WRONG_H_

#include <cstdint>
#include <string>

namespace selaras::verify_log {

enum class Part { kLeaf, kContent };

// What is said is not so, or is said in a way that the format does not know. `number` counts from 0: the leaf being
// read or, at a checkpoint, the last one before it; contents likewise. `reason` quotes no text of the files.
struct Wrong {
  Part part;
  int64_t number;
  std::string reason;
};

// A file cannot be read to its end, or the key is none: nothing is known about the log.
struct Unreadable {
  std::string file;
};

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_WRONG_H_
