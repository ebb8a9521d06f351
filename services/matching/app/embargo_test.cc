#include "services/matching/app/embargo.h"

#include "gtest/gtest.h"
#include "libs/testing/status_matchers.h"

namespace selaras::matching {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;

PlanRecord PlanIn(PlanState state) {
  PlanRecord plan;
  plan.id = "p1";
  plan.state = state;
  return plan;
}

Principal With(Role role, const std::string& employee = "") {
  Principal principal;
  principal.roles = {role};
  principal.employee = employee;
  return principal;
}

TEST(EmbargoTest, BeforeReleaseOnlyThoseWhoPrepareOrInspectRead) {
  const PlanRecord plan = PlanIn(PlanState::kPlanned);
  for (const Role role : {Role::kAnalyst, Role::kAuditor})
    EXPECT_THAT(CheckEmbargo(With(role), plan, "e1"), IsOk());
  for (const Role role : {Role::kApprover, Role::kPortal, Role::kEmployee}) {
    EXPECT_THAT(CheckEmbargo(With(role, "e1"), plan, "e1"),
                FailsWith(absl::StatusCode::kFailedPrecondition, "PLAN_EMBARGOED"))
        << RoleName(role);
  }
}

TEST(EmbargoTest, AfterReleaseAnEmployeeReadsOfHimselfAlone) {
  const PlanRecord plan = PlanIn(PlanState::kReleased);
  for (const Role role : {Role::kAnalyst, Role::kAuditor, Role::kApprover, Role::kPortal}) {
    EXPECT_THAT(CheckEmbargo(With(role), plan, "e1"), IsOk()) << RoleName(role);
  }
  EXPECT_THAT(CheckEmbargo(With(Role::kEmployee, "e1"), plan, "e1"), IsOk());
  EXPECT_THAT(CheckEmbargo(With(Role::kEmployee, "e2"), plan, "e1"),
              FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
}

TEST(ReachTest, AConfinedAccountReadsOfItsOwnAgency) {
  Principal confined = With(Role::kPortal);
  confined.agency = "a1";
  EXPECT_THAT(CheckReach(confined, "e1", "a1", ""), IsOk());
  EXPECT_THAT(CheckReach(confined, "e1", "a2", "a1"), IsOk()) << "it decides on who comes";
  for (const char* brought_to : {"", "a2", "a3"}) {
    EXPECT_THAT(CheckReach(confined, "e1", "a2", brought_to),
                FailsWith(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN"));
  }
  EXPECT_THAT(CheckReach(confined, "e1", "", ""),
              FailsWith(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN"));
  confined.employee = "e1";
  EXPECT_THAT(CheckReach(confined, "e1", "a2", ""), IsOk()) << "himself, wherever he is now";
  EXPECT_THAT(CheckReach(With(Role::kPortal), "e1", "a2", ""), IsOk());
}

TEST(EmbargoTest, WhatSpeaksOfManyIsForApproversAfterTheRelease) {
  for (const Role role : {Role::kAnalyst, Role::kAuditor}) {
    EXPECT_THAT(CheckEmbargo(With(role), PlanIn(PlanState::kPlanned)), IsOk()) << RoleName(role);
  }
  EXPECT_THAT(CheckEmbargo(With(Role::kApprover), PlanIn(PlanState::kPlanned)),
              FailsWith(absl::StatusCode::kFailedPrecondition, "PLAN_EMBARGOED"));
  EXPECT_THAT(CheckEmbargo(With(Role::kApprover), PlanIn(PlanState::kReleased)), IsOk());
  for (const Role role : {Role::kPortal, Role::kEmployee}) {
    EXPECT_THAT(CheckEmbargo(With(role, "e1"), PlanIn(PlanState::kReleased)),
                FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"))
        << RoleName(role);
  }
}

TEST(EmbargoTest, WhoGivesWayIsNotToldToThePersonHimself) {
  for (const Role role : {Role::kAnalyst, Role::kAuditor, Role::kApprover}) {
    EXPECT_TRUE(MayNameOthers(With(role))) << RoleName(role);
  }
  for (const Role role : {Role::kPortal, Role::kEmployee})
    EXPECT_FALSE(MayNameOthers(With(role))) << RoleName(role);
}

}  // namespace
}  // namespace selaras::matching
