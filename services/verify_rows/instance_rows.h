// An instance file (docs/formats.md §1) read row by row: its head is kept, its persons pass by.
#ifndef SELARAS_SERVICES_VERIFY_ROWS_INSTANCE_ROWS_H_
#define SELARAS_SERVICES_VERIFY_ROWS_INSTANCE_ROWS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace selaras::verify_rows {

struct InstanceHead {
  std::optional<int64_t> moves;  // nullopt = no limit.
  std::vector<std::string> districts, cells;
  std::vector<std::vector<int64_t>> distances;
  struct Post {
    std::string id;
    int64_t cell, district;
    std::vector<int64_t> seats;  // Points of each seat.
  };
  std::vector<Post> posts;
  int64_t persons = 0;
  bool has_limits_or_tiers = false;  // Version 2: read over, not rebuilt.
};

struct PersonRow {
  int64_t line = 0;
  std::string key;
  int64_t home, reference;
  std::vector<std::pair<int64_t, int64_t>> cells;
  std::vector<std::pair<int64_t, std::optional<int64_t>>> exceptions;  // nullopt = forbidden.
};

// Calls `head` before the first person, then `person` for each; an error of either ends the read. kNotFound: no such
// file; kInvalidArgument: not an instance, naming the line. Memory: the head and one line.
absl::Status ReadInstance(const std::string& path,
                          const std::function<absl::Status(const InstanceHead&)>& head,
                          const std::function<absl::Status(const PersonRow&)>& person);

// SHA-256 of a file, lower-case hex. kNotFound.
absl::StatusOr<std::string> FileSha256(const std::string& path);

}  // namespace selaras::verify_rows

#endif  // SELARAS_SERVICES_VERIFY_ROWS_INSTANCE_ROWS_H_
