// Against a peer: LEMON's network simplex on the explicit network of mid-size provinces. C++17, as LEMON
// needs it.
#include <lemon/list_graph.h>
#include <lemon/network_simplex.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "libs/assignment/certificate.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

int64_t SolveByLemon(const Instance& in) {
  lemon::ListDigraph graph;
  lemon::ListDigraph::ArcMap<int64_t> capacity(graph), cost(graph);
  lemon::ListDigraph::NodeMap<int64_t> supply(graph);
  const auto sink = graph.addNode();
  supply[sink] = -in.person_count();
  std::vector<lemon::ListDigraph::Node> posts;
  const auto add = [&](lemon::ListDigraph::Node from, lemon::ListDigraph::Node to, int64_t seats,
                       int64_t points) {
    const auto arc = graph.addArc(from, to);
    capacity[arc] = seats;
    cost[arc] = -points;
  };
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    posts.push_back(graph.addNode());
    for (const SeatRun& run : in.SeatsOf(j)) add(posts.back(), sink, run.count, run.points);
  }
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    const auto person = graph.addNode();
    supply[person] = 1;
    for (PostIndex j = 0; j < in.post_count(); ++j) {
      if (const std::optional<int32_t> score = in.Score(i, j); score.has_value())
        add(person, posts[j], 1, *score);
    }
  }
  lemon::NetworkSimplex<lemon::ListDigraph, int64_t> simplex(graph);
  simplex.upperMap(capacity).costMap(cost).supplyMap(supply);
  EXPECT_EQ(simplex.run(), simplex.OPTIMAL);
  return -simplex.totalCost<int64_t>();
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
    EXPECT_EQ(solution->certificate.objective, SolveByLemon(instance));
  }
}

}  // namespace
}  // namespace selaras::assignment
