#include "services/matching/domain/cycle.h"

#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/testing/status_matchers.h"

namespace selaras::matching {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::selaras::testing::StatusIs;

constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;
const absl::CivilDay kToday(2026, 3, 1);

Cycle InPhase(Phase phase) {
  Cycle cycle;
  cycle.id = "c1";
  cycle.display_name = "2026";
  cycle.phase = phase;
  cycle.goals = {{"shortage", "", 10, "Kekurangan paling banyak 10"}};
  cycle.goals_hash = "h";
  cycle.released_plan = "p";
  return cycle;
}

// Every phase against every phase: only the next is entered.
TEST(CycleTest, PhasesGoForwardOneByOne) {
  for (const PhaseRule& from : PhaseRules()) {
    for (const PhaseRule& to : PhaseRules()) {
      const bool next = static_cast<int>(to.phase) == static_cast<int>(from.phase) + 1;
      const absl::Status status = CheckAdvance(InPhase(from.phase), to.phase, kToday);
      if (next) {
        EXPECT_THAT(status, IsOk()) << PhaseName(from.phase);
      } else {
        EXPECT_THAT(status, FailsWith(kRefused, "CYCLE_PHASE_ORDER"))
            << PhaseName(from.phase) << PhaseName(to.phase);
      }
    }
  }
}

TEST(CycleTest, WhatAPhaseAsksMustBeThere) {
  Cycle cycle = InPhase(Phase::kPlanning);
  cycle.goals_hash.clear();
  EXPECT_THAT(CheckAdvance(cycle, Phase::kReleased, kToday), FailsWith(kRefused, "CYCLE_GOALS_NOT_SEALED"));
  EXPECT_THAT(CheckRelease(cycle, false, kToday), FailsWith(kRefused, "CYCLE_GOALS_NOT_SEALED"));
  cycle = InPhase(Phase::kPlanning);
  cycle.released_plan.clear();
  EXPECT_THAT(CheckAdvance(cycle, Phase::kReleased, kToday), FailsWith(kRefused, "CYCLE_PLAN_NOT_RELEASED"));
}

TEST(CycleTest, APhaseIsNotEnteredBeforeItsDay) {
  Cycle cycle = InPhase(Phase::kPreferences);
  cycle.start_dates[Phase::kAnalysis] = kToday;
  EXPECT_THAT(CheckAdvance(cycle, Phase::kAnalysis, kToday - 1),
              FailsWith(kRefused, "CYCLE_DATE_NOT_REACHED"));
  EXPECT_THAT(CheckAdvance(cycle, Phase::kAnalysis, kToday), IsOk());
  cycle = InPhase(Phase::kPlanning);
  cycle.start_dates[Phase::kReleased] = kToday;
  EXPECT_THAT(CheckRelease(cycle, false, kToday - 1), FailsWith(kRefused, "CYCLE_DATE_NOT_REACHED"));
  EXPECT_THAT(CheckRelease(cycle, false, kToday), IsOk());
}

TEST(CycleTest, ReleaseEndsPlanningAndAChildTakesItsParentsPlace) {
  Cycle cycle = InPhase(Phase::kPlanning);
  cycle.released_plan.clear();
  ASSERT_THAT(CheckRelease(cycle, false, kToday), IsOk());
  Release(cycle, "p1");
  EXPECT_EQ(cycle.phase, Phase::kReleased);
  EXPECT_EQ(cycle.released_plan, "p1");
  EXPECT_THAT(CheckRelease(cycle, false, kToday), FailsWith(kRefused, "CYCLE_PHASE"));
  cycle.phase = Phase::kApproval;
  ASSERT_THAT(CheckRelease(cycle, true, kToday), IsOk());
  Release(cycle, "p2");
  EXPECT_EQ(cycle.phase, Phase::kApproval);
  EXPECT_EQ(cycle.released_plan, "p2");
  EXPECT_THAT(CheckRelease(InPhase(Phase::kApplied), true, kToday), FailsWith(kRefused, "CYCLE_PHASE"));
  EXPECT_THAT(CheckRelease(InPhase(Phase::kAnalysis), true, kToday), FailsWith(kRefused, "CYCLE_PHASE"));
}

TEST(CycleTest, GoalsAreSealedOnce) {
  const std::vector<Goal> goals = {{"shortage", "", 10, "a"}, {"shortage", "agencies/x", 3, "b"}};
  Cycle open = InPhase(Phase::kAnalysis);
  open.goals.clear();
  open.goals_hash.clear();
  EXPECT_THAT(CheckSealGoals(open, goals), IsOk());
  Cycle sealed = open;
  sealed.goals = goals;
  sealed.goals_hash = "h";
  EXPECT_THAT(CheckSealGoals(sealed, goals), IsOk());
  std::vector<Goal> others = goals;
  others[1].target_value = 4;
  EXPECT_THAT(CheckSealGoals(sealed, others), FailsWith(kRefused, "CYCLE_GOALS_SEALED"));
  open.phase = Phase::kReleased;
  EXPECT_THAT(CheckSealGoals(open, goals), FailsWith(kRefused, "CYCLE_PHASE"));
}

// The hash covers every field of every goal, and no shift of text between fields meets another.
TEST(CycleTest, GoalsTextTellsAllGoalsApart) {
  const std::vector<std::vector<Goal>> all = {{{"a", "b", 1, "c"}},
                                              {{"ab", "", 1, "c"}},
                                              {{"a", "b", 1.0000000000000002, "c"}},
                                              {{"a", "b", 1, "d"}},
                                              {{"a", "", 1, "bc"}},
                                              {{"a", "b", -1, "c"}},
                                              {{"a", "b", 1, "c"}, {"x", "", 0, ""}},
                                              {{"x", "", 0, ""}, {"a", "b", 1, "c"}}};
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_NE(GoalsText("c1", all[i]), GoalsText("c2", all[i]));
    for (size_t j = 0; j < i; ++j) EXPECT_NE(GoalsText("c1", all[i]), GoalsText("c1", all[j]));
  }
  EXPECT_EQ(GoalsText("c1", {{"a", "b", 0.5, "c"}}), "selaras-goals 1\ncycle c1\ngoal 1:a 1:b 0.5 1:c\n");
}

TEST(CycleTest, ShapeErrorsNameTheField) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  Cycle cycle = InPhase(Phase::kPreferences);
  cycle.start_dates = {{Phase::kAnalysis, kToday}, {Phase::kPlanning, kToday}};
  EXPECT_THAT(ValidateCycle(cycle), IsOk());
  cycle.start_dates[Phase::kPlanning] = kToday - 1;
  EXPECT_THAT(ValidateCycle(cycle), StatusIs(kInvalid));
  cycle = {};
  EXPECT_THAT(ValidateCycle(cycle), StatusIs(kInvalid));
  EXPECT_THAT(ValidateGoals({}), StatusIs(kInvalid));
  EXPECT_THAT(ValidateGoals({{"", "", 1, ""}}), StatusIs(kInvalid));
  EXPECT_THAT(ValidateGoals({{"a", "", std::numeric_limits<double>::infinity(), ""}}), StatusIs(kInvalid));
  EXPECT_THAT(ValidateGoals({{"a", "s", 1, ""}, {"a", "s", 2, ""}}), StatusIs(kInvalid));
}

// The page that people read says what the table does.
TEST(CycleTest, TheDocumentIsTheTable) {
  std::ifstream page(SELARAS_CYCLES_PAGE);
  std::vector<std::string> rows;
  for (std::string line; std::getline(page, line);) {
    if (absl::StartsWith(line, "| ") && !absl::StartsWith(line, "| phase")) rows.push_back(line);
  }
  std::vector<std::string> want;
  const auto list = [](const std::vector<std::string>& items) {
    return items.empty() ? "-" : absl::StrJoin(items, ", ");
  };
  for (const PhaseRule& rule : PhaseRules()) {
    std::vector<std::string> needs, may;
    if (rule.needs_goals) needs.push_back("sealed goals");
    if (rule.needs_plan) needs.push_back("a released plan");
    if (rule.may_seal_goals) may.push_back("seal goals");
    if (rule.may_release) may.push_back("release a plan");
    if (rule.may_repair) may.push_back("release a child of the released plan");
    want.push_back(absl::StrCat("| ", PhaseName(rule.phase), " | ", list(needs), " | ", list(may), " |"));
  }
  EXPECT_EQ(rows, want);
}

}  // namespace
}  // namespace selaras::matching
