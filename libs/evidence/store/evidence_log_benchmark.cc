// What keeping evidence costs. PostgreSQL is named by SELARAS_TEST_POSTGRES. SQLite files lie in the temporary folder,
// with synchronous=FULL.
//   BM_Append        leaves of ~200 bytes, by leaves a transaction (0 SQLite, 1 PostgreSQL)
//   BM_Inclusion     a proof in a log of 100,000 leaves
//   BM_Consistency   the same between two sizes
//   BM_Sign          a checkpoint after each leaf: a durable transaction, a consistency proof, a signature
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/leaf.h"
#include "libs/evidence/store/evidence_log.h"
#include "libs/testing/temp_dir.h"

namespace selaras::evidence {
namespace {

constexpr int64_t kLeaves = 100000;

struct Fixture {
  testing::TempDir folder;
  std::unique_ptr<sql::Database> db;
  std::string schema;
  const EvidenceLog log{"selaras.benchmark/evidence"};
  const SigningKey key = *SigningKey::FromSeed(std::string(kSeedBytes, 'k'));
  int64_t size = 0;

  ~Fixture() {
    if (schema.empty() || db == nullptr) return;
    db->Transaction([&](sql::Connection& conn) {
        return conn.ExecuteScript(absl::StrCat("drop schema ", schema, " cascade"));
      }).IgnoreError();
  }

  absl::Status Append(sql::Connection& conn, int64_t count) {
    for (int64_t i = size; i < size + count; ++i) {
      const Leaf leaf = {.service = "approval",
                         .kind = "CaseDecided",
                         .subject = absl::StrCat("cases/01jr7c3n8k2m5p9q4s6t8v", i),
                         .time = absl::FromUnixMicros(1775008800000000 + i),
                         .commitment = Sha256(absl::StrCat(i))};
      SELARAS_RETURN_IF_ERROR(
          log.Append(conn, "approval", absl::StrCat("01jr7c3n8k2m5p9q4s6t8v", i), EncodeLeaf(leaf)).status());
    }
    return absl::OkStatus();
  }
  bool Grow(int64_t count) {
    if (!db->Transaction([&](sql::Connection& conn) { return Append(conn, count); }).ok()) return false;
    size += count;
    return true;
  }
};

// Null without a server.
std::unique_ptr<Fixture> MakeFixture(bool postgres) {
  auto fixture = std::make_unique<Fixture>();
  std::string url = absl::StrCat("sqlite:", fixture->folder.path(), "/b.db");
  if (postgres) {
    const char* server = std::getenv("SELARAS_TEST_POSTGRES");
    if (server == nullptr) return nullptr;
    static int count = 0;
    fixture->schema = absl::StrCat("evidence_benchmark_", getpid(), "_", ++count);
    url = absl::StrCat(server, "?schema=", fixture->schema);
  }
  fixture->db = sql::Open(url).value();
  if (!sql::Migrate(*fixture->db, kSchema, "evidence").ok()) std::abort();
  return fixture;
}

void BM_Append(benchmark::State& state) {
  const auto fixture = MakeFixture(state.range(0) == 1);
  if (fixture == nullptr) return state.SkipWithError("set SELARAS_TEST_POSTGRES");
  for (auto _ : state) {
    if (!fixture->Grow(state.range(1))) return state.SkipWithError("append failed");
  }
  state.SetItemsProcessed(fixture->size);
}
BENCHMARK(BM_Append)->ArgsProduct({{0, 1}, {1, 20, 200}})->UseRealTime()->Unit(benchmark::kMillisecond);

// `prove(conn, n)` makes the n-th proof.
template <typename Prove>
void MeasureProofs(benchmark::State& state, Prove prove) {
  const auto fixture = MakeFixture(state.range(0) == 1);
  if (fixture == nullptr) return state.SkipWithError("set SELARAS_TEST_POSTGRES");
  while (fixture->size < kLeaves) {
    if (!fixture->Grow(1000)) return state.SkipWithError("append failed");
  }
  const absl::Status status = fixture->db->ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    int64_t n = 0;
    for (auto _ : state) SELARAS_RETURN_IF_ERROR(prove(*fixture, conn, n = (n + 7919) % kLeaves));
    return absl::OkStatus();
  });
  if (!status.ok()) state.SkipWithError("proof failed");
}

void BM_Inclusion(benchmark::State& state) {
  MeasureProofs(state, [](const Fixture& fixture, sql::Connection& conn, int64_t n) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto leaves, fixture.log.List(conn, n, 1));
    return fixture.log.ProveInclusion(conn, AsBytes(LeafHash(leaves.at(0).data)), kLeaves).status();
  });
}
BENCHMARK(BM_Inclusion)->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMicrosecond);

void BM_Consistency(benchmark::State& state) {
  MeasureProofs(state, [](const Fixture& fixture, sql::Connection& conn, int64_t n) {
    return fixture.log.ProveConsistency(conn, n + 1, kLeaves).status();
  });
}
BENCHMARK(BM_Consistency)->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMicrosecond);

void BM_Sign(benchmark::State& state) {
  const auto fixture = MakeFixture(state.range(0) == 1);
  if (fixture == nullptr) return state.SkipWithError("set SELARAS_TEST_POSTGRES");
  for (auto _ : state) {
    const absl::Status status = fixture->db->Transaction([&](sql::Connection& conn) -> absl::Status {
      SELARAS_RETURN_IF_ERROR(fixture->Append(conn, 1));
      return fixture->log.Sign(conn, fixture->key, absl::FromUnixSeconds(fixture->size)).status();
    });
    if (!status.ok()) return state.SkipWithError("sign failed");
    ++fixture->size;
  }
}
BENCHMARK(BM_Sign)->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace selaras::evidence

BENCHMARK_MAIN();
