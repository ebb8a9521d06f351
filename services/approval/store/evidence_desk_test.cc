#include "services/approval/store/evidence_desk.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/feed/feed.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/sql/outbox.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "selaras/feed/v1alpha/feed.pb.h"

namespace selaras::approval {
namespace {

using testing::IsOk;
using testing::StatusIs;

class EvidenceDeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    SELARAS_ASSERT_OK_AND_ASSIGN(database_, sql::Open("sqlite::memory:", {.schema = "approval"}));
    ASSERT_THAT(sql::Migrate(*database_, sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(*database_, evidence::kSchema, "evidence"), IsOk());
  }

  void Act() {
    evidence::LeafContent content;
    content.service = "approval";
    content.kind = "CaseApproved";
    content.subject = "cases/c";
    content.actor = "acc-a";
    content.time = clock_.Now();
    ASSERT_THAT(database_->Transaction([&](sql::Connection& conn) {
      return feed::AppendLeaf(conn, ids_, {"t", "ag", ""}, content).status();
    }),
                IsOk());
  }

  // One that reads this database's own feed.
  std::unique_ptr<EvidenceDesk> DeskOver(const evidence::EvidenceLog& log) {
    auto key = evidence::SigningKey::FromSeed(std::string(32, 's'));
    EXPECT_THAT(key, IsOk());
    const auto poll = [this](const auto& request) { return feed::ListEvents(*database_, request); };
    return std::make_unique<EvidenceDesk>(EvidenceDesk::Deps{*database_, clock_, logger_, metrics_}, log,
                                          *std::move(key),
                                          std::vector<EvidenceDesk::Source>{{"approval", poll}});
  }

  double Shown(const char* gauge) { return metrics_.GetGauge({gauge, ""}).Value(); }
  double Counted(const char* counter) { return metrics_.GetCounter({counter, ""}).Value(); }

  // However long the machine takes, up to half a minute.
  bool Reaches(const char* gauge, double value) {
    for (int i = 0; i < 3000 && Shown(gauge) != value; ++i) absl::SleepFor(absl::Milliseconds(10));
    return Shown(gauge) == value;
  }

  testing::FakeClock clock_;
  RandomIdSource ids_{clock_};
  PrometheusMetrics metrics_;
  const Logger logger_{clock_, {.service = "approval", .sink = [](absl::string_view) {}}};
  std::unique_ptr<sql::Database> database_;
};

TEST_F(EvidenceDeskTest, TellsOfTheNewestCheckpoint) {
  const evidence::EvidenceLog log("test/evidence");
  const auto desk = DeskOver(log);
  ASSERT_THAT(desk->Sign(), IsOk());
  EXPECT_EQ(Shown("selaras_evidence_checkpoint_time_seconds"), 0);
  Act();
  Act();
  desk->Start();
  EXPECT_TRUE(Reaches("selaras_evidence_leaves", 2));
  desk->Stop();
  EXPECT_EQ(Counted("selaras_evidence_leaves_taken_total"), 2);
  EXPECT_EQ(Shown("selaras_evidence_checkpoint_time_seconds"),
            absl::ToDoubleSeconds(clock_.Now() - absl::UnixEpoch()));
  EXPECT_EQ(Counted("selaras_evidence_sign_failures_total"), 0);
}

TEST_F(EvidenceDeskTest, CountsWhatItCannotSign) {
  const evidence::EvidenceLog log("test/evidence");
  Act();
  const auto desk = DeskOver(log);
  desk->Start();
  EXPECT_TRUE(Reaches("selaras_evidence_leaves", 1));
  desk->Stop();

  // The log was signed under one name; a setting gives it another.
  const evidence::EvidenceLog renamed("other/evidence");
  Act();
  const auto second = DeskOver(renamed);
  second->Start();
  for (int i = 0; i < 3000 && Counted("selaras_evidence_leaves_taken_total") < 2; ++i)
    absl::SleepFor(absl::Milliseconds(10));
  second->Stop();
  EXPECT_THAT(second->Sign(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_GE(Counted("selaras_evidence_sign_failures_total"), 1);
  EXPECT_EQ(Shown("selaras_evidence_leaves"), 1);
}

}  // namespace
}  // namespace selaras::approval
