// Forward/reverse auction with ε-scaling on the compressed network: a complete
// placement and prices at which every person is within ε of his best and every
// seat is right. A heuristic to the rest of the solver: whatever it leaves,
// Augmentation makes exact, so it may give up at any time.
//
//   forward   people without a post bid the price of their best post up to the
//   level of their second best
//   (+ε);
//             prices only rise, so cached best values of a slot stay upper
//             bounds and are refreshed when used
//   reverse   a post whose next empty seat would be worth filling at its price
//   lowers the price, to the seat's reserve
//             or until it attracts somebody; profits only rise, so cached best
//             members of a slot stay upper bounds
//
// A person's best is the best of his slots and specials: O(options + specials)
// per bid, whatever the number of posts.
#ifndef SELARAS_LIBS_ASSIGNMENT_AUCTION_H_
#define SELARAS_LIBS_ASSIGNMENT_AUCTION_H_

#include <cstdint>
#include <vector>

#include "libs/assignment/held_seats.h"
#include "libs/assignment/network.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/work_meter.h"

namespace selaras::assignment {

class Auction {
 public:
  // `prices`, one per post: where to start; `placement`: −1 = nobody's post
  // yet.
  Auction(const Network& network, BiddingOrder order, WorkMeter& work, std::vector<int64_t> prices,
          const std::vector<int32_t>& placement);

  // One forward and one reverse pass at `epsilon` ≥ 1 (network units). False:
  // gave up (work stopped, or the bids of the pass passed `bid_limit`), the
  // state is usable but not ε-optimal.
  bool Phase(int64_t epsilon, int64_t bid_limit);

  // By how much the placed people miss their best at the present prices, on
  // average: how far the start is off.
  int64_t MeanSlack();

  const std::vector<int64_t>& prices() const { return price_; }
  const std::vector<int32_t>& placement() const { return post_of_; }
  int64_t bids() const { return bids_; }

 private:
  struct Cheapest {  // Of a group, beside its least price.
    int64_t second;
    int32_t post;
    uint32_t version;
  };
  struct SlotBest {  // Of a slot, beside its best value.
    int64_t second;
    int32_t post;
    int32_t group1 = -1, group2 = -1;
    uint32_t version1, version2;
  };
  static constexpr int kTop = 8;
  struct SlotTop {  // Best members of a slot in a reverse pass, by what they
                    // offered when they were listed.
    struct Entry {
      int64_t value;  // Upper bound: profits only rise.
      int32_t person;
      int32_t points;
    };
    uint32_t pass = 0;
    int32_t count = 0;
    int64_t rest = 0;  // Upper bound of members not listed.
    Entry top[kTop];
  };
  struct Asks {     // Of a post: what its cheapest seats cost.
    int64_t empty;  // Its next empty seat, and the one after.
    int64_t after;
    int64_t second;  // The second cheapest seat of all.
  };
  struct Choice {
    int64_t first = -kInfinite * 2;
    int64_t second = -kInfinite * 2;
    int32_t post = -1;
    void Offer(int64_t value, int32_t j) {
      if (value > first) {
        if (j != post) second = first;
        first = value;
        post = j;
      } else if (j != post && value > second) {
        second = value;
      }
    }
    void OfferSecond(int64_t value) {
      if (value > second) second = value < first ? value : first;
    }
  };
  struct Attraction {  // The two best offers to a post.
    int64_t first, second;
    int32_t person = -1;
    int64_t value = 0;  // s_ij of `person`.
  };

  // Forward.
  void RefreshAll();
  void RefreshGroup(int32_t g);
  void RefreshSlot(int32_t s);
  const SlotBest& FreshSlot(int32_t s);
  void OfferGuarded(int32_t i, int32_t slot, int64_t base, Choice& choice);
  void Prefetch(int32_t i) const;
  Choice BestOf(int32_t i);
  int64_t ValueOf(int32_t i, int32_t j) const;
  int64_t EmptyAsk(int32_t j, int32_t rank) const;
  Asks AsksOf(int32_t j);
  void UpdatePrice(int32_t j);
  int32_t PlaceBid(int32_t i, int32_t j, int64_t bid, const Asks& asks);
  void ReleaseUnhappy(int64_t epsilon);
  int32_t Bid(int32_t i, int64_t epsilon);
  bool Forward(int64_t epsilon, int64_t bid_limit);

  // Reverse.
  void Consider(int32_t j, int32_t person, int64_t value, Attraction& attraction) const;
  bool AttractFromTop(int32_t j, int32_t s, int64_t toll, Attraction& attraction);
  void AttractFromSlot(int32_t j, int32_t s, int64_t toll, Attraction& attraction);
  Attraction AttractTo(int32_t j, int64_t reserve);
  void ReverseStep(int32_t j, int64_t epsilon);
  void LowerPrice(int32_t j, int64_t price);
  void Leave(int32_t i);
  bool Reverse(int64_t epsilon, int64_t bid_limit);

  const Network& net_;
  const BiddingOrder order_;
  WorkMeter& work_;
  std::vector<int64_t> price_;  // p_j: what a newcomer pays.
  std::vector<int64_t> floor_;  // Least ask for an empty seat.
  HeldSeats held_;
  std::vector<int32_t> post_of_;
  std::vector<int64_t> value_;        // s(i, post_of_[i]).
  std::vector<int64_t> profit_;       // Reverse pass only.
  std::vector<int64_t> group_price_;  // Least price of a group; apart, because
                                      // every refresh of a slot scans it.
  std::vector<Cheapest> cheapest_;
  std::vector<int64_t> slot_first_;  // Best value of a slot, before points; an
                                     // upper bound in a forward pass.
  std::vector<SlotBest> slot_best_;
  std::vector<int64_t> slot_bound_;  // Upper bound of every member of a slot in a reverse pass.
  std::vector<SlotTop> slot_top_;
  std::vector<int32_t> queue_;  // People in a forward pass; posts in a reverse
                                // pass, the next one last.
  std::vector<uint8_t> queued_;
  uint32_t pass_ = 0;
  int64_t bids_ = 0;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_AUCTION_H_
