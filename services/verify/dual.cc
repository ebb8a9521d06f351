#include "services/verify/dual.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace selaras::verify {
namespace {

size_t RememberedCount(const Frame& frame, size_t most) {
  const size_t keys = static_cast<size_t>(frame.district_count) * frame.cell_count;
  return std::clamp(keys, size_t{1}, most);
}

}  // namespace

Dual::Dual(const Frame& frame, const Certificate& certificate, size_t max_remembered)
    : frame_(frame),
      certificate_(certificate),
      remembered_(RememberedCount(frame, max_remembered)),
      exception_of_(frame.posts.size()) {
  SortIntoBlocks();
  total_ = SeatTerms() + static_cast<Int128>(certificate.lambda) * frame.max_moves.value_or(0);
}

Int128 Dual::SeatTerms() const {
  Int128 sum = 0;
  for (size_t post = 0; post < frame_.posts.size(); ++post) {
    for (const SeatRun* run = frame_.RunsBegin(post); run != frame_.RunsEnd(post); ++run) {
      const Int128 surplus =
          static_cast<Int128>(run->points) * certificate_.denominator + certificate_.prices[post];
      if (surplus > 0) sum += surplus * run->count;
    }
  }
  return sum;
}

void Dual::SortIntoBlocks() {
  order_.resize(frame_.posts.size());
  std::iota(order_.begin(), order_.end(), 0);
  std::sort(order_.begin(), order_.end(), [this](int32_t a, int32_t b) {
    const Post &x = frame_.posts[a], &y = frame_.posts[b];
    return std::tie(x.cell, x.district, certificate_.prices[a], a) <
           std::tie(y.cell, y.district, certificate_.prices[b], b);
  });
  cell_block_.assign(static_cast<size_t>(frame_.cell_count) + 1, 0);
  cell_post_.assign(static_cast<size_t>(frame_.cell_count) + 1, 0);
  for (uint32_t at = 0; at < order_.size(); ++at) {
    const Post& post = frame_.posts[order_[at]];
    const bool same_block = at > 0 && frame_.posts[order_[at - 1]].cell == post.cell &&
                            frame_.posts[order_[at - 1]].district == post.district;
    if (!same_block) {
      blocks_.push_back({post.district, at, at});
      ++cell_block_[post.cell + 1];
    }
    ++blocks_.back().end;
    ++cell_post_[post.cell + 1];
  }
  std::partial_sum(cell_block_.begin(), cell_block_.end(), cell_block_.begin());
  std::partial_sum(cell_post_.begin(), cell_post_.end(), cell_post_.begin());
}

uint32_t Dual::BestBlock(int32_t home, int32_t cell) {
  const size_t key = static_cast<size_t>(home) * frame_.cell_count + cell;
  Remembered& slot = remembered_[key % remembered_.size()];
  if (slot.home == home && slot.cell == cell) return slot.block;
  const auto worth = [&](uint32_t block) {
    return WorthOfCheapest(blocks_[block], home, order_[blocks_[block].begin]);
  };
  uint32_t best = cell_block_[cell];
  for (uint32_t block = best + 1; block < cell_block_[cell + 1]; ++block) {
    if (worth(block) > worth(best)) best = block;
  }
  slot = {home, cell, best};
  return best;
}

std::optional<Int128> Dual::BestOfCell(int32_t home, int32_t cell) {
  if (cell_block_[cell] == cell_block_[cell + 1]) return std::nullopt;
  const Block& remembered = blocks_[BestBlock(home, cell)];
  const int32_t candidate = order_[remembered.begin];
  if (exception_of_[candidate] != added_) return WorthOfCheapest(remembered, home, candidate);
  std::optional<Int128> best;
  for (uint32_t b = cell_block_[cell]; b < cell_block_[cell + 1]; ++b) {
    const Block& block = blocks_[b];
    uint32_t at = block.begin;
    while (at < block.end && exception_of_[order_[at]] == added_) ++at;
    if (at == block.end) continue;
    const Int128 worth = WorthOfCheapest(block, home, order_[at]);
    if (!best || worth > *best) best = worth;
  }
  return best;
}

void Dual::Add(const Person& person) {
  ++added_;
  for (const Exception& exception : person.exceptions) exception_of_[exception.post] = added_;
  const Int128 lambda = certificate_.lambda;
  // The reference post is lawful (the reader saw to that) and alone free of lambda. Where a cell below meets
  // it once more, with lambda, it is worth no more than here.
  Int128 best = Worth(*Score(frame_, person, person.reference), person.reference);
  for (const Exception& exception : person.exceptions) {
    if (exception.points) best = std::max(best, Worth(*exception.points, exception.post) - lambda);
  }
  for (const CellPoints& listed : person.cells) {
    const std::optional<Int128> of_cell = BestOfCell(person.home, listed.cell);
    const Int128 points = static_cast<Int128>(listed.points) * certificate_.denominator;
    if (of_cell) best = std::max(best, points + *of_cell - lambda);
  }
  total_ += best;
  CountLawful(person);
}

void Dual::CountLawful(const Person& person) {
  for (const CellPoints& listed : person.cells) {
    lawful_pairs_ += cell_post_[listed.cell + 1] - cell_post_[listed.cell];
  }
  for (const Exception& exception : person.exceptions) {
    const int32_t cell = frame_.posts[exception.post].cell;
    const bool counted = std::binary_search(person.cells.begin(), person.cells.end(), CellPoints{cell, 0},
                                            [](CellPoints a, CellPoints b) { return a.cell < b.cell; });
    lawful_pairs_ += (exception.points ? 1 : 0) - (counted ? 1 : 0);
  }
}

}  // namespace selaras::verify
