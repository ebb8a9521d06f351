#include "libs/generator/nip.h"

#include <gtest/gtest.h>

#include <set>

namespace selaras::generator {
namespace {

TEST(NipTest, KnowsGoodAndBadForms) {
  EXPECT_TRUE(IsNip("198609262015051001"));
  EXPECT_TRUE(IsNip("196804111993031009"));
  EXPECT_TRUE(IsNip("199009132025242014")) << "PPPK: contract code instead of a month";
  EXPECT_FALSE(IsNip("198602302015051001")) << "30 February";
  EXPECT_FALSE(IsNip("198609262015131001")) << "month 13";
  EXPECT_FALSE(IsNip("198609262015053001")) << "sex 3";
  EXPECT_FALSE(IsNip("198609262015051000")) << "sequence 000";
  EXPECT_FALSE(IsNip("1.98609E+17"));
  EXPECT_FALSE(IsNip(""));
}

TEST(NipMintTest, NeverRepeatsAndEndsEmpty) {
  NipMint mint;
  const absl::CivilDay birth(1980, 2, 29), appointed(2005, 1, 1);
  std::set<std::string> seen;
  for (int i = 0; i < 99; ++i) {
    const std::string nip = mint.Next(birth, appointed, true, false);
    EXPECT_TRUE(IsNip(nip)) << nip;
    EXPECT_EQ(nip.substr(0, 15), "198002292005012");
    EXPECT_TRUE(seen.insert(nip).second);
  }
  EXPECT_EQ(mint.Next(birth, appointed, true, false), "");
  EXPECT_EQ(mint.Next(birth, appointed, false, false), "198002292005011901");
}

TEST(NipMintTest, ContractsCarryYearAndCode21) {
  NipMint mint;
  EXPECT_EQ(mint.Next(absl::CivilDay(1990, 9, 13), absl::CivilDay(2023, 4, 1), true, true),
            "199009132023212901");
}

}  // namespace
}  // namespace selaras::generator
