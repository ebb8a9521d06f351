#include "libs/province/registry/registry_facts.h"

#include <memory>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "libs/province/lawfulness.h"
#include "libs/province/testing/small_province.h"

namespace selaras::province {
namespace {

namespace pb = registry::v1alpha;
using ::testing::Contains;

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

// The way of screening: messages of the registry in, the rules' word about one pair out.
TEST(RegistryFactsTest, MessagesMakeAProvinceThatTheRulesCanBeAskedAbout) {
  Province province;
  province.effective_date = absl::CivilDay(2026, 1, 1);
  province.agencies = {
      FactOf(Parse<pb::Agency>("name: 'agencies/prov' kind: KIND_PROVINCE region_code: '18'"))};
  province.org_units = {
      FactOf(Parse<pb::OrgUnit>("name: 'orgUnits/u' agency: 'agencies/prov' district: 'districts/180101'"))};
  province.positions = {FactOf(
      Parse<pb::Position>("name: 'positions/bidan' family: FAMILY_HEALTH group: GROUP_JF_SKILLED level: 3"))};
  province.posts = {
      FactOf(Parse<pb::Post>("name: 'posts/p' org_unit: 'orgUnits/u' position: 'positions/bidan' agency: "
                             "'agencies/prov' ceiling: 2"))};
  province.persons = {
      FactOf(Parse<pb::Profile>("employee_id: 'e1' employment: EMPLOYMENT_PNS state: EMPLOYEE_STATE_ACTIVE "
                                "agency: 'agencies/prov' post: 'posts/p'"
                                " disciplinary_actions { in_process: true severity: SEVERITY_HEAVY "
                                "start_date { year: 2025 month: 3 day: 1 } "
                                "}"))};
  auto index = ProvinceIndex::Make(std::move(province));
  ASSERT_TRUE(index.ok()) << index.status();
  const Lawfulness law(std::make_shared<const ProvinceIndex>(*std::move(index)), ShippedRules(),
                       rules::Stage::kCase);
  std::vector<std::string> bars;
  for (const rules::Outcome& outcome : law.OutcomesOf(0, 0)) {
    if (outcome.Bars()) bars.push_back(outcome.rule->code);
  }
  EXPECT_THAT(bars, Contains("B04"));
}

TEST(RegistryFactsTest, UnknownStaysUnknown) {
  const Person person = FactOf(Parse<pb::Profile>("employee_id: 'e1' audit_finding: TRISTATE_NO"));
  EXPECT_EQ(person.state, EmployeeState::kUnknown);
  EXPECT_EQ(person.employment, Employment::kUnknown);
  EXPECT_EQ(person.audit_finding, std::optional<bool>(false));
  EXPECT_EQ(person.court_process, std::nullopt);
  EXPECT_EQ(person.potential, std::nullopt);
  EXPECT_EQ(person.appointed_date, std::nullopt);
}

// Ratings above, predicate KURANG: neither a bar nor a good year, but a question for people.
TEST(RegistryFactsTest, AnAppraisalThatContradictsItselfDecidesNothing) {
  const auto outcome = [](int confidence) {
    Province province;
    province.effective_date = absl::CivilDay(2026, 7, 1);
    pb::Profile profile = Parse<pb::Profile>(
        "employee_id: 'e1' employment: EMPLOYMENT_PNS state: EMPLOYEE_STATE_ACTIVE "
        "appraisals { year: 2023 predicate: PREDICATE_BAIK provenance { confidence: 80 } } "
        "appraisals { year: 2024 predicate: PREDICATE_BAIK provenance { confidence: 80 } } "
        "appraisals { year: 2025 predicate: PREDICATE_KURANG }");
    profile.mutable_appraisals(2)->mutable_provenance()->set_confidence(confidence);
    province.persons = {FactOf(profile)};
    auto index = ProvinceIndex::Make(std::move(province));
    EXPECT_TRUE(index.ok()) << index.status();
    const Lawfulness law(std::make_shared<const ProvinceIndex>(*std::move(index)), ShippedRules(),
                         rules::Stage::kCase);
    for (const rules::Outcome& one : law.OutcomesOf(0)) {
      if (one.rule->code == "B09") return one.Bars() ? "bars" : one.Checklist() ? "asks" : "warns";
    }
    return "lawful";
  };
  EXPECT_STREQ(outcome(80), "bars");
  EXPECT_STREQ(outcome(0), "bars");
  EXPECT_STREQ(outcome(50), "asks");
}

}  // namespace
}  // namespace selaras::province
