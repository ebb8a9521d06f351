// Names of people, posts and whatever else plans speak of: made by the registry, or a caller's own code in a bundle.
#ifndef SELARAS_SERVICES_MATCHING_RPC_OUTSIDE_PATTERN_H_
#define SELARAS_SERVICES_MATCHING_RPC_OUTSIDE_PATTERN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/resource/resource_name.h"
#include "services/matching/bundle/outside_id.h"

namespace selaras::matching::names {

// As ResourcePattern of one variable, but that the id may be an outside one ("posts/UPT.012-A").
class OutsidePattern {
 public:
  constexpr explicit OutsidePattern(const char* pattern) : pattern_(pattern) {}

  absl::StatusOr<std::string> ParseId(absl::string_view name) const {
    const absl::string_view collection =
        absl::string_view(pattern_.pattern()).substr(0, absl::string_view(pattern_.pattern()).find('/') + 1);
    if (name.substr(0, collection.size()) == collection) {
      const absl::string_view id = name.substr(collection.size());
      if (IsOutsideId(id) && !LooksLikePersonalNumber(id)) return std::string(id);
    }
    return pattern_.ParseId(name);
  }
  std::string Format(absl::string_view id) const { return pattern_.Format(id); }
  const char* pattern() const { return pattern_.pattern(); }

 private:
  const ResourcePattern pattern_;
};

}  // namespace selaras::matching::names

#endif  // SELARAS_SERVICES_MATCHING_RPC_OUTSIDE_PATTERN_H_
