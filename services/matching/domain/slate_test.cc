#include "services/matching/domain/slate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "libs/assignment/solver.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

using assignment::Instance;
using assignment::PersonIndex;
using assignment::PostIndex;

// The same instance, but person i may be at `post` only.
Instance WithOnly(const Instance& instance, PersonIndex only, PostIndex post, int32_t points) {
  Instance changed = instance;
  changed.cell_begin = {0};
  changed.cell_scores.clear();
  changed.exception_begin = {0};
  changed.exceptions.clear();
  for (PersonIndex i = 0; i < instance.person_count(); ++i) {
    if (i == only) {
      changed.exceptions.push_back({post, points});
    } else {
      for (const auto& cell : instance.CellsOf(i)) changed.cell_scores.push_back(cell);
      for (const auto& exception : instance.ExceptionsOf(i)) changed.exceptions.push_back(exception);
    }
    changed.cell_begin.push_back(static_cast<int64_t>(changed.cell_scores.size()));
    changed.exception_begin.push_back(static_cast<int64_t>(changed.exceptions.size()));
  }
  changed.persons[only].reference_post = post;
  return changed;
}

TEST(Slate, LossIsWhatSolvingAgainLoses) {
  int exact = 0, negative = 0;
  for (uint64_t seed = 1; seed <= 80; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    PlanRequest request;
    request.max_moves = -1;
    const auto problem = PlanProblem::Build(InputsFor(RandomProvince(seed).Make(), request));
    ASSERT_TRUE(problem.ok()) << problem.status();
    const auto solution = assignment::Solve(problem->instance(), {.seed = 1});
    ASSERT_TRUE(solution.ok()) << solution.status();
    const ProvinceIndex& province = problem->province();
    std::vector<int32_t> persons;
    for (int32_t i = 0; i < static_cast<int32_t>(province.persons().size()); i += 3) persons.push_back(i);
    for (int32_t j = 0; j < static_cast<int32_t>(province.posts().size()); ++j) {
      const Group group = province.positions()[province.PostRefsOf(j).position].group;
      if (group != Group::kJptP || problem->InstancePost(j) < 0) continue;
      const auto losses = SlateLosses(*problem, solution->certificate, j, persons);
      for (size_t n = 0; n < persons.size(); ++n) {
        const PersonIndex i = problem->InstancePerson(persons[n]);
        if (i < 0 || !losses[n].has_value()) continue;
        const int32_t score = problem->Terms(persons[n], j).Total();
        const auto again =
            assignment::Solve(WithOnly(problem->instance(), i, problem->InstancePost(j), score), {.seed = 1});
        ASSERT_TRUE(again.ok()) << again.status();
        const int64_t loss = solution->certificate.objective - again->certificate.objective;
        if (losses[n]->exact) {
          EXPECT_EQ(losses[n]->points, loss) << "person " << i << " post " << j;
          ++exact;
        } else {
          EXPECT_LE(losses[n]->points, loss);
        }
        negative += losses[n]->points < 0 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(exact, 100);
  EXPECT_GT(negative, 0);
}

}  // namespace
}  // namespace selaras::matching
