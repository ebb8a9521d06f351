#include "services/matching/domain/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "libs/assignment/instance_text.h"
#include "libs/base/error.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

// What the pair is worth by asking every rule and adding every term, pair by pair.
std::optional<int32_t> Naive(const PlanProblem& problem, int32_t person, int32_t post) {
  if (problem.province().PersonRefsOf(person).post == post) return problem.Terms(person, post).Total();
  if (problem.BanOf(person, post) != nullptr || problem.BanOf(person, -1) != nullptr) return std::nullopt;
  for (const rules::Outcome& outcome : problem.lawfulness().OutcomesOf(person, post)) {
    if (outcome.Bars()) return std::nullopt;
  }
  return problem.Terms(person, post).Total();
}

TEST(PlanProblem, EqualsAskingEveryPair) {
  int64_t lawful = 0, pairs = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    RandomProvince maker(seed);
    Province province = maker.Make();
    PlanRequest request;
    if (maker.Chance(30)) request.scope.agencies = {"a"};
    if (maker.Chance(30)) request.scope.families = {Family::kHealth, Family::kStaff};
    if (maker.Chance(20)) request.scope.org_units = {"u0"};
    if (maker.Chance(50))
      request.bans.push_back({"e1", province.posts.empty() ? "" : province.posts[0].id, "x"});
    if (maker.Chance(30)) request.bans.push_back({"e2", "", "x"});
    auto problem = PlanProblem::Build(InputsFor(province, request));
    ASSERT_TRUE(problem.ok()) << problem.status();
    const assignment::Instance& instance = problem->instance();
    for (assignment::PersonIndex i = 0; i < instance.person_count(); ++i) {
      for (assignment::PostIndex j = 0; j < instance.post_count(); ++j) {
        if (problem->IsUnplaced(j)) {
          EXPECT_EQ(instance.Score(i, j).has_value(), instance.persons[i].reference_post == j);
          continue;
        }
        const auto expected = Naive(*problem, problem->ProvincePerson(i), problem->ProvincePost(j));
        EXPECT_EQ(instance.Score(i, j), expected)
            << problem->province().persons()[problem->ProvincePerson(i)].id << " " << instance.posts[j].id;
        ++pairs;
        lawful += expected.has_value() ? 1 : 0;
      }
    }
  }
  EXPECT_GT(lawful, pairs / 50);
  EXPECT_LT(lawful, pairs);
}

TEST(PlanProblem, DoesNotDependOnTheOrderOfTheFacts) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    RandomProvince maker(seed);
    Province province = maker.Make(), shuffled = province;
    std::shuffle(shuffled.persons.begin(), shuffled.persons.end(), maker.random());
    std::shuffle(shuffled.posts.begin(), shuffled.posts.end(), maker.random());
    std::shuffle(shuffled.positions.begin(), shuffled.positions.end(), maker.random());
    std::shuffle(shuffled.needs.begin(), shuffled.needs.end(), maker.random());
    const auto a = PlanProblem::Build(InputsFor(province)), b = PlanProblem::Build(InputsFor(shuffled));
    ASSERT_TRUE(a.ok() && b.ok());
    EXPECT_EQ(assignment::InstanceText(a->instance()), assignment::InstanceText(b->instance()));
  }
}

TEST(PlanProblem, FrozenPeopleHoldTheMostUrgentSeats) {
  Province province = TwoPuskesmas();
  province.persons.push_back(Midwife("k1", "urang.klerek"));
  PlanRequest request;
  request.scope.org_units = {"urang"};
  request.scope.families = {Family::kHealth};
  const auto problem = PlanProblem::Build(InputsFor(province, request));
  ASSERT_TRUE(problem.ok()) << problem.status();
  EXPECT_EQ(problem->scope_size(), 5);
  EXPECT_EQ(problem->instance().post_count(),
            1);  // The clerks' post and the other puskesmas are out of scope.
  EXPECT_EQ(problem->InstancePerson(problem->province().FindPerson("e6")), -1);

  // One of the five is of another family by his last position: he is frozen in the same post.
  request = {};
  request.scope.agencies = {"prov"};
  province.persons[0].agency = "kab";
  const auto whole = PlanProblem::Build(InputsFor(province, request));
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->scope_size(), 7);  // Scope follows the post that he holds.
}

TEST(PlanProblem, PersonsAreKnownByKeyedPseudonymsOnly) {
  PlanRequest request;
  request.pseudonym_key = "one";
  const auto one = PlanProblem::Build(InputsFor(TwoPuskesmas(), request));
  request.pseudonym_key = "two";
  const auto two = PlanProblem::Build(InputsFor(TwoPuskesmas(), request));
  ASSERT_TRUE(one.ok() && two.ok());
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(one->instance().persons[i].key.size(), 32);
    EXPECT_NE(one->instance().persons[i].key, two->instance().persons[i].key);
    EXPECT_EQ(one->instance().persons[i].key, one->KeyOf(one->ProvincePerson(i)));
  }
}

TEST(PlanProblem, WhoHoldsNoPostWaitsInTheUnplacedPost) {
  Province province = TwoPuskesmas();
  province.persons[0].post = "";
  const auto problem = PlanProblem::Build(InputsFor(province));
  ASSERT_TRUE(problem.ok()) << problem.status();
  const assignment::Instance& instance = problem->instance();
  const int32_t i = problem->InstancePerson(problem->province().FindPerson("e1"));
  const int32_t unplaced = instance.persons[i].reference_post;
  EXPECT_TRUE(problem->IsUnplaced(unplaced));
  EXPECT_EQ(instance.Score(i, unplaced), 0);
  EXPECT_EQ(instance.SeatCount(unplaced), 1);
  for (int32_t j = 0; j < instance.post_count(); ++j) {
    if (j == unplaced) continue;
    EXPECT_LT(instance.SeatsOf(unplaced)[0].points, instance.SeatsOf(j).back().points);
  }
}

TEST(PlanProblem, PinsAreDoneAndCountAgainstTheLimit) {
  PlanRequest request;
  request.max_moves = 3;
  request.pins = {{"e1", "pisang.bidan", "surat tugas"}};
  const auto problem = PlanProblem::Build(InputsFor(TwoPuskesmas(), request));
  ASSERT_TRUE(problem.ok()) << problem.status();
  const int32_t i = problem->InstancePerson(problem->province().FindPerson("e1"));
  EXPECT_EQ(problem->instance().persons[i].reference_post,
            problem->InstancePost(problem->province().FindPost("pisang.bidan")));
  EXPECT_EQ(problem->instance().max_moves, 2);
  EXPECT_EQ(problem->move_budget(), 3);

  EXPECT_THAT(problem->conflicts(), testing::IsEmpty());
}

TEST(PlanProblem, EveryConflictOfThePinsIsListed) {
  PlanRequest request;
  request.max_moves = 0;
  request.pins = {{"e1", "urang.klerek", "?"}, {"e2", "pisang.bidan", "?"}};
  const auto problem = PlanProblem::Build(InputsFor(TwoPuskesmas(), request));
  ASSERT_TRUE(problem.ok()) << problem.status();
  std::vector<std::string> reasons;
  for (const Conflict& conflict : problem->conflicts()) {
    reasons.push_back(conflict.reason);
    if (conflict.reason == "PIN_UNLAWFUL") EXPECT_EQ(conflict.metadata.at("employee"), "e1");
  }
  EXPECT_THAT(reasons, testing::IsSupersetOf({"PIN_UNLAWFUL", "PINS_OVER_LIMIT"}));
  EXPECT_EQ(problem->conflicts().back(), (Conflict{"PINS_OVER_LIMIT", {{"pinned", "1"}, {"limit", "0"}}}));
}

TEST(PlanProblem, MorePinsThanSeatsIsAConflict) {
  Province province = TwoPuskesmas();
  province.posts[1].ceiling = 1;  // pisang.bidan, where e6 is: bound there too by a ban.
  PlanRequest request;
  request.max_moves = -1;
  request.pins = {{"e1", "pisang.bidan", "?"}};
  request.bans = {{"e6", "", "?"}};
  const auto problem = PlanProblem::Build(InputsFor(province, request));
  ASSERT_TRUE(problem.ok()) << problem.status();
  EXPECT_THAT(problem->conflicts(),
              testing::ElementsAre(
                  Conflict{"PINS_OVER_SEATS", {{"post", "pisang.bidan"}, {"people", "2"}, {"seats", "1"}}}));
}

TEST(PlanProblem, NamesWhatDoesNotExist) {
  PlanRequest request;
  request.scope.agencies = {"nowhere"};
  EXPECT_THAT(std::string(PlanProblem::Build(InputsFor(TwoPuskesmas(), request)).status().message()),
              testing::HasSubstr("agency nowhere"));
  request = {};
  request.bans = {{"nobody", ""}};
  EXPECT_THAT(std::string(PlanProblem::Build(InputsFor(TwoPuskesmas(), request)).status().message()),
              testing::HasSubstr("nobody"));
}

TEST(PlanProblem, TheDefaultLimitIsAShareOfTheScope) {
  ScorePolicy policy;
  policy.move_budget_permille = 500;
  EXPECT_EQ(PlanProblem::Build(InputsFor(TwoPuskesmas(), {}, policy))->move_budget(), 3);
  PlanRequest request;
  request.max_moves = -1;
  const auto free = PlanProblem::Build(InputsFor(TwoPuskesmas(), request, policy));
  EXPECT_EQ(free->move_budget(), -1);
  EXPECT_EQ(free->instance().max_moves, std::nullopt);
}

TEST(PlanProblem, KinDoNotMeetInLine) {
  Province province = TwoPuskesmas();
  province.posts[1].head_of_unit = true;  // pisang.bidan
  province.persons[0].relatives = {"e6"};
  const auto problem = PlanProblem::Build(InputsFor(province));
  ASSERT_TRUE(problem.ok());
  const auto score = [&](const char* id) {
    return problem->instance().Score(problem->InstancePerson(problem->province().FindPerson(id)),
                                     problem->InstancePost(problem->province().FindPost("pisang.bidan")));
  };
  EXPECT_FALSE(score("e1").has_value());
}

TEST(PlanProblem, CanBeCancelled) {
  const auto stopped = PlanProblem::Build(InputsFor(TwoPuskesmas()), [](int64_t, int64_t) { return false; });
  EXPECT_EQ(stopped.status().code(), absl::StatusCode::kCancelled);
}

TEST(PlanProblem, CoverageCountsWhatWasMeasured) {
  Province province = TwoPuskesmas();
  province.persons[0].potential.reset();
  province.persons[1].potential.reset();
  province.persons[2].potential.reset();
  const auto problem = PlanProblem::Build(InputsFor(province));
  ASSERT_TRUE(problem.ok());
  std::map<std::string, int32_t> measured;
  for (const Coverage& coverage : problem->coverage()) {
    measured[coverage.term] = coverage.permille;
  }
  EXPECT_EQ(measured["talent"], 500);
  EXPECT_EQ(measured["need"], 666);  // The clerks' post has none.
}

}  // namespace
}  // namespace selaras::matching
