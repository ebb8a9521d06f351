#include "services/matching/domain/plan_solve.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/limit_conflicts.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/domain/chain_limits.h"
#include "services/matching/domain/problem_conflicts.h"

namespace selaras::matching {
namespace {

using assignment::Certificate;
using assignment::Instance;

// target[k] = index in `to` of the k-th of `from`, -1 = gone. Both ascend by id.
template <typename T, typename Id>
std::vector<int32_t> Meet(const std::vector<T>& from, const std::vector<T>& to, Id id) {
  std::vector<int32_t> target(from.size(), -1);
  size_t k = 0;
  for (size_t n = 0; n < from.size(); ++n) {
    while (k < to.size() && id(to[k]) < id(from[n])) ++k;
    if (k < to.size() && id(to[k]) == id(from[n])) target[n] = static_cast<int32_t>(k);
  }
  return target;
}

// What the solver says stands against every plan, in the words of the request.
std::vector<Conflict> ConflictsIn(const PlanProblem& problem, const absl::Status& status) {
  const std::optional<assignment::Conflicts> found = assignment::ConflictsOf(status);
  if (!found.has_value()) return {{"SEATS_NOT_ENOUGH", {}}};
  std::vector<Conflict> conflicts;
  if (found->moves) {
    conflicts.push_back({"MOVES_NOT_ENOUGH", {{"limit", absl::StrCat(problem.move_budget())}}});
  }
  for (const ProblemLimit& limit : problem.limits()) {
    if (std::find(found->limits.begin(), found->limits.end(), limit.index) != found->limits.end()) {
      conflicts.push_back(NotKept(problem.province(), limit));
    }
  }
  if (conflicts.empty()) conflicts.push_back({"SEATS_NOT_ENOUGH", {}});
  return conflicts;
}

}  // namespace

assignment::WarmStart BringOver(const Instance& earlier, const Certificate& certificate,
                                const Instance& instance) {
  const auto post_id = [](const assignment::Post& post) -> const std::string& { return post.id; };
  const auto key = [](const assignment::Person& person) -> const std::string& { return person.key; };
  const std::vector<int32_t> post = Meet(earlier.posts, instance.posts, post_id);
  const std::vector<int32_t> person = Meet(earlier.persons, instance.persons, key);
  assignment::WarmStart warm;
  warm.denominator = certificate.denominator;
  warm.lambda = certificate.lambda;
  warm.prices.assign(instance.posts.size(), 0);
  for (size_t j = 0; j < post.size(); ++j) {
    if (post[j] >= 0) warm.prices[post[j]] = certificate.prices[j];
  }
  warm.placement.assign(instance.persons.size(), -1);
  for (size_t i = 0; i < person.size(); ++i) {
    if (person[i] >= 0) warm.placement[person[i]] = post[certificate.placement[i]];
  }
  return warm;
}

absl::StatusOr<PlanSolution> SolvePlan(const PlanProblem& problem, const assignment::SolveOptions& options,
                                       const assignment::Progress& progress) {
  PlanSolution done;
  done.conflicts = problem.conflicts();
  if (!done.feasible()) return done;
  absl::StatusOr<assignment::Solution> solution = assignment::Solve(problem.instance(), options, progress);
  if (solution.status().code() == absl::StatusCode::kFailedPrecondition) {
    done.conflicts = ConflictsIn(problem, solution.status());
    return done;
  }
  SELARAS_RETURN_IF_ERROR(solution.status());
  done.certificate = std::move(solution->certificate);
  if (KeepsChainLimits(problem, done.certificate.placement)) return done;

  const auto cutting = [&](const assignment::ProgressReport& at) {
    if (progress) progress({"chains", at.work, at.unplaced});
  };
  cutting({});
  const auto solve = [&](const Instance& instance, const Certificate& near) -> absl::StatusOr<Certificate> {
    assignment::SolveOptions again = options;
    again.warm_start = BringOver(instance, near, instance);
    SELARAS_ASSIGN_OR_RETURN(assignment::Solution next, assignment::Solve(instance, again, cutting));
    return std::move(next.certificate);
  };
  absl::StatusOr<Certificate> cut = CutChains(problem, done.certificate, solve);
  if (ReasonOf(cut.status()) == "PINS_OVER_CHAINS") {
    done.certificate = {};
    done.conflicts.push_back({"PINS_OVER_CHAINS", {}});
    return done;
  }
  SELARAS_RETURN_IF_ERROR(cut.status());
  done.certificate = *std::move(cut);
  return done;
}

}  // namespace selaras::matching
