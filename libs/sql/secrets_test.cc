#include "libs/sql/secrets.h"

#include "libs/base/clock.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"

namespace selaras::sql {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::testing::SizeIs;

class SecretsTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(Migrate(db(), kSecretsSchema, "secrets"), IsOk());
  }

  SystemClock clock_;
  RandomIdSource ids_{clock_};
};

TEST_P(SecretsTest, ASecretIsMadeOnce) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string first, ServiceSecret(db(), ids_, "page-tokens"));
  EXPECT_THAT(first, SizeIs(32));
  EXPECT_THAT(ServiceSecret(db(), ids_, "page-tokens"), IsOkAndHolds(first));
}

TEST_P(SecretsTest, NamesHaveSecretsOfTheirOwn) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string first, ServiceSecret(db(), ids_, "one"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string second, ServiceSecret(db(), ids_, "two"));
  EXPECT_NE(first, second);
}

INSTANTIATE_TEST_SUITE_P(Databases, SecretsTest, TestDatabases(), TestDatabaseName);

}  // namespace
}  // namespace selaras::sql
