// Augmenting paths among tight arcs.
#include <algorithm>

#include "libs/assignment/augmentation.h"

namespace selaras::assignment {

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
  work_->Spend(SinkNode() / 4);
  return found;
}

}  // namespace selaras::assignment
