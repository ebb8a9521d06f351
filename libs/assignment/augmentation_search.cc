// Shortest paths in the compressed residual network, and what prices make of them.
#include <algorithm>

#include "libs/assignment/augmentation.h"

namespace selaras::assignment {

namespace {

constexpr size_t kAhead = 6;  // Nodes; far enough for a row to arrive from memory.
constexpr int64_t kPriceRange = int64_t{1} << 60;

}  // namespace

void Augmentation::Relax(int32_t node, int64_t distance, int32_t from) {
  if (distance >= label_[node]) return;
  if (label_[node] == kFar) touched_.push_back(node);
  label_[node] = distance;
  parent_[node] = from;
  queue_.Push(distance, node);
}

void Augmentation::Prefetch(int32_t node) const {
  if (node < 0 || node >= net_.person_count) return;
  const auto options = net_.OptionsOf(node);
  __builtin_prefetch(options.data());
  __builtin_prefetch(options.data() + 8);
  __builtin_prefetch(net_.SpecialsOf(node).data());
  __builtin_prefetch(&profit_[node]);
}

bool Augmentation::NextNode(int32_t& node, int64_t& d) {
  MonotoneQueue::Entry entry;
  while (queue_.Pop(entry)) {
    Prefetch(queue_.Ahead(kAhead));
    if (order_[entry.node] != 0) continue;
    node = entry.node;
    d = entry.distance;
    return true;
  }
  return false;
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
      if (here + group_price_[g] >= label_[GroupNode(g)]) continue;  // Its posts are reached no later.
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
  for (const int32_t j : elastic_) {
    if (filled_[j] == 0) continue;
    const int64_t worth = net_.Worth(j, filled_[j]);
    if (worth < kInfinite) Relax(PostNode(j), d + price_[j] + worth - sink_, sink);
  }
  work_->Spend(static_cast<int64_t>(elastic_.size()) / 8);
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
  queue_.Clear();
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
  work_->Spend(steps);
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
// A price can fall until a filled seat is not worth it any more, or until somebody elsewhere would come; so
// it falls by the distance from the sink.
void Augmentation::LowerPrices() {
  Relax(SinkNode(), 0, -1);
  int32_t node = 0;
  int64_t d = 0;
  int64_t steps = 0;
  for (; NextNode(node, d); ++steps) Settle(node, d);
  work_->Spend(steps);
  for (int32_t i = 0; i < net_.person_count; ++i) profit_[i] += label_[PostNode(post_of_[i])];
  for (int32_t j = 0; j < net_.post_count; ++j) {
    const int64_t fall = label_[PostNode(j)];
    price_[j] = fall == kFar ? -net_.Worth(j, 1) : price_[j] - fall;
  }
  ClearLabels();
  RefreshGroups();
}

}  // namespace selaras::assignment
