// A log kept by the service's own libraries, through its export, is OK for the verifier, which shares none of them; and
// what was altered in the database is found.
#include <sstream>

#include "libs/base/ids.h"
#include "libs/evidence/leaf.h"
#include "libs/evidence/store/evidence_log.h"
#include "libs/feed/feed.h"
#include "libs/sql/database.h"
#include "libs/sql/outbox.h"
#include "libs/testing/status_matchers.h"
#include "services/verify_log/verify.h"
#include "services/verify_log/wrong.h"

namespace selaras {
namespace {

using ::selaras::testing::IsOk;
using ::testing::HasSubstr;

constexpr char kOrigin[] = "selaras.test/evidence";

class LogAgreementTest : public ::testing::Test {
 protected:
  LogAgreementTest() {
    db_ = *sql::Open("sqlite::memory:");
    EXPECT_THAT(sql::Migrate(*db_, sql::kFeedSchema, "feed"), IsOk());
    EXPECT_THAT(sql::Migrate(*db_, evidence::kSchema, "evidence"), IsOk());
  }

  // `count` acts, their leaves numbered, signed after each `every`.
  void Act(int count, int every) {
    EXPECT_THAT(db_->Transaction([&](sql::Connection& conn) -> absl::Status {
      for (int i = 0; i < count; ++i) {
        SELARAS_RETURN_IF_ERROR(
            feed::AppendLeaf(conn, ids_, {"lampung", "a1", ""},
                             {.service = "approval",
                              .kind = "CaseDecided",
                              .subject = "cases/1",
                              .actor = "approver",
                              .time = absl::FromUnixMicros(1775008800000000 + i),
                              .fields = {{"step", absl::StrCat(i)}, {"reason", std::string("\n\0", 2)}}})
                .status());
        std::vector<sql::Event> events;
        SELARAS_RETURN_IF_ERROR(sql::ReadEvents(conn, i, 1, [&](const sql::Event& event) {
          events.push_back(event);
          return absl::OkStatus();
        }));
        SELARAS_RETURN_IF_ERROR(
            log_.Append(conn, "approval", events.at(0).event_id, events.at(0).payload).status());
        if ((i + 1) % every == 0) {
          SELARAS_RETURN_IF_ERROR(log_.Sign(conn, key_, absl::FromUnixMicros(1775008800000000 + i)).status());
        }
      }
      return absl::OkStatus();
    }),
                IsOk());
  }
  std::string Export() {
    std::string text;
    EXPECT_THAT(db_->ReadTransaction([&](sql::Connection& conn) {
      text.clear();
      return evidence::ExportLog(conn, log_, {key_.public_key()}, [&](absl::string_view piece) {
        absl::StrAppend(&text, piece);
        return absl::OkStatus();
      });
    }),
                IsOk());
    return text;
  }
  std::string ContentsFile() {
    std::string text;
    EXPECT_THAT(db_->ReadTransaction([&](sql::Connection& conn) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(const auto kept, feed::ReadContents(conn, "lampung", "cases/1"));
      text = feed::FormatContents(kept);
      return absl::OkStatus();
    }),
                IsOk());
    return text;
  }
  std::string Verdict(const std::string& text, const std::string& contents_text) {
    std::istringstream in(text);
    std::istringstream contents_in(contents_text);
    try {
      verify_log::Contents contents(contents_in, "contents");
      const auto key = verify_log::PublicKey::FromPem(evidence::PublicKeyPem(key_.public_key())).value();
      const verify_log::Finding finding = verify_log::Verify(in, "log", {key}, contents);
      return absl::StrCat("OK ", finding.leaves, " ", finding.checkpoints, " ", contents.size());
    } catch (const verify_log::Wrong& wrong) {
      return absl::StrCat("WRONG ", wrong.number, " ", wrong.reason);
    }
  }

  SeededIdSource ids_{3};
  std::unique_ptr<sql::Database> db_;
  const evidence::EvidenceLog log_{kOrigin};
  const evidence::SigningKey key_ = *evidence::SigningKey::FromSeed(std::string(evidence::kSeedBytes, 'k'));
};

TEST_F(LogAgreementTest, WhatTheLogExportsTheVerifierAccepts) {
  Act(1234, 100);
  // The last 34 contents have leaves that nothing covers yet.
  EXPECT_THAT(Verdict(Export(), ContentsFile()), HasSubstr("1200 no leaf of the log commits"));
  ASSERT_THAT(db_->Transaction([&](sql::Connection& conn) {
    return log_.Sign(conn, key_, absl::FromUnixMicros(1775008900000000)).status();
  }),
              IsOk());
  EXPECT_EQ(Verdict(Export(), ContentsFile()), "OK 1234 13 1234");
}

TEST_F(LogAgreementTest, WhatWasAlteredInTheDatabaseIsFound) {
  Act(40, 10);
  const std::string contents = ContentsFile();
  ASSERT_EQ(Verdict(Export(), contents), "OK 40 4 40");
  const evidence::Leaf forged = {.service = "approval", .kind = "CaseDecided", .subject = "cases/2"};
  ASSERT_THAT(db_->Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(conn.ExecuteScript("drop trigger evidence_leaves_stay"));
    return conn.Execute("update evidence_leaves set data = $1 where leaf_index = 17",
                        {sql::Bytes(evidence::EncodeLeaf(forged))});
  }),
              IsOk());
  EXPECT_THAT(Verdict(Export(), contents), HasSubstr("one of the leaves 10 to 19"));
}

}  // namespace
}  // namespace selaras
