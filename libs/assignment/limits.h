// Zones and limits of an instance (instance.h): where posts lie, what a plan breaks, what a pair is charged.
#ifndef SELARAS_LIBS_ASSIGNMENT_LIMITS_H_
#define SELARAS_LIBS_ASSIGNMENT_LIMITS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/assignment/instance.h"

namespace selaras::assignment {

// Zone of this level that holds the post, −1 = none. O(levels).
ZoneIndex ZoneAtLevel(const Instance& instance, PostIndex post, int32_t level);

// Does the post lie in the zone? O(levels).
bool IsInZone(const Instance& instance, PostIndex post, ZoneIndex zone);

// Calls visit(zone) for each zone that `to` lies in and `from` does not (−1 = in no zone). O(levels).
template <typename Visit>
void ForEachZoneEntered(const Instance& instance, ZoneIndex from, ZoneIndex to, Visit visit) {
  // Levels fall on the way up, so the deeper of the two can never be an ancestor of the other.
  while (to >= 0 && to != from) {
    if (from >= 0 && instance.zones[from].level >= instance.zones[to].level) {
      const bool same_level = instance.zones[from].level == instance.zones[to].level;
      from = instance.zones[from].parent;
      if (!same_level) continue;
    }
    visit(to);
    to = instance.zones[to].parent;
  }
}

// Arrivals and departures per zone of a complete placement.
struct ZoneTraffic {
  std::vector<int64_t> arrivals;
  std::vector<int64_t> departures;
};
ZoneTraffic TrafficOf(const Instance& instance, absl::Span<const PostIndex> placement);

// OK, or kInvalidArgument naming the first limit of Instance::limits that the placement breaks. REQUIRES a
// complete placement of existing posts. O(persons × levels + members).
absl::Status CheckLimits(const Instance& instance, absl::Span<const PostIndex> placement);

// Indices into Instance::limits of all limits that the placement breaks, ascending. REQUIRES as above.
std::vector<int32_t> BrokenLimits(const Instance& instance, absl::Span<const PostIndex> placement);

// Does the placement break this group? REQUIRES limit.is_group().
bool BreaksGroup(const Instance& instance, const Limit& limit, absl::Span<const PostIndex> placement);

// "limit 4 (arrivals in 'unit-7', at most 3)": for messages.
std::string DescribeLimit(const Instance& instance, int32_t limit);

// The part of Validate() that is about zones, limits and tiers.
absl::Status ValidateLimits(const Instance& instance);

// Σ_c λ_c·a_c over the caps c for somebody whose reference post lies in zone `from` and who goes to a post in
// zone `to`: In(to) + Out(from) − Common(from, to), where In(z) sums the multipliers of arrivals over z and
// all zones around it, Out those of departures, and Common both over the zones that hold both.
class ZoneTolls {
 public:
  // `limit_prices` per limit, or empty for no charge at all. O(zones + limits).
  ZoneTolls(const Instance& instance, absl::Span<const int64_t> limit_prices);

  // Is anything charged at all?
  bool any() const { return any_; }
  __int128 In(ZoneIndex to) const { return to < 0 ? 0 : in_[to]; }
  __int128 Out(ZoneIndex from) const { return from < 0 ? 0 : out_[from]; }
  // What a post in `zone` is given back if the person's reference post lies in `zone` as well.
  __int128 Common(ZoneIndex zone) const { return zone < 0 ? 0 : in_[zone] + out_[zone]; }
  // O(levels).
  __int128 Between(ZoneIndex from, ZoneIndex to) const;

 private:
  const Instance* instance_;
  std::vector<__int128> in_, out_;  // Sums over the chain of zones outwards.
  bool any_ = false;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_LIMITS_H_
