#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/evidence/store/evidence_log.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"
#include "services/cli/evidence/log_export.h"
#include "services/verify_log/cli.h"

namespace selaras::cli {
namespace {

using ::selaras::testing::IsOk;

class LogExportTest : public sql::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(sql::Migrate(db(), evidence::kSchema, "evidence"), IsOk());
  }

  void GrowAndSign(int64_t size, const evidence::SigningKey& key) {
    ASSERT_THAT(db().Transaction([&](sql::Connection& conn) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(int64_t next, log_.Size(conn));
      for (; next < size; ++next) {
        SELARAS_RETURN_IF_ERROR(log_.Append(conn, "registry", absl::StrCat("e", next),
                                            absl::StrCat("leaf ", next, std::string(1, '\0')))
                                    .status());
      }
      return log_.Sign(conn, key, absl::FromUnixMicros(1775008800123456 + size)).status();
    }),
                IsOk());
  }

  // What the service's ListCheckpoints and ListLeaves give, in small pages.
  LogSource Source(int page) {
    LogSource source;
    source.public_key_pem = evidence::PublicKeyPem(key_.public_key());
    source.notes = [this, page](int64_t after) {
      std::vector<std::string> notes;
      EXPECT_THAT(db().ReadTransaction([&](sql::Connection& conn) -> absl::Status {
        SELARAS_ASSIGN_OR_RETURN(const auto some, log_.ListCheckpoints(conn, after, page));
        for (const auto& one : some) notes.push_back(evidence::FormatNote(one));
        return absl::OkStatus();
      }),
                  IsOk());
      return absl::StatusOr<std::vector<std::string>>(notes);
    };
    source.leaves = [this, page](int64_t first) {
      ++leaf_calls_;
      std::vector<std::string> leaves;
      EXPECT_THAT(db().ReadTransaction([&](sql::Connection& conn) -> absl::Status {
        SELARAS_ASSIGN_OR_RETURN(const auto some, log_.List(conn, first, page));
        for (const auto& one : some) leaves.push_back(one.data);
        return absl::OkStatus();
      }),
                  IsOk());
      return absl::StatusOr<std::vector<std::string>>(leaves);
    };
    return source;
  }

  static absl::StatusOr<std::string> Export(const LogSource& source) {
    std::string text;
    const auto done = WriteLogExport(
        source,
        [&](absl::string_view piece) {
          text.append(piece.data(), piece.size());
          return absl::OkStatus();
        },
        [](int64_t, int64_t) {});
    if (!done.ok()) return done.status();
    return text;
  }

  const evidence::EvidenceLog log_{"selaras.test/evidence"};
  const evidence::SigningKey key_ = *evidence::SigningKey::FromSeed(std::string(evidence::kSeedBytes, 'k'));
  int leaf_calls_ = 0;
};

TEST_P(LogExportTest, BytesAreThoseOfTheStoreAndTheVerifierAgrees) {
  for (const int64_t size : {1, 2, 7, 23, 24}) GrowAndSign(size, key_);
  std::string expected;
  ASSERT_THAT(db().ReadTransaction([&](sql::Connection& conn) {
    expected.clear();
    const std::string key(key_.public_key());
    return evidence::ExportLog(conn, log_, {key}, [&](absl::string_view piece) {
      expected.append(piece.data(), piece.size());
      return absl::OkStatus();
    });
  }),
              IsOk());
  for (const int page : {1, 3, 5, 100}) {
    leaf_calls_ = 0;
    const auto text = Export(Source(page));
    ASSERT_THAT(text, IsOk());
    EXPECT_EQ(*text, expected) << "pages of " << page;
    EXPECT_LE(leaf_calls_, 24 / page + 1);  // Leaves are read once.
  }
  const std::string path = absl::StrCat(::testing::TempDir(), "/cli_log_export.", getpid());
  std::ofstream(path, std::ios::binary) << expected;
  std::ostringstream out, error;
  EXPECT_EQ(verify_log::Run({path, "--json"}, out, error), verify_log::kHolds) << out.str() << error.str();
  std::remove(path.c_str());
}

TEST_P(LogExportTest, NothingSignedYet) {
  EXPECT_EQ(Export(Source(5)).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_P(LogExportTest, AnotherKeySignedBefore) {
  GrowAndSign(2, *evidence::SigningKey::FromSeed(std::string(evidence::kSeedBytes, 'o')));
  GrowAndSign(3, key_);
  EXPECT_EQ(Export(Source(5)).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_P(LogExportTest, MissingLeavesAreNoticed) {
  GrowAndSign(4, key_);
  LogSource source = Source(5);
  source.leaves = [](int64_t) {
    return absl::StatusOr<std::vector<std::string>>(std::vector<std::string>());
  };
  EXPECT_EQ(Export(source).status().code(), absl::StatusCode::kDataLoss);
}

INSTANTIATE_TEST_SUITE_P(Databases, LogExportTest, sql::TestDatabases(), sql::TestDatabaseName);

TEST(PublicKeyOfPemTest, ReadsWhatTheServiceWritesAndNothingElse) {
  const std::string key(32, '\x7f');
  const std::string pem = evidence::PublicKeyPem(key);
  EXPECT_EQ(*PublicKeyOfPem(pem), key);
  EXPECT_FALSE(PublicKeyOfPem("").ok());
  EXPECT_FALSE(PublicKeyOfPem(pem.substr(0, pem.size() - 30)).ok());
  std::string other = pem;
  other[30] = other[30] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(PublicKeyOfPem(other).ok());
}

}  // namespace
}  // namespace selaras::cli
