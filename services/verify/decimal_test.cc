#include "services/verify/decimal.h"

#include "gtest/gtest.h"

namespace selaras::verify {
namespace {

TEST(DecimalTest, WritesEverySizeAndSign) {
  EXPECT_EQ(Decimal(0), "0");
  EXPECT_EQ(Decimal(-7), "-7");
  EXPECT_EQ(Decimal(1000), "1000");
  const Int128 big = static_cast<Int128>(1) << 126;
  EXPECT_EQ(Decimal(big), "85070591730234615865843651857942052864");
  EXPECT_EQ(Decimal(-big), "-85070591730234615865843651857942052864");
}

TEST(DecimalTest, FloorGoesDownOnBothSidesOfZero) {
  EXPECT_EQ(Decimal(FloorDivide(7, 2)), "3");
  EXPECT_EQ(Decimal(FloorDivide(-7, 2)), "-4");
  EXPECT_EQ(Decimal(FloorDivide(8, 2)), "4");
  EXPECT_EQ(Decimal(FloorDivide(-8, 2)), "-4");
  EXPECT_EQ(Decimal(FloorDivide(-1, 1'000'000)), "-1");
  EXPECT_EQ(Decimal(FloorDivide(0, 3)), "0");
}

}  // namespace
}  // namespace selaras::verify
