#include "services/matching/domain/replan.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/assignment/certificate_text.h"
#include "libs/assignment/instance_text.h"
#include "libs/assignment/solver.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;

// A plan, made as the planner makes it: alone, or as the child of another.
struct Solved {
  Solved(Province facts, PlanRequest request, const EarlierPlan* earlier = nullptr)
      : problem(*PlanProblem::Build(InputsFor(std::move(facts), std::move(request)))) {
    assignment::SolveOptions options;
    if (earlier != nullptr) options.nearest_to = EarlierPlacement(problem, *earlier);
    auto solution = assignment::Solve(problem.instance(), options);
    EXPECT_TRUE(solution.ok()) << solution.status();
    certificate = solution->certificate;
    if (earlier != nullptr) KeepEarlierIfNoWorse(problem, *earlier, certificate);
    plan = MakePlan(problem, certificate);
  }

  EarlierPlan AsParent() const {
    EarlierPlan earlier;
    earlier.objective = certificate.objective;
    for (const Move& move : plan.moves) {
      earlier.moves.push_back({problem.province().persons()[move.person].id,
                               problem.province().posts()[move.to_post].id, plan.chains[move.chain].key});
    }
    return earlier;
  }

  std::set<std::string> ChainKeys() const {
    std::set<std::string> keys;
    for (const Chain& chain : plan.chains) keys.insert(chain.key);
    return keys;
  }

  PlanProblem problem;
  assignment::Certificate certificate;
  Plan plan;
};

PlanRequest Asking(int64_t max_moves, std::vector<Pin> pins = {}, std::vector<Ban> bans = {}) {
  PlanRequest request;
  request.max_moves = max_moves;
  request.pins = std::move(pins);
  request.bans = std::move(bans);
  return request;
}

// What an outside verifier says of the files of a plan.
std::string VerdictOf(const Solved& solved) {
  const testing::TempDir folder;
  const std::string instance = assignment::InstanceText(solved.problem.instance());
  assignment::Certificate certificate = solved.certificate;
  certificate.instance_sha256 = assignment::Sha256Hex(instance);
  const std::string base = folder.path();
  std::ofstream(base + "/p.instance") << instance;
  std::ofstream(base + "/p.certificate") << assignment::CertificateText(certificate);
  const std::string command = absl::StrCat(SELARAS_VERIFY, " ", base, "/p.instance ", base,
                                           "/p.certificate > ", base, "/verdict 2>&1");
  const int status = std::system(command.c_str());
  std::stringstream verdict;
  verdict << std::ifstream(base + "/verdict").rdbuf();
  return absl::StrCat(status, " ", verdict.str());
}

// Every placement that the instance allows, worth and distance from the parent: the definition of a replan. Returns
// (best value, fewest changed at it); nullopt if there are too many to look at.
std::optional<std::pair<int64_t, int64_t>> BestByDefinition(
    const assignment::Instance& instance, const std::vector<assignment::PostIndex>& parent) {
  std::vector<std::vector<assignment::PostIndex>> lawful;
  double placements = 1;
  for (int i = 0; i < instance.person_count(); ++i) {
    lawful.emplace_back();
    for (int j = 0; j < instance.post_count(); ++j) {
      if (instance.Score(i, j).has_value()) lawful.back().push_back(j);
    }
    placements *= static_cast<double>(lawful.back().size());
  }
  if (placements > 300'000) return std::nullopt;
  std::vector<size_t> digit(lawful.size(), 0);
  std::vector<assignment::PostIndex> placement(lawful.size());
  std::optional<std::pair<int64_t, int64_t>> best;
  while (true) {
    int64_t changed = 0;
    for (size_t i = 0; i < lawful.size(); ++i) {
      placement[i] = lawful[i][digit[i]];
      changed += placement[i] != parent[i] ? 1 : 0;
    }
    const auto value = assignment::Objective(instance, placement);
    if (value.ok() &&
        (!best.has_value() || *value > best->first || (*value == best->first && changed < best->second))) {
      best = {*value, changed};
    }
    size_t i = 0;
    while (i < digit.size() && ++digit[i] == lawful[i].size()) digit[i++] = 0;
    if (i == digit.size()) return best;
  }
}

// A few people of a random province, so that every placement can be looked at.
Province Tiny(uint64_t seed) {
  Province facts = RandomProvince(seed).Make();
  facts.persons.resize(8);
  return facts;
}

// A veto on a move of the plan: the child is the best without it and, of the best, the nearest to the parent.
TEST(Replan, AfterAVetoTheChildIsOptimalAndChangesFewestByDefinition) {
  int judged = 0, verified = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Solved parent(Tiny(seed), Asking(-1));
    if (parent.plan.moves.empty()) continue;
    const EarlierPlan earlier = parent.AsParent();
    const EarlierPlan::Move& vetoed = earlier.moves[seed % earlier.moves.size()];
    const Solved child(Tiny(seed), Asking(-1, {}, {{vetoed.employee, vetoed.to_post, "veto"}}), &earlier);
    const ReplanSummary summary = CompareWithParent(child.problem, child.plan, child.certificate, earlier);
    EXPECT_GE(summary.people_changed, 1);
    EXPECT_GE(summary.value_lost, 0);
    ASSERT_TRUE(summary.value_lost_alone.has_value());
    EXPECT_GE(*summary.value_lost_alone, summary.value_lost);
    EXPECT_EQ(summary.chains_kept + summary.chains_new, static_cast<int64_t>(child.plan.chains.size()));
    EXPECT_EQ(summary.chains_kept + summary.chains_gone, static_cast<int64_t>(parent.plan.chains.size()));
    EXPECT_TRUE(child.certificate.optimal());
    const auto best = BestByDefinition(child.problem.instance(), EarlierPlacement(child.problem, earlier));
    if (best.has_value()) {
      ++judged;
      EXPECT_EQ(child.certificate.objective, best->first);
      EXPECT_EQ(summary.people_changed, best->second);
    }
    if (seed % 60 == 0) {
      ++verified;
      EXPECT_THAT(VerdictOf(child), ::testing::HasSubstr("OPTIMAL"));
    }
  }
  EXPECT_GT(judged, 100);
  EXPECT_GT(verified, 2);
}

// Forbidding what the plan does not do changes nothing, whatever limits it.
TEST(Replan, ABanOfAPairNotInThePlanChangesNothing) {
  int unchanged = 0;
  for (const int64_t max_moves : {-1, 3}) {
    for (uint64_t seed = 1; seed <= 120; ++seed) {
      SCOPED_TRACE(absl::StrCat("seed ", seed, " limit ", max_moves));
      const Solved parent(RandomProvince(seed).Make(), Asking(max_moves));
      if (!parent.certificate.optimal()) continue;
      RandomProvince random(seed + 1000);
      const ProvinceIndex& index = parent.problem.province();
      const std::string employee = index.persons()[random.Number(0, 29)].id;
      const int32_t post = random.Number(0, static_cast<int32_t>(index.posts().size()) - 1);
      if (parent.plan.post_of[index.FindPerson(employee)] == post) continue;
      const EarlierPlan earlier = parent.AsParent();
      const Solved child(RandomProvince(seed).Make(),
                         Asking(max_moves, {}, {{employee, index.posts()[post].id, ""}}), &earlier);
      EXPECT_EQ(child.ChainKeys(), parent.ChainKeys());
      EXPECT_EQ(child.certificate.objective, parent.certificate.objective);
      const ReplanSummary summary = CompareWithParent(child.problem, child.plan, child.certificate, earlier);
      EXPECT_EQ(summary.people_changed, 0);
      EXPECT_EQ(summary.value_lost, 0);
      EXPECT_EQ(summary.value_lost_alone, 0);
      EXPECT_EQ(summary.chains_gone, 0);
      ++unchanged;
    }
  }
  EXPECT_GT(unchanged, 120);
}

// One chain is vetoed as a whole; chains whose moves the child repeats keep their keys, so their cases go on.
TEST(Replan, ChainsThatDoNotChangeKeepTheirKeys) {
  int64_t kept = 0;
  for (uint64_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Solved parent(RandomProvince(seed).Make(), Asking(6));
    if (parent.plan.chains.size() < 2) continue;
    const EarlierPlan earlier = parent.AsParent();
    std::vector<Ban> bans;
    for (const EarlierPlan::Move& move : earlier.moves) {
      if (move.chain == parent.plan.chains[0].key) bans.push_back({move.employee, "", "ditolak"});
    }
    const Solved child(RandomProvince(seed).Make(), Asking(6, {}, bans), &earlier);
    const ReplanSummary summary = CompareWithParent(child.problem, child.plan, child.certificate, earlier);
    EXPECT_FALSE(child.ChainKeys().contains(parent.plan.chains[0].key));
    ASSERT_TRUE(summary.value_lost_alone.has_value());
    EXPECT_GE(*summary.value_lost_alone, summary.value_lost);
    for (const Move& move : child.plan.moves) {
      for (const Ban& ban : bans) EXPECT_NE(child.problem.province().persons()[move.person].id, ban.employee);
    }
    kept += summary.chains_kept;
    if (seed % 40 == 0) {
      EXPECT_THAT(VerdictOf(child),
                  ::testing::AnyOf(::testing::HasSubstr("OPTIMAL"), ::testing::HasSubstr("WITHIN")));
    }
  }
  EXPECT_GT(kept, 50);
}

// Issued moves are pinned: they stand in the child with their chains, whoever else is vetoed.
TEST(Replan, SettledMovesStayWithTheirChains) {
  int settled = 0;
  for (uint64_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    const Solved parent(RandomProvince(seed).Make(), Asking(6));
    if (parent.plan.chains.size() < 2) continue;
    const EarlierPlan earlier = parent.AsParent();
    std::vector<Pin> pins;
    std::vector<Ban> bans;
    for (const EarlierPlan::Move& move : earlier.moves) {
      if (move.chain == parent.plan.chains[0].key) pins.push_back({move.employee, move.to_post, "SK terbit"});
      if (move.chain == parent.plan.chains[1].key && bans.empty())
        bans.push_back({move.employee, move.to_post, ""});
    }
    const Solved child(RandomProvince(seed).Make(), Asking(6, pins, bans), &earlier);
    for (const Pin& pin : pins) {
      const ProvinceIndex& index = child.problem.province();
      EXPECT_EQ(child.plan.post_of[index.FindPerson(pin.employee)], index.FindPost(pin.post));
      ++settled;
    }
    EXPECT_LE(child.plan.moves.size(), 6u);
  }
  EXPECT_GT(settled, 50);
}

TEST(JoinConstraints, BansAddUpAndNewWordsStandAboveOldPins) {
  const Constraints parent = {{{"a", "p1", ""}, {"b", "p2", ""}}, {{"c", "", ""}}};
  auto joined = JoinConstraints(parent, {{{"a", "p3", ""}}, {{"b", "p2", ""}, {"c", "", "again"}}});
  ASSERT_THAT(joined.status(), IsOk());
  ASSERT_EQ(joined->pins.size(), 1u);
  EXPECT_EQ(joined->pins[0].post, "p3");
  EXPECT_EQ(joined->bans.size(), 2u);
  constexpr auto kCode = absl::StatusCode::kFailedPrecondition;
  EXPECT_THAT(JoinConstraints(parent, {{{"c", "p1", ""}}, {}}).status(), FailsWith(kCode, "REPLAN_CONFLICT"));
  EXPECT_THAT(JoinConstraints({}, {{{"d", "p1", ""}}, {{"d", "p1", ""}}}).status(),
              FailsWith(kCode, "REPLAN_CONFLICT"));
  EXPECT_THAT(JoinConstraints({}, {{{"d", "p1", ""}, {"d", "p2", ""}}, {}}).status(),
              FailsWith(kCode, "REPLAN_CONFLICT"));
  EXPECT_THAT(JoinConstraints({}, {{{"d", "p1", ""}}, {{"d", "p2", ""}}}).status(), IsOk());
}

TEST(CheckConstraints, NamesWhatIsNotInThePlan) {
  const Solved parent(TwoPuskesmas(), Asking(-1));
  const auto check = [&](const Constraints& more) {
    return CheckConstraints(parent.problem.instance(), "x", {}, more, [&](absl::string_view employee) {
      const int32_t person = parent.problem.province().FindPerson(employee);
      return person < 0 ? "nobody" : parent.problem.KeyOf(person);
    });
  };
  EXPECT_THAT(check({{{"e1", "pisang.bidan", ""}}, {{"e2", "", ""}, {"e3", "pisang.bidan", ""}}}), IsOk());
  constexpr auto kUnknown = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(check({{{"e9", "pisang.bidan", ""}}, {}}), FailsWith(kUnknown, "REPLAN_REFERENCE_UNKNOWN"));
  EXPECT_THAT(check({{{"e1", "mars", ""}}, {}}), FailsWith(kUnknown, "REPLAN_REFERENCE_UNKNOWN"));
  EXPECT_THAT(check({{}, {{"e9", "", ""}}}), FailsWith(kUnknown, "REPLAN_REFERENCE_UNKNOWN"));
  EXPECT_THAT(check({{}, {{"e1", "mars", ""}}}), FailsWith(kUnknown, "REPLAN_REFERENCE_UNKNOWN"));
  // A midwife is no clerk.
  EXPECT_THAT(check({{{"e1", "urang.klerek", ""}}, {}}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "REPLAN_PIN_UNLAWFUL"));
}

}  // namespace
}  // namespace selaras::matching
