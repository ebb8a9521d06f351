// A reader that is killed before or after any of its commits goes on where it was: every event has its effect once.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/ids.h"
#include "libs/failpoint/failpoint.h"
#include "libs/feed/feed.h"
#include "libs/feed/feed_reader.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "selaras/feed/v1alpha/feed.pb.h"

namespace selaras::feed {
namespace {

using ::selaras::testing::IsOk;

constexpr int kEvents = 5;
constexpr int kPage = 2;  // so three pages

class Process {
 public:
  explicit Process(const std::string& folder)
      : peer_(sql::Open(absl::StrCat("sqlite:", folder, "/peer.db")).value()),
        own_(sql::Open(absl::StrCat("sqlite:", folder, "/own.db")).value()) {}

  void HaveEventsHappen() {
    EXPECT_THAT(sql::Migrate(*peer_, sql::kFeedSchema, "feed"), IsOk());
    EXPECT_THAT(sql::Migrate(*own_, sql::kFeedSchema, "feed"), IsOk());
    EXPECT_THAT(own_->Transaction([](sql::Connection& conn) {
      return conn.ExecuteScript("create table effects (event_id text)");
    }),
                IsOk());
    EXPECT_THAT(peer_->Transaction([&](sql::Connection& conn) -> absl::Status {
      for (int i = 0; i < kEvents; ++i) {
        SELARAS_RETURN_IF_ERROR(
            sql::AppendEvent(conn, {.event_id = ids_.NewId(), .kind = "DecreeIssued", .time = clock_.Now()})
                .status());
      }
      return absl::OkStatus();
    }),
                IsOk());
  }

  void TakeAll() {
    FeedReader reader(
        {.source = "approval",
         .poll = [this](const v1alpha::ListEventsRequest& request) { return ListEvents(*peer_, request); },
         .handle =
             [](sql::Connection& conn, const sql::Event& event) {
               return conn.Execute("insert into effects (event_id) values ($1)", {event.event_id});
             },
         .page_size = kPage},
        *own_, logger_, metrics_);
    while (reader.TakePage().value() > 0) {
    }
  }

  // "EFFECTS of DISTINCT events".
  std::string Effects() {
    std::string effects;
    EXPECT_THAT(own_->ReadTransaction([&](sql::Connection& conn) {
      return conn.Query("select count(*), count(distinct event_id) from effects", {},
                        [&](const sql::Row& row) {
                          effects = absl::StrCat(row.Int64(0), " of ", row.Int64(1));
                          return absl::OkStatus();
                        });
    }),
                IsOk());
    return effects;
  }

 private:
  testing::FakeClock clock_;
  SeededIdSource ids_{1};
  const Logger logger_{clock_, {.service = "registry"}};
  PrometheusMetrics metrics_;
  std::unique_ptr<sql::Database> peer_;
  std::unique_ptr<sql::Database> own_;
};

TEST(FeedKillTest, EveryEventHasItsEffectOnce) {
  for (const char* point : {"feed.take.before_commit", "feed.take.after_commit"}) {
    for (int nth = 1; nth <= 3; ++nth) {
      const testing::TempDir folder;
      const pid_t child = fork();
      if (child == 0) {
        Process process(folder.path());
        process.HaveEventsHappen();
        failpoint::Arm(point, nth);
        process.TakeAll();
        _exit(0);
      }
      int status = 0;
      ASSERT_EQ(waitpid(child, &status, 0), child);
      ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
          << point << " was not reached " << nth << "×";
      Process process(folder.path());
      process.TakeAll();
      EXPECT_EQ(process.Effects(), "5 of 5") << point << " " << nth;
    }
  }
}

}  // namespace
}  // namespace selaras::feed
