// approval_log_bench LEAVES FOLDER: keeps a log of that many leaves as approval does (SQLite, a checkpoint a thousand leaves)
// and exports it to FOLDER/log, its key to FOLDER/log.pem. Prints one JSON line; what selaras-verify-log says of it is the
// caller's to ask.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/leaf.h"
#include "libs/evidence/store/evidence_log.h"
#include "libs/sql/migrator.h"

namespace selaras::evidence {
namespace {

constexpr int64_t kAtATime = 1000;
constexpr absl::string_view kKinds[] = {"CaseSubmitted", "CaseApproved", "DecreeNumbered", "DecreeSigned"};

std::string LeafText(int64_t i) {
  return EncodeLeaf({.service = "approval",
                     .kind = std::string(kKinds[i % 4]),
                     .subject = absl::StrCat("cases/01jr7c3n8k2m5p9q4s6t8v", i),
                     .time = absl::FromUnixMicros(1775008800000000 + i),
                     .commitment = Sha256(absl::StrCat(i))});
}

absl::Status Keep(sql::Database& database, const EvidenceLog& log, const SigningKey& key, int64_t leaves) {
  for (int64_t begin = 0; begin < leaves; begin += kAtATime) {
    SELARAS_RETURN_IF_ERROR(database.Transaction([&](sql::Connection& conn) -> absl::Status {
      for (int64_t i = begin; i < std::min(begin + kAtATime, leaves); ++i) {
        SELARAS_RETURN_IF_ERROR(
            log.Append(conn, "approval", absl::StrCat("01jr7c3n8k2m5p9q4s6t8v", i), LeafText(i)).status());
      }
      return log.Sign(conn, key, absl::FromUnixSeconds(1775008800 + begin)).status();
    }));
  }
  return absl::OkStatus();
}

double Seconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

absl::Status Run(int64_t leaves, const std::string& folder) {
  SELARAS_ASSIGN_OR_RETURN(const auto database, sql::Open(absl::StrCat("sqlite:", folder, "/log.db")));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*database, kSchema, "evidence"));
  const EvidenceLog log("selaras.benchmark/evidence");
  SELARAS_ASSIGN_OR_RETURN(const SigningKey key, SigningKey::FromSeed(std::string(kSeedBytes, 'k')));
  auto begin = std::chrono::steady_clock::now();
  SELARAS_RETURN_IF_ERROR(Keep(*database, log, key, leaves));
  const double keep = Seconds(begin);
  begin = std::chrono::steady_clock::now();
  std::ofstream file(absl::StrCat(folder, "/log"), std::ios::binary);
  SELARAS_RETURN_IF_ERROR(database->ReadTransaction([&](sql::Connection& conn) {
    return ExportLog(conn, log, {key.public_key()}, [&](absl::string_view text) {
      file.write(text.data(), static_cast<std::streamsize>(text.size()));
      return file ? absl::OkStatus() : absl::InternalError("the export cannot be written");
    });
  }));
  std::ofstream(absl::StrCat(folder, "/log.pem")) << PublicKeyPem(key.public_key());
  std::printf("{\"leaves\":%lld,\"keep_s\":%.3f,\"export_s\":%.3f}\n", static_cast<long long>(leaves), keep,
              Seconds(begin));
  return absl::OkStatus();
}

}  // namespace
}  // namespace selaras::evidence

int main(int argc, char** argv) {
  const int64_t leaves = argc == 3 ? std::atoll(argv[1]) : 0;
  if (leaves < 1) {
    std::fprintf(stderr, "usage: approval_log_bench LEAVES FOLDER\n");
    return 2;
  }
  const absl::Status status = selaras::evidence::Run(leaves, argv[2]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return status.ok() ? 0 : 1;
}
