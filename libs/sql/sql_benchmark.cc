// What the interface costs over the engines themselves, and what the engines give. PostgreSQL is named by
// SELARAS_TEST_POSTGRES. SQLite files lie in the temporary folder, with synchronous=FULL.
//   BM_RawSqliteInsert   500,000 rows by sqlite3 alone, prepared, one transaction
//   BM_BulkInsert        the same rows through BulkInsert (0 SQLite, 1 PostgreSQL), plain and with a conflict clause
//   BM_Scan              500,000 rows read through Query
//   BM_PointRead         one row by key, a transaction each
//   BM_DurableWrite      one small durable transaction: a revision, a row, an event
//   BM_DurableWriters    the same by several threads at once, which share flushes (group_commit.h)
#include <benchmark/benchmark.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/sql/database.h"
#include "libs/sql/outbox.h"
#include "libs/testing/temp_dir.h"

namespace selaras::sql {
namespace {

constexpr int kRows = 500000;
constexpr absl::string_view kColumns[] = {"id", "name", "score", "note", "vector"};
const std::string kVector(64, '\x7f');

constexpr Migration kTables = {
    1, "rows",
    "create table rows (id {bigint} primary key, name {text} not null, score {double}, "
    "note {text}, vector {bytes}) {strict};"};

struct Fixture {
  testing::TempDir folder;
  std::unique_ptr<Database> db;
  std::string schema;

  ~Fixture() {
    if (schema.empty() || db == nullptr) return;
    db->Transaction([&](Connection& conn) {
        return conn.ExecuteScript(absl::StrCat("drop schema ", schema, " cascade"));
      }).IgnoreError();
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
    fixture->schema = absl::StrCat("benchmark_", getpid(), "_", ++count);
    url = absl::StrCat(server, "?schema=", fixture->schema);
  }
  fixture->db = Open(url).value();
  const Migration tables[] = {kTables};
  if (!Migrate(*fixture->db, tables, "benchmark").ok() || !Migrate(*fixture->db, kFeedSchema, "feed").ok())
    std::abort();
  return fixture;
}

absl::StatusOr<int64_t> InsertRows(Connection& conn, absl::string_view on_conflict) {
  int next = 0;
  std::string name;
  return conn.BulkInsert(
      "rows", kColumns,
      [&](absl::Span<Value> row) -> absl::StatusOr<bool> {
        if (next == kRows) return false;
        name.assign("name of person number ");
        absl::StrAppend(&name, next);
        row[0] = next++;
        row[1] = name;
        row[2] = 0.5;
        row[3] = "a note of thirty characters...";
        row[4] = Bytes(kVector);
        return true;
      },
      on_conflict);
}

void BM_RawSqliteInsert(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    const testing::TempDir folder;
    sqlite3* db = nullptr;
    sqlite3_open(folder.File("raw.db").c_str(), &db);
    sqlite3_exec(
        db,
        "pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-65536;"
        "create table rows (id integer primary key, name text not null, score real, note text, vector blob)",
        nullptr, nullptr, nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(db, "insert into rows values (?1, ?2, ?3, ?4, ?5)", -1, &insert, nullptr);
    std::string name;
    state.ResumeTiming();
    sqlite3_exec(db, "begin immediate", nullptr, nullptr, nullptr);
    for (int i = 0; i < kRows; ++i) {
      name.assign("name of person number ");
      absl::StrAppend(&name, i);
      sqlite3_bind_int64(insert, 1, i);
      sqlite3_bind_text(insert, 2, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
      sqlite3_bind_double(insert, 3, 0.5);
      sqlite3_bind_text(insert, 4, "a note of thirty characters...", 30, SQLITE_STATIC);
      sqlite3_bind_blob(insert, 5, kVector.data(), 64, SQLITE_STATIC);
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_exec(db, "commit", nullptr, nullptr, nullptr);
    state.PauseTiming();
    sqlite3_finalize(insert);
    sqlite3_close(db);
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(BM_RawSqliteInsert)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

void BM_BulkInsert(benchmark::State& state) {
  const absl::string_view on_conflict =
      state.range(1) != 0 ? "on conflict (id) do update set score = excluded.score" : "";
  for (auto _ : state) {
    state.PauseTiming();
    auto fixture = MakeFixture(state.range(0) != 0);
    if (fixture == nullptr) return state.SkipWithError("set SELARAS_TEST_POSTGRES");
    state.ResumeTiming();
    absl::StatusOr<int64_t> inserted;
    const absl::Status status = fixture->db->Transaction([&](Connection& conn) {
      inserted = InsertRows(conn, on_conflict);
      return inserted.status();
    });
    if (!status.ok() || *inserted != kRows) state.SkipWithError("insert failed");
    state.PauseTiming();
    fixture.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(BM_BulkInsert)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(3)
    ->ArgNames({"postgres", "upsert"})
    ->ArgsProduct({{0, 1}, {0, 1}});

void BM_Scan(benchmark::State& state) {
  auto fixture = MakeFixture(state.range(0) != 0);
  if (fixture == nullptr) return state.SkipWithError("set SELARAS_TEST_POSTGRES");
  fixture->db->Transaction([](Connection& conn) { return InsertRows(conn, "").status(); }).IgnoreError();
  for (auto _ : state) {
    int64_t sum = 0;
    const absl::Status status = fixture->db->ReadTransaction([&](Connection& conn) {
      sum = 0;
      return conn.Query("select id, name, score, note, vector from rows", {}, [&](const Row& row) {
        sum += row.Int64(0) + static_cast<int64_t>(row.Text(1).size() + row.Bytes(4).size());
        return absl::OkStatus();
      });
    });
    if (!status.ok() || sum == 0) state.SkipWithError("scan failed");
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(BM_Scan)->Unit(benchmark::kMillisecond)->UseRealTime()->ArgName("postgres")->Arg(0)->Arg(1);

void BM_PointRead(benchmark::State& state) {
  auto fixture = MakeFixture(state.range(0) != 0);
  if (fixture == nullptr) return state.SkipWithError("set SELARAS_TEST_POSTGRES");
  fixture->db->Transaction([](Connection& conn) { return InsertRows(conn, "").status(); }).IgnoreError();
  int64_t id = 0;
  for (auto _ : state) {
    id = (id + 7919) % kRows;
    const absl::Status status = fixture->db->ReadTransaction([&](Connection& conn) {
      return conn
          .QueryOne("select name, score from rows where id = $1", {id},
                    [](const Row& row) {
                      benchmark::DoNotOptimize(row.Text(0));
                      return absl::OkStatus();
                    })
          .status();
    });
    if (!status.ok()) state.SkipWithError("read failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_PointRead)->UseRealTime()->ArgName("postgres")->Arg(0)->Arg(1);

absl::Status WriteOne(Database& db, int64_t id) {
  return db.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const int64_t revision, NextRevision(conn));
    SELARAS_RETURN_IF_ERROR(
        conn.Execute("insert into rows (id, name, score) values ($1, $2, $3)", {id, "a name", revision}));
    return AppendEvent(conn, {.event_id = absl::StrCat(id), .kind = "Written", .payload = kVector}).status();
  });
}

void BM_DurableWrite(benchmark::State& state) {
  auto fixture = MakeFixture(state.range(0) != 0);
  if (fixture == nullptr) return state.SkipWithError("set SELARAS_TEST_POSTGRES");
  int64_t id = 0;
  for (auto _ : state) {
    const absl::Status status = WriteOne(*fixture->db, ++id);
    if (!status.ok()) state.SkipWithError("write failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_DurableWrite)->UseRealTime()->ArgName("postgres")->Arg(0)->Arg(1);

std::unique_ptr<Fixture> shared;  // of the threads of one run

void OpenShared(const benchmark::State& state) {
  shared = MakeFixture(state.range(0) != 0);
}
void CloseShared(const benchmark::State&) {
  shared.reset();
}

void BM_DurableWriters(benchmark::State& state) {
  if (shared == nullptr) return state.SkipWithError("set SELARAS_TEST_POSTGRES");
  static std::atomic<int64_t> next{0};
  for (auto _ : state) {
    const int64_t id = ++next;
    const absl::Status status = WriteOne(*shared->db, id);
    if (!status.ok()) state.SkipWithError("write failed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_DurableWriters)
    ->Setup(OpenShared)
    ->Teardown(CloseShared)
    ->UseRealTime()
    ->ArgName("postgres")
    ->Arg(0)
    ->Arg(1)
    ->Threads(1)
    ->Threads(8)
    ->Threads(32);

}  // namespace
}  // namespace selaras::sql

BENCHMARK_MAIN();
