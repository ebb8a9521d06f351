// The solver against two min-cost-flow codes that share nothing with it: given every lawful pair, all three
// find the same value.
#include "tests/benchmarks/matching/peer.h"

#include "gtest/gtest.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/synthetic_province.h"
#include "tests/benchmarks/matching/shortlist.h"

namespace selaras::bench {
namespace {

TEST(PeerTest, SolverAndPeersAgreeOnTheOptimum) {
  for (uint64_t seed = 1; seed <= 25; ++seed) {
    assignment::ProvinceShape shape;
    shape.persons = static_cast<int32_t>(20 + 12 * seed);
    shape.posts = static_cast<int32_t>(10 + 5 * seed);
    shape.districts = 6;
    shape.positions = 9;
    shape.lawful_positions = 3;
    shape.seed = seed;
    const assignment::Instance instance = assignment::MakeProvince(shape);
    const PeerProblem every_pair = BuildShortlist(instance, instance.post_count());
    const auto solution = assignment::Solve(instance);
    ASSERT_TRUE(solution.ok()) << solution.status();
    const PeerResult cost_scaling = SolveByCostScaling(every_pair);
    const PeerResult network_simplex = SolveByNetworkSimplex(every_pair);
    ASSERT_TRUE(cost_scaling.optimal && network_simplex.optimal) << "seed " << seed;
    EXPECT_EQ(solution->certificate.objective, cost_scaling.objective) << "seed " << seed;
    EXPECT_EQ(solution->certificate.objective, network_simplex.objective) << "seed " << seed;
  }
}

}  // namespace
}  // namespace selaras::bench
