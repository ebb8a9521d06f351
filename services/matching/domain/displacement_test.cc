#include "services/matching/domain/displacement.h"

#include <gtest/gtest.h>

#include "services/matching/domain/testing/changed_instance.h"
#include "services/matching/domain/testing/solved_province.h"

namespace selaras::matching {
namespace {

std::vector<int32_t> Applied(const SolvedProvince& solved, int32_t person, int32_t post,
                             const Displaced& found) {
  std::vector<int32_t> placement = solved.certificate.placement;
  for (const Ways::Step& step : found.steps) {
    EXPECT_EQ(placement[step.person], step.from);
    placement[step.person] = step.to;
  }
  placement[person] = post;
  return placement;
}

// The first who gives way leaves the wanted post and each next one the place that his predecessor takes; only where a
// free seat is taken does the row begin anew, at the post that closes one for it.
void ExpectInOrder(int32_t wanted, const Displaced& found) {
  int32_t at = wanted, breaks = 0;
  for (const Ways::Step& step : found.steps) {
    breaks += step.from != at ? 1 : 0;
    at = step.to;
  }
  EXPECT_LE(breaks, 1);
}

TEST(Displacement, EqualsSolvingAgainWithThePersonHeldThere) {
  int64_t asked = 0, with_loss = 0, displaced = 0;
  for (uint64_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const SolvedProvince solved(RandomProvince(seed).Make());
    const assignment::Instance& instance = solved.instance();
    ASSERT_TRUE(solved.graph->sound());
    std::vector<Ways> from;
    for (int32_t j = 0; j < instance.post_count(); ++j)
      from.emplace_back(*solved.graph, j, Ways::Direction::kFrom);
    for (int32_t i = 0; i < instance.person_count(); ++i) {
      const Ways to(*solved.graph, solved.certificate.placement[i], Ways::Direction::kTo);
      for (int32_t j = 0; j < instance.post_count(); ++j) {
        const auto found = ExactLoss(*solved.graph, i, j, to);
        const auto back = ExactLoss(*solved.graph, i, j, from[j]);
        ASSERT_EQ(found.has_value(), back.has_value());
        if (found.has_value()) {
          EXPECT_EQ(found->loss, back->loss);
        }
        if (!instance.Score(i, j).has_value()) {
          EXPECT_FALSE(found.has_value());
          continue;
        }
        const std::optional<int64_t> again = Best(Held(instance, i, j));
        ++asked;
        ASSERT_EQ(found.has_value(), again.has_value());
        if (!again.has_value()) continue;
        EXPECT_EQ(found->loss, solved.certificate.objective - *again) << i << " " << j;
        for (const Displaced& each : {*found, *back}) {
          const auto objective = assignment::Objective(instance, Applied(solved, i, j, each));
          ASSERT_TRUE(objective.ok()) << objective.status();
          EXPECT_EQ(*objective, solved.certificate.objective - each.loss);
          ExpectInOrder(j, each);
        }
        with_loss += found->loss > 0 ? 1 : 0;
        displaced += found->steps.empty() ? 0 : 1;
      }
    }
  }
  EXPECT_GT(with_loss, 200);
  EXPECT_GT(asked, with_loss);
  EXPECT_GT(displaced, 100);
}

TEST(Displacement, UnderAMoveBudgetItIsExactOrUnsaid) {
  int64_t said = 0, unsaid = 0, active = 0;
  for (uint64_t seed = 101; seed <= 125; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    PlanRequest request;
    request.max_moves = 2 + static_cast<int64_t>(seed % 5);
    const SolvedProvince solved(RandomProvince(seed).Make(), request);
    const assignment::Instance& instance = solved.instance();
    active += solved.certificate.lambda > 0 ? 1 : 0;
    if (!solved.graph->sound()) continue;
    for (int32_t i = 0; i < instance.person_count(); ++i) {
      const Ways to(*solved.graph, solved.certificate.placement[i], Ways::Direction::kTo);
      for (int32_t j = 0; j < instance.post_count(); ++j) {
        if (!instance.Score(i, j).has_value() || solved.certificate.placement[i] == j) continue;
        const auto found = ExactLoss(*solved.graph, i, j, to);
        ++(found.has_value() ? said : unsaid);
        if (!found.has_value()) continue;
        // The solver itself may leave a gap under a limit, so its answer is a lower bound of the best.
        const auto again = assignment::Solve(Held(instance, i, j));
        ASSERT_TRUE(again.ok()) << again.status();
        EXPECT_LE(solved.certificate.objective - found->loss, again->certificate.bound);
        EXPECT_GE(solved.certificate.objective - found->loss, again->certificate.objective);
        const auto objective = assignment::Objective(instance, Applied(solved, i, j, *found));
        ASSERT_TRUE(objective.ok()) << objective.status();
        EXPECT_EQ(*objective, solved.certificate.objective - found->loss);
      }
    }
  }
  EXPECT_GT(active, 5);
  EXPECT_GT(said, 100);
  EXPECT_GT(unsaid, 10);
}

TEST(Displacement, PricesThatProveNothingAreNoGround) {
  const SolvedProvince solved(TwoPuskesmas());
  assignment::Certificate wrong = solved.certificate;
  wrong.prices[0] += 100'000;
  EXPECT_FALSE(DisplacementGraph(solved.instance(), wrong).sound());
  EXPECT_TRUE(solved.graph->sound());
}

}  // namespace
}  // namespace selaras::matching
