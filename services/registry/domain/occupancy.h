#ifndef SELARAS_SERVICES_REGISTRY_DOMAIN_OCCUPANCY_H_
#define SELARAS_SERVICES_REGISTRY_DOMAIN_OCCUPANCY_H_

// How many people hold a post from a day on, by what is believed now. Appointments of one person may overlap in
// what other systems told: he holds the one begun last among those that have not ended.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/registry/domain/record.h"

namespace selaras::registry {

// One appointment: true from `from` up to, not including, `to`.
struct Stay {
  Day from = kSinceEver;
  Day to = kForEver;
  std::string post;  // "" = a post that is gone or was never named
};

// Index of the stay held at `day`; -1 = none. Of stays begun on one day the last one counts.
int HeldAt(absl::Span<const Stay> stays, Day day);

// The stays of each of several people.
using People = std::vector<std::vector<Stay>>;

// Number of people who hold a post: from `day` on `count`, until the next step.
struct Step {
  Day day;
  int count;

  friend bool operator==(const Step&, const Step&) = default;
};

// Ascending by day, the first at `from`. O(n log n) in the number of stays, if nobody has many.
std::vector<Step> Occupancy(const People& people, absl::string_view post, Day from);

// Highest number of people with `after` on a day from the first on that is above `ceiling` and above the number
// `before` on that day; 0 = there is none, so what changes before into after takes no seat that is not free. Both begin
// on the same day.
int Overflow(absl::Span<const Step> before, absl::Span<const Step> after, int64_t ceiling);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_DOMAIN_OCCUPANCY_H_
