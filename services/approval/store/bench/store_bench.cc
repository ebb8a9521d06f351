// Transitions of cases per second beside bare commits per second, each on the same database in the same run:
//   approval_store_bench DATABASE_URL [SECONDS [THREADS...]]
// A transition is a whole act: request row, case and parts read, the change written, leaf, event, durable commit. A bare
// commit updates one row of the caller's own. One JSON line per measurement; the tables stay, so give an empty database.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "services/approval/store/testing/world.h"

namespace selaras::approval {
namespace {

constexpr int kCases = 1024;
const Actor kApprovers[] = {{"acc-a", "p-a"}, {"acc-b", "p-b"}};

// Submit, return, begin again: one step's date per move changes.
Decision Submitted(const CaseRecord& record) {
  Decision decision = Next(record, [](CaseRecord& next) {
    const bool submit = next.state == CaseState::kDraft;
    next.state = submit                                ? CaseState::kSubmitted
                 : next.state == CaseState::kSubmitted ? CaseState::kReturned
                                                       : CaseState::kDraft;
    for (CaseMove& move : next.moves) {
      move.steps = {{.step = Step::kRecommendation, .due = absl::CivilDay(2026, 4, 1) + next.version % 100}};
    }
  });
  decision.happenings = {{"CaseSubmitted", {{"from_state", "DRAFT"}, {"to_state", "SUBMITTED"}}, true}};
  return decision;
}

// Two approvals of different persons, then the date is revised and both are void.
Decision Approved(const CaseRecord& record) {
  Decision decision = Next(record, [](CaseRecord& next) {
    const auto given = std::count_if(next.approvals.begin(), next.approvals.end(),
                                     [](const Approval& approval) { return !approval.voided; });
    if (given == 2) {
      for (Approval& approval : next.approvals) approval.voided = true;
      next.state = CaseState::kConsidered;
      return;
    }
    next.approvals.push_back(
        {static_cast<int32_t>(given) + 1, kApprovers[given], next.content_hash, next.updated, false});
    if (given == 1) next.state = CaseState::kApproved;
  });
  decision.happenings = {{"CaseApproved", {{"slot", "1"}, {"content_hash", record.content_hash}}, true}};
  return decision;
}

class Bench {
 public:
  Bench(sql::Database& database, std::string engine, double seconds)
      : database_(database), store_(database, ids_), engine_(std::move(engine)), seconds_(seconds) {}

  absl::Status Prepare();
  absl::Status Commits(int threads);
  absl::Status Transitions(int threads, const char* what,
                           absl::FunctionRef<Decision(const CaseRecord&)> decide);

 private:
  // Runs `act(thread, i)` on each thread until the time is over, and prints the rate.
  absl::Status Measure(const char* what, int threads, absl::FunctionRef<absl::Status(int thread, int i)> act);

  sql::Database& database_;
  const SystemClock clock_;
  RandomIdSource ids_{clock_};
  SqlCaseStore store_;
  const std::string engine_;
  const double seconds_;
};

absl::Status Bench::Prepare() {
  SELARAS_RETURN_IF_ERROR(MigrateCaseStore(database_));
  const auto insert = [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
    for (int i = 0; i < kCases; ++i) {
      for (const char* what : {"submit", "approve"}) {
        const CaseRecord draft = DraftOf(absl::StrCat(what, i), 2, clock_.Now());
        SELARAS_RETURN_IF_ERROR(unit.InsertCase(draft.proposer, {draft, {}}));
        if (*what == 's') continue;
        CaseRecord record = draft;
        for (const CaseState state : {CaseState::kSubmitted, CaseState::kConsidered}) {
          const Decision decision = Next(record, [&](CaseRecord& next) { next.state = state; });
          SELARAS_RETURN_IF_ERROR(unit.Save(draft.proposer, decision));
          record = decision.next;
        }
      }
    }
    return std::string();
  };
  SELARAS_RETURN_IF_ERROR(store_.Run(WorldScope(clock_), {}, insert).status());
  return database_.Transaction([](sql::Connection& conn) -> absl::Status {
    for (int i = 0; i < 64; ++i) {
      SELARAS_RETURN_IF_ERROR(
          conn.Execute("insert into counters (name, value) values ($1, 0)", {absl::StrCat("bench", i)}));
    }
    return absl::OkStatus();
  });
}

absl::Status Bench::Measure(const char* what, int threads,
                            absl::FunctionRef<absl::Status(int thread, int i)> act) {
  std::atomic<int64_t> done = 0;
  std::vector<absl::Status> ends(threads);
  const absl::Time start = absl::Now(), end = start + absl::Seconds(seconds_);
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (int i = 0; absl::Now() < end && ends[t].ok(); ++i, ++done) ends[t] = act(t, i);
    });
  }
  for (std::thread& thread : running) thread.join();
  const double took = absl::ToDoubleSeconds(absl::Now() - start);
  for (const absl::Status& status : ends) SELARAS_RETURN_IF_ERROR(status);
  std::printf("{\"engine\":\"%s\",\"what\":\"%s\",\"threads\":%d,\"per_second\":%.0f}\n", engine_.c_str(),
              what, threads, static_cast<double>(done) / took);
  std::fflush(stdout);
  return absl::OkStatus();
}

absl::Status Bench::Commits(int threads) {
  return Measure("commit", threads, [&](int thread, int) {
    return database_.Transaction([&](sql::Connection& conn) {
      return conn.Execute("update counters set value = value + 1 where name = $1",
                          {absl::StrCat("bench", thread)});
    });
  });
}

absl::Status Bench::Transitions(int threads, const char* what,
                                absl::FunctionRef<Decision(const CaseRecord&)> decide) {
  const CallScope scope = WorldScope(clock_);
  return Measure(what, threads, [&](int thread, int i) {
    // Each thread has cases of its own, so that acts queue for the database and not for each other's case.
    const std::string id = absl::StrCat(what, (thread + i * threads) % kCases);
    return store_
        .Run(scope, {ids_.NewId(), what, "hash"},
             [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
               SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, unit.LoadCase(id));
               SELARAS_RETURN_IF_ERROR(unit.Save(kApprovers[0], decide(record)));
               return id;
             })
        .status();
  });
}

absl::Status Run(const std::string& url, double seconds, const std::vector<int>& threads) {
  sql::Options options;
  options.connections = *std::max_element(threads.begin(), threads.end()) + 1;
  SELARAS_ASSIGN_OR_RETURN(const auto database, sql::Open(url, options));
  Bench bench(*database, database->engine() == sql::Engine::kSqlite ? "sqlite" : "postgres", seconds);
  SELARAS_RETURN_IF_ERROR(bench.Prepare());
  for (const int count : threads) {
    SELARAS_RETURN_IF_ERROR(bench.Commits(count));
    SELARAS_RETURN_IF_ERROR(bench.Transitions(count, "submit", Submitted));
    SELARAS_RETURN_IF_ERROR(bench.Transitions(count, "approve", Approved));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace selaras::approval

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: approval_store_bench DATABASE_URL [SECONDS [THREADS...]]\n");
    return 2;
  }
  std::vector<int> threads;
  for (int i = 3; i < argc; ++i) threads.push_back(std::max(1, std::atoi(argv[i])));
  if (threads.empty()) threads = {1, 16};
  const absl::Status status = selaras::approval::Run(argv[1], argc > 2 ? std::atof(argv[2]) : 3, threads);
  if (!status.ok()) std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return status.ok() ? 0 : 1;
}
