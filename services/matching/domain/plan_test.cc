#include "services/matching/domain/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "libs/assignment/solver.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

// A solved province; the problem lives as long as the plan.
struct Solved {
  explicit Solved(Province facts, PlanRequest request = {}, ScorePolicy policy = {})
      : problem(*PlanProblem::Build(InputsFor(std::move(facts), std::move(request), std::move(policy)))) {
    auto solution = assignment::Solve(problem.instance());
    EXPECT_TRUE(solution.ok()) << solution.status();
    certificate = solution->certificate;
    plan = MakePlan(problem, certificate);
  }
  PlanProblem problem;
  assignment::Certificate certificate;
  Plan plan;
};

PlanRequest Free() {
  PlanRequest request;
  request.max_moves = -1;
  return request;
}

TEST(Plan, MovesMidwivesToWhereTheyAreShort) {
  const Solved solved(TwoPuskesmas(), Free());
  ASSERT_EQ(solved.plan.moves.size(), 2);
  for (const Move& move : solved.plan.moves) {
    EXPECT_EQ(solved.problem.province().posts()[move.to_post].id, "pisang.bidan");
    EXPECT_GT(move.gain, 0);
    EXPECT_EQ(move.reasons.front(), TransferReason::kHealthAccess);
    EXPECT_THAT(move.reasons, testing::Contains(TransferReason::kWorkloadBalance));
    EXPECT_EQ(move.kind, TransferKind::kIntra);
  }
  const PlanSummary& summary = solved.plan.summary;
  EXPECT_EQ(summary.employees, 6);
  EXPECT_EQ(summary.shortage_before, 5);  // Three midwives, two clerks.
  EXPECT_EQ(summary.shortage_after, 3);
  EXPECT_EQ(summary.surplus_before, 2);
  EXPECT_EQ(summary.surplus_after, 0);
  EXPECT_GT(summary.objective, summary.status_quo);
}

TEST(Plan, APreferenceDecidesWhoGoes) {
  for (const char* id : {"e1", "e2", "e3", "e4", "e5"}) {
    Province province = TwoPuskesmas();
    for (Person& person : province.persons) {
      if (person.id == id) person.preferences = {{1, PreferenceKind::kOrgUnit, "pisang"}};
    }
    const Solved solved(province, Free());
    std::set<std::string> moved;
    for (const Move& move : solved.plan.moves)
      moved.insert(solved.problem.province().persons()[move.person].id);
    EXPECT_TRUE(moved.contains(id)) << id;
    EXPECT_EQ(solved.plan.summary.preferences, 1);
    EXPECT_EQ(solved.plan.summary.preferences_first, 1);
  }
}

TEST(Plan, GainOfSingleMovesIsTheGainOfThePlan) {
  PlanRequest request;
  request.max_moves = 1;
  const Solved solved(TwoPuskesmas(), request);
  ASSERT_EQ(solved.plan.moves.size(), 1);
  EXPECT_EQ(solved.plan.moves[0].gain, solved.plan.summary.objective - solved.plan.summary.status_quo);
}

TEST(Plan, APinnedMoveStandsInThePlan) {
  PlanRequest request = Free();
  request.pins = {{"e3", "pisang.bidan", "surat tugas"}};
  const Solved solved(TwoPuskesmas(), request);
  std::set<std::string> moved;
  for (const Move& move : solved.plan.moves)
    moved.insert(solved.problem.province().persons()[move.person].id);
  EXPECT_TRUE(moved.contains("e3"));
}

TEST(Plan, TermsShownAreTheScoreThatWasSolved) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Solved solved(RandomProvince(seed).Make(), Free());
    const assignment::Instance& instance = solved.problem.instance();
    int64_t value = 0;
    for (assignment::PersonIndex i = 0; i < instance.person_count(); ++i) {
      const int32_t person = solved.problem.ProvincePerson(i), post = solved.plan.post_of[person];
      if (post >= 0) value += solved.problem.Terms(person, post).Total();
    }
    std::vector<int32_t> people(instance.post_count(), 0);
    for (const assignment::PostIndex j : solved.certificate.placement) ++people[j];
    for (assignment::PostIndex j = 0; j < instance.post_count(); ++j)
      value += instance.SeatValue(j, people[j]);
    EXPECT_EQ(value, solved.plan.summary.objective);
    EXPECT_GE(solved.plan.summary.objective, solved.plan.summary.status_quo);
    for (const Move& move : solved.plan.moves) EXPECT_FALSE(move.reasons.empty());
    // Occupancy above a ceiling never rises.
    for (const Staffing& staffing : solved.plan.staffing) {
      EXPECT_LE(staffing.after, std::max(staffing.ceiling, staffing.before));
    }
  }
}

// Any set of whole chains, carried out alone, keeps seats and minimums.
TEST(Chains, AreEachPossibleAlone) {
  int64_t joined = 0, marked = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Solved solved(RandomProvince(seed).Make(), Free());
    const Plan& plan = solved.plan;
    std::set<int32_t> seen;
    for (size_t c = 0; c < plan.chains.size(); ++c) {
      const Chain& chain = plan.chains[c];
      joined += chain.moves.size() > 1;
      marked += chain.marked;
      EXPECT_EQ(chain.marked,
                chain.moves.size() > 4 || (chain.moves.size() > 1 && chain.agencies.size() > 1));
      for (const int32_t move : chain.moves) {
        EXPECT_TRUE(seen.insert(move).second);
        EXPECT_EQ(plan.moves[move].chain, static_cast<int32_t>(c));
      }
    }
    EXPECT_EQ(seen.size(), plan.moves.size());
    const size_t sets = plan.chains.size() <= 10 ? size_t{1} << plan.chains.size() : 1024;
    RandomProvince random(seed);
    for (size_t s = 0; s < sets; ++s) {
      const uint64_t mask = plan.chains.size() <= 10 ? s : random.random()();
      std::vector<int32_t> people;
      for (const Staffing& staffing : plan.staffing) people.push_back(staffing.before);
      for (size_t c = 0; c < plan.chains.size(); ++c) {
        if ((mask >> (c % 64) & 1) == 0) continue;
        for (const int32_t m : plan.chains[c].moves) {
          ++people[plan.moves[m].to_post];
          if (plan.moves[m].from_post >= 0) --people[plan.moves[m].from_post];
        }
      }
      for (size_t j = 0; j < people.size(); ++j) {
        const Staffing& staffing = plan.staffing[j];
        EXPECT_LE(people[j], std::max(staffing.ceiling, staffing.before));
        EXPECT_GE(people[j], std::min({staffing.critical, staffing.before, staffing.after}));
      }
    }
  }
  EXPECT_GT(joined, 10);
}

// A chain is no longer than it must be: splitting it breaks a post (brute force over its parts).
TEST(Chains, AreNoLongerThanTheyMustBe) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Solved solved(RandomProvince(seed).Make(), Free());
    const Plan& plan = solved.plan;
    // Everything else done, all moves of one chain but a part of it: some part must fail.
    for (const Chain& chain : plan.chains) {
      if (chain.moves.size() < 2 || chain.moves.size() > 10) continue;
      bool some_part_fails = false;
      for (uint32_t part = 1; part + 1 < (1u << chain.moves.size()) && !some_part_fails; ++part) {
        for (const bool others : {false, true}) {
          std::vector<int32_t> people;
          for (const Staffing& staffing : plan.staffing)
            people.push_back(others ? staffing.after : staffing.before);
          for (size_t k = 0; k < chain.moves.size(); ++k) {
            const Move& move = plan.moves[chain.moves[k]];
            const bool done = part >> k & 1;
            const int sign = others ? (done ? 0 : -1) : (done ? 1 : 0);
            people[move.to_post] += sign;
            if (move.from_post >= 0) people[move.from_post] -= sign;
          }
          for (size_t j = 0; j < people.size(); ++j) {
            const Staffing& staffing = plan.staffing[j];
            some_part_fails |= people[j] > std::max(staffing.ceiling, staffing.before) ||
                               people[j] < std::min({staffing.critical, staffing.before, staffing.after});
          }
        }
      }
      EXPECT_TRUE(some_part_fails);
    }
  }
}

TEST(Chains, KeyIsOfTheMovesAndFactsNotOfThePlan) {
  const Solved one(TwoPuskesmas(), Free()), two(TwoPuskesmas(), Free());
  Province changed = TwoPuskesmas();
  for (Person& person : changed.persons) person.profile_revision = 9;
  const Solved three(changed, Free());
  ASSERT_FALSE(one.plan.chains.empty());
  EXPECT_EQ(one.plan.chains[0].key, two.plan.chains[0].key);
  EXPECT_NE(one.plan.chains[0].key, three.plan.chains[0].key);
}

TEST(PlanText, IsCanonicalAndNamesNobody) {
  const PlanOrigin origin{"p", "n", "i", "c", 7, 1};
  const Solved solved(TwoPuskesmas(), Free());
  const std::string text = PlanText(solved.problem, solved.plan, origin);
  EXPECT_THAT(text,
              testing::StartsWith(
                  "selaras-plan 1\npolicy p\nneeds n\nregistry 7\nseed 1\ninstance i\ncertificate c\n"));
  EXPECT_THAT(text, testing::EndsWith("end\n"));
  for (const Person& person : solved.problem.province().persons()) {
    EXPECT_THAT(text, testing::Not(testing::HasSubstr(absl::StrCat(" ", person.id, " "))));
  }
  Province shuffled = TwoPuskesmas();
  std::reverse(shuffled.persons.begin(), shuffled.persons.end());
  std::reverse(shuffled.posts.begin(), shuffled.posts.end());
  // Vectors follow the person in the fixture by index of the sorted list, so they are the same.
  const Solved again(shuffled, Free());
  EXPECT_EQ(PlanText(again.problem, again.plan, origin), text);
}

TEST(Kind, FollowsTheLaw) {
  const Agency province{"p", "", AgencyKind::kProvince, "18"}, regency{"r", "", AgencyKind::kRegency, "1801"};
  const Agency other{"o", "", AgencyKind::kCity, "3101"}, ministry{"m", "", AgencyKind::kMinistry, ""};
  EXPECT_EQ(KindOf(province, province), TransferKind::kIntra);
  EXPECT_EQ(KindOf(province, regency), TransferKind::kInterKab);
  EXPECT_EQ(KindOf(regency, other), TransferKind::kInterProv);
  EXPECT_EQ(KindOf(regency, ministry), TransferKind::kRegCentral);
  Agency second = ministry;
  second.id = "m2";
  EXPECT_EQ(KindOf(ministry, second), TransferKind::kCentral);
}

}  // namespace
}  // namespace selaras::matching
