#include "services/needs/domain/need.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"

namespace selaras::needs {
namespace {

using ::testing::ElementsAre;

PostFact Post(int32_t ceiling, int32_t incumbents, bool head = false) {
  return {
      absl::StrCat("posts/p", ceiling), "orgUnits/u", "positions/j", "agencies/a", ceiling, incumbents, head};
}

Evidence JuniorHighSchool(std::vector<LessonHours> hours) {
  Evidence evidence;
  evidence.grades = {
      {7, 250, 8}, {8, std::nullopt, 8}, {9, 230, std::nullopt}};  // 230 pupils need 8 classes of 32
  evidence.pupils_per_class = 32;
  evidence.lesson_hours = std::move(hours);
  return evidence;
}

NeedCurve One(const Evidence& evidence, const PostFact& post) {
  return ComputeNeedCurves({post}, evidence, NeedPolicy())[0];
}

TEST(NeedTest, TeachersOfAJuniorHighSchoolOfTwentyFourClasses) {
  const NeedCurve maths = One(JuniorHighSchool({{0, 5 * kMicro}}), Post(6, 4));
  EXPECT_EQ(maths.target, 5);
  EXPECT_EQ(maths.critical, 4);
  EXPECT_EQ(maths.basis, Basis::kLessonHours);
  EXPECT_EQ(maths.reason_id, "24 kelas × 5 JP ÷ 24 = 5,0");
  EXPECT_EQ(maths.reason_en, "24 classes × 5 lesson hours ÷ 24 = 5.0");
  EXPECT_EQ(maths.urgency.size(), 6);
  EXPECT_EQ(maths.shortage(), 1);
  EXPECT_EQ(One(JuniorHighSchool({{0, 4 * kMicro}}), Post(4, 4)).target, 4);  // English
  EXPECT_EQ(One(JuniorHighSchool({{0, 2 * kMicro}}), Post(2, 2)).target, 2);  // informatics
}

TEST(NeedTest, HoursMayDifferByGrade) {
  const NeedCurve curve = One(JuniorHighSchool({{0, 4 * kMicro}, {9, 6 * kMicro}}), Post(5, 5));
  EXPECT_EQ(curve.raw, *Ratio::Of(112, 24));
  EXPECT_EQ(curve.reason_id, "(8 kelas × 6 JP + 16 kelas × 4 JP) ÷ 24 = 4,67");
}

TEST(NeedTest, ASubjectThatIsTaughtHasATeacher) {
  Evidence small;
  small.grades = {{7, 20, 1}};
  small.pupils_per_class = 32;
  small.lesson_hours = {{0, 2 * kMicro}};
  const NeedCurve curve = One(small, Post(1, 0));
  EXPECT_EQ(curve.target, 1);
  EXPECT_EQ(curve.reason_id, "1 kelas × 2 JP ÷ 24 = 0,08; paling sedikit 1");
}

// 60 pupils are less than half a counsellor: the policy says whether the school keeps one.
TEST(NeedTest, AtLeastOneIsTheProvincesChoice) {
  Evidence small;
  small.grades = {{7, 60, std::nullopt}};
  small.pupils_per = 150 * kMicro;
  NeedPolicy policy;
  EXPECT_EQ(ComputeNeedCurves({Post(1, 1)}, small, policy)[0].target, 0);
  policy.at_least_one[static_cast<int>(Basis::kPupils)] = true;
  EXPECT_EQ(ComputeNeedCurves({Post(1, 1)}, small, policy)[0].target, 1);
}

TEST(NeedTest, ClassTeachersAndCounsellors) {
  Evidence school;
  school.grades = {{1, 57, std::nullopt}, {2, 28, std::nullopt}};
  school.pupils_per_class = 28;
  school.class_teacher = true;
  const NeedCurve teachers = One(school, Post(4, 3));
  EXPECT_EQ(teachers.target, 4);  // 3 + 1
  EXPECT_EQ(teachers.critical, 4);
  EXPECT_EQ(teachers.basis, Basis::kClasses);
  school.class_teacher = false;
  school.pupils_per = 150 * kMicro;
  school.grades = {{7, 650, std::nullopt}};
  const NeedCurve counsellors = One(school, Post(4, 3));
  EXPECT_EQ(counsellors.target, 4);
  EXPECT_EQ(counsellors.reason_id, "650 murid ÷ 150 = 4,33");
}

TEST(NeedTest, TheGreaterOfWorkAndStandardCounts) {
  Evidence clinic;
  clinic.unit_class = "PUSKESMAS RURAL";
  clinic.fixed = 4 * kMicro;
  clinic.tasks = {{TaskKind::kMain, WorkMethod::kHealth, 3000 * kMicro, 20 * kMicro, 72000},
                  {TaskKind::kSupport, WorkMethod::kHealth, kMicro, 7440 * kMicro, 72000}};
  EXPECT_EQ(One(clinic, Post(4, 4)).basis, Basis::kStandard);
  EXPECT_EQ(One(clinic, Post(4, 4)).reason_id, "Standar minimum PUSKESMAS RURAL: 4");
  clinic.tasks[0].volume *= 10;
  const NeedCurve busy = One(clinic, Post(4, 4));
  EXPECT_EQ(busy.basis, Basis::kHealthWorkload);
  EXPECT_EQ(busy.target, 9);
  EXPECT_EQ(busy.reason_id, "Tugas pokok 8,33 × faktor penunjang 1,12 (penunjang 10,33 %) = 9,29");
}

TEST(NeedTest, WorkloadReasonNamesTheMinutes) {
  Evidence office;
  office.tasks = {{TaskKind::kMain, WorkMethod::kTask, 159600 * kMicro, kMicro, 75000}};
  EXPECT_EQ(One(office, Post(4, 4)).reason_id,
            "Beban kerja 159.600 menit setahun ÷ 75.000 menit efektif = 2,13");
  EXPECT_EQ(One(office, Post(4, 4)).surplus(), 2);
}

TEST(NeedTest, NothingMeasuredTakesTheCeiling) {
  const NeedCurve curve = One(Evidence(), Post(3, 5));
  EXPECT_EQ(curve.basis, Basis::kAssumed);
  EXPECT_EQ(curve.target, 3);
  EXPECT_EQ(curve.urgency.size(), 5);
  EXPECT_EQ(curve.reason_id, "Belum ada beban kerja terukur; formasi 3 dipakai sebagai kebutuhan");
  // A school whose classes nobody reported is not a school without classes.
  Evidence unknown;
  unknown.lesson_hours = {{0, 5 * kMicro}};
  EXPECT_EQ(One(unknown, Post(3, 5)).basis, Basis::kAssumed);
}

TEST(NeedTest, BandFollowsTheBasis) {
  NeedPolicy policy;
  policy.uncertainty_permille[static_cast<int>(Basis::kAssumed)] = 250;
  const NeedCurve curve = ComputeNeedCurves({Post(4, 4)}, Evidence(), policy)[0];
  EXPECT_EQ(curve.low, Ratio(3));
  EXPECT_EQ(curve.high, Ratio(5));
}

TEST(NeedTest, PostsOfOneUnitAndPositionShareTheirWork) {
  const uint32_t seed = 3;
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    std::vector<PostFact> posts;
    for (int i = 0; i <= static_cast<int>(random() % 4); ++i)
      posts.push_back(Post(random() % 6, random() % 6));
    Evidence work;
    work.tasks = {{TaskKind::kMain, WorkMethod::kTask, static_cast<Micro>(random() % 2000) * kMicro,
                   300 * kMicro, 75000}};
    int32_t targets = 0;
    for (const NeedCurve& curve : ComputeNeedCurves(posts, work, NeedPolicy())) targets += curve.target;
    ASSERT_EQ(targets, NeedByTask(work.tasks)->Rounded());
  }
}

TEST(NeedTest, CanonicalLineHoldsEveryNumber) {
  EXPECT_EQ(CanonicalLine(One(Evidence(), Post(2, 1))),
            "posts/p2 orgUnits/u positions/j agencies/a 2 2 2 1 7 2/1 2/1 2/1 1000,786\n");
}

}  // namespace
}  // namespace selaras::needs
