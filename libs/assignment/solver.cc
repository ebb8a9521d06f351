#include "libs/assignment/solver.h"

#include <algorithm>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "libs/assignment/augmentation.h"
#include "libs/assignment/canonical.h"
#include "libs/assignment/engine.h"
#include "libs/assignment/exchange.h"
#include "libs/assignment/limit_plan.h"
#include "libs/assignment/limit_search.h"
#include "libs/assignment/limits.h"
#include "libs/assignment/relaxation.h"
#include "libs/assignment/tiers.h"

namespace selaras::assignment {
namespace {

absl::Status CheckOptions(const SolveOptions& options) {
  if (options.epsilon.factor < 2)
    return absl::InvalidArgumentError("assignment: epsilon.factor must be at least 2");
  if (options.epsilon.first < 0)
    return absl::InvalidArgumentError("assignment: epsilon.first must not be negative");
  if (options.epsilon.last_fraction < 1 || options.epsilon.last_fraction > 1024) {
    return absl::InvalidArgumentError("assignment: epsilon.last_fraction must be 1 to 1024");
  }
  if (options.work_limit < 0)
    return absl::InvalidArgumentError("assignment: work_limit must not be negative");
  if (options.threads < 1) return absl::InvalidArgumentError("assignment: threads must be at least 1");
  return absl::OkStatus();
}

absl::Status CheckWarmStart(const Instance& instance, const WarmStart& warm) {
  constexpr int64_t kFarthest = 1'000'000'000'000;
  if (warm.prices.size() != instance.posts.size() || warm.placement.size() != instance.persons.size()) {
    return absl::InvalidArgumentError(
        "assignment: warm start needs a price per post and a placement per person");
  }
  if (warm.denominator < 1 || warm.denominator > kMaxDenominator || warm.lambda < 0 ||
      warm.lambda / warm.denominator > kFarthest) {
    return absl::InvalidArgumentError("assignment: warm start has a denominator or lambda out of range");
  }
  for (const int64_t price : warm.prices) {
    if (price / warm.denominator > kFarthest || price / warm.denominator < -kFarthest) {
      return absl::InvalidArgumentError("assignment: warm start has a price beyond 10^12 points");
    }
  }
  for (const PostIndex j : warm.placement) {
    if (j < -1 || j >= instance.post_count()) {
      return absl::InvalidArgumentError("assignment: warm start places somebody in a post that is not there");
    }
  }
  return absl::OkStatus();
}

class Solver {
 public:
  Solver(const Instance& instance, const SolveOptions& options, const Progress& progress,
         const TierScale& tiers)
      : instance_(instance),
        tiers_(tiers),
        engine_(options, progress),
        relaxation_(instance, options.epsilon.last_fraction, tiers) {}

  absl::StatusOr<Solution> Run() {
    const bool limited = instance_.max_moves.has_value() && *instance_.max_moves < instance_.person_count();
    return limited ? Limited() : Free();
  }

 private:
  absl::StatusOr<Solution> Free();
  absl::StatusOr<Solution> Limited();
  absl::StatusOr<std::vector<int32_t>> Choose(const Augmentation& solved, Preference preference) {
    return ChooseCanonical(instance_, relaxation_, solved, preference, engine_);
  }
  absl::StatusOr<std::vector<int32_t>> Mix(const Augmentation& solved);
  void MoveTowards(const std::vector<int32_t>& target, std::vector<int32_t>& placement);
  int64_t MovedIn(const std::vector<int32_t>& placement) const;
  bool Strays(int32_t person, int32_t network_post) const;
  absl::StatusOr<Solution> Conclude(Augmentation& solved,
                                    absl::FunctionRef<absl::StatusOr<std::vector<int32_t>>()> choose);
  // `solved` at its least prices.
  absl::StatusOr<Solution> Certify(const Augmentation& solved, const std::vector<int32_t>& placement);
  int32_t Reference(int32_t i) const { return relaxation_.Reference(i); }

  const Instance& instance_;
  const TierScale& tiers_;
  Engine engine_;
  Relaxation relaxation_;
};

absl::StatusOr<Solution> Solver::Free() {
  const EpsilonSchedule& schedule = engine_.options().epsilon;
  if (absl::Status status = relaxation_.SetScale(1, 0); !status.ok()) return status;
  const Network& network = relaxation_.network();
  engine_.Report("auction", instance_.person_count());
  const std::optional<WarmStart>& warm = engine_.options().warm_start;
  const int64_t first = schedule.first > 0
                            ? schedule.first * relaxation_.fine()
                            : ColdEpsilon(network, relaxation_.score_range() * relaxation_.fine());
  Start start;
  if (warm.has_value()) {
    start = {relaxation_.NetworkPrices(warm->prices, warm->denominator),
             relaxation_.NetworkPlacement(warm->placement)};
    start = engine_.BidWarm(network, std::move(start), first, 1);
  } else {
    start = engine_.Bid(network, ColdStart(network), first, 1);
  }
  absl::StatusOr<Augmentation> solved = engine_.Exact(network, std::move(start), relaxation_.fine(), "exact");
  if (!solved.ok()) return solved.status();
  if (!engine_.options().canonical) {
    const std::vector<int32_t> placement = solved->placement();
    solved->LowerPrices();
    return Certify(*solved, placement);
  }
  return Conclude(*solved, [&] { return Choose(*solved, Preference::kNearest); });
}

absl::StatusOr<Solution> Solver::Limited() {
  engine_.Report("limit");
  absl::StatusOr<CriticalSolution> critical = LimitSearch(instance_, relaxation_, engine_).Run();
  if (!critical.ok()) return critical.status();
  if (!engine_.options().canonical) {
    critical->solved.LowerPrices();
    return Certify(critical->solved, critical->within);
  }
  return Conclude(critical->solved, [&] { return Mix(critical->solved); });
}

// Which plan is chosen and which prices are least do not depend on each other: with a second thread both are found at once.
absl::StatusOr<Solution> Solver::Conclude(Augmentation& solved,
                                          absl::FunctionRef<absl::StatusOr<std::vector<int32_t>>()> choose) {
  relaxation_.FreeColumns();
  if (engine_.options().threads < 2) {
    const absl::StatusOr<std::vector<int32_t>> chosen = choose();
    if (!chosen.ok()) return chosen.status();
    engine_.Report("certificate");
    solved.LowerPrices();
    return Certify(solved, *chosen);
  }
  const std::function<bool()> never;
  WorkMeter meter(0, never);
  Augmentation least = solved.WithMeter(meter);
  std::thread other([&] { least.LowerPrices(); });
  const absl::StatusOr<std::vector<int32_t>> chosen = choose();
  other.join();
  engine_.work().Spend(meter.spent());
  if (!chosen.ok()) return chosen.status();
  engine_.Report("certificate");
  return Certify(least, *chosen);
}

// The nearest optimum, brought within the budget from A (fewest moves), then towards B (most moves) while the
// budget lasts. Without an earlier plan the nearest optimum is A.
absl::StatusOr<std::vector<int32_t>> Solver::Mix(const Augmentation& solved) {
  absl::StatusOr<std::vector<int32_t>> chosen = Choose(solved, Preference::kNearest);
  if (!chosen.ok()) return chosen.status();
  const int64_t max_moves = *instance_.max_moves;
  if (MovedIn(*chosen) > max_moves) {
    absl::StatusOr<std::vector<int32_t>> fewest = Choose(solved, Preference::kFewestMoves);
    if (!fewest.ok()) return fewest.status();
    engine_.Report("budget");
    MoveTowards(*chosen, *fewest);
    chosen = std::move(fewest);
  }
  if (relaxation_.lambda() == 0 || MovedIn(*chosen) == max_moves) return chosen;
  const absl::StatusOr<std::vector<int32_t>> most = Choose(solved, Preference::kMostMoves);
  if (!most.ok()) return most.status();
  engine_.Report("budget");
  MoveTowards(*most, *chosen);
  return chosen;
}

void Solver::MoveTowards(const std::vector<int32_t>& target, std::vector<int32_t>& placement) {
  std::vector<Step> steps;
  for (int32_t i = 0; i < instance_.person_count(); ++i) {
    const int32_t from = placement[i], to = target[i];
    if (from == to) continue;
    const uint64_t hash =
        PlacementHash(engine_.options().seed, instance_.persons[relaxation_.PersonOf(i)].key,
                      instance_.posts[relaxation_.PostOf(to)].id);
    steps.push_back({i, from, to, hash});
  }
  const auto effect = [&](const Step& step) {
    const int32_t home = Reference(step.person);
    return PieceEffect{int64_t{step.to != home} - int64_t{step.from != home},
                       int64_t{Strays(step.person, step.to)} - int64_t{Strays(step.person, step.from)}};
  };
  const int64_t moved = MovedIn(placement);
  ApplyPieces(SplitExchange(std::move(steps)), effect, moved, *instance_.max_moves, placement);
}

int64_t Solver::MovedIn(const std::vector<int32_t>& placement) const {
  int64_t moved = 0;
  for (int32_t i = 0; i < instance_.person_count(); ++i) moved += placement[i] != Reference(i) ? 1 : 0;
  return moved;
}

bool Solver::Strays(int32_t person, int32_t network_post) const {
  const std::vector<PostIndex>& near = engine_.options().nearest_to;
  return relaxation_.PostOf(network_post) !=
         (near.empty() ? instance_.persons[relaxation_.PersonOf(person)].reference_post
                       : near[relaxation_.PersonOf(person)]);
}

absl::StatusOr<Solution> Solver::Certify(const Augmentation& solved, const std::vector<int32_t>& placement) {
  Solution out;
  Certificate& c = out.certificate;
  c.denominator = relaxation_.alpha();
  c.lambda = relaxation_.lambda();
  c.prices = relaxation_.InstancePrices(solved.prices(), solved.profits());
  c.placement = relaxation_.InstancePlacement(placement);
  const absl::StatusOr<int64_t> objective = Objective(instance_, c.placement);
  if (!objective.ok()) return absl::InternalError(objective.status().message());
  c.objective = *objective;
  // The relaxation pays λ to whoever stays; the certificate charges it to whoever moves.
  const __int128 dual = solved.DualValue() / relaxation_.fine() +
                        __int128{c.lambda} * (instance_.max_moves.value_or(0) - instance_.person_count());
  const __int128 q = c.denominator;
  c.bound = static_cast<int64_t>(dual >= 0 ? dual / q : -((-dual + q - 1) / q));
  if (!tiers_.empty()) {
    if (absl::Status status = SplitTiers(instance_, tiers_, c); !status.ok()) return status;
  }
  for (PersonIndex i = 0; i < instance_.person_count(); ++i) {
    out.moved += c.placement[i] != instance_.persons[i].reference_post ? 1 : 0;
  }
  engine_.Report("done");
  out.stats = engine_.stats();
  out.stats.work = engine_.work().spent();
  return out;
}

// Caps and groups: a plan that is best without them and keeps them is best with them; else LimitPlan.
absl::StatusOr<Solution> SolveWithLimits(const Instance& instance, const SolveOptions& options,
                                         const Progress& progress, const TierScale& tiers) {
  absl::StatusOr<Solution> solution;
  {
    Instance unlimited = instance;
    unlimited.limits.clear();
    solution = Solver(unlimited, options, progress, tiers).Run();
  }
  if (!solution.ok()) return solution;
  solution->certificate.limit_prices.assign(instance.limits.size(), 0);
  if (CheckLimits(instance, solution->placement()).ok()) return solution;
  SolveOptions rest = options;
  if (rest.work_limit > 0) rest.work_limit = std::max<int64_t>(1, rest.work_limit - solution->stats.work);
  Engine engine(rest, progress);
  return LimitPlan(instance, engine, tiers).Run(*solution);
}

}  // namespace

absl::StatusOr<Solution> Solve(const Instance& instance, const SolveOptions& options,
                               const Progress& progress) {
  if (absl::Status status = CheckOptions(options); !status.ok()) return status;
  if (absl::Status status = Validate(instance); !status.ok()) return status;
  if (options.warm_start.has_value()) {
    if (absl::Status status = CheckWarmStart(instance, *options.warm_start); !status.ok()) return status;
  }
  if (!options.nearest_to.empty() && options.nearest_to.size() != instance.persons.size()) {
    return absl::InvalidArgumentError("assignment: nearest_to needs a post per person, or none at all");
  }
  if (progress) progress({"index", 0, 0});
  const absl::StatusOr<TierScale> tiers = ChooseTierScale(instance);
  if (!tiers.ok()) return tiers.status();
  if (!instance.limits.empty()) return SolveWithLimits(instance, options, progress, *tiers);
  return Solver(instance, options, progress, *tiers).Run();
}

}  // namespace selaras::assignment
