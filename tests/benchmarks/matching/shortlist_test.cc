#include "tests/benchmarks/matching/shortlist.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "gtest/gtest.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::bench {
namespace {

assignment::Instance SmallProvince(uint64_t seed) {
  assignment::ProvinceShape shape;
  shape.persons = 60;
  shape.posts = 30;
  shape.districts = 5;
  shape.positions = 8;
  shape.lawful_positions = 3;
  shape.seed = seed;
  return assignment::MakeProvince(shape);
}

using Edge = std::tuple<int32_t, int32_t, int32_t>;

std::set<Edge> Edges(const PeerProblem& problem) {
  std::set<Edge> edges;
  for (const auto& edge : problem.edges) {
    EXPECT_TRUE(edges.insert({edge.person, edge.post, edge.points}).second) << "an edge stands twice";
  }
  return edges;
}

// A list long enough holds every lawful pair, at its score.
TEST(ShortlistTest, ALongListHoldsAllPairs) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const assignment::Instance instance = SmallProvince(seed);
    std::set<Edge> lawful;
    for (int32_t i = 0; i < instance.person_count(); ++i) {
      for (int32_t j = 0; j < instance.post_count(); ++j) {
        const auto score = instance.Score(i, j);
        if (score && instance.SeatCount(j) > 0) lawful.insert({i, j, *score});
      }
    }
    EXPECT_EQ(Edges(BuildShortlist(instance, 1000)), lawful) << "seed " << seed;
  }
}

TEST(ShortlistTest, AShortListHoldsTheBestAndTheExceptions) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const assignment::Instance instance = SmallProvince(seed);
    const std::set<Edge> edges = Edges(BuildShortlist(instance, 2));
    for (int32_t i = 0; i < instance.person_count(); ++i) {
      std::set<int32_t> kept, excepted;
      for (const auto& [person, post, points] : edges) {
        if (person == i) kept.insert(post);
      }
      for (const auto& exception : instance.ExceptionsOf(i)) excepted.insert(exception.post);
      excepted.insert(instance.persons[i].reference_post);
      EXPECT_TRUE(kept.count(instance.persons[i].reference_post));
      const auto worth = [&](int32_t j) { return *instance.Score(i, j) + instance.SeatsOf(j)[0].points; };
      int64_t least_kept = INT64_MAX, others = 0;
      for (const int32_t j : kept) {
        if (excepted.count(j)) continue;
        least_kept = std::min<int64_t>(least_kept, worth(j));
        ++others;
      }
      EXPECT_LE(others, 2);
      for (int32_t j = 0; j < instance.post_count(); ++j) {
        if (kept.count(j) || excepted.count(j) || !instance.Score(i, j) || instance.SeatCount(j) == 0)
          continue;
        EXPECT_EQ(others, 2);
        EXPECT_LE(worth(j), least_kept) << "seed " << seed << " person " << i << " post " << j;
      }
    }
  }
}

}  // namespace
}  // namespace selaras::bench
