// The dual values of all tiers and of the points, times the denominator Q, where an instance has tiers
// (docs/formats.md §2). Tier by tier the maximum runs over the posts that the tiers above leave, so every
// lawful pair is looked at: O(lawful pairs × tiers), no memory beyond one person's pairs.
#ifndef SELARAS_SERVICES_VERIFY_TIER_DUAL_H_
#define SELARAS_SERVICES_VERIFY_TIER_DUAL_H_

#include <cstdint>
#include <vector>

#include "services/verify/certificate_reader.h"
#include "services/verify/decimal.h"
#include "services/verify/instance_reader.h"
#include "services/verify/zone_charge.h"

namespace selaras::verify {

// Keeps references: frame and certificate must outlive it. REQUIRES of the points' and each tier's proof what
// Dual requires, bound ≥ objective in each tier, and as many tiers as the frame has.
class TierDual {
 public:
  TierDual(const Frame& frame, const Certificate& certificate);

  // Adds the next person's terms.
  void Add(const Person& person);
  // Q·D over all added persons; tier_count stands for the points.
  Int128 Total(int32_t tier) const { return levels_[tier].total; }
  int64_t lawful_pairs() const { return lawful_pairs_; }

 private:
  struct Level {
    const Proof* proof;
    ZoneCharge charge;
    Int128 slack;  // G: what a pair or seat of a plan at least as good may miss, over Q.
    Int128 total;
  };
  struct Pair {
    int32_t post;
    int64_t score;
  };

  void AddSeats(size_t post, size_t run);
  void ListPairs(const Person& person);
  Int128 Worth(int32_t tier, const Pair& pair, const Person& person) const;

  const Frame& frame_;
  const int64_t denominator_;
  std::vector<Level> levels_;          // Tiers, then the points.
  std::vector<int32_t> order_;         // Posts by cell.
  std::vector<uint32_t> cell_begin_;   // cells + 1, into order_.
  std::vector<int32_t> exception_of_;  // By post: number of the last added person of whom it is an exception.
  std::vector<Pair> pairs_;            // Of the person at work.
  std::vector<Int128> worth_;
  int32_t added_ = 0;
  int64_t lawful_pairs_ = 0;
};

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_TIER_DUAL_H_
