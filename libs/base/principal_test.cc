#include "libs/base/principal.h"

#include <gtest/gtest.h>

namespace selaras {
namespace {

TEST(PrincipalTest, EveryRoleIsReadByItsName) {
  for (int number = 1; number <= 11; ++number) {
    const Role role = static_cast<Role>(number);
    EXPECT_EQ(ParseRole(RoleName(role)), role);
  }
  EXPECT_EQ(ParseRole("king"), std::nullopt);
  EXPECT_EQ(ParseRole(""), std::nullopt);
}

TEST(PrincipalTest, AConfinedPrincipalReachesItsAgencyOnly) {
  const Principal confined{.id = "p", .tenant = "t", .agency = "a1", .roles = {Role::kAnalyst}};
  EXPECT_TRUE(confined.MayReach("a1"));
  EXPECT_FALSE(confined.MayReach("a2"));
  EXPECT_FALSE(confined.MayReach(""));
  EXPECT_TRUE(Principal{}.MayReach("a2"));
  EXPECT_TRUE(confined.HasAny({Role::kAuditor, Role::kAnalyst}));
  EXPECT_FALSE(confined.HasAny({Role::kAuditor}));
}

}  // namespace
}  // namespace selaras
