#include "libs/evidence/store/evidence_log.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/evidence/leaf.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"

namespace selaras::evidence {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::IsOkAndHolds;
using ::selaras::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::Time kNoon = absl::FromUnixMicros(1775008800123456);

class EvidenceLogTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), kSchema, "evidence"), IsOk());
  }

  // Appends leaves until there are `size`, several a transaction.
  void GrowTo(int64_t size) {
    ASSERT_THAT(db().Transaction([&](sql::Connection& conn) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(int64_t next, log_.Size(conn));
      for (; next < size; ++next) {
        EXPECT_THAT(log_.Append(conn, "registry", absl::StrCat("e", next), Data(next)), IsOkAndHolds(next));
      }
      return absl::OkStatus();
    }),
                IsOk());
  }
  static std::string Data(int64_t index) { return absl::StrCat("leaf ", index, std::string(1, '\0')); }

  Hash RootOfFirst(int64_t size) {
    Frontier frontier;
    for (int64_t i = 0; i < size; ++i) frontier.Append(LeafHash(Data(i)));
    return frontier.Root();
  }

  // Runs `work` in a read transaction; it reports by itself.
  void Read(absl::FunctionRef<void(sql::Connection&)> work) {
    EXPECT_THAT(db().ReadTransaction([&](sql::Connection& conn) {
      work(conn);
      return absl::OkStatus();
    }),
                IsOk());
  }
  absl::StatusOr<std::optional<SignedCheckpoint>> Sign(absl::Time now = kNoon) {
    absl::StatusOr<std::optional<SignedCheckpoint>> result;
    const absl::Status status = db().Transaction([&](sql::Connection& conn) -> absl::Status {
      result = log_.Sign(conn, key_, now);
      return result.status();
    });
    if (!status.ok()) return status;
    return result;
  }
  absl::Status Script(absl::string_view sql) {
    return db().Transaction([&](sql::Connection& conn) { return conn.ExecuteScript(sql); });
  }
  // What somebody with the run of the database would do.
  void AlterLeaf(int64_t index) {
    if (is_postgres()) {
      ASSERT_THAT(Script("alter table evidence_leaves disable trigger user"), IsOk());
    } else {
      ASSERT_THAT(Script("drop trigger evidence_leaves_stay"), IsOk());
    }
    ASSERT_THAT(db().Transaction([&](sql::Connection& conn) {
      return conn.Execute("update evidence_leaves set data = $1, leaf_hash = $2 where leaf_index = $3",
                          {sql::Bytes("forged"), sql::Bytes(AsBytes(LeafHash("forged"))), index});
    }),
                IsOk());
  }

  const EvidenceLog log_{"selaras.test/evidence"};
  const SigningKey key_ = *SigningKey::FromSeed(std::string(kSeedBytes, 'k'));
};

TEST_P(EvidenceLogTest, RootsAndProofsOfEverySizeHold) {
  constexpr int64_t kSize = 45;
  GrowTo(kSize);
  Read([&](sql::Connection& conn) {
    for (int64_t size = 0; size <= kSize; ++size) {
      EXPECT_THAT(log_.Root(conn, size), IsOkAndHolds(RootOfFirst(size)));
      for (int64_t index = 0; index < size; ++index) {
        const Hash leaf = LeafHash(Data(index));
        const auto inclusion = log_.ProveInclusion(conn, AsBytes(leaf), size);
        ASSERT_THAT(inclusion, IsOk());
        EXPECT_EQ(inclusion->index, index);
        EXPECT_THAT(VerifyInclusion(leaf, index, size, inclusion->proof, RootOfFirst(size)), IsOk());
      }
      for (int64_t first = 1; first <= size; first += 3) {
        const auto proof = log_.ProveConsistency(conn, first, size);
        ASSERT_THAT(proof, IsOk());
        EXPECT_THAT(VerifyConsistency(first, size, *proof, RootOfFirst(first), RootOfFirst(size)), IsOk());
      }
    }
  });
}

TEST_P(EvidenceLogTest, WhatIsNotThereIsRefused) {
  GrowTo(5);
  Read([&](sql::Connection& conn) {
    EXPECT_THAT(log_.Root(conn, 6), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(log_.Root(conn, -1), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(log_.ProveInclusion(conn, AsBytes(LeafHash("none")), 5),
                StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(log_.ProveInclusion(conn, AsBytes(LeafHash(Data(4))), 4),
                StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(log_.ProveConsistency(conn, 0, 5), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(log_.ProveConsistency(conn, 3, 6), StatusIs(absl::StatusCode::kInvalidArgument));
  });
  EXPECT_THAT(db().Transaction([&](sql::Connection& conn) {
    return log_.Append(conn, "registry", "long", std::string(kLargestLeaf + 1, 'x')).status();
  }),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(EvidenceLogTest, AnEventIsNumberedOnceAndNumbersHaveNoGaps) {
  GrowTo(3);
  EXPECT_THAT(db().Transaction([&](sql::Connection& conn) -> absl::Status {
    EXPECT_THAT(log_.Append(conn, "needs", "lost", "lost"), IsOkAndHolds(3));
    return absl::CancelledError("taken back");
  }),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(db().Transaction([&](sql::Connection& conn) -> absl::Status {
    EXPECT_THAT(log_.Append(conn, "registry", "e1", Data(1)), IsOkAndHolds(1));
    EXPECT_THAT(log_.Append(conn, "needs", "new", "new"), IsOkAndHolds(3));
    EXPECT_THAT(log_.Append(conn, "needs", "new", "new"), IsOkAndHolds(3));
    return absl::OkStatus();
  }),
              IsOk());
  Read([&](sql::Connection& conn) {
    EXPECT_THAT(log_.Size(conn), IsOkAndHolds(4));
    const auto leaves = log_.List(conn, 1, 2);
    ASSERT_THAT(leaves, IsOk());
    ASSERT_EQ(leaves->size(), 2);
    EXPECT_EQ((*leaves)[0].data, Data(1));
    EXPECT_EQ((*leaves)[1].index, 2);
    EXPECT_EQ((*leaves)[1].source, "registry");
    EXPECT_EQ((*leaves)[1].event_id, "e2");
  });
}

TEST_P(EvidenceLogTest, AnEventThatComesAgainWithAnotherLeafIsNotPassedOver) {
  GrowTo(3);
  for (const auto& [source, data] :
       {std::pair<std::string, std::string>("registry", "other"), {"needs", Data(1)}}) {
    EXPECT_THAT(db().Transaction([&, source = source, data = data](sql::Connection& conn) {
      return log_.Append(conn, source, "e1", data).status();
    }),
                StatusIs(absl::StatusCode::kDataLoss))
        << source;
  }
}

TEST_P(EvidenceLogTest, SignsOnlyWhatGrewAndTheSignatureHolds) {
  EXPECT_THAT(Sign(), IsOkAndHolds(std::nullopt));
  GrowTo(3);
  const auto first = Sign();
  ASSERT_THAT(first, IsOk());
  ASSERT_TRUE(first->has_value());
  EXPECT_THAT(VerifyCheckpoint(**first, key_.public_key()), IsOk());
  EXPECT_EQ((*first)->checkpoint.size, 3);
  EXPECT_EQ((*first)->checkpoint.root, RootOfFirst(3));
  EXPECT_EQ((*first)->checkpoint.time, kNoon);
  EXPECT_THAT(Sign(kNoon + absl::Hours(1)), IsOkAndHolds(*first));
  GrowTo(8);
  const auto second = Sign(kNoon + absl::Hours(2));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ((*second)->checkpoint.size, 8);
  Read([&](sql::Connection& conn) {
    EXPECT_THAT(log_.LatestCheckpoint(conn), IsOkAndHolds(*second));
    EXPECT_THAT(log_.ListCheckpoints(conn, 0, 10), IsOkAndHolds(::testing::ElementsAre(**first, **second)));
    EXPECT_THAT(log_.ListCheckpoints(conn, 3, 10), IsOkAndHolds(::testing::ElementsAre(**second)));
    EXPECT_THAT(log_.CheckpointCovering(conn, 2), IsOkAndHolds(*first));
    EXPECT_THAT(log_.CheckpointCovering(conn, 3), IsOkAndHolds(*second));
    EXPECT_THAT(log_.CheckpointCovering(conn, 8), IsOkAndHolds(std::nullopt));
  });
}

TEST_P(EvidenceLogTest, NothingIsSignedThatDoesNotGoOnFromTheLastCheckpoint) {
  GrowTo(3);
  ASSERT_THAT(Sign(), IsOk());
  AlterLeaf(2);
  GrowTo(4);
  EXPECT_THAT(Sign(), StatusIs(absl::StatusCode::kDataLoss));
  const EvidenceLog renamed("selaras.other/evidence");
  EXPECT_THAT(
      db().Transaction([&](sql::Connection& conn) { return renamed.Sign(conn, key_, kNoon).status(); }),
      StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_P(EvidenceLogTest, TheDatabaseRefusesToChangeEvidence) {
  GrowTo(4);
  ASSERT_THAT(Sign(), IsOk());
  for (const char* table : {"evidence_leaves", "evidence_nodes", "evidence_checkpoints"}) {
    EXPECT_THAT(Script(absl::StrCat("delete from ", table)),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("evidence is never")))
        << table;
    if (is_postgres()) {
      EXPECT_THAT(Script(absl::StrCat("truncate ", table)),
                  StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("evidence is never")))
          << table;
    }
  }
  for (const char* update :
       {"update evidence_leaves set source = 'x' where leaf_index = 1", "update evidence_nodes set level = 9",
        "update evidence_checkpoints set time_us = 0"}) {
    EXPECT_THAT(Script(update),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("evidence is never")))
        << update;
  }
  for (const char* index : {"3", "5", "-1"}) {
    EXPECT_THAT(
        Script(absl::StrCat("insert into evidence_leaves select ", index,
                            ", 'gap', source, data, leaf_hash from evidence_leaves where leaf_index = 0")),
        StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("next number")))
        << index;
  }
  if (is_postgres()) return;
  for (const char* replace :
       {"insert or replace into evidence_leaves select leaf_index, 'x', source, data, leaf_hash from "
        "evidence_leaves "
        "where leaf_index = 3",
        "insert or replace into evidence_leaves select 4, event_id, source, data, leaf_hash from "
        "evidence_leaves "
        "where leaf_index = 1",
        "insert or replace into evidence_nodes select * from evidence_nodes",
        "insert or replace into evidence_checkpoints select * from evidence_checkpoints"}) {
    EXPECT_THAT(Script(replace), StatusIs(absl::StatusCode::kFailedPrecondition)) << replace;
  }
}

TEST_P(EvidenceLogTest, ExportsWhatIsSigned) {
  const auto export_log = [&](const std::vector<std::string>& keys) -> absl::StatusOr<std::string> {
    std::string text;
    SELARAS_RETURN_IF_ERROR(db().ReadTransaction([&](sql::Connection& conn) {
      text.clear();
      return ExportLog(conn, log_, keys, [&](absl::string_view piece) {
        absl::StrAppend(&text, piece);
        return absl::OkStatus();
      });
    }));
    return text;
  };
  GrowTo(1);
  EXPECT_THAT(export_log({key_.public_key()}), StatusIs(absl::StatusCode::kFailedPrecondition));
  const SignedCheckpoint first = **Sign();
  GrowTo(3);
  const SignedCheckpoint second = **Sign(kNoon + absl::Seconds(1));
  GrowTo(4);
  EXPECT_THAT(export_log({}), StatusIs(absl::StatusCode::kFailedPrecondition));
  const SigningKey unused = *SigningKey::FromSeed(std::string(kSeedBytes, 'u'));
  const auto leaf = [](int64_t i) { return absl::StrCat("l ", absl::Base64Escape(Data(i)), "\n"); };
  EXPECT_THAT(export_log({unused.public_key(), key_.public_key()}),
              IsOkAndHolds(absl::StrCat("selaras-log 1\norigin selaras.test/evidence\nkey ",
                                        absl::Base64Escape(key_.public_key()), "\nleaves 3\ncheckpoints 2\n",
                                        leaf(0), "c\n", FormatNote(first), leaf(1), leaf(2), "c\n",
                                        FormatNote(second), "end\n")));
}

INSTANTIATE_TEST_SUITE_P(Databases, EvidenceLogTest, sql::TestDatabases(), sql::TestDatabaseName);

}  // namespace
}  // namespace selaras::evidence
