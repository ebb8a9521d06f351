#include "libs/assignment/relaxation.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <tuple>

#include "absl/container/flat_hash_map.h"

namespace selaras::assignment {

Relaxation::Relaxation(const Instance& instance, int64_t fine, const TierScale& tiers)
    : instance_(instance), fine_(fine), tiers_(tiers) {
  OrderPersons();
  IndexPosts();
  IndexSlots();
  IndexSpecials();
  network_.IndexColumns();
}

// By the middle one of a person's cells, then by home: two stable counting sorts.
void Relaxation::OrderPersons() {
  const Instance& in = instance_;
  const auto sort_by = [&](size_t keys, const auto& key) {
    std::vector<int32_t> begin(keys + 1, 0);
    for (PersonIndex i = 0; i < in.person_count(); ++i) ++begin[key(i) + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<PersonIndex> sorted(person_of_.size());
    for (const PersonIndex i : person_of_) sorted[begin[key(i)]++] = i;
    person_of_.swap(sorted);
  };
  person_of_.resize(in.persons.size());
  std::iota(person_of_.begin(), person_of_.end(), 0);
  sort_by(in.districts.size(), [&](PersonIndex i) { return in.persons[i].home; });
  sort_by(in.cells.size(), [&](PersonIndex i) {
    const auto cells = in.CellsOf(i);
    return cells.empty() ? in.posts[in.persons[i].reference_post].cell : cells[cells.size() / 2].cell;
  });
}

void Relaxation::IndexPosts() {
  const Instance& in = instance_;
  network_.district_count = in.district_count();
  network_.toll.assign(in.distance.size(), 0);
  network_.toll_back.assign(in.distance.size(), 0);
  network_post_.assign(in.posts.size(), -1);
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    if (in.SeatCount(j) > 0) post_of_.push_back(j);
  }
  std::sort(post_of_.begin(), post_of_.end(), [&](PostIndex a, PostIndex b) {
    return std::tie(in.posts[a].cell, in.posts[a].district, a) <
           std::tie(in.posts[b].cell, in.posts[b].district, b);
  });
  network_.post_count = static_cast<int32_t>(post_of_.size());
  network_.cell_begin.assign(in.cells.size() + 1, 0);
  network_.run_begin.push_back(0);
  for (int32_t k = 0; k < network_.post_count; ++k) {
    const Post& post = in.posts[post_of_[k]];
    network_post_[post_of_[k]] = k;
    const bool same = k > 0 && network_.group_cell.back() == post.cell &&
                      network_.group_district.back() == post.district &&
                      k - network_.group_begin.back() < kGroupSize;
    if (!same) {
      network_.group_begin.push_back(k);
      network_.group_cell.push_back(post.cell);
      network_.group_district.push_back(post.district);
      ++network_.cell_begin[post.cell + 1];
    }
    network_.group_of.push_back(network_.group_count() - 1);
    int32_t rank = 0;
    for (int32_t r = in.seat_begin[post_of_[k]]; r < in.seat_begin[post_of_[k] + 1]; ++r) {
      rank += in.seat_runs[r].count;
      network_.runs.push_back({0, rank});
      run_points_.push_back(CombinedWorth(in, tiers_, r));
    }
    network_.run_begin.push_back(static_cast<int32_t>(network_.runs.size()));
  }
  network_.group_begin.push_back(network_.post_count);
  std::partial_sum(network_.cell_begin.begin(), network_.cell_begin.end(), network_.cell_begin.begin());
}

void Relaxation::IndexSlots() {
  const Instance& in = instance_;
  const int64_t districts = in.district_count();
  const auto has_posts = [&](CellIndex c) { return network_.cell_begin[c] < network_.cell_begin[c + 1]; };
  // Homes seen per cell, as a sorted list of keys cell·districts + home.
  std::vector<int64_t> keys;
  absl::flat_hash_map<int64_t, int32_t> sparse;
  std::vector<int32_t> dense;
  const bool small = static_cast<int64_t>(in.cells.size()) * districts <= (int64_t{1} << 26);
  if (small) dense.assign(in.cells.size() * districts, -1);
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    for (const CellScore& score : in.CellsOf(i)) {
      if (!has_posts(score.cell)) continue;
      const int64_t key = score.cell * districts + in.persons[i].home;
      if (small ? dense[key] == -1 : sparse.try_emplace(key, 0).second) {
        if (small) dense[key] = 0;
        keys.push_back(key);
      }
    }
  }
  std::sort(keys.begin(), keys.end());
  network_.cell_slot_begin.assign(in.cells.size() + 1, 0);
  for (size_t s = 0; s < keys.size(); ++s) {
    (small ? dense[keys[s]] : sparse[keys[s]]) = static_cast<int32_t>(s);
    network_.slot_cell.push_back(static_cast<int32_t>(keys[s] / districts));
    network_.slot_home.push_back(static_cast<int32_t>(keys[s] % districts));
    ++network_.cell_slot_begin[network_.slot_cell.back() + 1];
  }
  std::partial_sum(network_.cell_slot_begin.begin(), network_.cell_slot_begin.end(),
                   network_.cell_slot_begin.begin());

  int64_t low = 0, high = 0;
  network_.option_begin.push_back(0);
  network_.options.reserve(in.cell_scores.size());
  for (const PersonIndex i : person_of_) {
    for (const CellScore& score : in.CellsOf(i)) {
      if (!has_posts(score.cell)) continue;
      const int64_t key = score.cell * districts + in.persons[i].home;
      const int32_t slot = small ? dense[key] : sparse[key];
      network_.options.push_back({static_cast<uint32_t>(slot) * 2, score.points});
    }
    // Best first: most of the others then fall to the first comparison of a bid.
    std::sort(network_.options.begin() + network_.option_begin.back(), network_.options.end(),
              [](const Network::Option& a, const Network::Option& b) { return a.points > b.points; });
    network_.option_begin.push_back(static_cast<int64_t>(network_.options.size()));
  }
  for (const CellScore& score : in.cell_scores) {
    low = std::min<int64_t>(low, score.points);
    high = std::max<int64_t>(high, score.points);
  }
  for (const Exception& e : in.exceptions) {
    if (e.points == kForbidden) continue;
    low = std::min<int64_t>(low, e.points);
    high = std::max<int64_t>(high, e.points);
  }
  const int64_t far = in.distance.empty() ? 0 : *std::max_element(in.distance.begin(), in.distance.end());
  score_range_ = high - low + far;
  value_range_ = score_range_;
  if (!tiers_.empty()) {
    for (const int64_t points : run_points_) value_range_ = std::max<int64_t>(value_range_, std::abs(points));
  }
  highest_score_ = high;
}

void Relaxation::IndexSpecials() {
  const Instance& in = instance_;
  network_.person_count = in.person_count();
  network_.special_begin.push_back(0);
  network_.blocked_begin.push_back(0);
  for (int32_t k = 0; k < in.person_count(); ++k) {
    const PersonIndex i = person_of_[k];
    const Person& person = in.persons[i];
    bool reference_listed = false;
    const auto add = [&](PostIndex j, int32_t points) {
      network_.specials.push_back({network_post_[j], 0});
      special_points_.push_back(points);
      special_stays_.push_back(j == person.reference_post ? 1 : 0);
    };
    const auto cells = in.CellsOf(i);
    for (const Exception& e : in.ExceptionsOf(i)) {
      reference_listed |= e.post == person.reference_post;
      if (network_post_[e.post] < 0) continue;
      if (e.points != kForbidden) add(e.post, e.points);
      const Post& post = in.posts[e.post];
      const auto c = std::lower_bound(cells.begin(), cells.end(), post.cell,
                                      [](const CellScore& x, CellIndex cell) { return x.cell < cell; });
      if (c == cells.end() || c->cell != post.cell) continue;
      if (e.points != kForbidden && e.points >= c->points - in.Distance(person.home, post.district)) continue;
      network_.blocked.push_back(network_post_[e.post]);
      for (int64_t o = network_.option_begin[k]; o < network_.option_begin[k + 1]; ++o) {
        if (network_.slot_cell[network_.options[o].slot()] == post.cell)
          network_.options[o].slot_and_guard |= 1;
      }
    }
    if (!reference_listed && network_post_[person.reference_post] >= 0) {
      add(person.reference_post, *in.Score(i, person.reference_post));
    }
    network_.special_begin.push_back(static_cast<int64_t>(network_.specials.size()));
    network_.blocked_begin.push_back(static_cast<int64_t>(network_.blocked.size()));
  }
}

absl::Status Relaxation::SetScale(int64_t alpha, int64_t lambda) {
  int64_t widest = value_range_;
  for (const int64_t points : run_points_) widest = std::max<int64_t>(widest, std::abs(points));
  const __int128 largest = (__int128{widest} * alpha + lambda) * fine_;
  if (largest > (int64_t{1} << 56)) {
    return absl::OutOfRangeError(
        "assignment: values times the denominator of lambda leave the range of the arithmetic");
  }
  alpha_ = alpha;
  lambda_ = lambda;
  network_.unit = alpha * fine_;
  const size_t districts = instance_.districts.size();
  for (size_t home = 0; home < districts; ++home) {
    for (size_t to = 0; to < districts; ++to) {
      const int64_t toll = instance_.distance[home * districts + to] * network_.unit;
      network_.toll[home * districts + to] = network_.toll_back[to * districts + home] = toll;
    }
  }
  for (size_t k = 0; k < network_.specials.size(); ++k) {
    network_.specials[k].value = (special_points_[k] * alpha + (special_stays_[k] != 0 ? lambda : 0)) * fine_;
  }
  for (size_t k = 0; k < network_.runs.size(); ++k) network_.runs[k].worth = run_points_[k] * alpha * fine_;
  network_.IndexLovers();
  return absl::OkStatus();
}

int64_t Relaxation::SeatValue(PostIndex post, int32_t occupants) const {
  if (tiers_.empty()) return instance_.SeatValue(post, occupants);
  int64_t value = 0;
  for (int32_t r = instance_.seat_begin[post]; r < instance_.seat_begin[post + 1] && occupants > 0; ++r) {
    const int32_t filled = std::min(occupants, instance_.seat_runs[r].count);
    value += filled * CombinedWorth(instance_, tiers_, r);
    occupants -= filled;
  }
  return value;
}

std::vector<int64_t> Relaxation::InstancePrices(const std::vector<int64_t>& network_prices,
                                                const std::vector<int64_t>& profits) const {
  int64_t least_profit = 0;
  for (const int64_t profit : profits) least_profit = std::min(least_profit, profit / fine_);
  const int64_t prohibitive = (highest_score_ * alpha_ + lambda_) - least_profit;
  std::vector<int64_t> prices(network_post_.size(), prohibitive);
  for (int32_t k = 0; k < network_.post_count; ++k) prices[post_of_[k]] = network_prices[k] / fine_;
  return prices;
}

std::vector<int64_t> Relaxation::NetworkPrices(const std::vector<int64_t>& prices,
                                               int64_t denominator) const {
  std::vector<int64_t> out(network_.post_count);
  for (int32_t k = 0; k < network_.post_count; ++k) {
    out[k] = static_cast<int64_t>(static_cast<__int128>(prices[post_of_[k]]) * network_.unit / denominator);
  }
  return out;
}

std::vector<int32_t> Relaxation::NetworkPlacement(const std::vector<PostIndex>& placement) const {
  std::vector<int32_t> out(placement.size(), -1);
  for (size_t k = 0; k < placement.size(); ++k) {
    const PersonIndex i = person_of_[k];
    // A post that is unlawful for him now counts as none.
    if (placement[i] >= 0 && instance_.Score(i, placement[i]).has_value())
      out[k] = network_post_[placement[i]];
  }
  return out;
}

std::vector<PostIndex> Relaxation::InstancePlacement(const std::vector<int32_t>& placement) const {
  std::vector<PostIndex> out(placement.size());
  for (size_t k = 0; k < placement.size(); ++k) out[person_of_[k]] = post_of_[placement[k]];
  return out;
}

}  // namespace selaras::assignment
