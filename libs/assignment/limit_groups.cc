// The branching of LimitPlan: how groups are kept, and how a first plan is found.
#include <algorithm>
#include <utility>

#include "libs/assignment/limit_plan.h"

namespace selaras::assignment {
namespace {

constexpr int kLeafRounds = 8;
constexpr int kStartRounds = 16;  // Of one branch,
constexpr int kStartNodes = 128;  // of all.

}  // namespace

absl::Status LimitPlan::FindStart() {
  std::vector<PostIndex> placement;
  for (const Person& person : in_.persons) placement.push_back(person.reference_post);
  if (Objective(in_, placement).ok()) {
    start_ = best_ = PlanState(in_, tiers_, std::move(placement));
    return absl::OkStatus();
  }
  // Nothing is worth anything but to stay.
  const Multiplier moves = std::exchange(moves_, Multiplier{1});
  const std::vector<Multiplier> caps = std::exchange(caps_, std::vector<Multiplier>(caps_.size()));
  nodes_left_ = kStartNodes;
  absl::Status status = Seek();
  moves_ = moves;
  caps_ = caps;
  restrictions_.clear();
  if (start_.has_value() || !status.ok()) return status;
  return InfeasibleStatus(in_, conflicts_);
}

absl::Status LimitPlan::Seek() {
  for (int k = 0; k < kStartRounds && nodes_left_ > 0; ++k) {
    --nodes_left_;
    absl::StatusOr<Round> round = SolveRound(/*worthless=*/true);
    // A branch in which the groups leave too few seats.
    if (absl::IsFailedPrecondition(round.status())) return absl::OkStatus();
    if (!round.ok()) return round.status();
    if (Objective(in_, round->placement).ok()) {
      start_ = best_ = PlanState(in_, tiers_, std::move(round->placement));
      return absl::OkStatus();
    }
    const PlanState plan(in_, tiers_, round->placement);
    const bool over_moves = in_.max_moves.has_value() && plan.moved() > *in_.max_moves;
    const std::vector<int32_t> broken = BrokenLimits(in_, round->placement);
    const int64_t count = static_cast<int64_t>(broken.size()) + (over_moves ? 1 : 0);
    if (fewest_broken_ < 0 || count < fewest_broken_) {
      fewest_broken_ = count;
      conflicts_ = {over_moves, broken, {}};
      for (const auto& [person, restriction] : restrictions_) conflicts_.persons.push_back(person);
    }
    if (const int32_t group = FirstBroken(*round); group >= 0) {
      for (Restrictions& way : WaysToKeep(*round, in_.limits[group])) {
        const Restrictions before = std::exchange(restrictions_, std::move(way));
        absl::Status status = Seek();
        restrictions_ = before;
        if (!status.ok() || start_.has_value()) return status;
      }
      return absl::OkStatus();
    }
    if (over_moves) moves_.value = std::min<int64_t>(2 * moves_.value + 1, kMaxCharge);
    for (const int32_t c : broken) caps_[c].value = std::min<int64_t>(2 * caps_[c].value + 1, kMaxCharge);
  }
  return absl::OkStatus();
}

absl::Status LimitPlan::Explore() {
  if (nodes_left_ <= 0) return absl::OkStatus();
  --nodes_left_;
  absl::StatusOr<Round> round = SolveRound();
  if (absl::IsFailedPrecondition(round.status())) return absl::OkStatus();
  if (!round.ok()) return round.status();
  if (round->bound <= best_->value()) return absl::OkStatus();
  Improve(*round);
  const int32_t group = FirstBroken(*round);
  if (group < 0) {
    const Multiplier moves = moves_;
    const std::vector<Multiplier> caps = caps_;
    absl::Status status = Rounds(kLeafRounds);
    moves_ = moves;
    caps_ = caps;
    return status;
  }
  for (Restrictions& way : WaysToKeep(*round, in_.limits[group])) {
    const Restrictions before = std::exchange(restrictions_, std::move(way));
    absl::Status status = Explore();
    restrictions_ = before;
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

int32_t LimitPlan::FirstBroken(const Round& round) const {
  for (size_t c = 0; c < in_.limits.size(); ++c) {
    if (in_.limits[c].is_group() && BreaksGroup(in_, in_.limits[c], round.placement)) {
      return static_cast<int32_t>(c);
    }
  }
  return -1;
}

std::vector<LimitPlan::Restrictions> LimitPlan::WaysToKeep(const Round& round, const Limit& limit) const {
  return limit.kind == LimitKind::kApart ? WaysApart(round, limit) : WaysTogether(round, limit);
}

std::map<ZoneIndex, int64_t> LimitPlan::BestByZone(const Round& round, PersonIndex i, int32_t level) const {
  std::map<ZoneIndex, int64_t> best;
  const auto offer = [&](PostIndex j) {
    const int64_t net = Net(round, i, j);
    if (net == -kInfinite) return;
    const auto [it, added] = best.try_emplace(ZoneAtLevel(in_, j, level), net);
    it->second = std::max(it->second, net);
  };
  for (const CellScore& score : charged_.charged().CellsOf(i)) {
    for (const PostIndex j : charged_.PostsOf(score.cell)) offer(j);
  }
  for (const Exception& e : charged_.charged().ExceptionsOf(i)) offer(e.post);
  return best;
}

std::vector<LimitPlan::Restrictions> LimitPlan::WaysApart(const Round& round, const Limit& limit) const {
  std::map<ZoneIndex, std::vector<PersonIndex>> met;
  for (const PersonIndex i : limit.members) {
    const ZoneIndex zone = ZoneAtLevel(in_, round.placement[i], limit.level);
    if (zone >= 0) met[zone].push_back(i);
  }
  const auto crowded =
      std::find_if(met.begin(), met.end(), [](const auto& at) { return at.second.size() > 1; });
  const ZoneIndex zone = crowded->first;
  std::vector<std::pair<int64_t, PersonIndex>> losses;  // Of leaving, negative: the greatest loss first.
  for (const PersonIndex i : crowded->second) {
    int64_t elsewhere = -kInfinite;
    for (const auto& [z, net] : BestByZone(round, i, limit.level)) {
      if (z != zone) elsewhere = std::max(elsewhere, net);
    }
    losses.emplace_back(elsewhere - Net(round, i, round.placement[i]), i);
  }
  std::sort(losses.begin(), losses.end());
  std::vector<Restrictions> ways;
  for (const auto& [loss, stays] : losses) {
    Restrictions way = restrictions_;
    for (const PersonIndex i : crowded->second) {
      if (i != stays) way[i].avoided.push_back(zone);
    }
    ways.push_back(std::move(way));
  }
  return ways;
}

std::vector<LimitPlan::Restrictions> LimitPlan::WaysTogether(const Round& round, const Limit& limit) const {
  std::map<ZoneIndex, std::pair<size_t, int64_t>> zones;  // Members who can go there, the sum of their best.
  for (const PersonIndex i : limit.members) {
    for (const auto& [zone, net] : BestByZone(round, i, limit.level)) {
      if (zone < 0) continue;
      ++zones[zone].first;
      zones[zone].second += net;
    }
  }
  std::vector<std::pair<int64_t, ZoneIndex>> order;
  for (const auto& [zone, sum] : zones) {
    if (sum.first == limit.members.size()) order.emplace_back(-sum.second, zone);
  }
  std::sort(order.begin(), order.end());
  std::vector<Restrictions> ways;
  for (const auto& [cost, zone] : order) {
    Restrictions way = restrictions_;
    for (const PersonIndex i : limit.members) way[i].within.push_back(zone);
    ways.push_back(std::move(way));
  }
  return ways;
}

}  // namespace selaras::assignment
