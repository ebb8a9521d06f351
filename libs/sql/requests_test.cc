#include "libs/sql/requests.h"

#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"

namespace selaras::sql {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;

class RequestsTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(Migrate(db(), kFeedSchema, "feed"), IsOk());
  }

  // Asks as one RPC would; `runs_` counts the acts.
  absl::StatusOr<std::string> Ask(const RequestKey& key, const absl::StatusOr<std::string>& answer) {
    absl::StatusOr<std::string> result;
    const absl::Status status = db().Transaction([&](Connection& conn) {
      result = RunOnce(conn, key, absl::FromUnixSeconds(1000), [&] {
        ++runs_;
        return answer;
      });
      return result.status();
    });
    if (!status.ok()) return status;
    return result;
  }

  RequestKey key_{"lampung", "users/7", "r1", "Approve", "hash"};
  int runs_ = 0;
};

TEST_P(RequestsTest, ARepeatGetsTheFirstAnswer) {
  EXPECT_THAT(Ask(key_, std::string("one\0", 4)), IsOkAndHolds(std::string("one\0", 4)));
  EXPECT_THAT(Ask(key_, std::string("two")), IsOkAndHolds(std::string("one\0", 4)));
  EXPECT_EQ(runs_, 1);
}

TEST_P(RequestsTest, AnotherRequestUnderTheSameIdIsRefused) {
  ASSERT_THAT(Ask(key_, std::string("one")), IsOk());
  RequestKey other = key_;
  other.request_hash = "other";
  EXPECT_THAT(Ask(other, std::string("two")),
              FailsWith(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  other = key_;
  other.method = "Reject";
  EXPECT_THAT(Ask(other, std::string("two")),
              FailsWith(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  EXPECT_EQ(runs_, 1);
}

TEST_P(RequestsTest, PrincipalsDoNotMeet) {
  ASSERT_THAT(Ask(key_, std::string("one")), IsOk());
  RequestKey other = key_;
  other.principal = "users/8";
  EXPECT_THAT(Ask(other, std::string("two")), IsOkAndHolds("two"));
}

TEST_P(RequestsTest, AFailureIsNotKept) {
  EXPECT_THAT(Ask(key_, absl::AbortedError("stale")), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Ask(key_, std::string("one")), IsOkAndHolds("one"));
}

TEST_P(RequestsTest, AnIdIsRequired) {
  key_.request_id = "";
  EXPECT_THAT(Ask(key_, std::string("one")), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(runs_, 0);
}

TEST_P(RequestsTest, OldRequestsAreForgotten) {
  ASSERT_THAT(Ask(key_, std::string("one")), IsOk());
  ASSERT_THAT(db().Transaction([](Connection& conn) -> absl::Status {
    EXPECT_THAT(ForgetRequests(conn, absl::FromUnixSeconds(1000)), IsOkAndHolds(0));
    EXPECT_THAT(ForgetRequests(conn, absl::FromUnixSeconds(1001)), IsOkAndHolds(1));
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(Ask(key_, std::string("two")), IsOkAndHolds("two"));
}

INSTANTIATE_TEST_SUITE_P(Databases, RequestsTest, TestDatabases(), TestDatabaseName);

}  // namespace
}  // namespace selaras::sql
