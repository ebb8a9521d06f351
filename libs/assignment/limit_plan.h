// Plans within caps and groups: a bound from the Lagrangian of the caps, a plan from pieces of its optima.
//
// Rounds: at multipliers λ (moves) and λ_c (caps), all whole points, the relaxation without limits is solved
// exactly (ChargedInstance); its value is a bound, its canonical optimum says which limits are passed or not
// used up, and its pieces (cycles and paths) improve the plan at hand wherever all limits hold. Multipliers
// then follow the limits: up by what the people too many would bear, down by halves.
//
// Every decision rests on exact optima and canonical placements, so the result depends on instance, seed and
// nearest_to alone. docs/solver.md §6b.
#ifndef SELARAS_LIBS_ASSIGNMENT_LIMIT_PLAN_H_
#define SELARAS_LIBS_ASSIGNMENT_LIMIT_PLAN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/assignment/charged_instance.h"
#include "libs/assignment/engine.h"
#include "libs/assignment/limit_conflicts.h"
#include "libs/assignment/plan_state.h"
#include "libs/assignment/solver.h"

namespace selaras::assignment {

class LimitPlan {
 public:
  // All must outlive this. With tiers the multipliers are of the points alone: what caps cost a tier is in the
  // tier's gap.
  LimitPlan(const Instance& instance, Engine& engine, const TierScale& tiers);

  // `unlimited`: the solution without caps and groups, whose plan breaks some. kFailedPrecondition with
  // Conflicts: no plan within the limits was found.
  absl::StatusOr<Solution> Run(const Solution& unlimited);

 private:
  using Restrictions = std::map<PersonIndex, Restriction>;

  // One multiplier and how it moves.
  struct Multiplier {
    int64_t value = 0;
    int64_t step = 0;
    int direction = 0;  // Of the last change.
  };
  // An exact optimum of the relaxation.
  struct Round {
    PlanState::Value bound = 0;        // ⌊D⌋, tiers included; of the instance without restrictions only.
    std::vector<PostIndex> placement;  // Canonical.
    std::vector<int64_t> prices;       // Per post of the instance, with the charge.
  };

  absl::StatusOr<Round> SolveRound(bool worthless = false);
  // Excess of the round's placement over the limit: moves (c = −1), a cap.
  int64_t Excess(const PlanState& plan, int32_t c) const;
  // By how much a multiplier must rise at the round's prices to drive `excess` people away.
  int64_t Rise(const Round& round, int32_t c, int64_t excess) const;
  int64_t BestElsewhere(const Round& round, PersonIndex i, int32_t c) const;
  int64_t Net(const Round& round, PersonIndex i, PostIndex j) const;
  // Moves all multipliers; false if none would.
  bool Follow(const Round& round);
  void Improve(const Round& round);
  // At most so many rounds from the present multipliers.
  absl::Status Rounds(int most);
  // Rounds at the best multipliers, those of limits that the plan does not use up ever lower: they offer what
  // still fits.
  absl::Status FillUp();
  // Rounds around the best multipliers: other optima near by, whose pieces fit where those of one do not.
  absl::Status Shake();
  // Is the gap small enough to stop?
  bool IsFine() const;
  void SetMultipliers(int64_t lambda, const std::vector<int64_t>& limit_prices);
  // A plan within all limits, whatever it is worth: the reference placement, or one found by Seek().
  absl::Status FindStart();
  // Depth first over the ways to keep groups apart and together, with caps ever more expensive.
  absl::Status Seek();
  // The same at the best multipliers, for value; a branch whose bound is no better than the plan ends.
  absl::Status Explore();
  // The first group that the round breaks, −1 = none; and the ways to keep it, the cheapest at the round's
  // prices first: one of those who meet stays and the others avoid the zone; all go to one zone.
  int32_t FirstBroken(const Round& round) const;
  std::vector<Restrictions> WaysToKeep(const Round& round, const Limit& limit) const;
  std::vector<Restrictions> WaysApart(const Round& round, const Limit& limit) const;
  std::vector<Restrictions> WaysTogether(const Round& round, const Limit& limit) const;
  // The best Net() of a person per zone of a level; −1 = in none of them.
  std::map<ZoneIndex, int64_t> BestByZone(const Round& round, PersonIndex i, int32_t level) const;
  absl::StatusOr<Solution> Certify();

  const Instance& in_;
  Engine& engine_;
  const TierScale& tiers_;
  ChargedInstance charged_;
  Restrictions restrictions_;
  Multiplier moves_;
  std::vector<Multiplier> caps_;  // Per limit of the instance; groups stay 0.
  int nodes_left_ = 0;            // Of the branching.
  int64_t fewest_broken_ = -1;    // Of the attempts of Seek(),
  Conflicts conflicts_;           // and what the first of these broke.
  std::vector<int64_t> warm_prices_;
  std::vector<PostIndex> warm_placement_;

  struct Proof {
    PlanState::Value bound = 0;
    int64_t lambda = 0;
    std::vector<int64_t> limit_prices;
    std::vector<int64_t> prices;
  };
  std::optional<Proof> proof_;      // The least bound so far.
  std::optional<PlanState> start_;  // The first plan within all limits.
  std::optional<PlanState> best_;   // The best one.
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_LIMIT_PLAN_H_
