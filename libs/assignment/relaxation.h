// An instance as a network whose values are  alpha·(instance value) + lambda·[the person stays at his
// reference post], all times kFine. alpha = the denominator of a rational λ = lambda/alpha; alpha = 0 asks
// only for fewest moves.
#ifndef SELARAS_LIBS_ASSIGNMENT_RELAXATION_H_
#define SELARAS_LIBS_ASSIGNMENT_RELAXATION_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "libs/assignment/instance.h"
#include "libs/assignment/network.h"
#include "libs/assignment/tiers.h"

namespace selaras::assignment {

class Relaxation {
 public:
  // The instance must be valid and outlive this. `fine`: network units per unit of alpha·value (the auction's
  // ε goes down to 1 unit). O(options + posts log posts).
  // With `tiers` the seats are worth what they are worth in all tiers together.
  Relaxation(const Instance& instance, int64_t fine, const TierScale& tiers = {});

  // kOutOfRange: the values would leave the range in which sums are safe.
  absl::Status SetScale(int64_t alpha, int64_t lambda);

  // Frees what auctions, the starts of exact stages and SetScale read; none of these may follow.
  void FreeColumns() {
    network_.FreeColumns();
    std::vector<int32_t>().swap(special_points_);
    std::vector<uint8_t>().swap(special_stays_);
  }

  const Network& network() const { return network_; }
  int64_t fine() const { return fine_; }
  int64_t alpha() const { return alpha_; }
  int64_t lambda() const { return lambda_; }
  // Difference between the highest and the lowest score, points.
  int64_t score_range() const { return score_range_; }
  // The widest of all values, seats of tiers included: where ε starts.
  int64_t value_range() const { return value_range_; }
  // Worth of the first `occupants` seats of an instance post, tiers included.
  int64_t SeatValue(PostIndex post, int32_t occupants) const;

  // Persons of the network stand in an order of its own (by cell, then home), so that people who compete lie side by
  // side in memory: the instance's person of a network person.
  PersonIndex PersonOf(int32_t network_person) const { return person_of_[network_person]; }
  // The network post of his reference post; −1: it has no seats.
  int32_t Reference(int32_t network_person) const {
    return network_post_[instance_.persons[person_of_[network_person]].reference_post];
  }
  // Instance post of a network post, and back (−1: a post without seats is not in the network).
  PostIndex PostOf(int32_t network_post) const { return post_of_[network_post]; }
  int32_t NetworkPost(PostIndex post) const { return network_post_[post]; }

  // Prices for every post of the instance, over alpha, from exact network prices and profits; posts without
  // seats get a price at which nobody wants them.
  std::vector<int64_t> InstancePrices(const std::vector<int64_t>& network_prices,
                                      const std::vector<int64_t>& profits) const;
  // The way back, at the present scale: network prices from prices over `denominator`.
  std::vector<int64_t> NetworkPrices(const std::vector<int64_t>& prices, int64_t denominator) const;
  std::vector<int32_t> NetworkPlacement(const std::vector<PostIndex>& placement) const;
  std::vector<PostIndex> InstancePlacement(const std::vector<int32_t>& placement) const;

 private:
  void OrderPersons();
  void IndexPosts();
  void IndexSlots();
  void IndexSpecials();

  const Instance& instance_;
  const int64_t fine_;
  int64_t alpha_ = 0;
  int64_t lambda_ = 0;
  int64_t score_range_ = 0;
  int64_t highest_score_ = 0;
  int64_t value_range_ = 0;
  Network network_;
  std::vector<PersonIndex> person_of_;
  std::vector<PostIndex> post_of_;
  std::vector<int32_t> network_post_;
  std::vector<int32_t> special_points_;  // Points of network_.specials; SetScale makes the values.
  std::vector<uint8_t> special_stays_;   // Is it the reference post?
  const TierScale tiers_;
  std::vector<int64_t> run_points_;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_RELAXATION_H_
