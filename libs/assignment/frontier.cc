#include "libs/assignment/frontier.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace selaras::assignment {
namespace {

// ⌊√x⌋.
int64_t Root(int64_t x) {
  int64_t root = 0;
  for (int64_t bit = int64_t{1} << 31; bit > 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= x) root += bit;
  }
  return root;
}

// Only the number of people who stay counts: the same lawful pairs, worth 1 at the reference post and 0 elsewhere.
Instance StaysAlone(const Instance& instance) {
  Instance stays = instance;
  stays.max_moves.reset();
  stays.tier_count = 0;
  stays.tier_points.clear();
  std::fill(stays.distance.begin(), stays.distance.end(), 0);
  for (CellScore& score : stays.cell_scores) score.points = 0;
  for (SeatRun& run : stays.seat_runs) run.points = 0;
  stays.exceptions.clear();
  for (PersonIndex i = 0; i < instance.person_count(); ++i) {
    const PostIndex reference = instance.persons[i].reference_post;
    bool listed = false;
    for (const Exception& e : instance.ExceptionsOf(i)) {
      if (!listed && e.post > reference && instance.Score(i, reference).has_value()) {
        stays.exceptions.push_back({reference, 1});
        listed = true;
      }
      listed |= e.post == reference;
      stays.exceptions.push_back(
          {e.post, e.points == kForbidden ? kForbidden : int32_t{e.post == reference}});
    }
    if (!listed && instance.Score(i, reference).has_value()) stays.exceptions.push_back({reference, 1});
    stays.exception_begin[i + 1] = static_cast<int64_t>(stays.exceptions.size());
  }
  return stays;
}

class Tracer {
 public:
  Tracer(const Instance& instance, const SolveOptions& options,
         const std::function<void(const FrontierProgress&)>& progress)
      : varied_(instance), own_(instance.max_moves), options_(options), progress_(progress) {
    warm_ = std::move(options_.warm_start);
  }

  absl::StatusOr<Frontier> Run(const FrontierRequest& request) {
    SolveOptions counting;
    counting.stop = options_.stop;
    absl::StatusOr<int64_t> fewest = FewestMoves(varied_, counting);
    if (!fewest.ok()) return fewest.status();
    frontier_.fewest_moves = *fewest;
    if (absl::Status status = Add(std::nullopt, std::nullopt); !status.ok()) return status;
    std::vector<int64_t> limits = request.max_moves;
    if (limits.empty()) limits = SpreadLimits(*fewest, free().moved, own_, request.points);
    std::sort(limits.begin(), limits.end());
    limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
    if (!limits.empty() && limits.front() < *fewest) {
      return absl::FailedPreconditionError(
          absl::StrCat("assignment: at least ", *fewest, " people must move"));
    }
    total_ = static_cast<int32_t>(limits.size()) + 1;
    for (const int64_t limit : limits) {
      if (absl::Status status = SolveAt(limit); !status.ok()) return status;
    }
    for (const int64_t limit : limits) frontier_.points.push_back(std::move(*Find(limit)));
    frontier_.points.push_back(std::move(free()));
    return std::move(frontier_);
  }

 private:
  FrontierPoint& free() { return solved_.front(); }
  FrontierPoint* Find(int64_t limit) {
    const auto found = std::find_if(solved_.begin(), solved_.end(),
                                    [&](const FrontierPoint& point) { return point.max_moves == limit; });
    return found == solved_.end() ? nullptr : &*found;
  }

  absl::Status SolveAt(int64_t limit) {
    if (limit >= free().moved && varied_.limits.empty()) {
      // The free optimum keeps this limit, and λ = 0 there.
      FrontierPoint point = free();
      point.max_moves = limit;
      point.stats = {};
      solved_.push_back(std::move(point));
      return absl::OkStatus();
    }
    // The start that the caller gave is near the own limit. Between points it is not: prices of another λ make the auction
    // longer than none do, by half as much again over nine points of a province of 40,000 people in the reference shape.
    return Add(limit, limit == own_ ? warm_ : std::nullopt);
  }

  absl::Status Add(std::optional<int64_t> limit, std::optional<WarmStart> warm) {
    varied_.max_moves = limit;
    SolveOptions options = options_;
    options.warm_start = std::move(warm);
    if (options_.work_limit > 0) {
      if (work_ >= options_.work_limit)
        return absl::ResourceExhaustedError("assignment: the work limit is spent");
      options.work_limit = options_.work_limit - work_;
    }
    absl::StatusOr<Solution> solution = Solve(varied_, options, [&](const ProgressReport& report) {
      if (progress_)
        progress_({static_cast<int32_t>(solved_.size()), total_, report.stage, work_ + report.work});
    });
    if (!solution.ok()) return solution.status();
    work_ += solution->stats.work;
    solved_.push_back({limit, std::move(solution->certificate), solution->moved, solution->stats});
    return absl::OkStatus();
  }

  Instance varied_;
  const std::optional<int64_t> own_;
  SolveOptions options_;
  const std::function<void(const FrontierProgress&)>& progress_;
  std::optional<WarmStart> warm_;
  std::vector<FrontierPoint> solved_;  // In the order of solving; the free optimum first.
  Frontier frontier_;
  int32_t total_ = 0;
  int64_t work_ = 0;
};

}  // namespace

std::vector<int64_t> SpreadLimits(int64_t fewest, int64_t free_moves, std::optional<int64_t> own,
                                  int32_t count) {
  const int64_t span = free_moves - fewest;
  std::vector<int64_t> limits = {fewest};
  if (span <= 0) return limits;
  // Steps above `fewest`; the free optimum is the last, and not a limit.
  const auto wanted = static_cast<size_t>(count - 1);
  std::vector<int64_t> steps;
  if (wanted > 1 && own.has_value() && *own > fewest && *own < free_moves) steps.push_back(*own - fewest);
  if (steps.size() + 1 < wanted) steps.push_back(std::max<int64_t>(1, span >> std::min(count - 2, 10)));
  steps.push_back(span);
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  // The widest gap by ratio is halved until there are enough.
  while (steps.size() < wanted) {
    std::optional<size_t> widest;
    for (size_t k = 0; k + 1 < steps.size(); ++k) {
      if (steps[k + 1] - steps[k] < 2) continue;
      if (!widest.has_value() || static_cast<__int128>(steps[k + 1]) * steps[*widest] >
                                     static_cast<__int128>(steps[*widest + 1]) * steps[k])
        widest = k;
    }
    if (!widest.has_value()) break;
    const int64_t middle = std::max(Root(steps[*widest] * steps[*widest + 1]), steps[*widest] + 1);
    steps.insert(steps.begin() + static_cast<int64_t>(*widest) + 1, middle);
  }
  for (size_t k = 0; k + 1 < steps.size(); ++k) limits.push_back(fewest + steps[k]);
  return limits;
}

absl::StatusOr<int64_t> FewestMoves(const Instance& instance, const SolveOptions& options) {
  std::vector<PostIndex> stay;
  stay.reserve(instance.persons.size());
  for (const Person& person : instance.persons) stay.push_back(person.reference_post);
  if (Objective(instance, stay).ok()) return 0;
  const Instance stays = StaysAlone(instance);
  SolveOptions counting = options;
  counting.canonical = false;
  counting.nearest_to.clear();
  counting.warm_start = WarmStart{std::vector<int64_t>(instance.posts.size(), 0), 1, 0, stay};
  const absl::StatusOr<Solution> solution = Solve(stays, counting);
  if (!solution.ok()) return solution.status();
  return solution->moved;
}

absl::StatusOr<Frontier> TraceFrontier(const Instance& instance, const FrontierRequest& request,
                                       const SolveOptions& options,
                                       const std::function<void(const FrontierProgress&)>& progress) {
  const bool asked = !request.max_moves.empty();
  if (asked ? request.max_moves.size() > kMaxFrontierPoints
            : request.points < 2 || request.points > kMaxFrontierPoints) {
    return absl::InvalidArgumentError(
        absl::StrCat("assignment: a frontier has 2 to ", kMaxFrontierPoints, " points"));
  }
  if (std::any_of(request.max_moves.begin(), request.max_moves.end(),
                  [](int64_t limit) { return limit < 0; })) {
    return absl::InvalidArgumentError("assignment: a limit on moves must not be negative");
  }
  return Tracer(instance, options, progress).Run(request);
}

}  // namespace selaras::assignment
