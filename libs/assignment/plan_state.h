// A plan within all limits, and what may be done to it: the primal side of the limits.
#ifndef SELARAS_LIBS_ASSIGNMENT_PLAN_STATE_H_
#define SELARAS_LIBS_ASSIGNMENT_PLAN_STATE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "libs/assignment/exchange.h"
#include "libs/assignment/instance.h"
#include "libs/assignment/limits.h"
#include "libs/assignment/tiers.h"

namespace selaras::assignment {

// Values are those of the points, or of all tiers under one scale (tiers.h).
class PlanState {
 public:
  using Value = __int128;

  // `placement`: complete and lawful; it may break limits. `tiers` must outlive this. O(persons × levels).
  PlanState(const Instance& instance, const TierScale& tiers, std::vector<PostIndex> placement);

  const std::vector<PostIndex>& placement() const { return placement_; }
  Value value() const { return value_; }
  int64_t moved() const { return moved_; }
  const ZoneTraffic& traffic() const { return traffic_; }

  // What the piece (steps between instance posts) would add to the value. The piece must fit the placement.
  Value Gain(absl::Span<const Step> piece) const;
  // Makes the steps if seats, moves, caps and groups then hold, else changes nothing. O(steps × levels).
  bool TryApply(absl::Span<const Step> piece);

 private:
  void Place(PersonIndex i, PostIndex to);
  // Worth of the first `occupants` seats.
  Value SeatValue(PostIndex j, int32_t occupants) const;
  bool CapsHold(absl::Span<const Step> piece) const;
  bool GroupsHold(absl::Span<const Step> piece) const;

  const Instance* in_;
  const TierScale* tiers_;
  std::vector<PostIndex> placement_;
  std::vector<int32_t> occupants_;
  std::vector<int32_t> seats_;
  ZoneTraffic traffic_;
  std::vector<int64_t> arrivals_cap_, departures_cap_;  // Per zone.
  std::vector<std::vector<int32_t>> groups_of_;         // Per person, limits; empty without groups.
  Value value_ = 0;
  int64_t moved_ = 0;
};

// Splits what parts the plan from `target` into pieces and applies those of positive weight that fit, again and
// again until none does; the pieces of greatest weight first, among equals those of least hash. The weight of
// a piece is its Gain plus charge(step) over its steps. Returns how many were applied.
int64_t ApproachPlan(const Instance& instance, uint64_t seed, absl::Span<const PostIndex> target,
                     absl::FunctionRef<int64_t(const Step&)> charge, PlanState& plan);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_PLAN_STATE_H_
