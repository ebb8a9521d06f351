// Contents of leaves, as the service that acted keeps them, with the salts that open their leaves.
#ifndef SELARAS_SERVICES_VERIFY_LOG_CONTENTS_H_
#define SELARAS_SERVICES_VERIFY_LOG_CONTENTS_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "services/verify_log/tree.h"

namespace selaras::verify_log {

// The leaves that these contents must have in a log. A leaf follows from its content and salt, so a hash is all
// that is kept of a content: 48 bytes each.
class Contents {
 public:
  Contents() = default;
  // Reads a contents file. Throws Wrong{kContent} and Unreadable.
  Contents(std::istream& in, const std::string& name);

  int64_t size() const { return static_cast<int64_t>(wanted_.size()); }
  // Notes that the log has this leaf.
  void Meet(const Hash& leaf);
  // Throws Wrong{kContent} naming the first content whose leaf was not met.
  void RequireAllMet() const;

 private:
  struct Wanted {
    Hash leaf;
    int64_t number;
    bool met;
  };
  std::vector<Wanted> wanted_;  // ascending by leaf
};

// The leaf's bytes for a content; "" if `content` is none.
std::string LeafOf(std::string_view salt, std::string_view content);

}  // namespace selaras::verify_log

#endif  // SELARAS_SERVICES_VERIFY_LOG_CONTENTS_H_
