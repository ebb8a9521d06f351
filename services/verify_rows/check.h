// Rebuilds rows of a plan's instance from exported facts and the sealed policy, and compares.
#ifndef SELARAS_SERVICES_VERIFY_ROWS_CHECK_H_
#define SELARAS_SERVICES_VERIFY_ROWS_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace selaras::verify_rows {

struct CheckOptions {
  std::string instance, facts, policy, plan, keys;  // Files, and folders of facts and policy.
  std::vector<std::string> people;                  // Instance keys; where given, their rows and no sample.
  int64_t sample = 1000;                            // People; 0 = everybody.
  uint64_t seed = 1;
};

// `where` is a person's key, a post or a district; never an employee.
struct Difference {
  std::string where, what, stated, recomputed;
};

inline constexpr size_t kMostDifferences = 100;  // Kept; all are counted.

struct Outcome {
  int64_t people = 0, in_scope = 0;   // Rows rebuilt; people of the plan.
  int64_t cells = 0, exceptions = 0;  // Compared points.
  int64_t posts = 0, districts = 0;   // All of them, always.
  int64_t difference_count = 0;
  std::vector<Difference> differences;
  std::vector<std::string> not_rebuilt;  // What was read over.
};

// kNotFound, kInvalidArgument: files that cannot be read. Memory: the organisation, 200 bytes a person, and a few
// thousand people whole at a time.
absl::StatusOr<Outcome> CheckRows(const CheckOptions& options);

}  // namespace selaras::verify_rows

#endif  // SELARAS_SERVICES_VERIFY_ROWS_CHECK_H_
