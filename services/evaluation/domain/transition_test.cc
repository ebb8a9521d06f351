#include "services/evaluation/domain/transition.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace selaras::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Lines(const std::vector<Step>& steps) {
  std::vector<std::string> lines;
  for (const Step& step : steps) {
    lines.push_back(absl::StrCat(StepKindName(step.kind), " ", step.code, " ",
                                 absl::FormatCivilTime(step.due), " ", ResponsibleName(step.responsible)));
  }
  return lines;
}

TEST(TransitionTest, StepsFromTheDate) {
  EXPECT_THAT(Lines(FirstSteps(absl::CivilDay(2026, 8, 31))),
              ElementsAre("HANDOVER  2026-09-07 EMPLOYEE", "MENTOR  2026-09-07 RECEIVING_HEAD",
                          "CHECK_IN 30 2026-09-30 EMPLOYEE", "CHECK_IN 90 2026-11-29 EMPLOYEE",
                          "CHECK_IN 180 2027-02-27 EMPLOYEE",
                          "EVALUATION 6 2027-02-28 HR",  // no 31 February
                          "EVALUATION 12 2027-08-31 HR"));
}

TEST(TransitionTest, ATrainingForEachGapOfOneLevelOrMore) {
  Levels standard, present;
  standard.core = {3, 3, 3, 0, 0, 0, 0, 0, 2};
  standard.technical = {{"T-KEUANGAN", 3}, {"T-TIK", 2}};
  present.core = {3, 2, 5, 0, 0, 0, 0, 0, 0};
  present.technical = {{"T-KEUANGAN", 1}, {"T-TIK", 2}};
  const std::vector<Step> steps = StepsOfPost(absl::CivilDay(2026, 4, 1), present, standard);
  EXPECT_THAT(Lines(steps),
              ElementsAre("RECEIVE WELCOME 2026-04-01 RECEIVING_HEAD",
                          "RECEIVE AGREE_GOALS 2026-05-01 RECEIVING_HEAD", "TRAINING M2 2026-05-01 EMPLOYEE",
                          "TRAINING S1 2026-05-01 EMPLOYEE", "TRAINING T-KEUANGAN 2026-05-01 EMPLOYEE"));
  EXPECT_EQ(StepTextId(steps[2]), "Pelatihan Kerja Sama, tingkat 2 → 3");
  EXPECT_EQ(StepTextEn(steps[4]), "Training in technical competency T-KEUANGAN, level 1 → 3");
}

TEST(TransitionTest, WhatWasNeverAssessedIsNoGapButATask) {
  Levels standard, present;
  standard.core = {2, 2, 0, 0, 0, 0, 0, 0, 0};
  standard.technical = {{"T-TIK", 2}};
  present.core = {1, -1, 0, 0, 0, 0, 0, 0, 0};
  const std::vector<Step> steps = StepsOfPost(absl::CivilDay(2026, 4, 1), present, standard);
  EXPECT_THAT(Lines(steps),
              ElementsAre("RECEIVE WELCOME 2026-04-01 RECEIVING_HEAD",
                          "RECEIVE AGREE_GOALS 2026-05-01 RECEIVING_HEAD", "TRAINING M1 2026-05-01 EMPLOYEE",
                          "RECEIVE ASSESS M2 T-TIK 2026-05-01 RECEIVING_HEAD"));
  EXPECT_THAT(StepTextId(steps[3]), HasSubstr("M2 T-TIK"));
  EXPECT_THAT(Lines(StepsOfPost(absl::CivilDay(2026, 4, 1), std::nullopt, standard)).back(),
              HasSubstr("ASSESS M1 M2 T-TIK"));
}

TEST(PulseTest, ScoreIsTheMeanAndAnswersAreOneToFive) {
  EXPECT_DOUBLE_EQ(Score({2, 3, 2, 2, 3}), 2.4);
  EXPECT_TRUE(CheckPulse({1, 5, 3, 3, 3}).ok());
  const absl::Status bad = CheckPulse({0, 5, 6, 3, 3});
  ASSERT_EQ(FieldViolationsOf(bad).size(), 2u);
  EXPECT_EQ(FieldViolationsOf(bad)[1].field, "feedback.support");
}

TEST(PulseTest, FourAnswersTellNothingFiveTellTheirMean) {
  std::vector<Pulse> answers(4, Pulse{1, 2, 3, 4, 5});
  EXPECT_FALSE(MeansOf(answers).has_value());
  answers.push_back({5, 5, 5, 5, 5});
  const std::optional<PulseMeans> means = MeansOf(answers);
  ASSERT_TRUE(means.has_value());
  EXPECT_EQ(means->respondents, 5);
  EXPECT_NEAR(means->workload, 1.8, 1e-12);
  EXPECT_NEAR(means->wellbeing, 5, 1e-12);
}

}  // namespace
}  // namespace selaras::evaluation
