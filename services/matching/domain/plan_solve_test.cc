// Each limit on a province small enough to work out by hand. Way Urang has five midwives (critical 2, target 3, ceiling
// 6), Pulau Pisang one (critical 3, target 4): without limits two to three of them cross over.
#include "services/matching/domain/plan_solve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/certificate_text.h"
#include "libs/testing/status_matchers.h"
#include "services/matching/domain/chain_limits.h"
#include "services/matching/domain/plan.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct Solved {
  Solved(Province facts, PlanRequest request, ScorePolicy policy = {})
      : problem(*PlanProblem::Build(InputsFor(std::move(facts), std::move(request), std::move(policy)))) {
    auto done = SolvePlan(problem, {.seed = 7});
    EXPECT_TRUE(done.ok()) << done.status();
    if (!done.ok()) return;
    solution = *std::move(done);
    if (!solution.feasible()) return;
    plan = MakePlan(problem, solution.certificate);
    EXPECT_THAT(assignment::CheckCertificate(problem.instance(), solution.certificate), IsOk());
  }

  std::map<std::string, std::string> PostOf() const {
    std::map<std::string, std::string> posts;
    for (size_t i = 0; i < problem.province().persons().size(); ++i) {
      const int32_t post = plan.post_of[i];
      posts[problem.province().persons()[i].id] = post < 0 ? "" : problem.province().posts()[post].id;
    }
    return posts;
  }
  int64_t MovesTo(const std::string& post) const {
    return std::count_if(plan.moves.begin(), plan.moves.end(), [&](const Move& move) {
      return problem.province().posts()[move.to_post].id == post;
    });
  }
  const LimitUse* Use(const std::string& kind, const std::string& within = "") const {
    for (const LimitUse& use : plan.limits) {
      if (use.kind == kind && use.within == within) return &use;
    }
    return nullptr;
  }
  std::vector<std::string> Reasons() const {
    std::vector<std::string> reasons;
    for (const Conflict& conflict : solution.conflicts) reasons.push_back(conflict.reason);
    return reasons;
  }

  PlanProblem problem;
  PlanSolution solution;
  Plan plan;
};

PlanRequest Free() {
  PlanRequest request;
  request.max_moves = -1;
  return request;
}

// Two departments of one agency and a second agency, each with a puskesmas: north and south below dinkes, east in kab.
Province ThreePuskesmas() {
  Province p = TwoPuskesmas();
  p.org_units = {{"dinkes", "Dinas Kesehatan", "prov", "", "180101"},
                 {"north", "Puskesmas Utara", "prov", "dinkes", "180101"},
                 {"south", "Puskesmas Selatan", "prov", "dinkes", "180101"},
                 {"east", "Puskesmas Timur", "kab", "", "180101"}};
  p.posts = {{"north.bidan", "north", "bidan", "prov", "180101", 6},
             {"south.bidan", "south", "bidan", "prov", "180101", 6},
             {"east.bidan", "east", "bidan", "kab", "180101", 6}};
  p.needs = {
      {"north.bidan", 0, 0, {}}, {"south.bidan", 2, 2, {1000, 1000}}, {"east.bidan", 2, 2, {1000, 1000}}};
  p.persons.clear();
  for (const char* id : {"e1", "e2", "e3", "e4", "e5", "e6"}) p.persons.push_back(Midwife(id, "north.bidan"));
  return p;
}

TEST(SolvePlan, WithoutLimitsAllFourEmptySeatsAreFilled) {
  const Solved solved(ThreePuskesmas(), Free());
  EXPECT_EQ(solved.MovesTo("south.bidan"), 2);
  EXPECT_EQ(solved.MovesTo("east.bidan"), 2);
  EXPECT_TRUE(solved.solution.certificate.optimal());
  EXPECT_THAT(solved.plan.limits, IsEmpty());
  EXPECT_FALSE(solved.problem.instance().extended()) << "no limit, no zone: the instance is as it always was";
}

TEST(SolvePlan, ACapCountsWhoEntersAnAgency) {
  PlanRequest request = Free();
  request.limits.caps = {{"kab", "", 1, std::nullopt}};
  const Solved solved(ThreePuskesmas(), request);
  EXPECT_EQ(solved.MovesTo("south.bidan"), 2);
  EXPECT_EQ(solved.MovesTo("east.bidan"), 1);
  ASSERT_NE(solved.Use("ARRIVALS", "agencies/kab"), nullptr);
  EXPECT_EQ(solved.Use("ARRIVALS", "agencies/kab")->bound, 1);
  EXPECT_EQ(solved.Use("ARRIVALS", "agencies/kab")->used, 1);
  // One more would fill a seat that is worth 1500 in critical need, less what a mover gives up.
  EXPECT_GT(solved.Use("ARRIVALS", "agencies/kab")->price_milli, 1000);
}

TEST(SolvePlan, ACapOnADepartmentCoversAllBelowAndMovesWithinDoNotCount) {
  PlanRequest request = Free();
  request.limits.caps = {{"", "dinkes", std::nullopt, 1}, {"", "south", 5, std::nullopt}};
  const Solved solved(ThreePuskesmas(), request);
  EXPECT_EQ(solved.MovesTo("south.bidan"), 2) << "north to south stays within dinkes";
  EXPECT_EQ(solved.MovesTo("east.bidan"), 1) << "only one may leave dinkes";
  EXPECT_EQ(solved.Use("DEPARTURES", "orgUnits/dinkes")->used, 1);
  EXPECT_EQ(solved.Use("ARRIVALS", "orgUnits/south")->used, 2);
  EXPECT_EQ(solved.Use("ARRIVALS", "orgUnits/south")->price_milli, 0);
}

TEST(SolvePlan, PinnedMovesUseUpTheCap) {
  PlanRequest request = Free();
  request.limits.caps = {{"kab", "", 2, std::nullopt}};
  request.pins = {{"e1", "east.bidan", "?"}};
  const Solved solved(ThreePuskesmas(), request);
  EXPECT_EQ(solved.MovesTo("east.bidan"), 2);
  EXPECT_EQ(solved.Use("ARRIVALS", "agencies/kab")->used, 2);
  EXPECT_EQ(solved.PostOf().at("e1"), "east.bidan");

  request.limits.caps = {{"kab", "", 0, std::nullopt}, {"", "north", std::nullopt, 0}};
  const Solved over(ThreePuskesmas(), request);
  EXPECT_THAT(
      over.solution.conflicts,
      UnorderedElementsAre(
          Conflict{"PINS_OVER_ARRIVALS", {{"within", "agencies/kab"}, {"pinned", "1"}, {"limit", "0"}}},
          Conflict{"PINS_OVER_DEPARTURES", {{"within", "orgUnits/north"}, {"pinned", "1"}, {"limit", "0"}}}));
}

TEST(SolvePlan, AUnitAbsorbsAShareOfItsPeopleAndAtLeastOne) {
  Province province = ThreePuskesmas();
  for (const char* id : {"e7", "e8", "e9"}) province.persons.push_back(Midwife(id, "south.bidan"));
  province.needs[1] = {"south.bidan", 5, 5, {1000, 1000, 1000, 1000, 1000}};
  PlanRequest request = Free();
  EXPECT_EQ(Solved(province, request).MovesTo("south.bidan"), 2);
  request.limits.absorption_permille = 334;  // Of three: 1.002, rounded up 2; of none in the east: one.
  const Solved solved(province, request);
  EXPECT_EQ(solved.MovesTo("south.bidan"), 2);
  EXPECT_EQ(solved.MovesTo("east.bidan"), 1);
  EXPECT_THAT(solved.Use("ABSORPTION", "orgUnits/south"), ::testing::NotNull());
  EXPECT_EQ(solved.Use("ABSORPTION", "orgUnits/south")->bound, 2);
  EXPECT_EQ(solved.Use("ABSORPTION", "orgUnits/east")->bound, 1);
  EXPECT_EQ(solved.Use("ABSORPTION", "orgUnits/north"), nullptr) << "nobody came, nothing to tell";

  ScorePolicy policy;
  policy.absorption_permille = 100;
  request.limits.absorption_permille.reset();
  EXPECT_EQ(Solved(province, request, policy).MovesTo("south.bidan"), 1)
      << "the policy's where nothing is asked";
  request.limits.absorption_permille = kNoAbsorptionLimit;
  EXPECT_EQ(Solved(province, request, policy).MovesTo("south.bidan"), 2);
}

TEST(SolvePlan, GroupsStayTogetherOrApart) {
  PlanRequest request = Free();
  request.limits.groups = {{GroupKind::kTogether, GroupLevel::kUnit, {"e1", "e2", "e3", "e4", "e5", "e6"}}};
  const Solved together(ThreePuskesmas(), request);
  std::set<std::string> posts;
  for (const auto& [person, post] : together.PostOf()) posts.insert(post);
  EXPECT_EQ(posts.size(), 1) << "all six where one of them is";
  EXPECT_EQ(together.Use("TOGETHER")->used, 1);
  EXPECT_GE(together.solution.certificate.gap(), 0);

  request.limits.groups = {{GroupKind::kApart, GroupLevel::kAgency, {"e1", "e2"}}};
  const Solved apart(ThreePuskesmas(), request);
  const auto where = apart.PostOf();
  EXPECT_NE(where.at("e1") == "east.bidan", where.at("e2") == "east.bidan");
  EXPECT_EQ(apart.Use("APART")->used, 1);

  // Three people and two agencies; and two people who may be in no common unit, one of them pinned.
  request.limits.groups = {{GroupKind::kApart, GroupLevel::kAgency, {"e1", "e2", "e3"}},
                           {GroupKind::kTogether, GroupLevel::kDepartment, {"e4", "e5"}}};
  request.pins = {{"e4", "east.bidan", "?"}};
  request.bans = {{"e5", "east.bidan", "?"}};
  EXPECT_THAT(Solved(ThreePuskesmas(), request).solution.conflicts,
              UnorderedElementsAre(
                  Conflict{"GROUP_NEVER_APART", {{"employees", "e1, e2, e3"}, {"level", "AGENCY"}}},
                  Conflict{"GROUP_NEVER_TOGETHER", {{"employees", "e4, e5"}, {"level", "DEPARTMENT"}}}));
}

TEST(SolvePlan, WhoAskedIsNeverWorseOffThanNow) {
  Province province = ThreePuskesmas();
  for (Person& person : province.persons) person.preferences = {{2, PreferenceKind::kPost, "south.bidan"}};
  province.persons[0].preferences.clear();
  PlanRequest request = Free();
  request.limits.self_requests = {"e1", "e2"};
  const Solved two(province, request);
  EXPECT_EQ(two.PostOf().at("e1"), "north.bidan") << "he prefers nothing to it";
  EXPECT_NE(two.PostOf().at("e2"), "east.bidan");
  request.limits.self_requests.clear();
  request.limits.preferences_are_requests = true;
  const Solved all(province, request);
  EXPECT_EQ(all.MovesTo("south.bidan"), 5)
      << "a wish of rank 2 (200) outweighs staying (120), and six seats are there";
  EXPECT_EQ(all.MovesTo("east.bidan"), 1) << "only e1 wished nothing";
  // Where he is fulfils his first wish: the second is no longer one that he prefers.
  province.persons[1].preferences = {{1, PreferenceKind::kOrgUnit, "north"},
                                     {2, PreferenceKind::kPost, "south.bidan"}};
  EXPECT_EQ(Solved(province, request).PostOf().at("e2"), "north.bidan");
}

TEST(SolvePlan, NamesWhatALimitSpeaksOfAndDoesNotExist) {
  const auto status = [](PlanLimits limits) {
    PlanRequest request;
    request.limits = std::move(limits);
    return PlanProblem::Build(InputsFor(ThreePuskesmas(), request)).status();
  };
  PlanLimits limits;
  limits.caps = {{"nowhere", "", 1, std::nullopt}};
  EXPECT_THAT(status(limits), FailsWith(absl::StatusCode::kInvalidArgument, "PLAN_REFERENCE_UNKNOWN"));
  limits.caps = {{"", "nowhere", 1, std::nullopt}};
  EXPECT_THAT(status(limits), FailsWith(absl::StatusCode::kInvalidArgument, "PLAN_REFERENCE_UNKNOWN"));
  limits = {};
  limits.groups = {{GroupKind::kApart, GroupLevel::kUnit, {"e1", "nobody"}}};
  EXPECT_THAT(status(limits), FailsWith(absl::StatusCode::kInvalidArgument, "PLAN_REFERENCE_UNKNOWN"));
  limits = {};
  limits.self_requests = {"nobody"};
  EXPECT_THAT(status(limits), FailsWith(absl::StatusCode::kInvalidArgument, "PLAN_REFERENCE_UNKNOWN"));
  limits = {};
  limits.max_chain_moves = -1;
  EXPECT_THAT(status(limits), FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

TEST(SolvePlan, UnitsInARingOrTooDeepAreNamedWhereLimitsNeedThem) {
  const auto status = [](const Province& province, bool limited) {
    PlanRequest request;
    if (limited) request.limits.caps = {{"", "dinkes", 1, std::nullopt}};
    return PlanProblem::Build(InputsFor(province, request)).status();
  };
  Province ring = ThreePuskesmas();
  for (OrgUnit& unit : ring.org_units) {
    if (unit.id == "dinkes") unit.parent = "north";
  }
  EXPECT_THAT(status(ring, true), FailsWith(absl::StatusCode::kFailedPrecondition, "PLAN_UNITS_TOO_DEEP"));
  EXPECT_TRUE(status(ring, false).ok());
  for (const int above : {12, 13}) {
    Province deep = ThreePuskesmas();
    for (int k = 0; k < above; ++k) {
      deep.org_units.push_back(
          {absl::StrCat("d", k), "", deep.org_units[0].agency, k == 0 ? "" : absl::StrCat("d", k - 1), ""});
    }
    const auto dinkes = std::find_if(deep.org_units.begin(), deep.org_units.end(),
                                     [](const OrgUnit& unit) { return unit.id == "dinkes"; });
    dinkes->parent = absl::StrCat("d", above - 2);  // Its units stand one deeper.
    EXPECT_EQ(status(deep, true).ok(), above == 12) << above << ": " << status(deep, true);
  }
}

// Five posts of one seat each in a row; everybody wishes the next one, and the last is empty: one chain of four.
Province Row() {
  Province p = TwoPuskesmas();
  p.org_units.clear();
  p.posts.clear();
  p.needs.clear();
  p.persons.clear();
  for (int k = 0; k < 5; ++k) {
    const std::string unit = absl::StrCat("u", k), post = absl::StrCat("p", k),
                      agency = k < 3 ? "prov" : "kab";
    p.org_units.push_back({unit, unit, agency, "", "180101"});
    p.posts.push_back({post, unit, "bidan", agency, "180101", 1});
    p.needs.push_back({post, 0, 1, {1000}});
    if (k == 4) continue;
    Person person = Midwife(absl::StrCat("e", k), post);
    person.preferences = {{1, PreferenceKind::kPost, absl::StrCat("p", k + 1)}};
    person.agency = agency;
    p.persons.push_back(person);
  }
  return p;
}

TEST(SolvePlan, AChainIsCutToItsLengthAndTheGapStated) {
  const Solved free(Row(), Free());
  ASSERT_EQ(free.plan.chains.size(), 1);
  ASSERT_EQ(free.plan.chains[0].moves.size(), 4);
  for (int most = 1; most <= 4; ++most) {
    SCOPED_TRACE(most);
    PlanRequest request = Free();
    request.limits.max_chain_moves = most;
    const Solved cut(Row(), request);
    EXPECT_EQ(cut.plan.moves.size(), most)
        << "the longest beginning: who fills the empty seat, then who follows";
    EXPECT_EQ(*cut.Use("CHAIN_LENGTH"), (LimitUse{"CHAIN_LENGTH", "", most, most, 0}));
    EXPECT_EQ(cut.solution.certificate.bound, free.solution.certificate.objective);
    EXPECT_EQ(cut.solution.certificate.optimal(), most == 4);
    EXPECT_FALSE(cut.problem.instance().extended());
  }
}

TEST(SolvePlan, ChainsStayWithinAgencies) {
  PlanRequest request = Free();
  request.limits.chains_within_agencies = true;
  const Solved cut(Row(), request);
  for (const Chain& chain : cut.plan.chains) {
    EXPECT_TRUE(chain.moves.size() == 1 || chain.agencies.size() == 1) << chain.key;
  }
  EXPECT_LE(cut.Use("CHAIN_AGENCIES")->used, 1);
  EXPECT_GT(cut.solution.certificate.gap(), 0);
  EXPECT_GE(cut.plan.moves.size(), 1);
}

TEST(SolvePlan, PinnedChainsBeyondTheLimitAreAConflict) {
  PlanRequest request = Free();
  for (int k = 0; k < 4; ++k) request.pins.push_back({absl::StrCat("e", k), absl::StrCat("p", k + 1), "?"});
  request.limits.max_chain_moves = 3;
  EXPECT_THAT(Solved(Row(), request).Reasons(), ElementsAre("PINS_OVER_CHAINS"));
}

// Random provinces: whatever is asked of chains is kept, the proof stands, and nothing beats the free optimum.
TEST(SolvePlan, ChainLimitsHoldOnRandomProvinces) {
  int cut = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Solved free(RandomProvince(seed).Make(), Free());
    PlanRequest request = Free();
    request.limits.max_chain_moves = 1 + static_cast<int32_t>(seed % 3);
    request.limits.chains_within_agencies = seed % 2 == 0;
    const Solved kept(RandomProvince(seed).Make(), request);
    ASSERT_TRUE(kept.solution.feasible());
    EXPECT_TRUE(KeepsChainLimits(kept.problem, kept.solution.certificate.placement));
    EXPECT_EQ(kept.solution.certificate.bound, free.solution.certificate.objective);
    EXPECT_LE(kept.solution.certificate.objective, free.solution.certificate.objective);
    EXPECT_GE(kept.solution.certificate.objective, kept.plan.summary.status_quo);
    cut += kept.solution.certificate.optimal() ? 0 : 1;
  }
  EXPECT_GT(cut, 10);
}

// Weights for which nobody would move: with tiers the critical seats are filled all the same.
TEST(SolvePlan, TiersFillSeatsBeforePointsAreCounted) {
  ScorePolicy policy;
  policy.weights.need_critical = policy.weights.need_target = 10;
  policy.weights.stay = 500;
  Province province = ThreePuskesmas();
  province.needs[2] = {"east.bidan", 1, 2, {1000, 1000}};
  EXPECT_EQ(Solved(province, Free(), policy).plan.moves.size(), 0);
  PlanRequest request = Free();
  request.tiers = true;
  const Solved tiers(province, request, policy);
  EXPECT_EQ(tiers.MovesTo("south.bidan"), 2);
  EXPECT_EQ(tiers.MovesTo("east.bidan"), 2);
  ASSERT_EQ(tiers.plan.tiers.size(), 3);
  EXPECT_EQ(tiers.plan.tiers[0], (TierResult{"CRITICAL", 3, 3}));
  EXPECT_EQ(tiers.plan.tiers[1], (TierResult{"TARGET", 4, 4}));
  EXPECT_EQ(tiers.plan.tiers[2].tier, "POINTS");
  EXPECT_EQ(tiers.plan.tiers[2].objective, tiers.solution.certificate.objective);

  // Three may move: the critical seats come first.
  request.max_moves = 3;
  const Solved three(province, request, policy);
  EXPECT_EQ(three.MovesTo("south.bidan"), 2);
  EXPECT_EQ(three.MovesTo("east.bidan"), 1);
  EXPECT_EQ(three.plan.tiers[0].objective, 3);
}

TEST(SolvePlan, ChainLimitsStandBesideTiers) {
  PlanRequest request = Free();
  request.tiers = true;
  for (const int most : {1, 2, 3}) {
    SCOPED_TRACE(most);
    request.limits.max_chain_moves = most;
    const Solved cut(Row(), request);
    EXPECT_EQ(cut.Use("CHAIN_LENGTH")->used, most);
    EXPECT_FALSE(cut.plan.tiers.empty());
    EXPECT_FALSE(cut.solution.certificate.optimal());
  }
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    request.limits.max_chain_moves = 1 + static_cast<int32_t>(seed % 2);
    const Solved kept(RandomProvince(seed).Make(), request);
    EXPECT_TRUE(KeepsChainLimits(kept.problem, kept.solution.certificate.placement));
  }
}

TEST(BringOver, MeetsPostsAndPeopleByTheirIds) {
  Province less = TwoPuskesmas();
  less.persons.erase(less.persons.begin() + 1);  // e2
  less.posts.erase(less.posts.begin() + 2);      // urang.klerek
  const Solved whole(TwoPuskesmas(), Free()), part(less, Free());
  const assignment::Certificate& certificate = whole.solution.certificate;
  const assignment::WarmStart warm =
      BringOver(whole.problem.instance(), certificate, part.problem.instance());
  ASSERT_EQ(warm.placement.size(), 5);
  for (int i = 0; i < 5; ++i) {
    const int32_t person = whole.problem.province().FindPerson(
        part.problem.province().persons()[part.problem.ProvincePerson(i)].id);
    const int32_t post = certificate.placement[whole.problem.InstancePerson(person)];
    EXPECT_EQ(part.problem.instance().posts[warm.placement[i]].id, whole.problem.instance().posts[post].id);
  }
  const assignment::WarmStart back =
      BringOver(part.problem.instance(), part.solution.certificate, whole.problem.instance());
  EXPECT_EQ(std::count(back.placement.begin(), back.placement.end(), -1), 1) << "who was not there";
}

// The whole contract of a warm start: byte for byte what a cold one gives, after a veto, after new weights, after
// people came and went.
TEST(SolvePlan, WarmIsColdByteForByte) {
  int changed = 0;
  for (uint64_t seed = 1; seed <= 80; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Province facts = RandomProvince(seed).Make();
    PlanRequest request;
    request.max_moves = seed % 3 == 0 ? -1 : static_cast<int64_t>(seed % 7);
    const Solved parent(facts, request);
    Province now = facts;
    ScorePolicy policy;
    if (!parent.plan.moves.empty()) {
      const Move& vetoed = parent.plan.moves[seed % parent.plan.moves.size()];
      request.bans = {{facts.persons.empty() ? "" : parent.problem.province().persons()[vetoed.person].id,
                       parent.problem.province().posts()[vetoed.to_post].id, "veto"}};
    }
    if (seed % 4 == 1) policy.weights.fit = 700;
    if (seed % 4 == 2) now.persons.pop_back();
    if (seed % 4 == 3) request.limits.max_chain_moves = 2;
    if (!request.bans.empty() &&
        std::none_of(now.persons.begin(), now.persons.end(),
                     [&](const Person& person) { return person.id == request.bans[0].employee; })) {
      request.bans.clear();
    }
    const auto problem = PlanProblem::Build(InputsFor(now, request, policy));
    ASSERT_THAT(problem.status(), IsOk());
    assignment::SolveOptions options;
    options.seed = seed;
    const auto cold = SolvePlan(*problem, options);
    options.warm_start =
        BringOver(parent.problem.instance(), parent.solution.certificate, problem->instance());
    const auto warm = SolvePlan(*problem, options);
    ASSERT_THAT(cold.status(), IsOk());
    ASSERT_THAT(warm.status(), IsOk());
    EXPECT_EQ(assignment::CertificateText(cold->certificate), assignment::CertificateText(warm->certificate));
    changed += cold->certificate.placement == parent.solution.certificate.placement ? 0 : 1;
  }
  EXPECT_GT(changed, 20);
}

}  // namespace
}  // namespace selaras::matching
