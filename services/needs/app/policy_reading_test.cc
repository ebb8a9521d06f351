#include "services/needs/app/policy_reading.h"

#include "absl/strings/str_replace.h"
#include "libs/testing/status_matchers.h"

namespace selaras::needs {
namespace {

using ::selaras::testing::FailsWith;
using ::testing::HasSubstr;

policy::Bundle Shipped() {
  return *policy::Bundle::Load(SELARAS_POLICY_DIR, "seimbang");
}

policy::Bundle Altered(std::vector<std::pair<absl::string_view, absl::string_view>> replacements) {
  const policy::Bundle shipped = Shipped();
  for (const policy::File& file : shipped.files()) {
    if (file.name == "needs.yaml") {
      const std::string text = absl::StrReplaceAll(file.text, replacements);
      EXPECT_NE(text, file.text);
      return *policy::Bundle::FromFiles({{"needs.yaml", text}});
    }
  }
  return shipped;
}

TEST(PolicyReadingTest, ShippedNumbersAreThoseOfTheForms) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const NeedPolicy policy,
                               ReadNeedPolicy(Shipped(), absl::CivilDay(2026, 4, 1)));
  EXPECT_EQ(policy.task_minutes, 75'000);
  EXPECT_EQ(policy.health_minutes, 72'000);
  EXPECT_EQ(policy.lesson_hours_per_week, 24);
  EXPECT_EQ(policy.pupils_per_class.at("SMP"), 32);
  EXPECT_EQ(policy.critical_permille, 700);
  EXPECT_EQ(policy.anonymity_floor, 5);
  EXPECT_TRUE(policy.at_least_one[static_cast<int>(Basis::kPupils)]);
  EXPECT_FALSE(policy.at_least_one[static_cast<int>(Basis::kWorkload)]);
}

TEST(PolicyReadingTest, MistakesAreNamedAllAtOnce) {
  const policy::Bundle wrong = Altered({{"critical_floor: {value: 700", "critical_floor: {value: 150"},
                                        {"[lesson_hours, pupils]", "[lesson_hours, pupil]"},
                                        {"lesson_hours_per_week", "lesson_hours_a_week"},
                                        {"b_from: {value: 900", "b_from: {value: 1900"}});
  const auto policy = ReadNeedPolicy(wrong, absl::CivilDay(2026, 4, 1));
  ASSERT_THAT(policy, FailsWith(absl::StatusCode::kInvalidArgument, "POLICY_INVALID"));
  const std::string message(policy.status().message());
  EXPECT_THAT(message, HasSubstr("target_floor: must not exceed critical_floor"));
  EXPECT_THAT(message, HasSubstr("teachers.lesson_hours_per_week: is missing"));
  EXPECT_THAT(message, HasSubstr("teachers.lesson_hours_a_week: is not a key of this file"));
  EXPECT_THAT(message, HasSubstr("\"pupil\" is not a basis"));
  EXPECT_THAT(message, HasSubstr("the edges must descend"));
}

}  // namespace
}  // namespace selaras::needs
