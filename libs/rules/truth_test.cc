#include "libs/rules/truth.h"

#include <gtest/gtest.h>

namespace selaras::rules {
namespace {

constexpr Truth kAll[] = {Truth::kFalse, Truth::kUnknown, Truth::kTrue};

TEST(Kleene, LawsHoldForAllValues) {
  for (const Truth a : kAll) {
    EXPECT_EQ(Not(Not(a)), a);
    EXPECT_EQ(And(a, Truth::kTrue), a);
    EXPECT_EQ(Or(a, Truth::kFalse), a);
    EXPECT_EQ(And(a, Truth::kFalse), Truth::kFalse);
    EXPECT_EQ(Or(a, Truth::kTrue), Truth::kTrue);
    for (const Truth b : kAll) {
      EXPECT_EQ(And(a, b), And(b, a));
      EXPECT_EQ(Or(a, b), Or(b, a));
      EXPECT_EQ(Not(And(a, b)), Or(Not(a), Not(b)));
      EXPECT_EQ(Implies(a, b), Or(Not(a), b));
      EXPECT_EQ(Or(a, And(a, b)), a);
      for (const Truth c : kAll) {
        EXPECT_EQ(And(a, And(b, c)), And(And(a, b), c));
        EXPECT_EQ(And(a, Or(b, c)), Or(And(a, b), And(a, c)));
      }
    }
  }
}

// Replacing an unknown by a truth never turns a settled answer around.
TEST(Kleene, KnowingMoreNeverContradicts) {
  const auto refines = [](Truth more, Truth less) { return less == Truth::kUnknown || less == more; };
  for (const Truth b : kAll) {
    for (const Truth a : {Truth::kFalse, Truth::kTrue}) {
      EXPECT_TRUE(refines(And(a, b), And(Truth::kUnknown, b)));
      EXPECT_TRUE(refines(Or(a, b), Or(Truth::kUnknown, b)));
      EXPECT_TRUE(refines(Implies(a, b), Implies(Truth::kUnknown, b)));
    }
  }
}

TEST(Kleene, ExcludedMiddleFailsWhereNothingIsKnown) {
  EXPECT_EQ(Or(Truth::kUnknown, Not(Truth::kUnknown)), Truth::kUnknown);
}

}  // namespace
}  // namespace selaras::rules
