#include "libs/assignment/augmentation.h"

#include <algorithm>

namespace selaras::assignment {
namespace {

constexpr int kRoundsOfLowering = 4;  // Each finds fewer than the one before.

}  // namespace

Augmentation::Augmentation(const Network& network, WorkMeter& work, std::vector<int64_t> prices,
                           const std::vector<int32_t>& placement)
    : net_(network),
      work_(&work),
      price_(std::move(prices)),
      profit_(network.person_count),
      post_of_(network.person_count, -1),
      people_(network.post_count, 0),
      filled_(network.post_count, 0),
      first_(network.post_count, -1),
      next_(network.person_count, -1),
      before_(network.person_count, -1),
      group_price_(network.group_count()),
      slot_best_(network.slot_count()),
      label_(SinkNode() + 1, kFar),
      parent_(SinkNode() + 1, -1),
      order_(SinkNode() + 1, 0) {
  for (int32_t j = 0; j < net_.post_count; ++j) {
    const int32_t last = net_.run_begin[j + 1] - 1;
    if (last >= net_.run_begin[j] && net_.runs[last].worth < kInfinite) elastic_.push_back(j);
  }
  RefreshGroups();
  for (int32_t i = 0; i < net_.person_count; ++i) profit_[i] = BestOf(i);
  TakeOver(placement);
}
void Augmentation::RefreshGroups() {
  for (int32_t g = 0; g < net_.group_count(); ++g) {
    int64_t least = kInfinite * 2 - 1;
    for (int32_t j = net_.group_begin[g]; j < net_.group_begin[g + 1]; ++j)
      least = std::min(least, price_[j]);
    group_price_[g] = least;
  }
  for (int32_t s = 0; s < net_.slot_count(); ++s) {
    int64_t best = -kInfinite * 2;
    const int32_t cell = net_.slot_cell[s];
    const int64_t* const row = net_.TollRow(s);
    for (int32_t g = net_.cell_begin[cell]; g < net_.cell_begin[cell + 1]; ++g) {
      best = std::max(best, -row[net_.group_district[g]] - group_price_[g]);
    }
    slot_best_[s] = best;
  }
  work_->Spend(net_.slot_count() + net_.group_count());
}

bool Augmentation::GroupHasBlocked(int32_t i, int32_t g) const {
  for (const int32_t j : net_.BlockedOf(i)) {
    if (net_.group_of[j] == g) return true;
  }
  return false;
}

int64_t Augmentation::BestOf(int32_t i) const {
  int64_t best = -kInfinite * 2;
  for (const Network::Special& special : net_.SpecialsOf(i)) {
    best = std::max(best, special.value - price_[special.post]);
  }
  for (const Network::Option& option : net_.OptionsOf(i)) {
    const int32_t s = option.slot();
    const int64_t base = net_.unit * option.points;
    if (base + slot_best_[s] <= best) continue;
    if (!option.guarded()) {
      best = base + slot_best_[s];
      continue;
    }
    const int32_t cell = net_.slot_cell[s];
    for (int32_t g = net_.cell_begin[cell]; g < net_.cell_begin[cell + 1]; ++g) {
      const int64_t here = base - net_.Toll(s, g);
      if (here - group_price_[g] <= best) continue;
      if (!GroupHasBlocked(i, g)) {
        best = here - group_price_[g];
        continue;
      }
      for (int32_t j = net_.group_begin[g]; j < net_.group_begin[g + 1]; ++j) {
        if (here - price_[j] > best && !net_.IsBlocked(i, j)) best = here - price_[j];
      }
    }
  }
  return best;
}

void Augmentation::Attach(int32_t i, int32_t j) {
  post_of_[i] = j;
  next_[i] = first_[j];
  before_[i] = -1;
  if (first_[j] >= 0) before_[first_[j]] = i;
  first_[j] = i;
  ++people_[j];
}

void Augmentation::Detach(int32_t i) {
  const int32_t j = post_of_[i];
  if (before_[i] >= 0) {
    next_[before_[i]] = next_[i];
  } else {
    first_[j] = next_[i];
  }
  if (next_[i] >= 0) before_[next_[i]] = before_[i];
  --people_[j];
  post_of_[i] = -1;
}

void Augmentation::TakeOver(const std::vector<int32_t>& placement) {
  // Seats worth more than −p must be taken, those worth exactly −p may be.
  std::vector<int32_t> at_most(net_.post_count);
  for (int32_t j = 0; j < net_.post_count; ++j) {
    filled_[j] = net_.SeatsWorth(j, -price_[j], /*above=*/true);
    at_most[j] = net_.SeatsWorth(j, -price_[j], /*above=*/false);
  }
  const auto take = [&](int32_t i, int32_t j) {
    if (people_[j] >= at_most[j]) return false;
    Attach(i, j);
    filled_[j] = std::max(filled_[j], people_[j]);
    return true;
  };
  std::vector<int32_t> loose;
  for (int32_t i = 0; i < net_.person_count; ++i) {
    const int32_t j = placement[i];
    bool tight = false;
    if (j >= 0) ForEachTight(i, [&](int32_t k) { tight |= k == j; });
    if (!tight || !take(i, j)) loose.push_back(i);
  }
  // Whoever lost his post may find a free seat among his best.
  for (const int32_t i : loose) {
    bool placed = false;
    ForEachTight(i, [&](int32_t k) {
      if (!placed && people_[k] < at_most[k]) placed = take(i, k);
    });
    if (!placed) waiting_.push_back(i);
  }
  // An auction leaves whoever bid last ε above what his post is worth to him: lowered to what others offer, it is his again.
  for (int round = 0; round < kRoundsOfLowering && LowerOpenPosts() && SeatWaiting() > 0; ++round) {
  }
  sink_excess_ = -int64_t{net_.person_count};
  for (int32_t j = 0; j < net_.post_count; ++j) sink_excess_ += filled_[j];
  work_->Spend(net_.person_count);
}

// The most that somebody outside would pay for post j; posts that are blocked for him count as well, which only makes it
// higher.
int64_t Augmentation::BestOffer(int32_t j) const {
  int64_t best = -kInfinite * 2;
  const auto consider = [&](int32_t i, int64_t value) {
    if (value - profit_[i] > best && post_of_[i] != j) best = value - profit_[i];
  };
  for (const Network::Lover& lover : net_.LoversOf(j)) consider(lover.person, lover.value);
  if (net_.slot_count() == 0) return best;
  const int32_t g = net_.group_of[j];
  const int32_t cell = net_.group_cell[g];
  for (int32_t s = net_.cell_slot_begin[cell]; s < net_.cell_slot_begin[cell + 1]; ++s) {
    const int64_t toll = net_.Toll(s, g);
    for (const Network::Member& member : net_.MembersOf(s))
      consider(member.person, net_.unit * member.points - toll);
    work_->Spend(1 + static_cast<int64_t>(net_.MembersOf(s).size()) / 8);
  }
  return best;
}

// A seat that waits may be too dear for everybody outside; then its price can fall for nothing, and whoever is in the
// post gains what it falls by. Without this the search would go far around for somebody who is willing.
bool Augmentation::LowerOpenPosts() {
  bool lowered = false;
  for (int32_t j = 0; j < net_.post_count; ++j) {
    if (people_[j] >= filled_[j]) continue;
    const int64_t price = std::max(-net_.Worth(j, people_[j] + 1), BestOffer(j));
    if (price >= price_[j]) continue;
    for (int32_t i = first_[j]; i >= 0; i = next_[i]) profit_[i] += price_[j] - price;
    price_[j] = price;
    filled_[j] = std::max(people_[j], net_.SeatsWorth(j, -price, /*above=*/true));
    lowered = true;
  }
  if (lowered) RefreshGroups();
  return lowered;
}

int64_t Augmentation::SeatWaiting() {
  std::vector<int32_t> still;
  for (const int32_t i : waiting_) {
    int32_t post = -1;
    ForEachTight(i, [&](int32_t j) {
      if (people_[j] < filled_[j]) post = j;
    });
    if (post >= 0) {
      Attach(i, post);
    } else {
      still.push_back(i);
    }
  }
  const auto seated = static_cast<int64_t>(waiting_.size() - still.size());
  waiting_.swap(still);
  return seated;
}

absl::Status Augmentation::Batch(int64_t enough) {
  while (static_cast<int64_t>(waiting_.size()) + std::max<int64_t>(0, sink_excess_) > enough) {
    if (!work_->ok()) return work_->status();
    ++rounds_;
    for (const int32_t i : waiting_) Relax(i, 0, -1);
    if (sink_excess_ > 0) Relax(SinkNode(), 0, -1);
    int32_t end = -1;
    const int64_t wanted = static_cast<int64_t>(waiting_.size()) + std::max<int64_t>(0, sink_excess_);
    const int64_t limit = Search(wanted - wanted / 4, end);
    if (limit < 0)
      return absl::FailedPreconditionError("assignment: no lawful placement exists (too few seats)");
    if (limit > 0) {
      if (absl::Status status = MovePotentials(limit); !status.ok()) return status;
      Normalize();
      RefreshGroups();
    }
    BlockingFlow();
    ClearLabels();
  }
  return work_->status();
}

absl::Status Augmentation::OneByOne() {
  std::vector<int32_t> path;
  while (!waiting_.empty() || sink_excess_ > 0) {
    if (!work_->ok()) return work_->status();
    ++rounds_;
    const int32_t source = waiting_.empty() ? SinkNode() : waiting_.back();
    Relax(source, 0, -1);
    int32_t end = -1;
    const int64_t limit = Search(1, end);
    if (limit < 0)
      return absl::FailedPreconditionError("assignment: no lawful placement exists (too few seats)");
    if (absl::Status status = MovePotentials(limit); !status.ok()) return status;
    path.clear();
    for (int32_t node = end; node >= 0; node = parent_[node]) path.push_back(node);
    std::reverse(path.begin(), path.end());
    ApplyPath(path);
    if (!waiting_.empty()) waiting_.pop_back();
    ClearLabels();
  }
  Normalize();
  return work_->status();
}

__int128 Augmentation::DualValue() const {
  __int128 dual = 0;
  for (const int64_t profit : profit_) dual += profit;
  for (int32_t j = 0; j < net_.post_count; ++j) {
    int32_t from = 0;
    for (int32_t r = net_.run_begin[j]; r < net_.run_begin[j + 1]; ++r) {
      const Network::Run& run = net_.runs[r];
      dual += __int128{std::max<int64_t>(0, price_[j] + run.worth)} * (run.up_to - from);
      from = run.up_to;
    }
  }
  return dual;
}

}  // namespace selaras::assignment
