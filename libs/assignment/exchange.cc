#include "libs/assignment/exchange.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace selaras::assignment {
namespace {

bool ByHash(const Step& a, const Step& b) {
  return std::tie(a.hash, a.person) < std::tie(b.hash, b.person);
}

class Splitter {
 public:
  explicit Splitter(std::vector<Step> steps) : steps_(std::move(steps)), used_(steps_.size(), false) {
    std::sort(steps_.begin(), steps_.end(), ByHash);
    for (size_t k = 0; k < steps_.size(); ++k) {
      Node& from = nodes_[steps_[k].from];
      from.out.push_back(k);
      ++from.surplus;
      --nodes_[steps_[k].to].surplus;
    }
  }

  std::vector<std::vector<Step>> Split() {
    for (const bool paths : {true, false}) {
      for (size_t k = 0; k < steps_.size(); ++k) {
        // A start has more people leaving than coming; once the paths are gone everything is cycles.
        while (!used_[k] && (!paths || nodes_[steps_[k].from].surplus > 0)) Walk(k);
      }
    }
    return std::move(pieces_);
  }

 private:
  struct Node {
    std::vector<size_t> out;  // Steps away from here, by hash.
    size_t next = 0;
    int64_t surplus = 0;   // Leaving minus coming, not yet split off.
    int64_t on_walk = -1;  // Position on the present walk.
  };

  size_t Take(Node& node) {
    while (used_[node.out[node.next]]) ++node.next;
    const size_t k = node.out[node.next];
    used_[k] = true;
    return k;
  }

  // Cuts off walk_[from..]; the posts where these steps start are off the walk.
  void Cut(size_t from) {
    std::vector<Step> piece;
    for (size_t k = from; k < walk_.size(); ++k) {
      piece.push_back(steps_[walk_[k]]);
      nodes_[piece.back().from].on_walk = -1;
    }
    walk_.resize(from);
    pieces_.push_back(std::move(piece));
  }

  void Walk(size_t first) {
    const bool path = nodes_[steps_[first].from].surplus > 0;
    if (path) --nodes_[steps_[first].from].surplus;
    size_t k = first;
    used_[first] = true;
    while (true) {
      nodes_[steps_[k].from].on_walk = static_cast<int64_t>(walk_.size());
      walk_.push_back(k);
      Node& here = nodes_[steps_[k].to];
      if (here.on_walk >= 0) {
        Cut(static_cast<size_t>(here.on_walk));
        if (walk_.empty() && !path) return;
      } else if (path && here.surplus < 0) {
        ++here.surplus;
        Cut(0);
        return;
      }
      k = Take(here);
    }
  }

  std::vector<Step> steps_;
  std::vector<bool> used_;
  std::map<int32_t, Node> nodes_;
  std::vector<size_t> walk_;
  std::vector<std::vector<Step>> pieces_;
};

}  // namespace

std::vector<std::vector<Step>> SplitExchange(std::vector<Step> steps) {
  return Splitter(std::move(steps)).Split();
}

int64_t ApplyPieces(std::vector<std::vector<Step>> pieces, absl::FunctionRef<PieceEffect(const Step&)> effect,
                    int64_t moved, int64_t max_moves, std::vector<int32_t>& placement) {
  struct Weighed {
    int64_t added, beyond;
    Step least;
    const std::vector<Step>* steps;
  };
  std::vector<Weighed> order;
  for (const std::vector<Step>& piece : pieces) {
    PieceEffect sum;
    for (const Step& step : piece) {
      const PieceEffect one = effect(step);
      sum.added += one.added;
      sum.strayed += one.strayed;
    }
    order.push_back(
        {sum.added, sum.strayed - sum.added, *std::min_element(piece.begin(), piece.end(), ByHash), &piece});
  }
  std::sort(order.begin(), order.end(), [](const Weighed& a, const Weighed& b) {
    return a.beyond != b.beyond ? a.beyond < b.beyond : ByHash(a.least, b.least);
  });
  for (const Weighed& piece : order) {
    if (piece.added <= 0 || moved + piece.added > max_moves) continue;
    for (const Step& step : *piece.steps) placement[step.person] = step.to;
    moved += piece.added;
  }
  return moved;
}

}  // namespace selaras::assignment
