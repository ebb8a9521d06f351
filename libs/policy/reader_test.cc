#include "libs/policy/reader.h"

#include "libs/testing/status_matchers.h"

namespace selaras::policy {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::CivilDay kToday(2026, 4, 1);

Bundle Of(absl::string_view text) {
  return *Bundle::FromFiles({{"needs.yaml", std::string(text)}});
}

TEST(ReaderTest, ReadsPlainAndCitedValues) {
  Reader reader(Of("minutes:\n  task: 75000\n  health: {value: 72000, legal_basis: Law 1, mark: S}\n"
                   "points: [3, 2, 1]\nnames: [a, b]\nopen: true\nfrom: 2026-01-01\n"),
                kToday);
  const Section needs = reader.Open("needs");
  EXPECT_EQ(needs.Int("minutes.task", 1, 100000), 75000);
  const Section minutes = needs.Child("minutes");
  EXPECT_EQ(minutes.Int("health", 1, 100000), 72000);
  EXPECT_EQ(minutes.Cite("health").legal_basis, "Law 1");
  EXPECT_EQ(minutes.Cite("health").mark, "S");
  EXPECT_EQ(minutes.Cite("health").line, 3);
  EXPECT_THAT(needs.IntList("points", 0, 9), ElementsAre(3, 2, 1));
  EXPECT_THAT(needs.TextList("names"), ElementsAre("a", "b"));
  EXPECT_THAT(needs.Keys("minutes"), ElementsAre("task", "health"));
  EXPECT_TRUE(needs.Flag("open"));
  EXPECT_EQ(needs.OptionalDate("from"), absl::CivilDay(2026, 1, 1));
  EXPECT_EQ(needs.OptionalInt("absent", 0, 1), std::nullopt);
  needs.RefuseUnread();
  EXPECT_THAT(reader.status(), IsOk());
}

TEST(ReaderTest, TakesTheValueInForceOnTheDate) {
  const Bundle bundle =
      Of("task:\n  - {value: 72000, valid_to: 2019-12-31}\n  - {value: 75000, valid_from: 2020-01-01}\n");
  for (const auto& [day, want] : std::vector<std::pair<absl::CivilDay, int64_t>>{
           {absl::CivilDay(2019, 12, 31), 72000}, {absl::CivilDay(2020, 1, 1), 75000}}) {
    Reader reader(bundle, day);
    EXPECT_EQ(reader.Open("needs").Int("task", 1, 100000), want);
    EXPECT_THAT(reader.status(), IsOk());
  }
}

TEST(ReaderTest, GapsAndOverlapsOfValidityAreMistakes) {
  Reader reader(Of("gap: {value: 1, valid_to: 2020-01-01}\nboth:\n  - {value: 1}\n  - {value: 2}\nday: "
                   "{value: 1, valid_to: soon}\n"),
                kToday);
  const Section needs = reader.Open("needs");
  needs.Int("gap", 0, 9);
  needs.Int("both", 0, 9);
  needs.Int("day", 0, 9);
  const std::string message(reader.status().message());
  EXPECT_THAT(message, HasSubstr("needs.yaml:1: gap: no value is in force on 2026-04-01"));
  EXPECT_THAT(message, HasSubstr("needs.yaml:4: both: two values are in force"));
  EXPECT_THAT(message, HasSubstr("needs.yaml:5: day: valid_to must be a date"));
}

TEST(ReaderTest, CollectsEveryMistakeWithItsLine) {
  Reader reader(Of("a: 5\nb: x\nc: [1, 20]\nd: {e: blue}\nf: {g: 1}\n"), kToday);
  const Section needs = reader.Open("needs");
  needs.Int("a", 6, 9);
  needs.Int("b", 0, 9);
  needs.IntList("c", 0, 9);
  needs.Word("d.e", {"red", "green"});
  needs.Int("f", 0, 9);
  needs.Int("z", 0, 9);
  needs.Refuse("a", "contradicts b");
  reader.Open("rules").Int("x", 0, 1);
  const absl::Status status = reader.status();
  ASSERT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "POLICY_INVALID"));
  EXPECT_THAT(FieldViolationsOf(status),
              ElementsAre(FieldViolation{"needs.yaml:1", "a: must be a whole number from 6 to 9"},
                          FieldViolation{"needs.yaml:2", "b: must be a whole number from 0 to 9"},
                          FieldViolation{"needs.yaml:3", "c: must be a whole number from 0 to 9"},
                          FieldViolation{"needs.yaml:4", "d.e: must be one of red, green"},
                          FieldViolation{"needs.yaml:5", "f: must be one value"},
                          FieldViolation{"needs.yaml:1", "z: is missing"},
                          FieldViolation{"needs.yaml:1", "a: contradicts b"},
                          FieldViolation{"rules.yaml:1", ": this file is missing"}));
}

TEST(ReaderTest, MisspeltKeysAreMistakes) {
  Reader reader(
      Of("rules:\n  - {code: B01, sverity: warn}\nminutes: {task: 1, tsk: 2}\nother: {value: 1, law: x}\n"),
      kToday);
  const Section needs = reader.Open("needs");
  for (const Section& rule : needs.Items("rules")) rule.Text("code");
  needs.Int("minutes.task", 0, 9);
  needs.Int("other", 0, 9);
  needs.RefuseUnread();
  const std::string message(reader.status().message());
  EXPECT_THAT(message, HasSubstr("needs.yaml:2: rules[0].sverity: is not a key of this file"));
  EXPECT_THAT(message, HasSubstr("needs.yaml:3: minutes.tsk: is not a key of this file"));
  EXPECT_THAT(message, HasSubstr("needs.yaml:4: other: unknown key \"law\" beside value"));
  EXPECT_THAT(message, Not(HasSubstr("rules[0].code")));
}

}  // namespace
}  // namespace selaras::policy
