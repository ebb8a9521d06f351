#include "libs/feed/feed.h"

#include "absl/strings/str_cat.h"
#include "libs/evidence/merkle.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "selaras/feed/v1alpha/feed.pb.h"

namespace selaras::feed {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;

constexpr absl::Time kNoon = absl::FromUnixMicros(1775008800123456);
constexpr char kTrace[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

class FeedTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
  }

  static evidence::LeafContent Content(absl::string_view subject) {
    return {.service = "needs",
            .kind = "NeedSealed",
            .subject = std::string(subject),
            .actor = "analyst-1",
            .time = kNoon,
            .fields = {{"hash", "abc"}}};
  }
  absl::StatusOr<std::string> Append(const evidence::LeafContent& content,
                                     absl::string_view tenant = "lampung") {
    std::string hash;
    SELARAS_RETURN_IF_ERROR(db().Transaction([&](sql::Connection& conn) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(hash, AppendLeaf(conn, ids_, {std::string(tenant), "a1", kTrace}, content));
      return absl::OkStatus();
    }));
    return hash;
  }
  absl::Status AppendPayload(size_t bytes) {
    return db().Transaction([&](sql::Connection& conn) {
      return sql::AppendEvent(conn, {.event_id = ids_.NewId(),
                                     .kind = "PlanFinished",
                                     .time = kNoon,
                                     .payload = std::string(bytes, 'x')})
          .status();
    });
  }
  absl::StatusOr<v1alpha::ListEventsResponse> List(int64_t after, int page_size) {
    v1alpha::ListEventsRequest request;
    request.set_after_position(after);
    request.set_page_size(page_size);
    return ListEvents(db(), request);
  }

  SeededIdSource ids_{1};
};

// What leaves the service is the leaf; what stays opens it.
TEST_P(FeedTest, ALeafGoesOutAndItsContentStays) {
  const auto hash = Append(Content("snapshots/7"));
  ASSERT_THAT(hash, IsOk());
  const auto page = List(0, 0);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->events_size(), 1);
  const v1alpha::Event& event = page->events(0);
  EXPECT_EQ(page->latest_position(), 1);
  EXPECT_EQ(event.position(), 1);
  EXPECT_EQ(event.kind(), "LeafWritten");
  EXPECT_EQ(event.tenant(), "lampung");
  EXPECT_EQ(event.agency(), "a1");
  EXPECT_EQ(event.traceparent(), kTrace);
  EXPECT_EQ(event.time().seconds(), 1775008800);
  EXPECT_EQ(event.time().nanos(), 123456000);
  EXPECT_EQ(AsBytes(evidence::LeafHash(event.payload())), *hash);
  EXPECT_EQ(event.payload().find("analyst-1"), std::string::npos);

  const auto leaf = evidence::DecodeLeaf(event.payload());
  ASSERT_THAT(leaf, IsOk());
  EXPECT_EQ(leaf->kind, "NeedSealed");
  EXPECT_THAT(db().ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    const auto kept = ReadContents(conn, "lampung", "snapshots/7");
    EXPECT_THAT(kept, IsOk());
    EXPECT_EQ(kept->size(), 1);
    const KeptContent& content = kept->front();
    EXPECT_EQ(content.leaf_hash, *hash);
    EXPECT_EQ(content.salt.size(), evidence::kSaltBytes);
    EXPECT_EQ(evidence::Commit(content.salt, content.canonical), leaf->commitment);
    EXPECT_THAT(evidence::DecodeContent(content.canonical), IsOkAndHolds(Content("snapshots/7")));
    EXPECT_TRUE(ReadContents(conn, "jatim", "snapshots/7")->empty());
    EXPECT_TRUE(ReadContents(conn, "lampung", "snapshots/8")->empty());
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(FeedTest, EqualActsHaveDifferentLeaves) {
  const auto first = Append(Content("snapshots/7"));
  const auto second = Append(Content("snapshots/7"));
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_NE(*first, *second);
  EXPECT_THAT(db().ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    const auto kept = ReadContents(conn, "lampung", "snapshots/7");
    EXPECT_EQ(kept->size(), 2);
    EXPECT_EQ(kept->front().leaf_hash, *first) << "in the order of writing";
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_P(FeedTest, AnActThatIsTakenBackLeavesNothing) {
  EXPECT_THAT(db().Transaction([&](sql::Connection& conn) -> absl::Status {
    EXPECT_THAT(AppendLeaf(conn, ids_, {"lampung", "", ""}, Content("snapshots/7")), IsOk());
    return absl::CancelledError("taken back");
  }),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(List(0, 0)->latest_position(), 0);
  EXPECT_THAT(Append(Content(std::string(evidence::kLargestLeaf, 's'))),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(FeedTest, PagesGoOnWhereTheLastOneEnded) {
  for (int i = 0; i < 5; ++i) ASSERT_THAT(AppendPayload(10), IsOk());
  const auto page = List(2, 2);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->events_size(), 2);
  EXPECT_EQ(page->events(0).position(), 3);
  EXPECT_EQ(page->latest_position(), 5);
  EXPECT_EQ(List(5, 2)->events_size(), 0);
  EXPECT_EQ(List(9, 2)->latest_position(), 5);
  EXPECT_THAT(List(-1, 2), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(List(0, -2), StatusIs(absl::StatusCode::kInvalidArgument));
}

// Else the page would be larger than what gRPC takes, and the feed would end there for ever.
TEST_P(FeedTest, LargeEventsMakeShortPages) {
  for (int i = 0; i < 8; ++i) ASSERT_THAT(AppendPayload(700 << 10), IsOk());
  const auto page = List(0, 0);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->events_size(), 3);
  EXPECT_LT(page->ByteSizeLong(), 4 << 20);
  EXPECT_EQ(page->latest_position(), 8);
}

INSTANTIATE_TEST_SUITE_P(Databases, FeedTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::feed
