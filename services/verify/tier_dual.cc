#include "services/verify/tier_dual.h"

#include <algorithm>
#include <numeric>

namespace selaras::verify {

TierDual::TierDual(const Frame& frame, const Certificate& certificate)
    : frame_(frame),
      denominator_(certificate.denominator),
      cell_begin_(static_cast<size_t>(frame.cell_count) + 1),
      exception_of_(frame.posts.size()) {
  for (int32_t t = 0; t <= frame.tier_count; ++t) {
    const bool last = t == frame.tier_count;
    const Proof& proof = last ? certificate.points : certificate.tiers[t].proof;
    Level level{&proof, ZoneCharge(frame, proof.limit_prices), 0, 0};
    if (!last) {
      const Int128 gap = static_cast<Int128>(certificate.tiers[t].bound) - certificate.tiers[t].objective;
      level.slack = denominator_ * (gap + 1) - 1;
    }
    level.total = static_cast<Int128>(proof.lambda) * frame.max_moves.value_or(0) +
                  level.charge.Allowance(proof.limit_prices);
    levels_.push_back(std::move(level));
  }
  for (size_t post = 0; post < frame.posts.size(); ++post) {
    for (size_t run = frame.FirstRun(post); run < frame.EndOfRuns(post); ++run) AddSeats(post, run);
    ++cell_begin_[frame.posts[post].cell + 1];
  }
  std::partial_sum(cell_begin_.begin(), cell_begin_.end(), cell_begin_.begin());
  order_.resize(frame.posts.size());
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](int32_t a, int32_t b) { return frame.posts[a].cell < frame.posts[b].cell; });
}

// A seat is free to be filled or not until a tier forces it.
void TierDual::AddSeats(size_t post, size_t run) {
  bool filled = false;
  for (int32_t t = 0; t <= frame_.tier_count; ++t) {
    Level& level = levels_[t];
    const Int128 surplus =
        static_cast<Int128>(frame_.RunPoints(run, t)) * denominator_ + level.proof->prices[post];
    const int32_t count = frame_.runs[run].count;
    if (filled || surplus > 0) level.total += surplus * count;
    if (filled) continue;
    if (surplus > level.slack) filled = true;
    if (surplus < -level.slack) return;
  }
}

void TierDual::ListPairs(const Person& person) {
  pairs_.clear();
  for (const Exception& exception : person.exceptions) {
    exception_of_[exception.post] = added_;
    if (exception.points) pairs_.push_back({exception.post, *exception.points});
  }
  for (const CellPoints& listed : person.cells) {
    for (uint32_t at = cell_begin_[listed.cell]; at < cell_begin_[listed.cell + 1]; ++at) {
      const int32_t post = order_[at];
      if (exception_of_[post] == added_) continue;
      pairs_.push_back({post, listed.points - frame_.Distance(person.home, frame_.posts[post].district)});
    }
  }
}

Int128 TierDual::Worth(int32_t tier, const Pair& pair, const Person& person) const {
  const Level& level = levels_[tier];
  Int128 worth = -static_cast<Int128>(level.proof->prices[pair.post]);
  if (tier == frame_.tier_count) worth += static_cast<Int128>(pair.score) * denominator_;
  if (pair.post == person.reference) return worth;
  worth -= level.proof->lambda;
  if (!level.charge.any()) return worth;
  return worth - level.charge.Between(frame_.posts[person.reference].zone, frame_.posts[pair.post].zone);
}

void TierDual::Add(const Person& person) {
  ++added_;
  ListPairs(person);
  lawful_pairs_ += static_cast<int64_t>(pairs_.size());
  for (int32_t t = 0; t <= frame_.tier_count; ++t) {
    worth_.clear();
    for (const Pair& pair : pairs_) worth_.push_back(Worth(t, pair, person));
    const Int128 best = *std::max_element(worth_.begin(), worth_.end());
    levels_[t].total += best;
    if (t == frame_.tier_count) return;
    size_t kept = 0;
    for (size_t k = 0; k < pairs_.size(); ++k) {
      if (best - worth_[k] <= levels_[t].slack) pairs_[kept++] = pairs_[k];
    }
    pairs_.resize(kept);
  }
}

}  // namespace selaras::verify
