#include "services/matching/domain/chain_limits.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

using assignment::Certificate;
using assignment::Instance;
using assignment::PersonIndex;
using assignment::PostIndex;

// Each round solves once more, warm. What later rounds add is little: chains that break a limit are few.
constexpr int kRounds = 6;

using Bans = std::map<PersonIndex, std::set<PostIndex>>;

// The instance with more pairs forbidden. REQUIRES: no reference post among them.
Instance Narrowed(const Instance& instance, const Bans& bans) {
  Instance narrow = instance;
  narrow.exceptions.clear();
  narrow.exception_begin.assign(1, 0);
  for (PersonIndex i = 0; i < instance.person_count(); ++i) {
    const auto banned = bans.find(i);
    std::map<PostIndex, int32_t> row;
    for (const assignment::Exception& exception : instance.ExceptionsOf(i)) {
      if (banned == bans.end()) {
        narrow.exceptions.push_back(exception);
      } else {
        row[exception.post] = exception.points;
      }
    }
    if (banned != bans.end()) {
      for (const PostIndex post : banned->second) row[post] = assignment::kForbidden;
      for (const auto& [post, points] : row) narrow.exceptions.push_back({post, points});
    }
    narrow.exception_begin.push_back(static_cast<int64_t>(narrow.exceptions.size()));
  }
  return narrow;
}

class ChainCutter {
 public:
  ChainCutter(const PlanProblem& problem, const Certificate& free)
      : problem_(problem), limits_(problem.request().limits), free_(free) {}

  absl::StatusOr<Certificate> Cut(SolveInstance solve) {
    Consider(free_.placement);
    Certificate now = free_;
    for (int round = 0; round < kRounds && ForbidOneOfEach(now.placement); ++round) {
      absl::StatusOr<Certificate> next = solve(Narrowed(problem_.instance(), bans_), now);
      // Some group may need the forbidden pair.
      if (next.status().code() == absl::StatusCode::kFailedPrecondition) break;
      SELARAS_RETURN_IF_ERROR(next.status());
      now = *std::move(next);
      if (best_.has_value() && IsBoundedBy(now)) break;
      Consider(now.placement);
    }
    if (!best_.has_value()) return Error(absl::StatusCode::kFailedPrecondition, "PINS_OVER_CHAINS");
    return *std::move(best_);
  }

 private:
  bool Breaks(const Chain& chain) const {
    return !IsAllowed(limits_, chain.moves.size(), chain.agencies.size());
  }

  // Nothing of the narrower problem, nor of one narrower still, beats what was found.
  bool IsBoundedBy(const Certificate& narrower) const {
    return narrower.tiers.empty() && narrower.bound <= best_->objective;
  }

  // Forbids in each chain that breaks a limit the move that gains least; false if there is none to forbid.
  bool ForbidOneOfEach(const std::vector<PostIndex>& placement) {
    const Plan plan = MakeMoves(problem_, placement);
    bool any = false;
    for (const Chain& chain : plan.chains) {
      if (!Breaks(chain)) continue;
      const Move* least = nullptr;
      for (const int32_t m : chain.moves) {
        const Move& move = plan.moves[m];
        if (problem_.PinOf(move.person) != nullptr) continue;
        if (least == nullptr || std::pair(move.gain, move.id) < std::pair(least->gain, least->id))
          least = &move;
      }
      if (least == nullptr) continue;
      any |=
          bans_[problem_.InstancePerson(least->person)].insert(problem_.InstancePost(least->to_post)).second;
    }
    return any;
  }

  void Consider(const std::vector<PostIndex>& placement) {
    // In a ring a beginning may need what comes after it; then the whole chain goes.
    if (!TryCut(placement, /*keep_beginnings=*/true)) TryCut(placement, /*keep_beginnings=*/false);
  }

  // Cuts until all chains are allowed: what is left of a chain may join another.
  // False: no placement came of it.
  bool TryCut(std::vector<PostIndex> placement, bool keep_beginnings) {
    while (true) {
      const Plan plan = MakeMoves(problem_, placement);
      bool breaks = false, undone = false;
      for (const Chain& chain : plan.chains) {
        if (!Breaks(chain)) continue;
        breaks = true;
        const size_t kept = keep_beginnings ? AllowedBeginning(plan, chain) : 0;
        for (size_t k = kept; k < chain.moves.size(); ++k)
          undone |= Undo(plan.moves[chain.moves[k]], placement);
      }
      if (!breaks) return Take(std::move(placement));
      if (!undone) return false;
    }
  }

  // Moves at the chain's beginning that are allowed together; less than all.
  size_t AllowedBeginning(const Plan& plan, const Chain& chain) const {
    std::set<int32_t> agencies;
    size_t allowed = 0;
    for (size_t k = 0; k + 1 < chain.moves.size(); ++k) {
      const Move& move = plan.moves[chain.moves[k]];
      const int32_t from = problem_.province().PersonRefsOf(move.person).agency;
      if (from >= 0) agencies.insert(from);
      agencies.insert(problem_.province().PostRefsOf(move.to_post).agency);
      if (IsAllowed(limits_, k + 1, agencies.size())) allowed = k + 1;
    }
    return allowed;
  }

  // False: the move is pinned.
  bool Undo(const Move& move, std::vector<PostIndex>& placement) const {
    if (problem_.PinOf(move.person) != nullptr) return false;
    const PersonIndex i = problem_.InstancePerson(move.person);
    placement[i] = problem_.instance().persons[i].reference_post;
    return true;
  }

  // False: the placement breaks something else.
  bool Take(std::vector<PostIndex> placement) {
    const Instance& instance = problem_.instance();
    const absl::StatusOr<int64_t> value = assignment::Objective(instance, placement);
    if (!value.ok()) return false;
    Certificate found = free_;
    found.objective = *value;
    found.placement = std::move(placement);
    for (int32_t t = 0; t < static_cast<int32_t>(found.tiers.size()); ++t) {
      found.tiers[t].objective = assignment::TierObjective(instance, t, found.placement);
    }
    if (best_.has_value() && !IsBetter(found, *best_)) return true;
    if (!found.tiers.empty() && !BoundAgain(found)) return false;
    best_ = std::move(found);
    return true;
  }

  static bool IsBetter(const Certificate& a, const Certificate& b) {
    for (size_t t = 0; t < a.tiers.size(); ++t) {
      if (a.tiers[t].objective != b.tiers[t].objective) return a.tiers[t].objective > b.tiers[t].objective;
    }
    return a.objective > b.objective;
  }

  // What a tier misses widens the face of those below it, and so their bounds.
  bool BoundAgain(Certificate& certificate) const {
    for (int32_t t = 0; t <= static_cast<int32_t>(certificate.tiers.size()); ++t) {
      const absl::StatusOr<int64_t> bound = assignment::ComputeTierBound(problem_.instance(), certificate, t);
      if (!bound.ok()) return false;
      const bool points = t == static_cast<int32_t>(certificate.tiers.size());
      (points ? certificate.bound : certificate.tiers[t].bound) = *bound;
    }
    return true;
  }

  const PlanProblem& problem_;
  const PlanLimits& limits_;
  const Certificate& free_;
  Bans bans_;
  std::optional<Certificate> best_;
};

}  // namespace

bool IsAllowed(const PlanLimits& limits, size_t moves, size_t agencies) {
  if (limits.max_chain_moves > 0 && moves > static_cast<size_t>(limits.max_chain_moves)) return false;
  return !limits.chains_within_agencies || moves <= 1 || agencies <= 1;
}

bool KeepsChainLimits(const PlanProblem& problem, const std::vector<PostIndex>& placement) {
  const PlanLimits& limits = problem.request().limits;
  if (!limits.LimitsChains()) return true;
  const Plan plan = MakeMoves(problem, placement);
  return std::all_of(plan.chains.begin(), plan.chains.end(), [&](const Chain& chain) {
    return IsAllowed(limits, chain.moves.size(), chain.agencies.size());
  });
}

absl::StatusOr<Certificate> CutChains(const PlanProblem& problem, const Certificate& free,
                                      SolveInstance solve) {
  return ChainCutter(problem, free).Cut(solve);
}

}  // namespace selaras::matching
