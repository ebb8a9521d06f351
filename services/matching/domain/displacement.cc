#include "services/matching/domain/displacement.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace selaras::matching {
namespace {

using assignment::PersonIndex;
using assignment::PostIndex;

int64_t FloorDiv(__int128 a, int64_t b) {
  const __int128 quotient = a / b;
  return static_cast<int64_t>(a % b < 0 ? quotient - 1 : quotient);
}

bool IsMove(const assignment::Instance& instance, PersonIndex person, PostIndex post) {
  return post != instance.persons[person].reference_post;
}

bool KeepsLimits(const DisplacementGraph& graph, const std::vector<Ways::Step>& steps) {
  const assignment::Instance& instance = graph.instance();
  if (instance.max_moves.has_value()) {
    int64_t moved = graph.moved();
    for (const Ways::Step& step : steps) {
      moved +=
          int64_t{IsMove(instance, step.person, step.to)} - int64_t{IsMove(instance, step.person, step.from)};
    }
    if (moved > *instance.max_moves) return false;
  }
  if (instance.limits.empty()) return true;
  std::vector<PostIndex> changed = graph.certificate().placement;
  for (const Ways::Step& step : steps) changed[step.person] = step.to;
  return assignment::Objective(instance, changed).ok();
}

}  // namespace

Ways::Ways(const DisplacementGraph& graph, PostIndex end, Direction direction)
    : Ways(graph, end, direction, [](PostIndex, int64_t) { return true; }) {}

Ways::Ways(const DisplacementGraph& graph, PostIndex end, Direction direction, Settled settled)
    : graph_(graph),
      end_(end),
      to_(direction == Direction::kTo),
      cost_(graph.node_count(), kNoWay),
      toward_(graph.node_count(), -1),
      person_(graph.node_count(), -1) {
  Search(settled);
}

void Ways::Search(Settled settled) {
  using Open = std::pair<int64_t, int32_t>;
  std::priority_queue<Open, std::vector<Open>, std::greater<>> open;
  cost_[end_] = 0;
  open.emplace(0, end_);
  while (!open.empty()) {
    const auto [cost, node] = open.top();
    open.pop();
    if (cost != cost_[node]) continue;
    if (graph_.IsPost(node) && !settled(node, cost)) {
      farthest_ = cost;
      return;
    }
    const auto relax = [&, at = node, so_far = cost](int32_t other, int64_t step, PersonIndex person) {
      if (so_far + step >= cost_[other]) return;
      cost_[other] = so_far + step;
      toward_[other] = at;
      person_[other] = person;
      open.emplace(so_far + step, other);
    };
    if (!to_) {
      graph_.ForEachOut(node, relax);
    } else if (graph_.IsSlot(node)) {
      for (const DisplacementGraph::Member& member : graph_.MembersOf(node)) {
        relax(member.from, member.cost, member.person);
      }
    } else {
      graph_.ForEachIn(node, relax);
    }
  }
}

Ways::Path Ways::PathOf(PostIndex other) const {
  // Nodes from `other` to the end, and whose arc leads to the next.
  std::vector<std::pair<int32_t, PersonIndex>> nodes;
  for (int32_t node = other; node != end_; node = toward_[node]) nodes.emplace_back(node, person_[node]);
  nodes.emplace_back(end_, -1);
  if (!to_) {
    // Towards the end is against the arcs: turn around, each arc with the node where it begins.
    std::reverse(nodes.begin(), nodes.end());
    for (size_t k = 0; k < nodes.size(); ++k) {
      nodes[k].second = k + 1 < nodes.size() ? person_[nodes[k + 1].first] : -1;
    }
  }
  Path path;
  PersonIndex walker = -1;
  int32_t last_post = nodes.front().first;
  for (size_t k = 0; k < nodes.size(); ++k) {
    const auto [node, person] = nodes[k];
    if (k > 0 && node == graph_.seats_node()) path.opened = last_post;
    if (k > 0 && graph_.IsPost(node)) {
      if (walker >= 0) path.steps.push_back({walker, last_post, node});
      if (nodes[k - 1].first == graph_.seats_node()) path.closed = node;
      walker = -1;
    }
    if (graph_.IsPost(node)) last_post = node;
    if (person >= 0) walker = person;
  }
  return path;
}

std::optional<int64_t> LeastCost(const DisplacementGraph& graph, PersonIndex person, PostIndex wanted,
                                 std::optional<int64_t> path_cost) {
  if (!path_cost.has_value()) return std::nullopt;
  if (graph.certificate().placement[person] == wanted) return 0;
  const std::optional<int64_t> regret = graph.Regret(person, wanted);
  if (!regret.has_value()) return std::nullopt;
  return *regret + *path_cost;
}

std::optional<Displaced> ExactLoss(const DisplacementGraph& graph, PersonIndex person, PostIndex wanted,
                                   const Ways& ways) {
  const assignment::Certificate& certificate = graph.certificate();
  const assignment::Instance& instance = graph.instance();
  const PostIndex now = certificate.placement[person];
  if (now == wanted) return Displaced{0, {}};
  std::optional<int64_t> path_cost = ways.Cost(wanted);
  PostIndex other = wanted;
  if (!ways.ends_at(now)) {
    path_cost = ways.Cost(now);
    other = now;
  }
  const std::optional<int64_t> cost = LeastCost(graph, person, wanted, path_cost);
  if (!cost.has_value()) return std::nullopt;
  Ways::Path path = ways.PathOf(other);
  // What the plan really loses by that.
  std::vector<Ways::Step> steps = path.steps;
  steps.insert(steps.begin(), {person, now, wanted});
  int64_t loss = 0;
  for (const Ways::Step& step : steps) {
    loss += int64_t{*instance.Score(step.person, step.from)} - *instance.Score(step.person, step.to);
  }
  if (path.opened >= 0) {
    loss += graph.SeatPoints(path.closed, graph.PeopleIn(path.closed)) -
            int64_t{graph.SeatPoints(path.opened, graph.PeopleIn(path.opened) + 1)};
  }
  // Nobody's plan with him there is worth more than the bound less the least cost. The dual value itself is
  // only known to lie below bound + 1.
  const int64_t q = certificate.denominator;
  const __int128 dual = static_cast<__int128>(certificate.bound) * q + (q - 1);
  if (loss < 0 || certificate.objective - loss < FloorDiv(dual - *cost, q)) return std::nullopt;
  if (!KeepsLimits(graph, steps)) return std::nullopt;
  return Displaced{loss, std::move(path.steps)};
}

std::vector<int32_t> TightComponents(const DisplacementGraph& graph) {
  // Tarjan's algorithm on arcs of no cost, with a stack of its own.
  struct Frame {
    int32_t node;
    std::vector<int32_t> next;  // Neighbours not yet looked at.
  };
  std::vector<int32_t> order(graph.node_count(), -1), low(graph.node_count(), 0),
      component(graph.node_count(), -1);
  std::vector<int32_t> open;
  std::vector<Frame> frames;
  int32_t count = 0, components = 0;
  const auto enter = [&](int32_t node) {
    order[node] = low[node] = count++;
    open.push_back(node);
    Frame& frame = frames.emplace_back();
    frame.node = node;
    graph.ForEachOut(node, [&frame](int32_t other, int64_t cost, PersonIndex) {
      if (cost == 0) frame.next.push_back(other);
    });
  };
  for (int32_t start = 0; start < graph.node_count(); ++start) {
    if (order[start] >= 0) continue;
    enter(start);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const int32_t node = frame.node;
      if (!frame.next.empty()) {
        const int32_t other = frame.next.back();
        frame.next.pop_back();
        if (order[other] < 0) {
          enter(other);
        } else if (component[other] < 0) {
          low[node] = std::min(low[node], order[other]);
        }
        continue;
      }
      frames.pop_back();
      if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[node]);
      if (low[node] != order[node]) continue;
      int32_t member;
      do {
        member = open.back();
        open.pop_back();
        component[member] = components;
      } while (member != node);
      ++components;
    }
  }
  component.resize(graph.instance().post_count());
  return component;
}

}  // namespace selaras::matching
