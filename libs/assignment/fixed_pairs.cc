#include "libs/assignment/fixed_pairs.h"

#include <algorithm>
#include <numeric>

namespace selaras::assignment {
namespace {

// Tarjan's strong components over the posts and, as one more node, the empty seats.
class Components {
 public:
  Components(const std::vector<int32_t>& placement, const std::vector<Occupancy>& occupancy,
             const TightPairs& pairs)
      : pairs_(pairs),
        occupancy_(occupancy),
        sink_(static_cast<int32_t>(occupancy.size())),
        occupant_begin_(occupancy.size() + 1, 0),
        occupants_(placement.size()),
        low_(occupancy.size() + 1, 0) {
    for (const int32_t j : placement) ++occupant_begin_[j + 1];
    std::partial_sum(occupant_begin_.begin(), occupant_begin_.end(), occupant_begin_.begin());
    std::vector<int32_t> at(occupant_begin_.begin(), occupant_begin_.end() - 1);
    for (size_t i = 0; i < placement.size(); ++i) occupants_[at[placement[i]]++] = static_cast<int32_t>(i);
    for (int32_t node = 0; node <= sink_; ++node) {
      if (low_[node] == 0) Visit(node);
    }
  }

  bool Together(int32_t a, int32_t b) const { return low_[a] == low_[b]; }

 private:
  // A node on the way down and how far its arcs are followed: occupants up to `occupant`, of that one pairs up to `pair`.
  // Of the sink `occupant` counts posts.
  struct Frame {
    int32_t node;
    int32_t entered;
    int32_t occupant;
    int64_t pair;
    bool room_followed;
  };

  int32_t People(int32_t j) const { return occupant_begin_[j + 1] - occupant_begin_[j]; }

  void Enter(int32_t node) {
    low_[node] = ++entered_;
    open_.push_back(node);
    Frame frame{node, entered_, 0, 0, false};
    if (node != sink_) {
      frame.occupant = occupant_begin_[node];
      if (People(node) > 0) frame.pair = pairs_.begin[occupants_[frame.occupant]];
    }
    frames_.push_back(frame);
  }

  // The node of the next arc, or −1.
  int32_t Next(Frame& frame) const {
    if (frame.node == sink_) {
      while (frame.occupant < sink_) {
        const int32_t j = frame.occupant++;
        if (People(j) > occupancy_[j].least) return j;
      }
      return -1;
    }
    if (!frame.room_followed) {
      frame.room_followed = true;
      if (People(frame.node) < occupancy_[frame.node].most) return sink_;
    }
    const int32_t end = occupant_begin_[frame.node + 1];
    while (frame.occupant < end) {
      if (frame.pair < pairs_.begin[occupants_[frame.occupant] + 1]) return pairs_.posts[frame.pair++];
      if (++frame.occupant < end) frame.pair = pairs_.begin[occupants_[frame.occupant]];
    }
    return -1;
  }

  // low_ of a node on the way is the earliest node that it is known to reach; of one that is done the number of its
  // component, from above.
  void Visit(int32_t root) {
    Enter(root);
    while (!frames_.empty()) {
      const int32_t next = Next(frames_.back());
      if (next >= 0) {
        if (low_[next] == 0) {
          Enter(next);
        } else {
          low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[next]);
        }
        continue;
      }
      const Frame done = frames_.back();
      frames_.pop_back();
      if (low_[done.node] == done.entered) {
        int32_t member;
        do {
          member = open_.back();
          open_.pop_back();
          low_[member] = component_;
        } while (member != done.node);
        --component_;
      } else {
        low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[done.node]);
      }
    }
  }

  const TightPairs& pairs_;
  const std::vector<Occupancy>& occupancy_;
  const int32_t sink_;
  std::vector<int32_t> occupant_begin_;
  std::vector<int32_t> occupants_;
  std::vector<int32_t> low_;
  std::vector<int32_t> open_;
  std::vector<Frame> frames_;
  int32_t entered_ = 0;
  int32_t component_ = INT32_MAX;
};

}  // namespace

void DropUnusable(const std::vector<int32_t>& placement, const std::vector<Occupancy>& occupancy,
                  TightPairs& pairs) {
  const Components components(placement, occupancy, pairs);
  int64_t kept = 0, at = 0;
  for (size_t i = 0; i < placement.size(); ++i) {
    for (const int64_t end = pairs.begin[i + 1]; at < end; ++at) {
      const int32_t j = pairs.posts[at];
      if (components.Together(placement[i], j)) pairs.posts[kept++] = j;
    }
    pairs.begin[i + 1] = kept;
  }
  pairs.posts.resize(kept);
}

}  // namespace selaras::assignment
