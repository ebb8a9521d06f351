// The policies that ship under deploy/policy load, differ, and name themselves.
#include "libs/policy/bundle.h"
#include "libs/policy/reader.h"
#include "libs/testing/status_matchers.h"

namespace selaras::policy {
namespace {

using ::selaras::testing::IsOk;
using ::testing::IsSupersetOf;

TEST(ShippedPoliciesTest, EachLoadsAndNamesItself) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::vector<std::string> names, Bundle::List(SELARAS_POLICY_DIR));
  EXPECT_THAT(names, IsSupersetOf({"pelayanan", "seimbang", "talenta"}));
  std::vector<std::string> hashes;
  for (const std::string& name : names) {
    SELARAS_ASSERT_OK_AND_ASSIGN(const Bundle bundle, Bundle::Load(SELARAS_POLICY_DIR, name));
    hashes.push_back(bundle.content_hash());
    Reader reader(bundle, absl::CivilDay(2026, 4, 1));
    const Section weights = reader.Open("weights");
    EXPECT_EQ(weights.Text("name"), name);
    weights.Text("description_id");
    weights.Text("description_en");
    EXPECT_THAT(reader.status(), IsOk());
  }
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

}  // namespace
}  // namespace selaras::policy
