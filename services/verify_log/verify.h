// The check itself: every checkpoint of an export was signed by a trusted key over exactly the leaves before it.
// Roots of all checkpoints come from one walk over the same leaves, so that each state goes on from the one before.
#ifndef SELARAS_SERVICES_VERIFY_LOG_VERIFY_H_
#define SELARAS_SERVICES_VERIFY_LOG_VERIFY_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "services/verify_log/contents.h"
#include "services/verify_log/public_key.h"

namespace selaras::verify_log {

struct Finding {
  std::string origin;
  int64_t leaves = 0;
  int64_t checkpoints = 0;
  std::string root;     // of all leaves, lower-case hex
  int64_t time_us = 0;  // of the last checkpoint, microseconds since 1970 UTC
};

// Reads an export (docs/formats.md, "Log export") from `in`, named `name` in Unreadable. Without `trusted` keys the
// ones in the file are taken, and the finding then says only that the file agrees with itself. Each of `contents`
// must have its leaf. Memory: one hash per level of the tree, one line, and the contents. Throws Wrong, Unreadable.
Finding Verify(std::istream& in, const std::string& name, const std::vector<PublicKey>& trusted,
               Contents& contents);

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_VERIFY_H_
