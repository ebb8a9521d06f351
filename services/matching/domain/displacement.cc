#include "services/matching/domain/displacement.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace selaras::matching {
namespace {

using assignment::PersonIndex;
using assignment::PostIndex;

int64_t SeatPointsOf(const assignment::Instance& instance, PostIndex post, int32_t k) {
  for (const assignment::SeatRun& run : instance.SeatsOf(post)) {
    if (k <= run.count) return run.points;
    k -= run.count;
  }
  return 0;
}

}  // namespace

Displacement::Displacement(const assignment::Instance& instance, const assignment::Certificate& certificate)
    : instance_(instance),
      certificate_(certificate),
      posts_of_cell_(instance.cell_count()),
      occupants_(instance.post_count()) {
  for (PostIndex j = 0; j < instance.post_count(); ++j) {
    posts_of_cell_[instance.posts[j].cell].push_back(j);
    seats_.push_back(instance.SeatCount(j));
  }
  for (PersonIndex i = 0; i < instance.person_count(); ++i) occupants_[certificate.placement[i]].push_back(i);
}

// One search. Costs are points · denominator.
class Displacement::Search {
 public:
  Search(const Displacement& graph, int64_t work_limit)
      : graph_(graph),
        instance_(graph.instance_),
        q_(graph.certificate_.denominator),
        seats_node_(instance_.post_count()),
        work_left_(work_limit),
        cost_(seats_node_ + 1, INT64_MAX) {}

  std::optional<int64_t> Run(PersonIndex person, PostIndex wanted) {
    const std::optional<int32_t> score = instance_.Score(person, wanted);
    if (!score.has_value()) return std::nullopt;
    const PostIndex left = graph_.certificate_.placement[person];
    if (left == wanted) return 0;
    mover_ = person;
    Reach(wanted, Profit(person) - (*score * q_ - Price(wanted)));
    while (!open_.empty()) {
      const auto [cost, node] = open_.top();
      open_.pop();
      if (cost != cost_[node]) continue;
      if (node == left) return (cost + q_ - 1) / q_;
      if (node == seats_node_) {
        CloseSeats(cost);
      } else {
        Leave(node, cost);
      }
      if (work_left_ < 0) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  int64_t Price(PostIndex j) const { return graph_.certificate_.prices[j]; }
  // u_i: at the optimum the place that he has is among his best.
  int64_t Profit(PersonIndex i) const {
    const PostIndex now = graph_.certificate_.placement[i];
    return int64_t{*instance_.Score(i, now)} * q_ - Price(now);
  }

  void Reach(int32_t node, int64_t cost) {
    if (cost >= cost_[node]) return;
    cost_[node] = cost;
    open_.emplace(cost, node);
  }

  void CloseSeats(int64_t cost) {
    for (PostIndex j = 0; j < instance_.post_count(); ++j) {
      const int32_t people = static_cast<int32_t>(graph_.occupants_[j].size());
      if (people > 0) Reach(j, cost + Price(j) + SeatPointsOf(instance_, j, people) * q_);
    }
    work_left_ -= instance_.post_count();
  }

  // One person too many is in `post`: a seat more, or one of the others goes elsewhere.
  void Leave(PostIndex post, int64_t cost) {
    const int32_t people = static_cast<int32_t>(graph_.occupants_[post].size());
    if (people < graph_.seats_[post]) {
      Reach(seats_node_, cost - Price(post) - SeatPointsOf(instance_, post, people + 1) * q_);
    }
    for (const PersonIndex i : graph_.occupants_[post]) {
      if (i != mover_) MoveOn(i, post, cost);
    }
  }

  void MoveOn(PersonIndex i, PostIndex from, int64_t cost) {
    const int64_t base = cost + Profit(i);
    const auto exceptions = instance_.ExceptionsOf(i);
    for (const assignment::Exception& exception : exceptions) {
      if (exception.points == assignment::kForbidden || exception.post == from) continue;
      Reach(exception.post, base - (int64_t{exception.points} * q_ - Price(exception.post)));
    }
    const assignment::DistrictIndex home = instance_.persons[i].home;
    for (const assignment::CellScore& cell : instance_.CellsOf(i)) {
      auto next = exceptions.begin();
      const std::vector<PostIndex>& posts = graph_.posts_of_cell_[cell.cell];
      work_left_ -= static_cast<int64_t>(posts.size());
      for (const PostIndex j : posts) {
        while (next != exceptions.end() && next->post < j) ++next;
        if (j == from || (next != exceptions.end() && next->post == j)) continue;
        const int64_t points = int64_t{cell.points} - instance_.Distance(home, instance_.posts[j].district);
        Reach(j, base - (points * q_ - Price(j)));
      }
      if (work_left_ < 0) return;
    }
  }

  const Displacement& graph_;
  const assignment::Instance& instance_;
  const int64_t q_;
  const int32_t seats_node_;
  int64_t work_left_;
  PersonIndex mover_ = -1;
  std::vector<int64_t> cost_;
  std::priority_queue<std::pair<int64_t, int32_t>, std::vector<std::pair<int64_t, int32_t>>, std::greater<>>
      open_;
};

std::optional<int64_t> Displacement::LossOf(PersonIndex person, PostIndex wanted, int64_t work_limit) const {
  if (!certificate_.optimal() || certificate_.lambda != 0) return std::nullopt;
  return Search(*this, work_limit).Run(person, wanted);
}

}  // namespace selaras::matching
