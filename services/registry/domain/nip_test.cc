#include "services/registry/domain/nip.h"

#include <gtest/gtest.h>

#include "libs/testing/status_matchers.h"

namespace selaras::registry {
namespace {

using testing::StatusIs;

constexpr absl::CivilDay kToday(2026, 4, 1);

// The vectors of domain.md §1.1 and §1.2.
TEST(NipTest, ReadsBirthAppointmentAndSex) {
  const auto nip = ParseNip("198609262015051001");
  ASSERT_TRUE(nip.ok());
  EXPECT_EQ(nip->birth_date, absl::CivilDay(1986, 9, 26));
  EXPECT_EQ(nip->appointed_year, 2015);
  EXPECT_EQ(nip->appointed_month, 5);
  EXPECT_EQ(nip->sex, 'M');
  EXPECT_EQ(nip->sequence, 1);
  EXPECT_FALSE(nip->pppk);
  EXPECT_EQ(NipFault(*nip, kToday), "");
}

TEST(NipTest, BlanksAndTextMarksAreRemoved) {
  EXPECT_EQ(ParseNip("19680411 199303 1 009")->digits, "196804111993031009");
  EXPECT_EQ(ParseNip("'196804111993031009")->digits, "196804111993031009");
}

TEST(NipTest, ACodeAboveTwelveIsPppkAndHasNoMonth) {
  const auto nip = ParseNip("199009132025242014");
  ASSERT_TRUE(nip.ok());
  EXPECT_TRUE(nip->pppk);
  EXPECT_EQ(nip->sex, 'F');
  EXPECT_EQ(nip->appointed_month, 0);
}

TEST(NipTest, EachPartIsRefusedWithItsReason) {
  const struct {
    const char* text;
    const char* reason;
  } kBad[] = {{"198602302015051001", "IMPORT_NIP_DATE"},  {"198609262015131001", "IMPORT_NIP_MONTH"},
              {"198609262015053001", "IMPORT_NIP_SEX"},   {"198609262015051000", "IMPORT_NIP_SEQUENCE"},
              {"19860926201505100", "IMPORT_NIP_LENGTH"}, {"1.98609E+17", "IMPORT_NIP_SCIENTIFIC"},
              {"1,98609E+17", "IMPORT_NIP_SCIENTIFIC"},   {"19860926201505100A", "IMPORT_NIP_LENGTH"},
              {"198609262015001001", "IMPORT_NIP_MONTH"}};
  for (const auto& bad : kBad) {
    EXPECT_THAT(ParseNip(bad.text), StatusIs(absl::StatusCode::kInvalidArgument, bad.reason)) << bad.reason;
  }
}

TEST(NipTest, AgeAndFutureAreJudgedAgainstToday) {
  EXPECT_EQ(NipFault(*ParseNip("200509262026051001"), kToday), "IMPORT_NIP_FUTURE");
  EXPECT_EQ(NipFault(*ParseNip("200509262020051001"), kToday), "IMPORT_NIP_TOO_YOUNG");
  EXPECT_EQ(NipWarning(*ParseNip("197009262015051001")), "IMPORT_NIP_OLD_AT_ENTRY");
  EXPECT_EQ(NipWarning(*ParseNip("198609262015051001")), "");
}

}  // namespace
}  // namespace selaras::registry
