#include "libs/assignment/augmentation.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace selaras::assignment {
namespace {

constexpr int64_t kFar = std::numeric_limits<int64_t>::max();
constexpr int64_t kPriceRange = int64_t{1} << 60;

}  // namespace

Augmentation::Augmentation(const Network& network, WorkMeter& work, std::vector<int64_t> prices,
                           const std::vector<int32_t>& placement)
    : net_(network),
      work_(work),
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
  work_.Spend(net_.slot_count() + net_.group_count());
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
  sink_excess_ = -int64_t{net_.person_count};
  for (int32_t j = 0; j < net_.post_count; ++j) sink_excess_ += filled_[j];
  work_.Spend(net_.person_count);
}

void Augmentation::Relax(int32_t node, int64_t distance, int32_t from) {
  if (distance >= label_[node]) return;
  if (label_[node] == kFar) touched_.push_back(node);
  label_[node] = distance;
  parent_[node] = from;
  if (distance == now_distance_) {
    now_.push_back(node);
  } else {
    heap_.emplace_back(distance, node);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
  }
}

bool Augmentation::NextNode(int32_t& node, int64_t& d) {
  while (true) {
    if (now_head_ < now_.size()) {
      node = now_[now_head_++];
      if (order_[node] != 0) continue;
      d = now_distance_;
      return true;
    }
    if (heap_.empty()) return false;
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    const auto [distance, candidate] = heap_.back();
    heap_.pop_back();
    if (order_[candidate] != 0 || distance > label_[candidate]) continue;
    now_distance_ = distance;
    now_.clear();
    now_head_ = 0;
    now_.push_back(candidate);
  }
}

void Augmentation::SettlePerson(int32_t i, int64_t d) {
  const int64_t u = profit_[i];
  for (const Network::Special& special : net_.SpecialsOf(i)) {
    Relax(PostNode(special.post), d + u - special.value + price_[special.post], i);
  }
  for (const Network::Option& option : net_.OptionsOf(i)) {
    const int32_t s = option.slot();
    const int64_t gap = u - net_.unit * option.points;
    if (!option.guarded()) {
      Relax(SlotNode(s), d + gap - slot_best_[s], i);
      continue;
    }
    const int32_t cell = net_.slot_cell[s];
    for (int32_t g = net_.cell_begin[cell]; g < net_.cell_begin[cell + 1]; ++g) {
      const int64_t here = d + gap + net_.Toll(s, g);
      if (!GroupHasBlocked(i, g)) {
        Relax(GroupNode(g), here + group_price_[g], i);
        continue;
      }
      for (int32_t j = net_.group_begin[g]; j < net_.group_begin[g + 1]; ++j) {
        if (!net_.IsBlocked(i, j)) Relax(PostNode(j), here + price_[j], i);
      }
    }
  }
}

void Augmentation::SettleSink(int64_t d) {
  const int32_t sink = SinkNode();
  for (int32_t j = 0; j < net_.post_count; ++j) {
    if (filled_[j] == 0) continue;
    const int64_t worth = net_.Worth(j, filled_[j]);
    if (worth < kInfinite) Relax(PostNode(j), d + price_[j] + worth - sink_, sink);
  }
  work_.Spend(net_.post_count / 8);
}

void Augmentation::Settle(int32_t node, int64_t d) {
  order_[node] = ++settled_count_;
  if (node < net_.person_count) return SettlePerson(node, d);
  if (node < SlotNode(0)) {
    const int32_t j = node - PostNode(0);
    const int64_t worth = NextWorth(j);
    if (worth > -kInfinite) Relax(SinkNode(), d + sink_ - price_[j] - worth, node);
    for (int32_t i = first_[j]; i >= 0; i = next_[i]) Relax(i, d, node);
    return;
  }
  if (node < GroupNode(0)) {
    const int32_t s = node - SlotNode(0);
    const int32_t cell = net_.slot_cell[s];
    const int64_t base = d + slot_best_[s];
    for (int32_t g = net_.cell_begin[cell]; g < net_.cell_begin[cell + 1]; ++g) {
      Relax(GroupNode(g), base + net_.Toll(s, g) + group_price_[g], node);
    }
    return;
  }
  if (node < SinkNode()) {
    const int32_t g = node - GroupNode(0);
    const int64_t base = d - group_price_[g];
    for (int32_t j = net_.group_begin[g]; j < net_.group_begin[g + 1]; ++j) {
      Relax(PostNode(j), base + price_[j], node);
    }
    return;
  }
  SettleSink(d);
}

int64_t Augmentation::EndCapacity(int32_t node) const {
  if (node == SinkNode()) return std::max<int64_t>(0, -sink_excess_);
  if (node < PostNode(0) || node >= SlotNode(0)) return 0;
  const int32_t j = node - PostNode(0);
  return filled_[j] - people_[j];
}

void Augmentation::ClearLabels() {
  for (const int32_t node : touched_) {
    label_[node] = kFar;
    order_[node] = 0;
  }
  touched_.clear();
  heap_.clear();
  now_.clear();
  now_head_ = 0;
  now_distance_ = 0;
  settled_count_ = 0;
}

int64_t Augmentation::Search(int64_t wanted, int32_t& last_end) {
  int64_t reached = -1;
  int32_t node = 0;
  int64_t d = 0;
  int64_t steps = 0;
  while (wanted > 0 && NextNode(node, d)) {
    Settle(node, d);
    ++steps;
    const int64_t capacity = EndCapacity(node);
    if (capacity == 0) continue;
    wanted -= capacity;
    reached = d;
    last_end = node;
  }
  work_.Spend(steps);
  return reached;
}

absl::Status Augmentation::MovePotentials(int64_t limit) {
  const auto rise = [&](int32_t node) { return std::max<int64_t>(0, limit - label_[node]); };
  for (const int32_t node : touched_) {
    if (node < net_.person_count) {
      profit_[node] -= rise(node);
    } else if (node < SlotNode(0)) {
      int64_t& price = price_[node - PostNode(0)];
      const int64_t added = rise(node);
      price += added;
      if (added > 0 && price > kPriceRange)
        return absl::OutOfRangeError("assignment: a price left the range of the arithmetic");
    } else if (node == SinkNode()) {
      sink_ += rise(node);
    }
  }
  return absl::OkStatus();
}

void Augmentation::Normalize() {
  if (sink_ == 0) return;
  for (int64_t& price : price_) price -= sink_;
  for (int64_t& profit : profit_) profit += sink_;
  sink_ = 0;
}

int32_t Augmentation::NextTightOfPerson(int32_t i) {
  const int64_t u = profit_[i];
  const auto specials = net_.SpecialsOf(i);
  const auto options = net_.OptionsOf(i);
  int64_t& cursor = cursor_[i];
  const int64_t special_count = static_cast<int64_t>(specials.size());
  for (; cursor < special_count; ++cursor) {
    const Network::Special& special = specials[cursor];
    if (special.value - price_[special.post] == u && Onward(i, PostNode(special.post))) {
      return PostNode(special.post);
    }
  }
  for (; cursor < special_count + static_cast<int64_t>(options.size()); ++cursor) {
    const Network::Option& option = options[cursor - special_count];
    const int32_t s = option.slot();
    const int64_t base = net_.unit * option.points;
    if (base + slot_best_[s] < u) continue;
    if (!option.guarded()) {
      if (Onward(i, SlotNode(s))) return SlotNode(s);
      continue;
    }
    const int32_t cell = net_.slot_cell[s];
    for (int32_t g = net_.cell_begin[cell]; g < net_.cell_begin[cell + 1]; ++g) {
      const int64_t here = base - net_.Toll(s, g);
      if (here - group_price_[g] < u) continue;
      if (!GroupHasBlocked(i, g)) {
        if (Onward(i, GroupNode(g))) return GroupNode(g);
        continue;
      }
      for (int32_t j = net_.group_begin[g]; j < net_.group_begin[g + 1]; ++j) {
        if (here - price_[j] == u && !net_.IsBlocked(i, j) && Onward(i, PostNode(j))) return PostNode(j);
      }
    }
  }
  return -1;
}

// The next node to which a tight arc leads and which is neither dead nor on the path; −1 = none left.
int32_t Augmentation::NextTight(int32_t node) {
  if (node < net_.person_count) return NextTightOfPerson(node);
  int64_t& cursor = cursor_[node];
  if (node < SlotNode(0)) {
    const int32_t j = node - PostNode(0);
    if (Onward(node, SinkNode()) && NextWorth(j) == sink_ - price_[j]) return SinkNode();
    for (; occupant_begin_[j] + cursor < occupant_begin_[j + 1]; ++cursor) {
      const int32_t i = occupants_[occupant_begin_[j] + cursor];
      if (Onward(node, i)) return i;
    }
    return -1;
  }
  if (node < GroupNode(0)) {
    const int32_t s = node - SlotNode(0);
    const int32_t cell = net_.slot_cell[s];
    for (; net_.cell_begin[cell] + cursor < net_.cell_begin[cell + 1]; ++cursor) {
      const int32_t g = net_.cell_begin[cell] + static_cast<int32_t>(cursor);
      if (slot_best_[s] + net_.Toll(s, g) + group_price_[g] == 0 && Onward(node, GroupNode(g)))
        return GroupNode(g);
    }
    return -1;
  }
  if (node < SinkNode()) {
    const int32_t g = node - GroupNode(0);
    for (; net_.group_begin[g] + cursor < net_.group_begin[g + 1]; ++cursor) {
      const int32_t j = net_.group_begin[g] + static_cast<int32_t>(cursor);
      if (price_[j] == group_price_[g] && Onward(node, PostNode(j))) return PostNode(j);
    }
    return -1;
  }
  for (; cursor < net_.post_count; ++cursor) {
    const int32_t j = static_cast<int32_t>(cursor);
    if (Onward(node, PostNode(j)) && LastWorth(j) == sink_ - price_[j]) return PostNode(j);
  }
  return -1;
}

// Everybody on the path takes the next post on it; seats change hands where the path passes the sink.
void Augmentation::ApplyPath(const std::vector<int32_t>& path) {
  const int32_t sink = SinkNode();
  for (size_t k = 0; k < path.size(); ++k) {
    const int32_t node = path[k];
    if (node == sink) {
      if (k > 0) ++filled_[path[k - 1] - PostNode(0)];
      if (k + 1 < path.size()) --filled_[path[k + 1] - PostNode(0)];
    } else if (node < net_.person_count && post_of_[node] >= 0) {
      Detach(node);
    }
  }
  int32_t person = -1;
  for (const int32_t node : path) {
    if (node < net_.person_count) {
      person = node;
    } else if (node >= PostNode(0) && node < SlotNode(0) && person >= 0) {
      Attach(person, node - PostNode(0));
      person = -1;
    }
  }
  if (path.front() == sink) --sink_excess_;
  if (path.back() == sink) ++sink_excess_;
}

bool Augmentation::Explore(int32_t source) {
  std::vector<int32_t> path = {source};
  state_[source] = 1;
  while (!path.empty()) {
    const int32_t node = path.back();
    if (path.size() > 1 && EndCapacity(node) > 0) {
      ApplyPath(path);
      // People may move once a round; the rest may be passed again.
      for (const int32_t passed : path) state_[passed] = passed < net_.person_count ? 2 : 0;
      return true;
    }
    const int32_t next = NextTight(node);
    if (next >= 0) {
      state_[next] = 1;
      path.push_back(next);
    } else {
      state_[node] = 2;
      path.pop_back();
    }
  }
  return false;
}

int64_t Augmentation::BlockingFlow() {
  cursor_.assign(SinkNode() + 1, 0);
  state_.assign(SinkNode() + 1, 0);
  occupant_begin_.assign(net_.post_count + 1, 0);
  occupants_.clear();
  for (int32_t j = 0; j < net_.post_count; ++j) {
    for (int32_t i = first_[j]; i >= 0; i = next_[i]) occupants_.push_back(i);
    occupant_begin_[j + 1] = static_cast<int32_t>(occupants_.size());
  }
  int64_t found = 0;
  while (sink_excess_ > 0 && state_[SinkNode()] == 0 && Explore(SinkNode())) ++found;
  std::vector<int32_t> still;
  for (const int32_t i : waiting_) {
    if (Explore(i)) {
      ++found;
    } else {
      still.push_back(i);
    }
  }
  waiting_.swap(still);
  work_.Spend(SinkNode() / 4);
  return found;
}

absl::Status Augmentation::Batch() {
  while (!waiting_.empty() || sink_excess_ > 0) {
    if (!work_.ok()) return work_.status();
    ++rounds_;
    for (const int32_t i : waiting_) Relax(i, 0, -1);
    if (sink_excess_ > 0) Relax(SinkNode(), 0, -1);
    int32_t end = -1;
    const int64_t wanted = static_cast<int64_t>(waiting_.size()) + std::max<int64_t>(0, sink_excess_);
    const int64_t limit = Search(wanted, end);
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
  return work_.status();
}

absl::Status Augmentation::OneByOne() {
  std::vector<int32_t> path;
  while (!waiting_.empty() || sink_excess_ > 0) {
    if (!work_.ok()) return work_.status();
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
  return work_.status();
}

// A price can fall until a filled seat is not worth it any more, or until somebody elsewhere would come; so
// it falls by the distance from the sink.
void Augmentation::LowerPrices() {
  Relax(SinkNode(), 0, -1);
  int32_t node = 0;
  int64_t d = 0;
  int64_t steps = 0;
  for (; NextNode(node, d); ++steps) Settle(node, d);
  work_.Spend(steps);
  for (int32_t i = 0; i < net_.person_count; ++i) profit_[i] += label_[PostNode(post_of_[i])];
  for (int32_t j = 0; j < net_.post_count; ++j) {
    const int64_t fall = label_[PostNode(j)];
    price_[j] = fall == kFar ? -net_.Worth(j, 1) : price_[j] - fall;
  }
  ClearLabels();
  RefreshGroups();
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
