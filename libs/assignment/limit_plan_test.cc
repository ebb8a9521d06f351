// Plans within caps and groups: what must hold of every one of them, and what must not change them. The oracle
// that tries every placement of tiny instances stands in tests/formats/solver_proof_test.cc.
#include <algorithm>
#include <iostream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/assignment/instance_builder.h"
#include "libs/assignment/limit_conflicts.h"
#include "libs/assignment/limits.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/brute_force.h"
#include "libs/assignment/testing/seeded_random.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ProvinceShape WithZones(uint64_t seed) {
  ProvinceShape shape;
  shape.persons = 1'500;
  shape.posts = 600;
  shape.districts = 6;
  shape.positions = 40;
  shape.agencies = 3;
  shape.departments = 4;
  shape.units = 8;
  shape.unit_permille = 60;
  shape.department_permille = 20;
  shape.agency_permille = 10;
  shape.max_moves = 75;
  shape.seed = seed;
  return shape;
}

int64_t AtReference(const Instance& instance) {
  std::vector<PostIndex> placement;
  for (const Person& person : instance.persons) placement.push_back(person.reference_post);
  return *Objective(instance, placement);
}

TEST(LimitPlanTest, CapsOfUnitsDepartmentsAndAgenciesAreKeptAtASmallGap) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    const Instance instance = MakeProvince(WithZones(seed));
    const auto solution = Solve(instance);
    ASSERT_TRUE(solution.ok()) << solution.status();
    ASSERT_TRUE(CheckCertificate(instance, solution->certificate).ok());
    const int64_t gain = solution->certificate.objective - AtReference(instance);
    std::cout << "seed " << seed << " gap " << solution->certificate.gap() << " gain " << gain << "\n";
    // 75 moves: a two-hundredth is a third of one of them. The larger the plan, the smaller the share.
    EXPECT_LE(solution->certificate.gap() * 200, gain);
    EXPECT_THAT(solution->certificate.limit_prices, testing::Contains(testing::Gt(0))) << "no cap binds";
  }
}

TEST(LimitPlanTest, TheResultDependsOnNeitherScheduleNorOrderNorStart) {
  const Instance instance = MakeProvince(WithZones(5));
  const auto base = Solve(instance);
  ASSERT_TRUE(base.ok()) << base.status();
  const auto expect_same = [&](const absl::StatusOr<Solution>& other, const char* what) {
    ASSERT_TRUE(other.ok()) << other.status();
    EXPECT_EQ(other->placement(), base->placement()) << what;
    EXPECT_EQ(other->certificate.prices, base->certificate.prices) << what;
    EXPECT_EQ(other->certificate.limit_prices, base->certificate.limit_prices) << what;
    EXPECT_EQ(other->certificate.bound, base->certificate.bound) << what;
  };
  SolveOptions options;
  options.epsilon = {4000, 3, 4};
  options.order = BiddingOrder::kDescending;
  expect_same(Solve(instance, options), "schedule");
  options = {};
  options.warm_start = WarmStart{base->certificate.prices, base->certificate.denominator,
                                 base->certificate.lambda, base->placement()};
  expect_same(Solve(instance, options), "warm");
  const Instance rebuilt = Rebuild(instance, 77);
  expect_same(Solve(rebuilt), "input order");
}

// A cap that the plan without it keeps changes nothing at all.
TEST(LimitPlanTest, ASlackCapChangesNothing) {
  ProvinceShape shape = WithZones(6);
  shape.unit_permille = shape.department_permille = shape.agency_permille = 999;
  Instance slack = MakeProvince(shape);
  for (Limit& limit : slack.limits) limit.bound = kMaxCap;
  Instance free = slack;
  free.limits.clear();
  const auto with = Solve(slack), without = Solve(free);
  ASSERT_TRUE(with.ok() && without.ok());
  EXPECT_EQ(with->placement(), without->placement());
  EXPECT_EQ(with->certificate.prices, without->certificate.prices);
  EXPECT_EQ(with->certificate.lambda, without->certificate.lambda);
  EXPECT_EQ(with->certificate.bound, without->certificate.bound);
  EXPECT_EQ(with->certificate.limit_prices, std::vector<int64_t>(slack.limits.size(), 0));
}

TEST(LimitPlanTest, WhereNobodyMayArriveNobodyDoes) {
  Instance instance = MakeProvince(WithZones(7));
  for (Limit& limit : instance.limits) limit.bound = 0;
  const auto solution = Solve(instance);
  ASSERT_TRUE(solution.ok()) << solution.status();
  const ZoneTraffic traffic = TrafficOf(instance, solution->placement());
  for (const Limit& limit : instance.limits) {
    if (limit.kind == LimitKind::kArrivals) {
      EXPECT_EQ(traffic.arrivals[limit.zone], 0);
    }
  }
}

// Looser caps never make the plan's bound smaller.
TEST(LimitPlanTest, TheBoundNeverFallsAsCapsRise) {
  int64_t previous = INT64_MIN;
  for (const int32_t permille : {0, 10, 40, 200, 999}) {
    ProvinceShape shape = WithZones(8);
    shape.unit_permille = permille;
    shape.department_permille = shape.agency_permille = 1000;
    const auto solution = Solve(MakeProvince(shape));
    ASSERT_TRUE(solution.ok()) << solution.status();
    EXPECT_GE(solution->certificate.bound, previous);
    previous = solution->certificate.objective;
  }
}

// Two units of a clinic, a nurse in each, and one who may not meet the other.
class GroupTest : public ::testing::Test {
 protected:
  // Posts a and b of one unit, c of another; everybody would rather be in a or b.
  Instance Built(LimitKind kind, int64_t max_moves) {
    InstanceBuilder builder;
    const auto district = builder.AddDistrict("d");
    const auto cell = builder.AddCell("nurse");
    const auto near = builder.AddZone("near", 0), far = builder.AddZone("far", 0);
    const auto a = builder.AddPost("a", cell, district, {{1, 100}});
    const auto b = builder.AddPost("b", cell, district, {{1, 90}});
    const auto c = builder.AddPost("c", cell, district, {{1, 10}});
    const auto d = builder.AddPost("d", cell, district, {{1, 0}});
    builder.SetZone(a, near);
    builder.SetZone(b, near);
    builder.SetZone(c, far);
    builder.SetZone(d, far);
    const auto k1 = builder.AddPerson("k1", district, kind == LimitKind::kApart ? a : c);
    const auto k2 = builder.AddPerson("k2", district, kind == LimitKind::kApart ? b : a);
    builder.AddCellScore(k1, cell, 50);
    builder.AddCellScore(k2, cell, 40);
    builder.AddGroup(kind, 0, {k1, k2});
    builder.SetMaxMoves(max_moves);
    return *std::move(builder).Build();
  }
};

TEST_F(GroupTest, OneOfTwoWhoMustBeApartLeaves) {
  const Instance instance = Built(LimitKind::kApart, 2);
  const auto solution = Solve(instance);
  ASSERT_TRUE(solution.ok()) << solution.status();
  EXPECT_THAT(solution->placement(), ElementsAre(0, 2));
  EXPECT_EQ(solution->certificate.objective, 200);
  EXPECT_EQ(solution->certificate.bound, 280) << "what the group costs is in the gap";
}

TEST_F(GroupTest, ThoseWhoMustBeTogetherMeetWhereItIsWorthMost) {
  const Instance instance = Built(LimitKind::kTogether, 2);
  const auto solution = Solve(instance);
  ASSERT_TRUE(solution.ok()) << solution.status();
  EXPECT_EQ(ZoneAtLevel(instance, solution->placement()[0], 0), 1);  // "near" stands after "far".
  EXPECT_EQ(solution->certificate.objective, 280);
}

TEST_F(GroupTest, WhatKeepsAPlanFromExistingIsNamed) {
  const auto solution = Solve(Built(LimitKind::kApart, 0));
  EXPECT_EQ(solution.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(solution.status().message()), HasSubstr("2 persons apart at level 0"));
  const std::optional<Conflicts> conflicts = ConflictsOf(solution.status());
  ASSERT_TRUE(conflicts.has_value());
  EXPECT_THAT(conflicts->limits, ElementsAre(0));
}

}  // namespace
}  // namespace selaras::assignment
