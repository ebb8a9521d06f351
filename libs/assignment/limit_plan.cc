#include "libs/assignment/limit_plan.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "libs/assignment/canonical.h"
#include "libs/assignment/limit_conflicts.h"
#include "libs/assignment/relaxation.h"

namespace selaras::assignment {
namespace {

constexpr int kRounds = 40;
constexpr int kGroupRounds = 12;
constexpr int kStartRounds = 16;
// Rounds end once the gap is a 4000th of the gain over the first plan.
constexpr int64_t kFineGap = 4000;

}  // namespace

LimitPlan::LimitPlan(const Instance& instance, Engine& engine)
    : in_(instance), engine_(engine), charged_(instance), caps_(instance.limits.size()) {}

absl::StatusOr<LimitPlan::Round> LimitPlan::SolveRound(bool worthless) {
  ++engine_.stats().lambda_steps;
  std::vector<int64_t> limit_prices;
  for (const Multiplier& cap : caps_) limit_prices.push_back(cap.value);
  charged_.Charge(limit_prices, restrictions_, worthless);
  Relaxation relaxation(charged_.charged(), engine_.options().epsilon.last_fraction);
  if (absl::Status status = relaxation.SetScale(1, moves_.value); !status.ok()) return status;
  const Network& network = relaxation.network();
  Start start{relaxation.NetworkPrices(warm_prices_, 1), relaxation.NetworkPlacement(warm_placement_)};
  start =
      engine_.BidWarm(network, std::move(start), (relaxation.score_range() / 16 + 1) * relaxation.fine(), 1);
  absl::StatusOr<Augmentation> solved = engine_.Exact(network, std::move(start), relaxation.fine(), "limits");
  if (!solved.ok()) return solved.status();

  Round round;
  __int128 dual = solved->DualValue() / relaxation.fine();
  dual += __int128{moves_.value} * (in_.max_moves.value_or(0) - in_.person_count());
  for (PersonIndex i = 0; i < in_.person_count(); ++i) {
    dual -= charged_.tolls().Out(in_.posts[in_.persons[i].reference_post].zone);
  }
  for (size_t c = 0; c < caps_.size(); ++c) dual += __int128{caps_[c].value} * in_.limits[c].bound;
  round.bound = static_cast<int64_t>(dual);
  std::vector<int32_t> placement = solved->placement();
  if (engine_.options().canonical) {
    absl::StatusOr<std::vector<int32_t>> chosen =
        ChooseCanonical(charged_.charged(), relaxation, *solved, Preference::kNearest, engine_);
    if (!chosen.ok()) return chosen.status();
    placement = *std::move(chosen);
  }
  round.placement = relaxation.InstancePlacement(placement);
  solved->LowerPrices();
  round.prices = relaxation.InstancePrices(solved->prices(), solved->profits());
  warm_prices_ = round.prices;
  warm_placement_ = round.placement;
  return round;
}

int64_t LimitPlan::Excess(const PlanState& plan, int32_t c) const {
  if (c < 0) return plan.moved() - *in_.max_moves;
  const Limit& limit = in_.limits[c];
  const ZoneTraffic& traffic = plan.traffic();
  const bool arrivals = limit.kind == LimitKind::kArrivals;
  return (arrivals ? traffic.arrivals : traffic.departures)[limit.zone] - limit.bound;
}

// s_ij less everything charged and the price; the constant Out(ref_i) is left out.
int64_t LimitPlan::Net(const Round& round, PersonIndex i, PostIndex j) const {
  const std::optional<int32_t> score = charged_.charged().Score(i, j);
  if (!score.has_value()) return -kInfinite;
  return *score - round.prices[j] + (j == in_.persons[i].reference_post ? moves_.value : 0);
}

int64_t LimitPlan::BestElsewhere(const Round& round, PersonIndex i, int32_t c) const {
  const Person& person = in_.persons[i];
  if (c < 0) return Net(round, i, person.reference_post);
  const Limit& limit = in_.limits[c];
  const bool arrivals = limit.kind == LimitKind::kArrivals;
  int64_t best = -kInfinite;
  const auto offer = [&](PostIndex j) {
    if (IsInZone(in_, j, limit.zone) != arrivals) best = std::max(best, Net(round, i, j));
  };
  for (const CellScore& score : charged_.charged().CellsOf(i)) {
    for (const PostIndex j : charged_.PostsOf(score.cell)) offer(j);
  }
  for (const Exception& e : charged_.charged().ExceptionsOf(i)) offer(e.post);
  return best;
}

int64_t LimitPlan::Rise(const Round& round, int32_t c, int64_t excess) const {
  std::vector<int64_t> borne;
  for (PersonIndex i = 0; i < in_.person_count(); ++i) {
    const PostIndex j = round.placement[i], reference = in_.persons[i].reference_post;
    if (j == reference) continue;
    if (c >= 0) {
      const ZoneIndex zone = in_.limits[c].zone;
      const bool arrivals = in_.limits[c].kind == LimitKind::kArrivals;
      if (!IsInZone(in_, arrivals ? j : reference, zone) || IsInZone(in_, arrivals ? reference : j, zone))
        continue;
    }
    borne.push_back(Net(round, i, j) - BestElsewhere(round, i, c));
  }
  excess = std::min(excess, static_cast<int64_t>(borne.size()));
  std::nth_element(borne.begin(), borne.begin() + (excess - 1), borne.end());
  return std::clamp<int64_t>(borne[excess - 1], 1, kMaxCharge);
}

bool LimitPlan::Follow(const Round& round) {
  const PlanState plan(in_, round.placement);
  bool any = false;
  const auto follow = [&](Multiplier& m, int32_t c) {
    const int64_t excess = Excess(plan, c);
    const int direction = excess > 0 ? 1 : excess < 0 && m.value > 0 ? -1 : 0;
    if (direction == 0) return;
    if (m.step == 0) {
      m.step = direction > 0 ? Rise(round, c, excess) : m.value / 8 + 1;
    } else if (direction != m.direction) {
      m.step = m.step / 2;
      if (m.step == 0) {
        // Back and forth over one point: stay where the limit holds.
        if (direction > 0) {
          m.value = std::min(m.value + 1, kMaxCharge);
          any = true;
        }
        m.direction = direction;
        return;
      }
    } else {
      m.step = std::min(m.step + m.step / 2 + 1, kMaxCharge);
    }
    m.direction = direction;
    const int64_t before = m.value;
    m.value = std::clamp<int64_t>(m.value + direction * m.step, 0, kMaxCharge);
    any |= m.value != before;
  };
  if (in_.max_moves.has_value()) follow(moves_, -1);
  for (size_t c = 0; c < caps_.size(); ++c) {
    if (!in_.limits[c].is_group()) follow(caps_[c], static_cast<int32_t>(c));
  }
  return any;
}

void LimitPlan::Improve(const Round& round) {
  const uint64_t seed = engine_.options().seed;
  const auto worth = [](const Step&) { return int64_t{0}; };
  const auto charge = [&](const Step& step) {
    const Person& person = in_.persons[step.person];
    const ZoneIndex home = in_.posts[person.reference_post].zone;
    const auto toll = [&](PostIndex j) {
      if (j == person.reference_post) return int64_t{0};
      return moves_.value + static_cast<int64_t>(charged_.tolls().Between(home, in_.posts[j].zone));
    };
    return toll(step.from) - toll(step.to);
  };
  const auto keep = [&](PlanState plan) {
    ApproachPlan(in_, seed, round.placement, worth, plan);
    if (plan.value() > best_->value()) best_ = std::move(plan);
  };
  PlanState fresh = *start_;
  ApproachPlan(in_, seed, round.placement, charge, fresh);
  keep(std::move(fresh));
  PlanState onward = *best_;
  ApproachPlan(in_, seed, round.placement, charge, onward);
  keep(std::move(onward));
  keep(*best_);
}

absl::Status LimitPlan::Rounds(int most) {
  for (int k = 0; k < most; ++k) {
    absl::StatusOr<Round> round = SolveRound();
    if (!round.ok()) return round.status();
    if (restrictions_.empty() && (!proof_.has_value() || round->bound < proof_->bound)) {
      proof_ = Proof{round->bound, moves_.value, {}, round->prices};
      for (const Multiplier& cap : caps_) proof_->limit_prices.push_back(cap.value);
      for (PostIndex j = 0; j < in_.post_count(); ++j) {
        proof_->prices[j] -= static_cast<int64_t>(charged_.tolls().In(in_.posts[j].zone));
      }
    }
    if (best_.has_value()) {
      Improve(*round);
      const int64_t gain = best_->value() - start_->value();
      if (proof_.has_value() && (proof_->bound - best_->value()) * kFineGap <= gain) break;
    }
    if (!Follow(*round)) break;
  }
  return absl::OkStatus();
}

absl::Status LimitPlan::FindStart() {
  std::vector<PostIndex> placement;
  for (const Person& person : in_.persons) placement.push_back(person.reference_post);
  if (Objective(in_, placement).ok()) {
    start_ = best_ = PlanState(in_, std::move(placement));
    return absl::OkStatus();
  }
  // Nothing is worth anything but to stay, then more and more to keep the limits that are broken.
  const Multiplier moves = std::exchange(moves_, Multiplier{1});
  const std::vector<Multiplier> caps = std::exchange(caps_, std::vector<Multiplier>(caps_.size()));
  std::vector<int32_t> broken;
  absl::Status status = absl::OkStatus();
  bool over_moves = false;
  for (int k = 0; k < kStartRounds; ++k) {
    absl::StatusOr<Round> round = SolveRound(/*worthless=*/true);
    if (!round.ok()) {
      status = round.status();
      break;
    }
    placement = round->placement;
    if (Objective(in_, placement).ok()) {
      start_ = best_ = PlanState(in_, std::move(placement));
      break;
    }
    const PlanState plan(in_, placement);
    over_moves = in_.max_moves.has_value() && plan.moved() > *in_.max_moves;
    broken = BrokenLimits(in_, placement);
    bool any = KeepGroups(*round);
    for (const int32_t c : broken) {
      if (in_.limits[c].is_group()) continue;
      caps_[c].value = std::min<int64_t>(2 * caps_[c].value + 1, kMaxCharge);
      any = true;
    }
    if (!any) break;
  }
  moves_ = moves;
  caps_ = caps;
  if (start_.has_value()) return absl::OkStatus();
  if (!status.ok() && !absl::IsFailedPrecondition(status)) return status;
  Conflicts conflicts;
  conflicts.moves = over_moves;
  conflicts.limits = broken;
  for (const auto& [person, restriction] : restrictions_) conflicts.persons.push_back(person);
  return InfeasibleStatus(in_, conflicts);
}

bool LimitPlan::KeepGroups(const Round& round) {
  bool any = false;
  for (const Limit& limit : in_.limits) {
    if (!limit.is_group() || !BreaksGroup(in_, limit, round.placement)) continue;
    any = true;
    if (limit.kind == LimitKind::kApart) {
      KeepApart(round, limit);
    } else {
      KeepTogether(round, limit);
    }
  }
  return any;
}

// Of those who meet in a zone the one stays who would lose most by leaving it.
void LimitPlan::KeepApart(const Round& round, const Limit& limit) {
  std::map<ZoneIndex, std::vector<PersonIndex>> met;
  for (const PersonIndex i : limit.members) {
    const ZoneIndex zone = ZoneAtLevel(in_, round.placement[i], limit.level);
    if (zone >= 0) met[zone].push_back(i);
  }
  for (const auto& [zone, people] : met) {
    if (people.size() < 2) continue;
    const auto loss = [&, zone = zone](PersonIndex i) {
      int64_t best = -kInfinite;
      const auto offer = [&](PostIndex j) {
        if (!IsInZone(in_, j, zone)) best = std::max(best, Net(round, i, j));
      };
      for (const CellScore& score : charged_.charged().CellsOf(i)) {
        for (const PostIndex j : charged_.PostsOf(score.cell)) offer(j);
      }
      for (const Exception& e : charged_.charged().ExceptionsOf(i)) offer(e.post);
      return Net(round, i, round.placement[i]) - best;
    };
    PersonIndex stays = people[0];
    int64_t most = loss(stays);
    for (const PersonIndex i : people) {
      const int64_t at_i = loss(i);
      if (at_i > most) {
        stays = i;
        most = at_i;
      }
    }
    for (const PersonIndex i : people) {
      if (i != stays) restrictions_[i].avoided.push_back(zone);
    }
  }
}

// The group goes to the zone in which its members together lose least at the prices.
void LimitPlan::KeepTogether(const Round& round, const Limit& limit) {
  std::map<ZoneIndex, std::pair<size_t, int64_t>> zones;  // Members who can go there, their best sum.
  for (const PersonIndex i : limit.members) {
    std::map<ZoneIndex, int64_t> best;
    const auto offer = [&](PostIndex j) {
      const ZoneIndex zone = ZoneAtLevel(in_, j, limit.level);
      const int64_t net = Net(round, i, j);
      if (zone < 0 || net == -kInfinite) return;
      const auto [it, added] = best.try_emplace(zone, net);
      it->second = std::max(it->second, net);
    };
    for (const CellScore& score : charged_.charged().CellsOf(i)) {
      for (const PostIndex j : charged_.PostsOf(score.cell)) offer(j);
    }
    for (const Exception& e : charged_.charged().ExceptionsOf(i)) offer(e.post);
    for (const auto& [zone, net] : best) {
      ++zones[zone].first;
      zones[zone].second += net;
    }
  }
  ZoneIndex chosen = -1;
  for (const auto& [zone, sum] : zones) {
    if (sum.first < limit.members.size()) continue;
    if (chosen < 0 || sum.second > zones[chosen].second) chosen = zone;
  }
  for (const PersonIndex i : limit.members) restrictions_[i].only = chosen;
}

absl::StatusOr<Solution> LimitPlan::Certify() {
  engine_.Report("certificate");
  Solution out;
  Certificate& c = out.certificate;
  c.lambda = proof_->lambda;
  c.prices = proof_->prices;
  c.limit_prices = proof_->limit_prices;
  c.placement = best_->placement();
  const absl::StatusOr<int64_t> objective = Objective(in_, c.placement);
  if (!objective.ok()) return absl::InternalError(objective.status().message());
  c.objective = *objective;
  c.bound = proof_->bound;
  out.moved = best_->moved();
  engine_.Report("done");
  out.stats = engine_.stats();
  out.stats.work = engine_.work().spent();
  return out;
}

absl::StatusOr<Solution> LimitPlan::Run(const Solution& unlimited) {
  engine_.Report("limits");
  const Certificate& free = unlimited.certificate;
  moves_.value = std::min((free.lambda + free.denominator / 2) / free.denominator, kMaxCharge);
  for (const int64_t price : free.prices) warm_prices_.push_back(price / free.denominator);
  warm_placement_ = free.placement;
  const bool groups =
      std::any_of(in_.limits.begin(), in_.limits.end(), [](const Limit& limit) { return limit.is_group(); });
  if (absl::Status status = FindStart(); !status.ok()) return status;
  const Restrictions of_start = std::exchange(restrictions_, {});
  if (absl::Status status = Rounds(kRounds); !status.ok()) return status;
  if (groups) {
    absl::StatusOr<Round> round = SolveRound();
    for (int k = 0; k < kGroupRounds && round.ok() && KeepGroups(*round); ++k) {
      round = SolveRound();
      if (round.ok()) Improve(*round);
    }
    if (!round.ok() && !absl::IsFailedPrecondition(round.status())) return round.status();
    if (round.ok() && !restrictions_.empty()) {
      if (absl::Status status = Rounds(kGroupRounds); !status.ok()) return status;
    }
  }
  return Certify();
}

}  // namespace selaras::assignment
