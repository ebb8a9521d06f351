#include "libs/generator/curriculum.h"

#include <gtest/gtest.h>

namespace selaras::generator {
namespace {

double Need(const std::vector<TeacherNeed>& needs, const std::string& position) {
  for (const TeacherNeed& need : needs) {
    if (need.position == position) return need.need;
  }
  return -1;
}

// The worked example of the rules: an SMP of 24 class groups.
TEST(CurriculumTest, SmpOf24ClassGroups) {
  const auto needs = TeacherNeeds("SMP", 24, 750);
  EXPECT_DOUBLE_EQ(Need(needs, "GURU-MTK-SMP"), 5);
  EXPECT_DOUBLE_EQ(Need(needs, "GURU-ING-SMP"), 4);
  EXPECT_DOUBLE_EQ(Need(needs, "GURU-TIK-SMP"), 2);
  EXPECT_DOUBLE_EQ(Need(needs, "GURU-BK-SMP"), 5);
}

TEST(CurriculumTest, SdHasOneTeacherAClass) {
  const auto needs = TeacherNeeds("SD", 6, 150);
  EXPECT_DOUBLE_EQ(Need(needs, "GURU-KELAS-SD"), 6);
  EXPECT_DOUBLE_EQ(Need(needs, "GURU-AGAMA-SD"), 1);
  EXPECT_DOUBLE_EQ(Need(needs, "GURU-BK-SD"), -1);
}

}  // namespace
}  // namespace selaras::generator
