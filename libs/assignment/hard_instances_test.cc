// Whatever the instance, the solver ends within a bounded amount of work, with a proof. Bounds are in units of work per
// option and post, never in time.
#include "libs/assignment/testing/hard_instances.h"

#include "gtest/gtest.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/synthetic_agencies.h"

namespace selaras::assignment {
namespace {

// Twice what the worst known instance takes.
constexpr int64_t kWorkPerItem = 450;

void ExpectEnds(const Instance& instance) {
  SolveOptions options;
  options.work_limit =
      kWorkPerItem *
      static_cast<int64_t>(instance.cell_scores.size() + instance.exceptions.size() + instance.posts.size());
  const absl::StatusOr<Solution> solution = Solve(instance, options);
  ASSERT_TRUE(solution.ok()) << solution.status();
  EXPECT_TRUE(solution->certificate.optimal());
  EXPECT_EQ(CheckCertificate(instance, solution->certificate), absl::OkStatus());
}

TEST(HardInstancesTest, KnownOnesEndWithinTheirWork) {
  for (const HardShape& shape : KnownHardShapes(800)) {
    SCOPED_TRACE(shape.name);
    ExpectEnds(MakeHard(shape));
  }
}

TEST(HardInstancesTest, DrawnOnesEndWithinTheirWork) {
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    ExpectEnds(MakeHard(DrawHardShape(seed, 200)));
  }
}

TEST(HardInstancesTest, AgenciesAndGradeBandsEndWithinTheirWork) {
  AgenciesShape shape;
  shape.persons = 3000;
  shape.posts = 1300;
  shape.fields = 8;
  ExpectEnds(MakeAgencies(shape));
}

}  // namespace
}  // namespace selaras::assignment
