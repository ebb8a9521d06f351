#include "services/approval/letters/letter_policy.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/testing/status_matchers.h"

namespace selaras::approval::letters {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::CivilDay kDay(2026, 4, 2);

constexpr char kText[] = R"(considerations:
  - {text: bahwa A, mark: A}
legal_grounds:
  - {text: UU lama, legal_basis: UU 5/2014, mark: C, valid_to: 2023-10-30}
  - {text: UU baru, legal_basis: UU 20/2023, mark: S, valid_from: 2023-10-31}
  - {text: PP antar, legal_basis: PP 11/2017, mark: C, kinds: [INTER_KAB]}
receipt_check: Pindai.
objection: paling lama {days} ({days_in_words}) hari
check_in_days: [30, 90, 180]
)";

absl::StatusOr<LetterPolicy> Read(absl::string_view text, absl::CivilDay day = kDay) {
  const absl::StatusOr<policy::Bundle> bundle = policy::Bundle::FromFiles(
      {{"letters.yaml", std::string(text)}, {"approval.yaml", "terms_working_days: {objection: 21}\n"}});
  if (!bundle.ok()) return bundle.status();
  return ReadLetterPolicy(*bundle, day);
}

TEST(LetterPolicyTest, TextsOfAKindOnADate) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const LetterPolicy policy, Read(kText));
  EXPECT_THAT(policy.LegalGroundsOf(MoveKind::kIntra), ElementsAre("UU baru"));
  EXPECT_THAT(policy.LegalGroundsOf(MoveKind::kInterKab), ElementsAre("UU baru", "PP antar"));
  EXPECT_THAT(policy.ConsiderationsOf(MoveKind::kCentral), ElementsAre("bahwa A"));
  EXPECT_EQ(policy.objection_text, "paling lama 21 (dua puluh satu) hari");
  EXPECT_THAT(policy.check_in_days, ElementsAre(30, 90, 180));
  SELARAS_ASSERT_OK_AND_ASSIGN(const LetterPolicy older, Read(kText, absl::CivilDay(2020, 1, 1)));
  EXPECT_THAT(older.LegalGroundsOf(MoveKind::kIntra), ElementsAre("UU lama"));
}

// Each shipped policy has every text, and whoever doubts one finds its source and how sure it is.
TEST(LetterPolicyTest, ShippedPoliciesHaveTextsOfEveryKindWithTheirSources) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::vector<std::string> names,
                               policy::Bundle::List(SELARAS_POLICY_DIR));
  ASSERT_THAT(names, Not(::testing::IsEmpty()));
  for (const std::string& name : names) {
    SELARAS_ASSERT_OK_AND_ASSIGN(const policy::Bundle bundle, policy::Bundle::Load(SELARAS_POLICY_DIR, name));
    SELARAS_ASSERT_OK_AND_ASSIGN(const LetterPolicy policy, ReadLetterPolicy(bundle, kDay));
    EXPECT_THAT(policy.ConsiderationsOf(MoveKind::kInterKab),
                ::testing::Contains(HasSubstr("instansi asal")));
    EXPECT_THAT(policy.ConsiderationsOf(MoveKind::kIntra),
                ::testing::Contains(HasSubstr("Tim Penilai Kinerja")));
    for (const LegalText& text : policy.legal_grounds)
      EXPECT_THAT(text.legal_basis, Not(::testing::IsEmpty()));
    EXPECT_THAT(policy.objection_text, Not(HasSubstr("{")));
  }
}

TEST(LetterPolicyTest, MistakesAreNamedWithTheirLine) {
  struct Case {
    const char *from, *to, *error;
  };
  const Case cases[] = {
      {"kinds: [INTER_KAB]", "kinds: [ANTAR]",
       "letters.yaml:6: legal_grounds[2].kinds: \"ANTAR\" is not a kind of mutasi"},
      {"kinds: [INTER_KAB]", "kinds: []", "letters.yaml:6: legal_grounds[2].kinds: must name a kind"},
      {"mark: C, kinds", "mark: Z, kinds",
       "letters.yaml:6: legal_grounds[2].mark: must be one of C, S, U, A, X"},
      {"legal_basis: PP 11/2017, ", "", "letters.yaml:6: legal_grounds[2].legal_basis: is missing"},
      {"{text: bahwa A, mark: A}", "{text: bahwa A, mark: A, kinds: [INTRA]}",
       "has no text in force for INTER_KAB"},
      {"{text: bahwa A, mark: A}", "{text: bahwa A, mark: A, jenis: x}",
       "considerations[0].jenis: is not a key"},
      {"[30, 90, 180]", "[90, 30]", "letters.yaml:9: check_in_days: must ascend"},
      {"objection: paling", "objection: []\nlain: paling", "letters.yaml:8: objection: must be one value"},
      {"receipt_check: Pindai.\n", "", "receipt_check: is missing"},
  };
  for (const auto& [from, to, error] : cases) {
    ASSERT_TRUE(absl::StrContains(kText, from)) << from;
    EXPECT_THAT(Read(absl::StrReplaceAll(kText, {{from, to}})).status(),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(error)));
  }
}

TEST(LetterPolicyTest, ABundleWithoutTheFileSaysSo) {
  const auto bundle = policy::Bundle::FromFiles({{"needs.yaml", "a: 1\n"}});
  ASSERT_THAT(bundle.status(), IsOk());
  EXPECT_THAT(ReadLetterPolicy(*bundle, kDay).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("letters.yaml")));
}

}  // namespace
}  // namespace selaras::approval::letters
