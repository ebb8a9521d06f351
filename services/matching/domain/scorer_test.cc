#include "services/matching/domain/scorer.h"

#include <gtest/gtest.h>

#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

// Scores after a change of one thing against scores before it.
class Scores : public testing::Test {
 protected:
  static ScoreTerms Of(const Province& province, const std::string& person, const std::string& post,
                       const ScorePolicy& policy = {}) {
    auto problem = PlanProblem::Build(InputsFor(province, {}, policy));
    EXPECT_TRUE(problem.ok()) << problem.status();
    return problem->Terms(problem->province().FindPerson(person), problem->province().FindPost(post));
  }

  Province province_ = TwoPuskesmas();
  Person& e1() { return province_.persons[0]; }
};

TEST_F(Scores, PerformanceCountsWhereThePositionIsStrategic) {
  const ScoreTerms before = Of(province_, "e1", "pisang.bidan");
  e1().appraisals = {{2025, 5}, {2024, 5}};
  const ScoreTerms after = Of(province_, "e1", "pisang.bidan");
  EXPECT_GT(after[Term::kPerformance], before[Term::kPerformance]);
  EXPECT_EQ(before[Term::kPerformance], 133);  // 250 · 0.8 · 0.666 = 133.2
  EXPECT_EQ(after[Term::kPerformance], 167);   // 166.5, half up
  province_.positions[0].strategic_class = 0;
  EXPECT_EQ(Of(province_, "e1", "pisang.bidan")[Term::kPerformance], 0);
}

TEST_F(Scores, APreferenceAddsItsPointsAndLowersNothing) {
  const ScoreTerms before = Of(province_, "e1", "pisang.bidan");
  int32_t last = before.Total();
  for (const int32_t rank : {3, 2, 1}) {
    e1().preferences = {{rank, PreferenceKind::kDistrict, "180102"}};
    const ScoreTerms after = Of(province_, "e1", "pisang.bidan");
    EXPECT_GT(after.Total(), last);
    last = after.Total();
    ScoreTerms rest = after;
    rest[Term::kPreference] = 0;
    EXPECT_EQ(rest, before);
  }
  e1().preferences.push_back({2, PreferenceKind::kPost, "pisang.bidan"});
  EXPECT_EQ(Of(province_, "e1", "pisang.bidan").Total(), last);  // The best rank counts.
}

TEST_F(Scores, NeverAssessedIsNeitherPunishedNorRewarded) {
  const ScoreTerms known = Of(province_, "e1", "pisang.bidan");
  e1().potential.reset();
  const ScoreTerms unknown = Of(province_, "e1", "pisang.bidan");
  EXPECT_TRUE(unknown.Assumed(Term::kTalent));
  EXPECT_FALSE(known.Assumed(Term::kTalent));
  e1().potential = 0;
  const int32_t lowest = Of(province_, "e1", "pisang.bidan")[Term::kTalent];
  e1().potential = 100;
  const int32_t highest = Of(province_, "e1", "pisang.bidan")[Term::kTalent];
  EXPECT_LT(lowest, unknown[Term::kTalent]);
  EXPECT_GT(highest, unknown[Term::kTalent]);
}

TEST_F(Scores, SmallGroupsOfRatersAreNotRead) {
  const ScoreTerms before = Of(province_, "e1", "pisang.bidan");
  e1().peer_reviews = {{2025, RaterGroup::kPeer, 2, 100000}, {2025, RaterGroup::kSubordinate, 2, 100000}};
  EXPECT_EQ(Of(province_, "e1", "pisang.bidan"), before);
  e1().peer_reviews[0].rater_count = 3;
  EXPECT_GT(Of(province_, "e1", "pisang.bidan")[Term::kPerformance], before[Term::kPerformance]);
}

TEST(Performance, WeighsYearsAndRaters) {
  const ScorePolicy policy;
  Person person;
  EXPECT_TRUE(PerformanceOf(person, 2025, policy).assumed);
  EXPECT_EQ(PerformanceOf(person, 2025, policy).permille, 800);
  person.appraisals = {{2025, 5}, {2024, 3}};
  EXPECT_EQ(PerformanceOf(person, 2025, policy).permille, 840);  // 0.6 · 1000 + 0.4 · 600
  person.appraisals = {{2024, 3}};
  EXPECT_EQ(PerformanceOf(person, 2025, policy).permille, 600);
  // 0.6 · 90 + 0.3 · 80 over 0.9, subordinates missing: 86.667; with the predicate 0.6 · 600 + 0.4 · 867.
  person.peer_reviews = {{2024, RaterGroup::kSuperior, 1, 90000}, {2024, RaterGroup::kPeer, 4, 80000}};
  EXPECT_EQ(PerformanceOf(person, 2025, policy).permille, 707);
  person.appraisals = {{2022, 5}};
  EXPECT_TRUE(PerformanceOf(person, 2025, policy).assumed);
}

TEST_F(Scores, RotationIsDueForStructuralPostsOnly) {
  e1().post_since = absl::CivilDay(2010, 1, 1);
  EXPECT_EQ(Of(province_, "e1", "urang.bidan")[Term::kRotation], 0);
  province_.positions[0].family = Family::kStructural;
  EXPECT_EQ(Of(province_, "e1", "urang.bidan")[Term::kRotation], -150);
  e1().post_since = absl::CivilDay(2018, 7, 1);  // 90 months: half overdue.
  EXPECT_EQ(Of(province_, "e1", "urang.bidan")[Term::kRotation], -75);
  e1().post_since = absl::CivilDay(2021, 1, 1);
  EXPECT_EQ(Of(province_, "e1", "urang.bidan")[Term::kRotation], 0);
}

TEST_F(Scores, MisplacementPushesAwayOnlyWhereMeasured) {
  province_.positions[0].core.fill(5);
  province_.positions[0].education_fields = {"LAW"};
  const ScoreTerms measured = Of(province_, "e2", "urang.bidan");  // Levels 1 of 5, another field.
  EXPECT_LT(measured[Term::kRemedy], 0);
  EXPECT_EQ(Of(province_, "e4", "urang.bidan")[Term::kRemedy], 0);  // Never assessed.
  EXPECT_EQ(Of(province_, "e2", "pisang.bidan")[Term::kRemedy], 0);
}

TEST_F(Scores, DistanceFollowsTheHomeOrThePresentPost) {
  EXPECT_LT(Of(province_, "e1", "pisang.bidan")[Term::kDistance], 0);
  EXPECT_EQ(Of(province_, "e1", "urang.bidan")[Term::kDistance], 0);
  e1().home_district = "180102";
  EXPECT_EQ(Of(province_, "e1", "pisang.bidan")[Term::kDistance], 0);
  e1().home_district = "";
  const ScoreTerms assumed = Of(province_, "e1", "pisang.bidan");
  EXPECT_LT(assumed[Term::kDistance], 0);
  EXPECT_TRUE(assumed.Assumed(Term::kDistance));
}

TEST_F(Scores, ExperienceInTheFieldCounts) {
  const int32_t ten_years = Of(province_, "e1", "pisang.bidan")[Term::kExperience];
  EXPECT_EQ(ten_years, 200);
  e1().history = {{"urang.bidan", "bidan", absl::CivilDay(2023, 7, 1), std::nullopt}};
  EXPECT_EQ(Of(province_, "e1", "pisang.bidan")[Term::kExperience], 100);  // 30 of 60 months
  e1().history = {{"urang.klerek", "klerek", absl::CivilDay(2015, 1, 1), std::nullopt}};
  EXPECT_EQ(Of(province_, "e1", "pisang.bidan")[Term::kExperience], 0);
}

TEST_F(Scores, AgreedDevelopmentCounts) {
  e1().developments = {"bidan"};
  EXPECT_EQ(Of(province_, "e1", "pisang.bidan")[Term::kDevelopment], 200);
}

TEST(ScorePolicyBounds, RefuseWhatWouldOverflowOrTurnAround) {
  ScorePolicy policy;
  EXPECT_TRUE(Validate(policy).ok());
  policy.weights.fit = 1'000'001;
  EXPECT_FALSE(Validate(policy).ok());
  policy = {};
  policy.weights.preference = {100, 200};
  EXPECT_FALSE(Validate(policy).ok());
  policy = {};
  policy.weights.need_target = policy.weights.need_critical + 1;
  EXPECT_FALSE(Validate(policy).ok());
  policy = {};
  policy.weights.above_ceiling = 0;
  EXPECT_FALSE(Validate(policy).ok());
}

}  // namespace
}  // namespace selaras::matching
