// The use cases and the worker over real stores; the registry alone is a fake.
#include "services/needs/app/analysis_worker.h"

#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/metrics/prometheus_metrics.h"
#include "libs/sql/outbox.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/needs/app/needs_service.h"
#include "services/needs/store/sql_record_store.h"
#include "services/needs/store/sql_snapshot_store.h"

namespace selaras::needs {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::FakeClock;
using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class FakeRegistry final : public RegistryReader {
 public:
  absl::StatusOr<ProvinceFacts> Read(const CallScope& call, int64_t revision, absl::CivilDay effective_date,
                                     const Progress& progress) override {
    tenant = call.tenant;
    ++reads;
    if (!status.ok()) return status;
    ProvinceFacts copy = facts;
    copy.revision = revision > 0 ? revision : facts.revision;
    copy.effective_date = effective_date;
    const int64_t posts = static_cast<int64_t>(copy.posts.size());
    SELARAS_RETURN_IF_ERROR(progress(copy.revision, 0, posts));
    if (at_half) at_half();
    SELARAS_RETURN_IF_ERROR(progress(copy.revision, posts / 2, posts));
    return copy;
  }

  ProvinceFacts facts;
  absl::Status status;
  std::function<void()> at_half;
  std::string tenant;
  int reads = 0;
};

class AnalysisWorkerTest : public ::testing::Test {
 protected:
  AnalysisWorkerTest() {
    EXPECT_THAT(sql::Migrate(*database_, sql::kFeedSchema, "feed"), IsOk());
    EXPECT_THAT(sql::Migrate(*database_, kSchema, "needs"), IsOk());
    registry_.facts.revision = 7;
    registry_.facts.units = {{"orgUnits/o", "Kantor", "OFFICE", "", "OFFICE", ""}};
    registry_.facts.positions = {{"positions/clerk", "CLERK"}};
    for (int i = 0; i < 6; ++i) {
      registry_.facts.posts.push_back({absl::StrCat("posts/", i), "orgUnits/o",
                                       i == 0 ? "positions/clerk" : absl::StrCat("positions/x", i),
                                       "agencies/a", 2, i});
    }
  }

  AnalysisWorker MakeWorker() {
    return AnalysisWorker(
        {records_, snapshots_, registry_, bundle_, clock_, ids_, logger_, metrics_, changes_}, {});
  }
  CallScope Call(const std::string& tenant = "t") {
    CallScope call;
    call.principal.id = "analyst";
    call.tenant = tenant;
    call.clock = &clock_;
    return call;
  }
  RecordImport Import(const std::string& volume) {
    bool given = false;
    auto import = service_.ImportRecords(Call(), "", [&](UploadChunk* chunk) -> absl::StatusOr<bool> {
      if (std::exchange(given, true)) return false;
      *chunk = {
          "workloads.csv",
          absl::StrCat(
              "unit_code,position_code,year,task,task_kind,method,volume,norm_minutes,effective_minutes\n"
              "OFFICE,CLERK,2025,Surat,MAIN,TASK,",
              volume, ",75,\n")};
      return true;
    });
    EXPECT_THAT(import, IsOk());
    return import.ok() ? *import : RecordImport();
  }
  Snapshot Analyze(const std::string& request_id) {
    auto snapshot = service_.Analyze(Call(), {.request_id = request_id});
    EXPECT_THAT(snapshot, IsOk());
    return snapshot.ok() ? *snapshot : Snapshot();
  }
  Snapshot Now(const Snapshot& snapshot) { return *service_.GetSnapshot(Call(), snapshot.id); }

  std::unique_ptr<sql::Database> database_ = *sql::Open("sqlite::memory:");
  FakeClock clock_;
  SeededIdSource ids_{1};
  Logger logger_{clock_,
                 {.service = "test", .sink = [this](absl::string_view line) { log_ += std::string(line); }}};
  std::string log_;
  PrometheusMetrics metrics_;
  ChangeSignal changes_;
  FakeRegistry registry_;
  SeededIdSource store_ids_{6};
  SqlRecordStore records_{*database_, store_ids_};
  SqlSnapshotStore snapshots_{*database_, store_ids_};
  policy::Bundle bundle_ = *policy::Bundle::Load(SELARAS_POLICY_DIR, "seimbang");
  PageTokenCodec page_tokens_{"a key for page tokens"};
  NeedsService service_{
      {records_, snapshots_, bundle_, page_tokens_, clock_, ids_, changes_, *ParseTimeZone("WIB"), {}}};
};

TEST_F(AnalysisWorkerTest, AnalysesWhatWasImported) {
  EXPECT_EQ(Import("4000").revision, 1);
  AnalysisWorker worker = MakeWorker();
  EXPECT_THAT(worker.RunOne(), IsOkAndHolds(false));
  const Snapshot started = Analyze("r1");
  EXPECT_EQ(started.state, SnapshotState::kAnalysing);
  EXPECT_EQ(started.needs_revision, 1);
  EXPECT_EQ(started.effective_date, absl::CivilDay(2026, 4, 1));
  EXPECT_THAT(service_.ListCurves(Call(), started.id, "", "", "", {}).status(),
              FailsWith(absl::StatusCode::kFailedPrecondition, "NEED_SNAPSHOT_NOT_ANALYSED"));
  EXPECT_THAT(worker.RunOne(), IsOkAndHolds(true));
  const Snapshot ended = Now(started);
  EXPECT_EQ(ended.state, SnapshotState::kAnalysed);
  EXPECT_EQ(ended.registry_revision, 7);
  EXPECT_EQ(ended.policy_hash, bundle_.content_hash());
  EXPECT_EQ(ended.totals.posts, 6);
  EXPECT_EQ(ended.totals.measured_posts, 1);
  EXPECT_EQ(ended.totals.target, 4 + 5 * 2);
  EXPECT_EQ(ended.totals.shortage, 4 + 1);
  EXPECT_EQ(ended.totals.surplus, 1 + 2 + 3);
  EXPECT_EQ(ended.posts_done, 6);
  EXPECT_EQ(registry_.tenant, "t");
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto page,
                               service_.ListCurves(Call(), ended.id, "shortage desc", "", "", {.size = 1}));
  EXPECT_EQ(page.total_size, 6);
  ASSERT_THAT(page.items, SizeIs(1));
  EXPECT_EQ(page.items[0].reason_id, "Beban kerja 300.000 menit setahun ÷ 75.000 menit efektif = 4,0");
  EXPECT_THAT(page.next_page_token, Not(IsEmpty()));
  EXPECT_THAT(service_.ListCurves(Call("other"), ended.id, "", "", "", {}).status(),
              FailsWith(absl::StatusCode::kNotFound, "NEED_SNAPSHOT_NOT_FOUND"));
}

TEST_F(AnalysisWorkerTest, EqualInputGivesEqualHashesAndOtherInputOthers) {
  AnalysisWorker worker = MakeWorker();
  std::vector<std::string> hashes;
  for (const char* volume : {"4000", "4000", "5000"}) {
    Import(volume);
    const Snapshot snapshot = Analyze(absl::StrCat("r", hashes.size()));
    ASSERT_THAT(worker.RunOne(), IsOkAndHolds(true));
    hashes.push_back(Now(snapshot).content_hash);
  }
  EXPECT_EQ(hashes[0], hashes[1]);
  EXPECT_NE(hashes[1], hashes[2]);
  EXPECT_THAT(hashes[0], SizeIs(64));
}

// The records of a later import do not slip into an analysis that was started before it.
TEST_F(AnalysisWorkerTest, ReadsTheRevisionOfItsStart) {
  Import("4000");
  const Snapshot snapshot = Analyze("r1");
  Import("8000");
  AnalysisWorker worker = MakeWorker();
  ASSERT_THAT(worker.RunOne(), IsOkAndHolds(true));
  EXPECT_EQ(Now(snapshot).totals.target, 4 + 5 * 2);
}

TEST_F(AnalysisWorkerTest, ABrokenOffAnalysisIsTakenUpAgain) {
  Import("4000");
  const Snapshot snapshot = Analyze("r1");
  // A worker that died in the middle: it claimed, and says nothing more.
  ASSERT_TRUE((*snapshots_.Claim("dead", clock_.Now(), clock_.Now() + absl::Seconds(20))).has_value());
  AnalysisWorker worker = MakeWorker();
  EXPECT_THAT(worker.RunOne(), IsOkAndHolds(false));
  clock_.Advance(absl::Seconds(20));
  EXPECT_THAT(worker.RunOne(), IsOkAndHolds(true));
  EXPECT_EQ(Now(snapshot).state, SnapshotState::kAnalysed);
  EXPECT_EQ(Now(snapshot).attempts, 2);
}

TEST_F(AnalysisWorkerTest, WaitsForARegistryThatIsAwayAndFailsInTheEnd) {
  const Snapshot snapshot = Analyze("r1");
  registry_.status = absl::UnavailableError("connection refused");
  AnalysisWorker worker = MakeWorker();
  EXPECT_THAT(worker.RunOne(), IsOkAndHolds(true));
  EXPECT_EQ(Now(snapshot).state, SnapshotState::kAnalysing);
  EXPECT_THAT(worker.RunOne(), IsOkAndHolds(false));  // not at once
  for (int attempt = 2; attempt <= 6; ++attempt) {
    clock_.Advance(absl::Minutes(2));
    EXPECT_THAT(worker.RunOne(), IsOkAndHolds(true));
  }
  EXPECT_EQ(Now(snapshot).state, SnapshotState::kFailed);
  EXPECT_EQ(Now(snapshot).failure_reason, "connection refused");
  EXPECT_EQ(registry_.reads, 6);
}

TEST_F(AnalysisWorkerTest, WhatCannotBetterItselfFailsAtOnce) {
  registry_.status = absl::PermissionDeniedError("no");
  const Snapshot snapshot = Analyze("r1");
  AnalysisWorker worker = MakeWorker();
  EXPECT_THAT(worker.RunOne(), IsOkAndHolds(true));
  EXPECT_EQ(Now(snapshot).state, SnapshotState::kFailed);
}

// A worker that was silent too long must not write over the one that took over.
TEST_F(AnalysisWorkerTest, GivesUpWhenAnotherTookOver) {
  const Snapshot snapshot = Analyze("r1");
  registry_.at_half = [&] {
    clock_.Advance(absl::Minutes(1));
    EXPECT_TRUE((*snapshots_.Claim("other", clock_.Now(), clock_.Now() + absl::Seconds(20))).has_value());
  };
  AnalysisWorker worker = MakeWorker();
  EXPECT_THAT(worker.RunOne(), IsOkAndHolds(true));
  EXPECT_EQ(Now(snapshot).state, SnapshotState::kAnalysing);
  EXPECT_EQ(Now(snapshot).attempts, 2);
  EXPECT_THAT(log_, HasSubstr("another worker"));
}

TEST_F(AnalysisWorkerTest, WatchersSeeTheEndAndStoppedWorkIsGivenBack) {
  const Snapshot snapshot = Analyze("r1");
  AnalysisWorker worker = MakeWorker();
  worker.Start();
  std::vector<SnapshotState> seen;
  ASSERT_THAT(service_.Watch(Call(), snapshot.id,
                             [&](const Snapshot& change) {
                               seen.push_back(change.state);
                               return absl::OkStatus();
                             }),
              IsOk());
  EXPECT_EQ(seen.back(), SnapshotState::kAnalysed);
  worker.Stop();
  Analyze("r2");
  EXPECT_THAT(MakeWorker().RunOne(), IsOkAndHolds(true));
}

TEST_F(AnalysisWorkerTest, AWatcherWhoHasGoneIsLeft) {
  const Snapshot snapshot = Analyze("r1");
  CallScope call = Call();
  call.is_cancelled = [] { return true; };
  EXPECT_THAT(service_.Watch(call, snapshot.id, [](const Snapshot&) { return absl::OkStatus(); }),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(AnalysisWorkerTest, ArgumentsAreChecked) {
  EXPECT_THAT(service_.Analyze(Call(), {.request_id = "r", .registry_revision = -1}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(service_.Analyze(Call(), {}).status(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(service_.GetSnapshot(Call(), "none"),
              FailsWith(absl::StatusCode::kNotFound, "NEED_SNAPSHOT_NOT_FOUND"));
  AnalysisWorker worker = MakeWorker();
  const Snapshot snapshot = Analyze("r");
  ASSERT_THAT(worker.RunOne(), IsOkAndHolds(true));
  EXPECT_THAT(service_.ListCurves(Call(), snapshot.id, "shortage", "", "", {}).status(),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_ORDER_BY"));
  EXPECT_THAT(service_.ListCurves(Call(), snapshot.id, "", "", "", {.size = -1}).status(),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_SIZE"));
}

}  // namespace
}  // namespace selaras::needs
