#include "libs/assignment/plan_state.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "libs/assignment/solver.h"

namespace selaras::assignment {
namespace {

bool ByHash(const Step& a, const Step& b) {
  return std::tie(a.hash, a.person) < std::tie(b.hash, b.person);
}

}  // namespace

PlanState::PlanState(const Instance& in, const TierScale& tiers, std::vector<PostIndex> placement)
    : in_(&in),
      tiers_(&tiers),
      placement_(std::move(placement)),
      occupants_(in.posts.size(), 0),
      traffic_(TrafficOf(in, placement_)),
      arrivals_cap_(in.zones.size(), std::numeric_limits<int64_t>::max()),
      departures_cap_(arrivals_cap_) {
  for (PostIndex j = 0; j < in.post_count(); ++j) seats_.push_back(in.SeatCount(j));
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    ++occupants_[placement_[i]];
    value_ += *in.Score(i, placement_[i]);
    moved_ += placement_[i] != in.persons[i].reference_post ? 1 : 0;
  }
  for (PostIndex j = 0; j < in.post_count(); ++j) value_ += SeatValue(j, occupants_[j]);
  for (size_t c = 0; c < in.limits.size(); ++c) {
    const Limit& limit = in.limits[c];
    if (limit.kind == LimitKind::kArrivals) arrivals_cap_[limit.zone] = limit.bound;
    if (limit.kind == LimitKind::kDepartures) departures_cap_[limit.zone] = limit.bound;
    if (!limit.is_group()) continue;
    groups_of_.resize(in.persons.size());
    for (const PersonIndex i : limit.members) groups_of_[i].push_back(static_cast<int32_t>(c));
  }
}

void PlanState::Place(PersonIndex i, PostIndex to) {
  const PostIndex from = placement_[i], reference = in_->persons[i].reference_post;
  const ZoneIndex home = in_->posts[reference].zone;
  const auto count = [&](PostIndex j, int64_t sign) {
    if (j == reference) return;
    moved_ += sign;
    const ZoneIndex zone = in_->posts[j].zone;
    ForEachZoneEntered(*in_, home, zone, [&](ZoneIndex z) { traffic_.arrivals[z] += sign; });
    ForEachZoneEntered(*in_, zone, home, [&](ZoneIndex z) { traffic_.departures[z] += sign; });
  };
  count(from, -1);
  count(to, 1);
  --occupants_[from];
  ++occupants_[to];
  placement_[i] = to;
}

PlanState::Value PlanState::SeatValue(PostIndex j, int32_t occupants) const {
  if (tiers_->empty()) return in_->SeatValue(j, occupants);
  Value value = 0;
  for (int32_t r = in_->seat_begin[j]; r < in_->seat_begin[j + 1] && occupants > 0; ++r) {
    const int32_t taken = std::min(in_->seat_runs[r].count, occupants);
    value += Value{taken} * CombinedWorth(*in_, *tiers_, r);
    occupants -= taken;
  }
  return value;
}

PlanState::Value PlanState::Gain(absl::Span<const Step> piece) const {
  Value gain = 0;
  std::vector<std::pair<PostIndex, int32_t>> changed;
  for (const Step& step : piece) {
    gain += *in_->Score(step.person, step.to) - *in_->Score(step.person, step.from);
    changed.emplace_back(step.from, -1);
    changed.emplace_back(step.to, 1);
  }
  std::sort(changed.begin(), changed.end());
  for (size_t k = 0; k < changed.size();) {
    const PostIndex j = changed[k].first;
    int32_t added = 0;
    for (; k < changed.size() && changed[k].first == j; ++k) added += changed[k].second;
    if (added == 0) continue;
    const int32_t then = std::min(occupants_[j] + added, seats_[j]);
    gain += SeatValue(j, then) - SeatValue(j, occupants_[j]);
  }
  return gain;
}

bool PlanState::CapsHold(absl::Span<const Step> piece) const {
  if (in_->max_moves.has_value() && moved_ > *in_->max_moves) return false;
  for (const Step& step : piece) {
    if (occupants_[step.to] > seats_[step.to]) return false;
    for (ZoneIndex z = in_->posts[step.to].zone; z >= 0; z = in_->zones[z].parent) {
      if (traffic_.arrivals[z] > arrivals_cap_[z] || traffic_.departures[z] > departures_cap_[z])
        return false;
    }
    for (ZoneIndex z = in_->posts[in_->persons[step.person].reference_post].zone; z >= 0;
         z = in_->zones[z].parent) {
      if (traffic_.arrivals[z] > arrivals_cap_[z] || traffic_.departures[z] > departures_cap_[z])
        return false;
    }
  }
  return true;
}

bool PlanState::GroupsHold(absl::Span<const Step> piece) const {
  if (groups_of_.empty()) return true;
  for (const Step& step : piece) {
    for (const int32_t c : groups_of_[step.person]) {
      if (BreaksGroup(*in_, in_->limits[c], placement_)) return false;
    }
  }
  return true;
}

bool PlanState::TryApply(absl::Span<const Step> piece) {
  const Value gain = Gain(piece);
  for (const Step& step : piece) Place(step.person, step.to);
  if (CapsHold(piece) && GroupsHold(piece)) {
    value_ += gain;
    return true;
  }
  for (size_t k = piece.size(); k-- > 0;) Place(piece[k].person, piece[k].from);
  return false;
}

int64_t ApproachPlan(const Instance& in, uint64_t seed, absl::Span<const PostIndex> target,
                     absl::FunctionRef<int64_t(const Step&)> charge, PlanState& plan) {
  std::vector<Step> steps;
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    const PostIndex from = plan.placement()[i], to = target[i];
    if (from == to) continue;
    steps.push_back({i, from, to, PlacementHash(seed, in.persons[i].key, in.posts[to].id)});
  }
  struct Weighed {
    PlanState::Value weight = 0;
    Step least;
    std::vector<Step> steps;
    bool applied = false;
  };
  std::vector<Weighed> pieces;
  for (std::vector<Step>& piece : SplitExchange(std::move(steps))) {
    Weighed weighed;
    weighed.weight = plan.Gain(piece);
    for (const Step& step : piece) weighed.weight += charge(step);
    weighed.least = *std::min_element(piece.begin(), piece.end(), ByHash);
    weighed.steps = std::move(piece);
    pieces.push_back(std::move(weighed));
  }
  std::sort(pieces.begin(), pieces.end(), [](const Weighed& a, const Weighed& b) {
    return a.weight != b.weight ? a.weight > b.weight : ByHash(a.least, b.least);
  });
  int64_t applied = 0;
  for (bool again = true; again;) {
    again = false;
    for (Weighed& piece : pieces) {
      if (piece.applied) continue;
      PlanState::Value weight = plan.Gain(piece.steps);
      for (const Step& step : piece.steps) weight += charge(step);
      if (weight <= 0 || !plan.TryApply(piece.steps)) continue;
      piece.applied = true;
      again = true;
      ++applied;
    }
  }
  return applied;
}

}  // namespace selaras::assignment
