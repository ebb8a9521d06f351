#include "libs/sql/outbox.h"

#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"

namespace selaras::sql {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;
using ::testing::ElementsAre;

class OutboxTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(Migrate(db(), kFeedSchema, "feed"), IsOk());
  }
};

Event EventCalled(absl::string_view id) {
  return Event{.event_id = std::string(id),
               .kind = "DecreeIssued",
               .tenant = "lampung",
               .agency = "a1",
               .traceparent = "00-1-2-01",
               .time = absl::FromUnixMicros(1775008800123456),
               .payload = std::string("\0\xff", 2)};
}

TEST_P(OutboxTest, EventsComeBackInOrderFromAnyPosition) {
  for (const char* id : {"e1", "e2", "e3"}) {
    ASSERT_THAT(
        db().Transaction([&](Connection& conn) { return AppendEvent(conn, EventCalled(id)).status(); }),
        IsOk());
  }
  std::vector<std::string> seen;
  EXPECT_THAT(db().ReadTransaction([&](Connection& conn) {
    seen.clear();
    return ReadEvents(conn, 1, 10, [&](const Event& event) {
      seen.push_back(absl::StrCat(event.position, event.event_id));
      EXPECT_EQ(event.time, absl::FromUnixMicros(1775008800123456));
      EXPECT_EQ(event.payload, std::string("\0\xff", 2));
      EXPECT_EQ(event.agency, "a1");
      return absl::OkStatus();
    });
  }),
              IsOk());
  EXPECT_THAT(seen, ElementsAre("2e2", "3e3"));
  EXPECT_THAT(
      db().Transaction([](Connection& conn) { return AppendEvent(conn, EventCalled("e1")).status(); }),
      StatusIs(absl::StatusCode::kAlreadyExists));
}

// A number taken by a transaction that fails is taken again by the next: the feed has no holes to wait for.
TEST_P(OutboxTest, RevisionsHaveNoGaps) {
  std::vector<std::thread> writers;
  for (int w = 0; w < 3; ++w) {
    writers.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        db().Transaction([&](Connection& conn) -> absl::Status {
              SELARAS_RETURN_IF_ERROR(NextRevision(conn).status());
              return i % 2 == 0 ? absl::OkStatus() : absl::CancelledError("taken back");
            })
            .IgnoreError();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_THAT(db().ReadTransaction([](Connection& conn) -> absl::Status {
    EXPECT_THAT(LastRevision(conn), IsOkAndHolds(30));
    EXPECT_THAT(LastRevision(conn, "other"), IsOkAndHolds(0));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(OutboxTest, CursorsOnlyAdvance) {
  EXPECT_THAT(db().Transaction([](Connection& conn) -> absl::Status {
    EXPECT_THAT(ReadCursor(conn, "registry"), IsOkAndHolds(0));
    SELARAS_RETURN_IF_ERROR(AdvanceCursor(conn, "registry", 5));
    SELARAS_RETURN_IF_ERROR(AdvanceCursor(conn, "registry", 3));
    SELARAS_RETURN_IF_ERROR(AdvanceCursor(conn, "evaluation", 1));
    EXPECT_THAT(ReadCursor(conn, "registry"), IsOkAndHolds(5));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(OutboxTest, AnEventIsReceivedOnce) {
  EXPECT_THAT(db().Transaction([](Connection& conn) -> absl::Status {
    EXPECT_THAT(ReceivedPosition(conn, "approval"), IsOkAndHolds(0));
    EXPECT_THAT(ReceiveEvent(conn, "approval", "e1", 4), IsOkAndHolds(true));
    EXPECT_THAT(ReceiveEvent(conn, "approval", "e1", 4), IsOkAndHolds(false));
    EXPECT_THAT(ReceiveEvent(conn, "matching", "e1", 9), IsOkAndHolds(true));
    EXPECT_THAT(ReceivedPosition(conn, "approval"), IsOkAndHolds(4));
    return absl::OkStatus();
  }),
              IsOk());
}

INSTANTIATE_TEST_SUITE_P(Databases, OutboxTest, TestDatabases(), TestDatabaseName);

}  // namespace
}  // namespace selaras::sql
