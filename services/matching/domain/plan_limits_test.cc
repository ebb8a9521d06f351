#include "services/matching/domain/plan_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace selaras::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> FieldsAtFault(const PlanLimits& limits) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolationsOf(CheckShape(limits, "spec.limits"))) {
    fields.push_back(violation.field);
  }
  return fields;
}

PersonGroup Together(GroupLevel level, std::vector<std::string> employees) {
  return {GroupKind::kTogether, level, std::move(employees)};
}
PersonGroup Apart(GroupLevel level, std::vector<std::string> employees) {
  return {GroupKind::kApart, level, std::move(employees)};
}

TEST(CheckShape, NothingAskedIsFine) {
  EXPECT_THAT(FieldsAtFault({}), IsEmpty());
}

TEST(CheckShape, EveryMistakeIsNamedAtOnce) {
  PlanLimits limits;
  limits.caps = {
      {"prov", "", 3, std::nullopt}, {"", "", 3, std::nullopt}, {"", "u", std::nullopt, -1}, {"a", ""}};
  limits.groups = {Together(GroupLevel::kUnit, {"e1"}), Apart(GroupLevel::kUnit, {"e1", "e2", "e1"})};
  limits.absorption_permille = -1;
  limits.max_chain_moves = -2;
  EXPECT_THAT(
      FieldsAtFault(limits),
      ElementsAre("spec.limits.caps[1].within", "spec.limits.caps[2].max_departures", "spec.limits.caps[3]",
                  "spec.limits.groups[0].employees", "spec.limits.groups[1].employees",
                  "spec.limits.absorption_permille", "spec.limits.max_chain_moves"));
}

TEST(CheckShape, NobodyIsBothTogetherAndApart) {
  PlanLimits limits;
  // e1 and e3 are together through e2.
  limits.groups = {Together(GroupLevel::kUnit, {"e1", "e2"}), Together(GroupLevel::kDepartment, {"e2", "e3"}),
                   Apart(GroupLevel::kAgency, {"e3", "e1"})};
  EXPECT_THAT(FieldsAtFault(limits), ElementsAre("spec.limits.groups[2].employees"));
  // In one department, yet in two units of it.
  limits.groups = {Together(GroupLevel::kDepartment, {"e1", "e2"}), Apart(GroupLevel::kUnit, {"e1", "e2"})};
  EXPECT_THAT(FieldsAtFault(limits), IsEmpty());
}

}  // namespace
}  // namespace selaras::matching
