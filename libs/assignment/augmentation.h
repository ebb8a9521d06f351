// Makes any prices and any placement exact: a primal-dual method on the residual network.
//
// Invariant from the first moment on, with u_i = max_j (s_ij − p_j):
//   every placed person is tight              s_ij − p_j = u_i
//   filled(j) seats of post j count as taken; all are worth ≥ τ − p_j, the next one is worth ≤ τ − p_j
// (τ: the potential of the sink, 0 at the end). What does not fit is taken out at the start: people who are
// not tight wait for a post, a seat that is worth filling but empty counts as taken and waits for somebody.
// So the prices are always dual feasible, and the placement is optimal as soon as nobody waits. Two ways
// there:
//
//   Batch       Dijkstra from all waiting people to the waiting seats in the compressed network, prices
//   follow the
//               distances, then as many augmenting paths as depth-first search finds among tight arcs; again.
//               One round costs O(options + slots·districts + posts + people) and serves many people at once.
//   OneByOne    Dijkstra from one waiting person to the nearest waiting seat, stops there. For networks
//   without
//               options whose values are all different (hashes), where the paths are short.
#ifndef SELARAS_LIBS_ASSIGNMENT_AUGMENTATION_H_
#define SELARAS_LIBS_ASSIGNMENT_AUGMENTATION_H_

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "libs/assignment/monotone_queue.h"
#include "libs/assignment/network.h"
#include "libs/assignment/work_meter.h"

namespace selaras::assignment {

class Augmentation {
 public:
  // Starts from `prices`; of `placement` (−1 = none) keeps who is tight. O(one scan of the network).
  Augmentation(const Network& network, WorkMeter& work, std::vector<int64_t> prices,
               const std::vector<int32_t>& placement);

  // kFailedPrecondition: somebody can reach no seat. kOutOfRange: a price left the range. Or the work meter's
  // status.
  // Batch may end with up to `enough` still waiting, for OneByOne.
  absl::Status Batch(int64_t enough = 0);
  absl::Status OneByOne();

  // The least of all optimal prices (they form a lattice), so that equal instances get equal prices whatever
  // the way; a post lawful for nobody gets the reserve of its first seat. REQUIRES success. One Dijkstra over
  // everything.
  void LowerPrices();

  // The same state, its work counted by another meter: for another thread.
  Augmentation WithMeter(WorkMeter& work) const {
    Augmentation copy = *this;
    copy.work_ = &work;
    return copy;
  }

  int64_t waiting() const { return static_cast<int64_t>(waiting_.size()); }
  int64_t rounds() const { return rounds_; }

  // Valid after success: exact optimal prices (τ = 0), profits and placement.
  const std::vector<int64_t>& prices() const { return price_; }
  const std::vector<int64_t>& profits() const { return profit_; }
  const std::vector<int32_t>& placement() const { return post_of_; }
  // Σ u_i + Σ_j Σ_k max(0, p_j + worth(j, k)).
  __int128 DualValue() const;

  // Calls visit(j) for each post that is tight for person i, once each. Valid after success.
  template <typename Visit>
  void ForEachTight(int32_t i, Visit visit) const;

 private:
  static constexpr int64_t kFar = std::numeric_limits<int64_t>::max();  // Label of a node not reached.

  // Node numbers: persons, posts, slots, groups, then the sink.
  int32_t PostNode(int32_t j) const { return net_.person_count + j; }
  int32_t SlotNode(int32_t s) const { return net_.person_count + net_.post_count + s; }
  int32_t GroupNode(int32_t g) const { return net_.person_count + net_.post_count + net_.slot_count() + g; }
  int32_t SinkNode() const {
    return net_.person_count + net_.post_count + net_.slot_count() + net_.group_count();
  }

  void RefreshGroups();
  int64_t BestOf(int32_t i) const;
  bool GroupHasBlocked(int32_t i, int32_t g) const;
  void TakeOver(const std::vector<int32_t>& placement);
  int64_t BestOffer(int32_t j) const;
  bool LowerOpenPosts();  // Whether any price fell.
  int64_t SeatWaiting();  // Gives waiting people the waiting seats that are tight for them; how many.
  int64_t NextWorth(int32_t j) const { return net_.Worth(j, filled_[j] + 1); }
  int64_t LastWorth(int32_t j) const { return filled_[j] == 0 ? kInfinite : net_.Worth(j, filled_[j]); }
  void Attach(int32_t i, int32_t j);
  void Detach(int32_t i);

  // Shortest paths.
  void Relax(int32_t node, int64_t distance, int32_t from);
  void Settle(int32_t node, int64_t d);
  void SettlePerson(int32_t i, int64_t d);
  void SettleSink(int64_t d);
  void Prefetch(int32_t node) const;
  bool NextNode(int32_t& node, int64_t& d);
  void ClearLabels();
  // Settles from the sources until waiting seats for `wanted` people are settled; returns the last distance,
  // or −1.
  int64_t Search(int64_t wanted, int32_t& last_end);
  int64_t EndCapacity(int32_t node) const;
  absl::Status MovePotentials(int64_t limit);
  void Normalize();

  // Blocking flow among the tight arcs that lead onward in the order of settling: no cycles, so a node from
  // which no path was found is done with.
  bool Onward(int32_t from, int32_t to) const { return state_[to] == 0 && order_[to] > order_[from]; }
  int64_t BlockingFlow();
  bool Explore(int32_t source);
  int32_t NextTight(int32_t node);
  int32_t NextTightOfPerson(int32_t i);
  void ApplyPath(const std::vector<int32_t>& path);

  const Network& net_;
  WorkMeter* work_;
  std::vector<int64_t> price_;
  std::vector<int64_t> profit_;
  std::vector<int32_t> post_of_;
  std::vector<int32_t> people_;   // In the post now.
  std::vector<int32_t> filled_;   // Seats that count as taken; ≥ people_.
  std::vector<int32_t> first_;    // Occupants as linked lists: head per post,
  std::vector<int32_t> next_;     // next and
  std::vector<int32_t> before_;   // previous per person.
  std::vector<int32_t> elastic_;  // Posts with seats that may stay empty.
  int64_t sink_ = 0;              // τ
  int64_t sink_excess_ = 0;  // Σ filled − persons: > 0 the sink waits as well, < 0 it takes that many.
  std::vector<int32_t> waiting_;

  std::vector<int64_t> group_price_;  // Least price in the group.
  std::vector<int64_t> slot_best_;    // max over groups of −toll − group price.

  std::vector<int64_t> label_;
  std::vector<int32_t> parent_;
  std::vector<int32_t> order_;  // Place in the order of settling, from 1; 0 = not settled.
  int32_t settled_count_ = 0;
  std::vector<int32_t> touched_;
  MonotoneQueue queue_;

  std::vector<int64_t> cursor_;
  std::vector<uint8_t> state_;  // 0 new, 1 on the path, 2 dead.
  std::vector<int32_t> occupant_begin_;
  std::vector<int32_t> occupants_;
  int64_t rounds_ = 0;
};

template <typename Visit>
void Augmentation::ForEachTight(int32_t i, Visit visit) const {
  const int64_t u = profit_[i];
  const auto specials = net_.SpecialsOf(i);
  for (const Network::Special& special : specials) {
    if (special.value - price_[special.post] == u) visit(special.post);
  }
  for (const Network::Option& option : net_.OptionsOf(i)) {
    const int32_t s = option.slot();
    const int64_t base = net_.unit * option.points;
    if (base + slot_best_[s] < u) continue;
    const int32_t cell = net_.slot_cell[s];
    for (int32_t g = net_.cell_begin[cell]; g < net_.cell_begin[cell + 1]; ++g) {
      const int64_t here = base - net_.Toll(s, g);
      if (here - group_price_[g] < u) continue;
      for (int32_t j = net_.group_begin[g]; j < net_.group_begin[g + 1]; ++j) {
        if (here - price_[j] != u || net_.HasSpecial(i, j) || (option.guarded() && net_.IsBlocked(i, j)))
          continue;
        visit(j);
      }
    }
  }
}

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_AUGMENTATION_H_
