#include "libs/assignment/limit_plan.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "libs/assignment/canonical.h"
#include "libs/assignment/relaxation.h"

namespace selaras::assignment {
namespace {

constexpr int kRounds = 40;
constexpr int kFillUps = 3;
constexpr int kGroupNodes = 32;
// Rounds end once the gap is a 4000th of the gain over the first plan.
constexpr int64_t kFineGap = 4000;

}  // namespace

LimitPlan::LimitPlan(const Instance& instance, Engine& engine, const TierScale& tiers)
    : in_(instance), engine_(engine), tiers_(tiers), charged_(instance), caps_(instance.limits.size()) {}

absl::StatusOr<LimitPlan::Round> LimitPlan::SolveRound(bool worthless) {
  ++engine_.stats().lambda_steps;
  std::vector<int64_t> limit_prices;
  for (const Multiplier& cap : caps_) limit_prices.push_back(cap.value);
  charged_.Charge(limit_prices, restrictions_, worthless);
  Relaxation relaxation(charged_.charged(), engine_.options().epsilon.last_fraction, tiers_);
  if (absl::Status status = relaxation.SetScale(1, moves_.value); !status.ok()) return status;
  const Network& network = relaxation.network();
  Start start{relaxation.NetworkPrices(warm_prices_, 1), relaxation.NetworkPlacement(warm_placement_)};
  start =
      engine_.BidWarm(network, std::move(start), (relaxation.value_range() / 16 + 1) * relaxation.fine(), 1);
  absl::StatusOr<Augmentation> solved = engine_.Exact(network, std::move(start), relaxation.fine(), "limits");
  if (!solved.ok()) return solved.status();

  Round round;
  __int128 dual = solved->DualValue() / relaxation.fine();
  dual += __int128{moves_.value} * (in_.max_moves.value_or(0) - in_.person_count());
  for (PersonIndex i = 0; i < in_.person_count(); ++i) {
    dual -= charged_.tolls().Out(in_.posts[in_.persons[i].reference_post].zone);
  }
  for (size_t c = 0; c < caps_.size(); ++c) dual += __int128{caps_[c].value} * in_.limits[c].bound;
  round.bound = dual;
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
  const PlanState plan(in_, tiers_, round.placement);
  bool any = false;
  const auto follow = [&](Multiplier& m, int32_t c) {
    const int64_t excess = Excess(plan, c);
    const int direction = excess > 0 ? 1 : excess < 0 && m.value > 0 ? -1 : 0;
    if (direction == 0) return;
    if (m.step == 0) {
      m.step = direction > 0 ? Rise(round, c, excess) : m.value / 8 + 1;
    } else if (direction != m.direction) {
      m.step = std::max<int64_t>(1, m.step / 2);
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

void LimitPlan::SetMultipliers(int64_t lambda, const std::vector<int64_t>& limit_prices) {
  moves_ = Multiplier{lambda};
  for (size_t c = 0; c < caps_.size(); ++c) caps_[c] = Multiplier{limit_prices[c]};
}

absl::Status LimitPlan::FillUp() {
  for (const int64_t sixteenths : {15, 14, 12, 8, 4, 0}) {
    SetMultipliers(proof_->lambda, proof_->limit_prices);
    bool any = false;
    const auto lower = [&](Multiplier& m, int32_t c) {
      if (m.value == 0 || Excess(*best_, c) >= 0) return;
      m.value = m.value * sixteenths / 16;
      any = true;
    };
    if (in_.max_moves.has_value()) lower(moves_, -1);
    for (size_t c = 0; c < caps_.size(); ++c) {
      if (!in_.limits[c].is_group()) lower(caps_[c], static_cast<int32_t>(c));
    }
    if (!any || IsFine()) break;
    absl::StatusOr<Round> round = SolveRound();
    if (!round.ok()) return round.status();
    Improve(*round);
  }
  return absl::OkStatus();
}

absl::Status LimitPlan::Shake() {
  // Of λ and of the multipliers of caps, in 32nds.
  constexpr std::pair<int64_t, int64_t> kScales[] = {{28, 32}, {30, 44}, {31, 40}, {32, 36}, {31, 34},
                                                     {30, 32}, {34, 32}, {33, 40}, {32, 28}, {31, 32}};
  for (const auto& [of_moves, of_caps] : kScales) {
    if (IsFine()) break;
    SetMultipliers(proof_->lambda, proof_->limit_prices);
    moves_.value = std::min(moves_.value * of_moves / 32, kMaxCharge);
    for (Multiplier& cap : caps_) cap.value = std::min(cap.value * of_caps / 32, kMaxCharge);
    absl::StatusOr<Round> round = SolveRound();
    if (!round.ok()) return round.status();
    Improve(*round);
  }
  return absl::OkStatus();
}

bool LimitPlan::IsFine() const {
  // With tiers one gap says little of the others.
  return tiers_.empty() && proof_.has_value() &&
         (proof_->bound - best_->value()) * kFineGap <= best_->value() - start_->value();
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
      if (IsFine()) break;
    }
    if (!Follow(*round)) break;
  }
  return absl::OkStatus();
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
  if (tiers_.empty()) {
    c.bound = static_cast<int64_t>(proof_->bound);
  } else {
    if (absl::Status status = SplitTiers(in_, tiers_, c); !status.ok()) return status;
    for (int64_t& price : c.limit_prices) price *= c.denominator;
    if (absl::Status status = BoundTiers(in_, c); !status.ok()) return status;
  }
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
  if (absl::Status status = FindStart(); !status.ok()) return status;
  if (absl::Status status = Rounds(kRounds); !status.ok()) return status;
  for (int k = 0; k < kFillUps && !IsFine(); ++k) {
    const PlanState::Value before = best_->value();
    if (absl::Status status = Shake(); !status.ok()) return status;
    if (absl::Status status = FillUp(); !status.ok()) return status;
    if (best_->value() == before) break;
  }
  const bool groups =
      std::any_of(in_.limits.begin(), in_.limits.end(), [](const Limit& limit) { return limit.is_group(); });
  if (groups && proof_->bound > best_->value()) {
    SetMultipliers(proof_->lambda, proof_->limit_prices);
    nodes_left_ = kGroupNodes;
    if (absl::Status status = Explore(); !status.ok()) return status;
  }
  return Certify();
}

}  // namespace selaras::assignment
