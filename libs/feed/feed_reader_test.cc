// Two real databases: a peer's outbox, read by feed::ListEvents, and the reader's own.
#include "libs/feed/feed_reader.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "libs/base/ids.h"
#include "libs/feed/feed.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "selaras/feed/v1alpha/feed.pb.h"

namespace selaras::feed {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kTrace[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
// Long enough for any machine; reached by failing tests only.
constexpr absl::Duration kPatience = absl::Seconds(60);

class FeedReaderTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    auto peer = sql::Open("sqlite::memory:");
    ASSERT_THAT(peer, IsOk());
    peer_ = *std::move(peer);
    ASSERT_THAT(sql::Migrate(*peer_, sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(db().Transaction([](sql::Connection& conn) {
      return conn.ExecuteScript("create table effects (kind text, times bigint)");
    }),
                IsOk());
  }

  void Happen(absl::string_view kind) {
    ASSERT_THAT(peer_->Transaction([&](sql::Connection& conn) {
      return sql::AppendEvent(conn, {.event_id = ids_.NewId(),
                                     .kind = std::string(kind),
                                     .traceparent = kTrace,
                                     .time = clock_.Now(),
                                     .payload = "payload"})
          .status();
    }),
                IsOk());
  }

  FeedReader::Options Options(int page_size = 200) {
    return {
        .source = "approval",
        .reader = "registry",
        .poll =
            [this](const v1alpha::ListEventsRequest& request) -> absl::StatusOr<v1alpha::ListEventsResponse> {
          if (peer_away_) return absl::UnavailableError("nobody there");
          return ListEvents(*peer_, request);
        },
        .handle = [this](sql::Connection& conn, const sql::Event& event) -> absl::Status {
          if (event.kind == refused_) return Error(absl::StatusCode::kFailedPrecondition, "SEAT_TAKEN");
          last_trace_ = event.traceparent;
          return conn.Execute("insert into effects (kind, times) values ($1, 1)", {event.kind});
        },
        .page_size = page_size,
        .first_pause = absl::Milliseconds(1),
        .longest_pause = absl::Milliseconds(4)};
  }
  FeedReader Reader(int page_size = 200) { return FeedReader(Options(page_size), db(), logger_, metrics_); }

  // Kinds in the order of their effects, "3×" where one came more than once.
  std::string Effects() {
    std::string effects;
    EXPECT_THAT(db().ReadTransaction([&](sql::Connection& conn) {
      effects.clear();
      return conn.Query("select kind, count(*) from effects group by kind order by kind", {},
                        [&](const sql::Row& row) {
                          absl::StrAppend(&effects, row.Int64(1) == 1 ? "" : absl::StrCat(row.Int64(1), "×"),
                                          row.Text(0), " ");
                          return absl::OkStatus();
                        });
    }),
                IsOk());
    return effects;
  }
  double Failures(const std::string& stage) {
    return metrics_
        .GetCounter({"selaras_feed_failures_total", ""},
                    {{"reader", "registry"}, {"source", "approval"}, {"stage", stage}})
        .Value();
  }
  double Lag() {
    return metrics_.GetGauge({"selaras_feed_lag", ""}, {{"reader", "registry"}, {"source", "approval"}})
        .Value();
  }

  testing::FakeClock clock_;
  SeededIdSource ids_{7};
  absl::Mutex log_mutex_;
  std::string log_;
  const Logger logger_{clock_, {.service = "registry", .sink = [this](absl::string_view line) {
                                  const absl::MutexLock lock(&log_mutex_);
                                  absl::StrAppend(&log_, line);
                                }}};
  PrometheusMetrics metrics_;
  std::unique_ptr<sql::Database> peer_;
  std::atomic<bool> peer_away_ = false;
  std::string refused_;
  std::string last_trace_;
};

TEST_P(FeedReaderTest, TakesEachEventOnceAndGoesOnAfterARestart) {
  for (const char* kind : {"a", "b", "c"}) Happen(kind);
  {
    FeedReader reader = Reader(2);
    EXPECT_FALSE(reader.DrainedTo(1));
    EXPECT_TRUE(std::isnan(Lag())) << "unknown is not zero";
    EXPECT_THAT(reader.TakePage(), IsOkAndHolds(2));
    EXPECT_EQ(Lag(), 1);
    EXPECT_TRUE(reader.DrainedTo(2));
    EXPECT_FALSE(reader.DrainedTo(3));
  }
  FeedReader reader = Reader(2);
  EXPECT_THAT(reader.TakePage(), IsOkAndHolds(1));
  EXPECT_THAT(reader.TakePage(), IsOkAndHolds(0));
  EXPECT_EQ(Effects(), "a b c ");
  EXPECT_EQ(Lag(), 0);
  EXPECT_EQ(last_trace_, kTrace);
}

// At least once in: the same page comes again, as after a crash of another process or an answer that was lost.
TEST_P(FeedReaderTest, APageThatComesTwiceHasItsEffectOnce) {
  for (const char* kind : {"a", "b"}) Happen(kind);
  const auto page = [&] {
    v1alpha::ListEventsRequest request;
    return *ListEvents(*peer_, request);
  }();
  FeedReader::Options options = Options();
  options.poll =
      [&](const v1alpha::ListEventsRequest& request) -> absl::StatusOr<v1alpha::ListEventsResponse> {
    // The other reader is faster, between this one's look at its position and its transaction.
    if (request.after_position() == 0) {
      EXPECT_THAT(Reader().TakePage(), IsOkAndHolds(2));
    }
    return request.after_position() == 0 ? page : ListEvents(*peer_, request);
  };
  FeedReader reader(options, db(), logger_, metrics_);
  EXPECT_THAT(reader.TakePage(), IsOk());
  EXPECT_EQ(Effects(), "a b ");
}

TEST_P(FeedReaderTest, AnEventThatFailsHoldsTheFeedAndIsNeverSkipped) {
  for (const char* kind : {"a", "b", "bad", "c"}) Happen(kind);
  refused_ = "bad";
  FeedReader reader = Reader();
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(reader.TakePage(), StatusIs(absl::StatusCode::kFailedPrecondition));
  }
  EXPECT_EQ(Effects(), "a b ");
  EXPECT_EQ(Failures("handler"), 5);
  EXPECT_EQ(Lag(), 2);
  EXPECT_TRUE(reader.DrainedTo(2));
  EXPECT_FALSE(reader.DrainedTo(3));
  // The 1st, 2nd and 4th are told.
  EXPECT_EQ(std::count(log_.begin(), log_.end(), '\n'), 3) << log_;
  EXPECT_THAT(log_, HasSubstr("SEAT_TAKEN"));
  EXPECT_THAT(log_, HasSubstr("\"bad\""));
  EXPECT_THAT(log_, HasSubstr("0af7651916cd43dd8448eb211c80319c"));
  refused_ = "";
  EXPECT_THAT(reader.TakePage(), IsOkAndHolds(2));
  EXPECT_EQ(Effects(), "a b bad c ");
}

TEST_P(FeedReaderTest, AFeedWithAHoleOrThatWentBackIsNotTaken) {
  Happen("a");
  FeedReader::Options options = Options();
  v1alpha::ListEventsResponse answer;
  options.poll = [&](const v1alpha::ListEventsRequest&) { return answer; };
  FeedReader reader(options, db(), logger_, metrics_);
  answer.set_latest_position(2);
  answer.add_events()->set_position(2);
  EXPECT_THAT(reader.TakePage(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(Effects(), "");
  ASSERT_THAT(Reader().TakePage(), IsOkAndHolds(1));
  answer.Clear();  // an empty feed, where one event was already
  EXPECT_THAT(reader.TakePage(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(Failures("feed"), 2);
}

TEST_P(FeedReaderTest, TheThreadCatchesUpWaitsForThePeerAndEnds) {
  peer_away_ = true;
  FeedReader reader = Reader(2);
  reader.Start();
  for (const char* kind : {"a", "b", "c"}) Happen(kind);
  // The peer is found away at least once before it comes back.
  while (Failures("peer") == 0) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_FALSE(reader.DrainedTo(1));
  peer_away_ = false;
  EXPECT_TRUE(reader.DrainedTo(3, kPatience));
  Happen("d");
  EXPECT_TRUE(reader.DrainedTo(4, kPatience));
  EXPECT_FALSE(reader.DrainedTo(5, absl::Milliseconds(1)));
  reader.Stop();
  Happen("e");
  EXPECT_EQ(Effects(), "a b c d ");
  EXPECT_EQ(
      metrics_.GetCounter({"selaras_feed_events_total", ""}, {{"reader", "registry"}, {"source", "approval"}})
          .Value(),
      4);
}

// Stop does not wait for a pause to end.
TEST_P(FeedReaderTest, StopEndsALongPause) {
  FeedReader::Options options = Options();
  options.first_pause = options.longest_pause = absl::Hours(1);
  absl::Notification polled;
  options.poll = [&](const v1alpha::ListEventsRequest& request) {
    if (!polled.HasBeenNotified()) polled.Notify();
    return ListEvents(*peer_, request);
  };
  FeedReader reader(options, db(), logger_, metrics_);
  reader.Start();
  polled.WaitForNotification();
  reader.Stop();
}

INSTANTIATE_TEST_SUITE_P(Databases, FeedReaderTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::feed
