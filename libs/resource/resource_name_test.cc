#include "libs/resource/resource_name.h"

#include "libs/testing/status_matchers.h"

namespace selaras {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOkAndHolds;
using ::testing::Not;
using testing::StatusIs;

constexpr ResourcePattern kEmployee("employees/{employee}");
constexpr ResourcePattern kAppointment("employees/{employee}/appointments/{appointment}");

TEST(ResourceNameTest, WhatIsFormattedIsParsed) {
  EXPECT_EQ(kAppointment.Format("e1", std::string("a-2")), "employees/e1/appointments/a-2");
  EXPECT_THAT(kAppointment.Parse("employees/e1/appointments/a-2"), IsOkAndHolds(ElementsAre("e1", "a-2")));
  EXPECT_THAT(kEmployee.ParseId("employees/e1"), IsOkAndHolds("e1"));
}

TEST(ResourceNameTest, OtherFormsAreRefused) {
  for (const char* name :
       {"", "employees", "employees/", "employees/e1/", "/employees/e1", "employees/E1", "employees/e 1",
        "employees/-", "posts/e1", "employees/e1/appointments/a", "employees/..", "employees/é"}) {
    EXPECT_THAT(kEmployee.Parse(name), FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_RESOURCE_NAME"))
        << name;
    EXPECT_FALSE(kEmployee.Matches(name));
  }
  EXPECT_TRUE(IsResourceId(std::string(63, 'a')));
  EXPECT_FALSE(IsResourceId(std::string(64, 'a')));
}

// A caller may have put a person's number or name where an id belongs.
TEST(ResourceNameTest, TheErrorDoesNotRepeatTheName) {
  EXPECT_THAT(kEmployee.Parse("employees/Siti Aminah"),
              StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("Siti"))));
}

TEST(ResourceNameTest, LastPart) {
  EXPECT_EQ(LastPart("posts/7f3k"), "7f3k");
  EXPECT_EQ(LastPart("plans/a/moves/b"), "b");
  EXPECT_EQ(LastPart("7f3k"), "7f3k");
  EXPECT_EQ(LastPart(""), "");
}

}  // namespace
}  // namespace selaras
