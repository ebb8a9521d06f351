#include "services/matching/domain/displacement.h"

#include <gtest/gtest.h>

#include "libs/assignment/solver.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

// The same instance with one person held to one post.
assignment::Instance Held(const assignment::Instance& instance, int32_t person, int32_t post) {
  assignment::Instance held = instance;
  held.cell_scores.clear();
  held.exceptions.clear();
  held.cell_begin = held.exception_begin = {0};
  for (int32_t i = 0; i < instance.person_count(); ++i) {
    if (i == person) {
      held.exceptions.push_back({post, *instance.Score(person, post)});
      held.persons[i].reference_post = post;
    } else {
      for (const auto& cell : instance.CellsOf(i)) held.cell_scores.push_back(cell);
      for (const auto& exception : instance.ExceptionsOf(i)) held.exceptions.push_back(exception);
    }
    held.cell_begin.push_back(static_cast<int64_t>(held.cell_scores.size()));
    held.exception_begin.push_back(static_cast<int64_t>(held.exceptions.size()));
  }
  return held;
}

TEST(Displacement, EqualsSolvingAgainWithThePersonHeldThere) {
  int64_t asked = 0, with_loss = 0;
  for (uint64_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    PlanRequest request;
    request.max_moves = -1;
    const PlanProblem problem = *PlanProblem::Build(InputsFor(RandomProvince(seed).Make(), request));
    const assignment::Instance& instance = problem.instance();
    const assignment::Certificate certificate = assignment::Solve(instance)->certificate;
    const Displacement displacement(instance, certificate);
    for (int32_t i = 0; i < instance.person_count(); ++i) {
      for (int32_t j = 0; j < instance.post_count(); ++j) {
        const std::optional<int64_t> loss = displacement.LossOf(i, j, 1'000'000);
        if (!instance.Score(i, j).has_value()) {
          EXPECT_EQ(loss, std::nullopt);
          continue;
        }
        const auto again = assignment::Solve(Held(instance, i, j));
        ++asked;
        if (!again.ok()) {
          EXPECT_EQ(loss, std::nullopt);
          continue;
        }
        EXPECT_EQ(loss, certificate.objective - again->certificate.objective) << i << " " << j;
        with_loss += loss.value_or(0) > 0 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(with_loss, 200);
  EXPECT_GT(asked, with_loss);
}

TEST(Displacement, SaysNothingBeyondItsWorkOrUnderALimit) {
  PlanRequest request;
  request.max_moves = 1;
  const PlanProblem problem = *PlanProblem::Build(InputsFor(TwoPuskesmas(), request));
  const assignment::Certificate certificate = assignment::Solve(problem.instance())->certificate;
  ASSERT_GT(certificate.lambda, 0);
  EXPECT_EQ(Displacement(problem.instance(), certificate).LossOf(0, 0, 1000), std::nullopt);
}

}  // namespace
}  // namespace selaras::matching
