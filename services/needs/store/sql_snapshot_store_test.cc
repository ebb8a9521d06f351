#include "services/needs/store/sql_snapshot_store.h"

#include "absl/strings/str_cat.h"
#include "libs/sql/outbox.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "services/needs/store/sql_record_store.h"
#include "services/needs/testing/told.h"

namespace selaras::needs {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'775'008'800);

class SqlSnapshotStoreTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    sql::DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), sql::kFeedSchema, "feed"), IsOk());
    ASSERT_THAT(sql::Migrate(db(), kSchema, "needs"), IsOk());
    store_ = std::make_unique<SqlSnapshotStore>(db(), ids_);
  }

  static Snapshot Fresh(const std::string& id, absl::Time time = kNow) {
    Snapshot snapshot;
    snapshot.id = id;
    snapshot.tenant = "t";
    snapshot.effective_date = absl::CivilDay(2026, 4, 1);
    snapshot.needs_revision = 3;
    snapshot.policy_hash = "p";
    snapshot.create_time = time;
    snapshot.actor = "analyst7";
    return snapshot;
  }

  Snapshot Create(const std::string& id, absl::Time time = kNow) {
    auto created = store_->Create("t", {"analyst", id, "hash"}, Fresh(id, time));
    EXPECT_THAT(created, IsOk());
    return created.ok() ? *created : Snapshot();
  }

  // Analysed, with posts whose shortage is 0, 1, 2, 0, 1, 2 … and surplus the other way round.
  Snapshot Analysed(const std::string& id, int posts) {
    Create(id);
    std::optional<Snapshot> claimed = *store_->Claim("w", kNow, kNow + absl::Seconds(9));
    Analysis analysis;
    for (int i = 0; i < posts; ++i) {
      NeedCurve curve;
      curve.post = {absl::StrCat("posts/", 100 + i),
                    absl::StrCat("orgUnits/", i % 2),
                    "positions/p",
                    "agencies/a",
                    4,
                    2 + i % 2};
      curve.target = 2 + i % 3;
      curve.critical = 1;
      curve.urgency = {1000, 700, 0};
      curve.raw = *Ratio::Of(10 + i, 3);
      curve.low = curve.high = curve.raw;
      curve.basis = Basis::kWorkload;
      curve.reason_id = "alasan";
      curve.reason_en = "reason";
      analysis.curves.push_back(curve);
    }
    analysis.loads = {{"orgUnits/0", "Dinas", "0/", 10, 8.5, 0.85, "C", std::nullopt, 2.5},
                      {"orgUnits/1", "Sekolah", "0/1/", 4, 5, 1.25, "A", 4.5, std::nullopt},
                      {"orgUnits/2", "Kosong", "0/2/", 0, 1, std::nullopt, "", std::nullopt, std::nullopt},
                      {"orgUnits/3", "Lain", "3/", 4, 5, 1.25, "A", std::nullopt, std::nullopt}};
    claimed->totals = {posts, 7, 6, 5, 4, 3, 2, 1};
    claimed->content_hash = "c";
    claimed->registry_revision = 12;
    claimed->end_time = kNow + absl::Seconds(3);
    EXPECT_THAT(store_->Finish("w", *claimed, analysis), IsOkAndHolds(true));
    return *store_->Get("t", id);
  }

  SeededIdSource ids_{5};
  std::unique_ptr<SqlSnapshotStore> store_;
};

TEST_P(SqlSnapshotStoreTest, CreatedOncePerRequest) {
  const Snapshot first = Create("s1");
  EXPECT_EQ(first.state, SnapshotState::kAnalysing);
  EXPECT_EQ(first.effective_date, absl::CivilDay(2026, 4, 1));
  EXPECT_EQ(first.needs_revision, 3);
  SELARAS_ASSERT_OK_AND_ASSIGN(const Snapshot again,
                               store_->Create("t", {"analyst", "s1", "hash"}, Fresh("s2")));
  EXPECT_EQ(again.id, "s1");
  EXPECT_THAT(store_->Create("t", {"analyst", "", "hash"}, Fresh("s3")),
              selaras::testing::StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(store_->Get("t", "s2"), FailsWith(absl::StatusCode::kNotFound, "NEED_SNAPSHOT_NOT_FOUND"));
  EXPECT_THAT(store_->Get("u", "s1"), FailsWith(absl::StatusCode::kNotFound, "NEED_SNAPSHOT_NOT_FOUND"));
}

TEST_P(SqlSnapshotStoreTest, AnAnalysisIsToldWithItsHash) {
  Create("s0");
  EXPECT_THAT(testing::EventKinds(db()), ElementsAre());
  std::optional<Snapshot> claimed = *store_->Claim("w", kNow, kNow + absl::Seconds(9));
  claimed->content_hash = "c0ffee";
  claimed->end_time = kNow + absl::Seconds(3);
  EXPECT_THAT(store_->Finish("another", *claimed, Analysis()), IsOkAndHolds(false));
  EXPECT_THAT(testing::EventKinds(db()), ElementsAre());
  EXPECT_THAT(store_->Finish("w", *claimed, Analysis()), IsOkAndHolds(true));
  EXPECT_THAT(testing::EventKinds(db()), ElementsAre("NeedsAnalyzed", "LeafWritten"));
  const auto leaf = testing::LeafOf(db(), "t", "needSnapshots/s0");
  EXPECT_EQ(leaf.at("content_sha256"), "c0ffee");
  EXPECT_EQ(leaf.at("policy_sha256"), "p");
  EXPECT_EQ(leaf.at("actor"), "analyst7");
}

TEST_P(SqlSnapshotStoreTest, ListsNewestFirst) {
  for (int i = 0; i < 5; ++i) Create(absl::StrCat("s", i), kNow + absl::Seconds(i / 2));
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto first, store_->List("t", absl::InfiniteFuture(), "", 3));
  ASSERT_THAT(first, SizeIs(3));
  EXPECT_EQ(first[0].id, "s4");
  EXPECT_EQ(first[1].id, "s3");
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto rest, store_->List("t", first[2].create_time, first[2].id, 9));
  ASSERT_THAT(rest, SizeIs(2));
  EXPECT_EQ(rest[0].id, "s1");
  EXPECT_EQ(rest[1].id, "s0");
  EXPECT_THAT(store_->Count("t"), IsOkAndHolds(5));
}

TEST_P(SqlSnapshotStoreTest, OneWorkerAtATimeUntilItsClaimRunsOut) {
  Create("s1");
  SELARAS_ASSERT_OK_AND_ASSIGN(auto claimed, store_->Claim("w1", kNow, kNow + absl::Seconds(10)));
  ASSERT_TRUE(claimed.has_value());
  EXPECT_EQ(claimed->attempts, 1);
  EXPECT_THAT(store_->Claim("w2", kNow + absl::Seconds(9), kNow + absl::Seconds(20)),
              IsOkAndHolds(Eq(std::nullopt)));
  claimed->posts_done = 4;
  claimed->posts_total = 8;
  claimed->registry_revision = 12;
  EXPECT_THAT(store_->Progress("w1", *claimed, kNow + absl::Seconds(15)), IsOkAndHolds(true));
  EXPECT_EQ(store_->Get("t", "s1")->posts_done, 4);
  EXPECT_THAT(store_->Claim("w2", kNow + absl::Seconds(14), kNow + absl::Seconds(20)),
              IsOkAndHolds(Eq(std::nullopt)));
  // Silence: another worker takes over, and the first can no longer write.
  SELARAS_ASSERT_OK_AND_ASSIGN(auto taken,
                               store_->Claim("w2", kNow + absl::Seconds(15), kNow + absl::Seconds(30)));
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->attempts, 2);
  EXPECT_EQ(taken->registry_revision, 12);
  EXPECT_THAT(store_->Progress("w1", *claimed, kNow), IsOkAndHolds(false));
  EXPECT_THAT(store_->Finish("w1", *claimed, Analysis()), IsOkAndHolds(false));
  EXPECT_THAT(store_->Fail("w1", *claimed), IsOkAndHolds(false));
  EXPECT_EQ(store_->Get("t", "s1")->state, SnapshotState::kAnalysing);
}

TEST_P(SqlSnapshotStoreTest, ReleasedWorkWaitsAsToldAndFailedWorkIsOver) {
  Create("s1");
  SELARAS_ASSERT_OK_AND_ASSIGN(auto claimed, store_->Claim("w1", kNow, kNow + absl::Seconds(10)));
  ASSERT_THAT(store_->Release("w1", *claimed, kNow + absl::Seconds(2)), IsOk());
  EXPECT_THAT(store_->Claim("w2", kNow + absl::Seconds(1), kNow), IsOkAndHolds(Eq(std::nullopt)));
  SELARAS_ASSERT_OK_AND_ASSIGN(auto taken,
                               store_->Claim("w2", kNow + absl::Seconds(2), kNow + absl::Seconds(9)));
  ASSERT_TRUE(taken.has_value());
  taken->failure_reason = "the registry is away";
  taken->end_time = kNow + absl::Seconds(5);
  EXPECT_THAT(store_->Fail("w2", *taken), IsOkAndHolds(true));
  const Snapshot failed = *store_->Get("t", "s1");
  EXPECT_EQ(failed.state, SnapshotState::kFailed);
  EXPECT_EQ(failed.failure_reason, "the registry is away");
  EXPECT_EQ(failed.end_time, kNow + absl::Seconds(5));
  EXPECT_THAT(store_->Claim("w3", kNow + absl::Hours(9), kNow + absl::Hours(10)),
              IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(SqlSnapshotStoreTest, AnalysedSnapshotReadsBack) {
  const Snapshot snapshot = Analysed("s1", 7);
  EXPECT_EQ(snapshot.state, SnapshotState::kAnalysed);
  EXPECT_EQ(snapshot.registry_revision, 12);
  EXPECT_EQ(snapshot.content_hash, "c");
  EXPECT_EQ(snapshot.totals.posts, 7);
  EXPECT_EQ(snapshot.totals.shortage, 3);
  EXPECT_EQ(snapshot.totals.measured_posts, 1);
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto curves, store_->ListCurves("t", {.snapshot_id = "s1"}, 100));
  ASSERT_THAT(curves, SizeIs(7));
  EXPECT_EQ(curves[1].post.name, "posts/101");
  EXPECT_EQ(curves[1].post.incumbents, 3);
  EXPECT_THAT(curves[1].urgency, ElementsAre(1000, 700, 0));
  EXPECT_EQ(curves[1].raw, 11.0 / 3);
  EXPECT_EQ(curves[1].basis, Basis::kWorkload);
  EXPECT_EQ(curves[1].reason_id, "alasan");
}

TEST_P(SqlSnapshotStoreTest, CurvesPageInEveryOrder) {
  Analysed("s1", 20);
  for (const CurveOrder order : {CurveOrder::kPost, CurveOrder::kShortage, CurveOrder::kSurplus}) {
    CurveQuery query{.snapshot_id = "s1", .order = order};
    const auto all = *store_->ListCurves("t", query, 100);
    ASSERT_THAT(all, SizeIs(20));
    std::vector<std::string> paged;
    for (;;) {
      const auto page = *store_->ListCurves("t", query, 3);
      for (const StoredCurve& curve : page) paged.push_back(curve.post.name);
      if (page.size() < 3) break;
      query.after_post = page.back().post.name;
      query.after_value = order == CurveOrder::kSurplus ? page.back().surplus : page.back().shortage;
    }
    ASSERT_THAT(paged, SizeIs(20));
    for (size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(paged[i], all[i].post.name);
      if (i == 0) continue;
      const auto value = [&](const StoredCurve& curve) {
        return order == CurveOrder::kShortage  ? curve.shortage
               : order == CurveOrder::kSurplus ? curve.surplus
                                               : 0;
      };
      EXPECT_LE(value(all[i]), value(all[i - 1]));
    }
  }
  EXPECT_THAT(*store_->ListCurves("t", {.snapshot_id = "s1", .org_unit = "orgUnits/1"}, 100), SizeIs(10));
  EXPECT_THAT(store_->CountCurves("t", {.snapshot_id = "s1", .position = "positions/q"}), IsOkAndHolds(0));
}

TEST_P(SqlSnapshotStoreTest, LoadsComeHighestFirstAndBelowAUnit) {
  Analysed("s1", 1);
  std::vector<std::string> units;
  LoadQuery query{.snapshot_id = "s1"};
  for (;;) {
    const auto page = *store_->ListLoads("t", query, 1);
    if (page.empty()) break;
    units.push_back(page[0].load.org_unit);
    query.after_unit = page[0].load.org_unit;
    query.after_load = page[0].order;
  }
  EXPECT_THAT(units, ElementsAre("orgUnits/1", "orgUnits/3", "orgUnits/0", "orgUnits/2"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const auto below,
                               store_->ListLoads("t", {.snapshot_id = "s1", .org_unit = "orgUnits/0"}, 9));
  ASSERT_THAT(below, SizeIs(2));
  EXPECT_EQ(below[0].load.org_unit, "orgUnits/1");
  EXPECT_EQ(below[0].load.perceived_load, 4.5);
  EXPECT_EQ(below[1].load.load_index, std::nullopt);
  EXPECT_THAT(store_->CountLoads("t", {.snapshot_id = "s1", .org_unit = "orgUnits/0"}), IsOkAndHolds(2));
}

INSTANTIATE_TEST_SUITE_P(Databases, SqlSnapshotStoreTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::needs
