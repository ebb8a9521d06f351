#include "services/approval/policy/terms_reader.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::StatusIs;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::CivilDay kDay(2026, 4, 2);

std::string Shipped() {
  const auto bundle = policy::Bundle::Load(SELARAS_POLICY_DIR, "seimbang");
  for (const policy::File& file : bundle->files()) {
    if (file.name == "approval.yaml") return file.text;
  }
  return "";
}

absl::StatusOr<Terms> Read(std::string text) {
  const auto bundle = policy::Bundle::FromFiles({{"approval.yaml", std::move(text)}});
  if (!bundle.ok()) return bundle.status();
  return TermsOf(*bundle, kDay);
}

TEST(TermsReaderTest, EveryShippedPolicySaysHowToDecide) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto names, policy::Bundle::List(SELARAS_POLICY_DIR));
  ASSERT_FALSE(names.empty());
  for (const std::string& name : names) {
    SELARAS_ASSERT_OK_AND_ASSIGN(const policy::Bundle bundle, policy::Bundle::Load(SELARAS_POLICY_DIR, name));
    SELARAS_ASSERT_OK_AND_ASSIGN(const Terms terms, TermsOf(bundle, kDay));
    EXPECT_EQ(terms.policy_hash, bundle.content_hash());
    EXPECT_EQ(terms.approval_slots, 2);
    EXPECT_EQ(terms.step_days.size(), 4u);
    EXPECT_EQ(terms.step_days.at(Step::kConsideration), 15);
    EXPECT_EQ(terms.holidays.size(), 15u);
    EXPECT_THAT(terms.consideration_groups, Contains("JF_EXPERT"));
    EXPECT_THAT(terms.consideration_groups, Not(Contains("PLK")));
  }
}

TEST(TermsReaderTest, WhatItReadsIsWhatStandsInTheFile) {
  const std::string text = absl::StrReplaceAll(
      Shipped(), {{"approval_slots: {value: 2", "approval_slots: {value: 3"},
                  {"meeting: {value: 10", "meeting: {value: 7"},
                  {"800.1.3/{sequence}/{agency}/{year}", "SK-{sequence}/{month_roman}/{year}"}});
  SELARAS_ASSERT_OK_AND_ASSIGN(const Terms terms, Read(text));
  EXPECT_EQ(terms.approval_slots, 3);
  EXPECT_EQ(terms.step_days.at(Step::kMeeting), 7);
  EXPECT_EQ(terms.number_form, "SK-{sequence}/{month_roman}/{year}");
}

TEST(TermsReaderTest, MistakesAreRefusedWithTheirPlace) {
  const struct {
    const char* was;
    const char* becomes;
    const char* says;
  } kMistakes[] = {
      {"approval_slots: {value: 2", "approval_slots: {value: 1", "approval_slots"},  // no four eyes
      {"2026-12-25", "2026-13-25", "holidays"},
      {"2026-12-25", "2026-01-01", "twice"},
      {"/{sequence}/", "/", "number_form"},
      {"/{agency}/", "/{office}/", "number_form"},
      {"quorum_percent: {value: 51", "quorum_percent: {value: 101", "quorum_percent"},
      {"expiry_days:", "expire_days:", "expire_days"},
  };
  for (const auto& mistake : kMistakes) {
    SCOPED_TRACE(mistake.becomes);
    const std::string text = absl::StrReplaceAll(Shipped(), {{mistake.was, mistake.becomes}});
    ASSERT_NE(text, Shipped());
    EXPECT_THAT(Read(text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(mistake.says)));
  }
}

}  // namespace
}  // namespace selaras::approval
