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
      proof_(certificate.points),
      denominator_(certificate.denominator),
      charge_(frame, certificate.points.limit_prices),
      remembered_(RememberedCount(frame, max_remembered)),
      exception_of_(frame.posts.size()) {
  for (size_t post = 0; post < frame.posts.size(); ++post) {
    price_.push_back(proof_.prices[post] + charge_.In(frame.posts[post].zone));
  }
  SortIntoBlocks();
  if (charge_.any()) SortIntoZones();
  total_ = SeatTerms() + static_cast<Int128>(proof_.lambda) * frame.max_moves.value_or(0) +
           charge_.Allowance(proof_.limit_prices);
}

void Dual::SortIntoZones() {
  struct Entry {
    int32_t zone, cell, post;
  };
  std::vector<Entry> entries;
  for (size_t post = 0; post < frame_.posts.size(); ++post) {
    for (int32_t zone = frame_.posts[post].zone; zone >= 0; zone = frame_.zones[zone].parent) {
      if (charge_.ChargedAt(zone))
        entries.push_back({zone, frame_.posts[post].cell, static_cast<int32_t>(post)});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.zone, a.cell, a.post) < std::tie(b.zone, b.cell, b.post);
  });
  zone_inside_.assign(frame_.zones.size() + 1, 0);
  for (uint32_t at = 0; at < entries.size(); ++at) {
    const Entry& entry = entries[at];
    if (at == 0 || entries[at - 1].zone != entry.zone || entries[at - 1].cell != entry.cell) {
      inside_.push_back({entry.cell, at, at});
      ++zone_inside_[entry.zone + 1];
    }
    ++inside_.back().end;
    inside_posts_.push_back(entry.post);
  }
  std::partial_sum(zone_inside_.begin(), zone_inside_.end(), zone_inside_.begin());
}

Int128 Dual::SeatTerms() const {
  Int128 sum = 0;
  for (size_t post = 0; post < frame_.posts.size(); ++post) {
    for (size_t run = frame_.FirstRun(post); run < frame_.EndOfRuns(post); ++run) {
      const Int128 surplus =
          static_cast<Int128>(frame_.runs[run].points) * denominator_ + proof_.prices[post];
      if (surplus > 0) sum += surplus * frame_.runs[run].count;
    }
  }
  return sum;
}

void Dual::SortIntoBlocks() {
  order_.resize(frame_.posts.size());
  std::iota(order_.begin(), order_.end(), 0);
  std::sort(order_.begin(), order_.end(), [this](int32_t a, int32_t b) {
    const Post &x = frame_.posts[a], &y = frame_.posts[b];
    return std::tie(x.cell, x.district, price_[a], a) < std::tie(y.cell, y.district, price_[b], b);
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
  const int32_t home_zone = frame_.posts[person.reference].zone;
  // The reference post is lawful (the reader saw to that) and alone free of every charge. Where a cell below
  // meets it once more, charged, it is worth no more than here.
  Int128 best = static_cast<Int128>(*Score(frame_, person, person.reference)) * denominator_ -
                proof_.prices[person.reference];
  for (const Exception& exception : person.exceptions) {
    if (!exception.points) continue;
    const Int128 charge = charge_.any() ? charge_.Between(home_zone, frame_.posts[exception.post].zone) : 0;
    best = std::max(best, static_cast<Int128>(*exception.points) * denominator_ -
                              proof_.prices[exception.post] - proof_.lambda - charge);
  }
  const Int128 leaving = proof_.lambda + charge_.Out(home_zone);
  for (const CellPoints& listed : person.cells) {
    const std::optional<Int128> of_cell = BestOfCell(person.home, listed.cell);
    const Int128 points = static_cast<Int128>(listed.points) * denominator_ - leaving;
    if (!of_cell) continue;
    // Where a charged zone around the reference post holds the whole cell, all of it is given back.
    best = std::max(best, points + *of_cell + Returned(home_zone, listed.cell));
  }
  if (charge_.any()) AddZones(person, leaving, &best);
  total_ += best;
  CountLawful(person);
}

std::optional<Dual::Inside> Dual::InsideOf(int32_t zone, int32_t cell) const {
  const auto begin = inside_.begin() + zone_inside_[zone], end = inside_.begin() + zone_inside_[zone + 1];
  const auto found =
      std::lower_bound(begin, end, cell, [](const Inside& i, int32_t c) { return i.cell < c; });
  if (found == end || found->cell != cell) return std::nullopt;
  return *found;
}

Int128 Dual::Returned(int32_t home_zone, int32_t cell) const {
  if (!charge_.any()) return 0;
  const uint32_t posts = cell_post_[cell + 1] - cell_post_[cell];
  for (int32_t zone = home_zone; zone >= 0; zone = frame_.zones[zone].parent) {
    if (!charge_.ChargedAt(zone)) continue;
    const std::optional<Inside> inside = InsideOf(zone, cell);
    if (inside && inside->end - inside->begin == posts) return charge_.Both(zone);
  }
  return 0;
}

void Dual::AddZones(const Person& person, Int128 leaving, Int128* best) const {
  for (int32_t zone = frame_.posts[person.reference].zone; zone >= 0; zone = frame_.zones[zone].parent) {
    if (!charge_.ChargedAt(zone)) continue;
    const Int128 given_back = charge_.Both(zone) - leaving;
    for (const CellPoints& listed : person.cells) {
      const std::optional<Inside> inside = InsideOf(zone, listed.cell);
      if (!inside || inside->end - inside->begin == cell_post_[listed.cell + 1] - cell_post_[listed.cell])
        continue;
      for (uint32_t at = inside->begin; at < inside->end; ++at) {
        const int32_t post = inside_posts_[at];
        if (exception_of_[post] == added_) continue;
        const int64_t score = listed.points - frame_.Distance(person.home, frame_.posts[post].district);
        *best = std::max(*best, Worth(score, post) + given_back);
      }
    }
  }
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
