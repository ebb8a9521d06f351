// Against a peer: LEMON's codes on the explicit network of mid-size provinces.
#include <cstdint>
#include <optional>

#include "gtest/gtest.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/lemon_peer.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

LemonProblem EveryPair(const Instance& in) {
  LemonProblem problem{in.person_count(), in.post_count(), {}};
  const int32_t sink = in.person_count() + in.post_count();
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    for (const SeatRun& run : in.SeatsOf(j)) {
      problem.arcs.push_back({in.person_count() + j, sink, run.count, run.points});
    }
  }
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    for (PostIndex j = 0; j < in.post_count(); ++j) {
      const std::optional<int32_t> score = in.Score(i, j);
      if (score.has_value()) problem.arcs.push_back({i, in.person_count() + j, 1, *score});
    }
  }
  return problem;
}

TEST(LemonTest, SameValueOnMidSizeProvinces) {
  for (const uint64_t seed : {1, 2, 3, 4}) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    ProvinceShape shape;
    shape.persons = 1500;
    shape.posts = 700;
    shape.districts = 7;
    shape.positions = 30;
    shape.agencies = seed % 2 == 0 ? 3 : 1;
    shape.lawful_positions = 6;
    shape.seed = seed;
    const Instance instance = MakeProvince(shape);
    const absl::StatusOr<Solution> solution = Solve(instance);
    ASSERT_TRUE(solution.ok()) << solution.status();
    EXPECT_EQ(CheckCertificate(instance, solution->certificate), absl::OkStatus());
    EXPECT_TRUE(solution->certificate.optimal());
    const LemonMethod method = seed < 3 ? LemonMethod::kNetworkSimplex : LemonMethod::kCostScaling;
    EXPECT_EQ(solution->certificate.objective, LemonRun(EveryPair(instance), method).Solve());
  }
}

}  // namespace
}  // namespace selaras::assignment
