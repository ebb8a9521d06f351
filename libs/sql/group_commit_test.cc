#include "libs/sql/group_commit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/sql/test_databases.h"
#include "libs/testing/status_matchers.h"

namespace selaras::sql {
namespace {

using ::selaras::testing::IsOk;
using ::selaras::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Ge;

constexpr char kTables[] = R"sql(
  create table parents (parent_id bigint primary key);
  create table things (thing_id bigint primary key, seen bigint not null,
                       parent_id bigint references parents deferrable initially deferred);
)sql";

// What each writer of a group does; it is told how often it has run, from 1.
using Member = std::function<absl::Status(Connection& conn, int run)>;

// Inserts a thing that remembers how many things it saw.
absl::Status Add(Connection& conn, int64_t id) {
  return conn.Execute("insert into things (thing_id, seen) values ($1, (select count(*) from things))", {id});
}

class GroupCommitTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_THAT(db().Transaction([](Connection& conn) { return conn.ExecuteScript(kTables); }), IsOk());
    // Never dies: counts.
    failpoint::Arm(kCommit, int64_t{1} << 40);
  }
  void TearDown() override {
    failpoint::Disarm();
    DatabaseTest::TearDown();
  }

  // Runs the members in their order while they wait together for a writer before them; their statuses. `commits`
  // receives how many COMMITs that took.
  std::vector<absl::Status> RunTogether(const std::vector<Member>& members, int64_t* commits) {
    std::vector<absl::Status> statuses(members.size());
    runs_.assign(members.size(), 0);
    std::vector<std::thread> threads;
    int64_t before = 0;
    EXPECT_THAT(db().Transaction([&](Connection& conn) -> absl::Status {
      for (size_t i = 0; i < members.size(); ++i) {
        threads.emplace_back([&, i] {
          statuses[i] = db().Transaction([&, i](Connection& own) { return members[i](own, ++runs_[i]); });
        });
        // Long enough to be in the queue before the next; were it not, the order would differ and the attempt be
        // repeated by the caller.
        absl::SleepFor(absl::Milliseconds(10));
      }
      before = failpoint::Count(kCommit);
      return conn.Execute("delete from things");
    }),
                IsOk());
    for (std::thread& thread : threads) thread.join();
    *commits = failpoint::Count(kCommit) - before - 1;
    return statuses;
  }

  // The same, until the machine is quiet enough for them to have met as wanted.
  std::vector<absl::Status> RunUntil(const std::vector<Member>& members,
                                     const std::function<bool(int64_t commits)>& is_wanted) {
    int64_t commits = 0;
    for (int attempt = 0; attempt < 50; ++attempt) {
      std::vector<absl::Status> statuses = RunTogether(members, &commits);
      if (is_wanted(commits)) return statuses;
    }
    ADD_FAILURE() << "they never met; at last " << commits << " commits";
    return {};
  }
  std::vector<absl::Status> RunUntilGrouped(const std::vector<Member>& members, int64_t wanted_commits) {
    return RunUntil(members, [&](int64_t commits) { return commits == wanted_commits; });
  }
  std::vector<absl::Status> RunUntilOneGaveWay(const std::vector<Member>& members) {
    return RunUntil(members, [&](int64_t) { return runs_[1] == 2; });
  }

  std::vector<std::pair<int64_t, int64_t>> Things() {
    std::vector<std::pair<int64_t, int64_t>> things;
    EXPECT_THAT(db().ReadTransaction([&](Connection& conn) {
      things.clear();
      return conn.Query("select thing_id, seen from things order by thing_id", {}, [&](const Row& row) {
        things.push_back({row.Int64(0), row.Int64(1)});
        return absl::OkStatus();
      });
    }),
                IsOk());
    return things;
  }

  // Ends the transaction under everybody's feet: SQLite as it does itself when the disk is full, PostgreSQL by the
  // connection.
  static absl::Status BreakTransaction(Connection& conn) {
    if (conn.engine() == Engine::kPostgres) {
      return conn.Execute("select pg_terminate_backend(pg_backend_pid())");
    }
    SELARAS_RETURN_IF_ERROR(conn.ExecuteScript("rollback"));
    return absl::ResourceExhaustedError("broken");
  }

  static constexpr absl::string_view kCommit = "sql.group.after_commit";
  std::vector<int> runs_;  // of each member of the last attempt
};

// Each sees what those before it wrote, in the order in which they came, and all are served by one COMMIT.
TEST_P(GroupCommitTest, OneCommitServesThoseWhoWait) {
  std::vector<Member> members;
  for (int i = 0; i < 8; ++i) members.push_back([i](Connection& conn, int) { return Add(conn, i); });
  for (const absl::Status& status : RunUntilGrouped(members, 1)) EXPECT_THAT(status, IsOk());
  const auto things = Things();
  ASSERT_EQ(things.size(), 8u);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(things[i], std::make_pair(int64_t{i}, int64_t{i}));
}

// A refusal of the caller's, a violated key and an overlooked error each undo their own writes and nothing else.
TEST_P(GroupCommitTest, AFailureUndoesItsOwnWorkOnly) {
  const auto statuses = RunUntilGrouped({[](Connection& conn, int) { return Add(conn, 1); },
                                         [](Connection& conn, int) {
                                           EXPECT_THAT(Add(conn, 2), IsOk());
                                           return absl::CancelledError("changed its mind");
                                         },
                                         [](Connection& conn, int) {
                                           EXPECT_THAT(Add(conn, 3), IsOk());
                                           return Add(conn, 1);
                                         },
                                         [](Connection& conn, int) { return Add(conn, 4); },
                                         [](Connection& conn, int) {
                                           EXPECT_THAT(Add(conn, 5), IsOk());
                                           Add(conn, 4).IgnoreError();
                                           return absl::OkStatus();
                                         },
                                         [](Connection& conn, int) { return Add(conn, 6); }},
                                        1);
  ASSERT_EQ(statuses.size(), 6u);
  EXPECT_THAT(statuses[0], IsOk());
  EXPECT_THAT(statuses[1], StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(statuses[2], StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(statuses[3], IsOk());
  EXPECT_THAT(statuses[4], StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(statuses[5], IsOk());
  EXPECT_THAT(Things(), ElementsAre(std::make_pair(1, 0), std::make_pair(4, 1), std::make_pair(6, 2)));
}

// The first of a group has no savepoint to go back to: the group begins anew with the next.
TEST_P(GroupCommitTest, AFailedFirstMemberLeavesTheRest) {
  const auto statuses = RunUntilGrouped({[](Connection& conn, int) {
                                           EXPECT_THAT(Add(conn, 1), IsOk());
                                           return absl::CancelledError("changed its mind");
                                         },
                                         [](Connection& conn, int) { return Add(conn, 2); },
                                         [](Connection& conn, int) { return Add(conn, 3); }},
                                        1);
  ASSERT_EQ(statuses.size(), 3u);
  EXPECT_THAT(statuses[0], StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(Things(), ElementsAre(std::make_pair(2, 0), std::make_pair(3, 1)));
}

// Who is refused only by COMMIT is told so; nobody else is.
TEST_P(GroupCommitTest, ADeferredRefusalIsToldToItsOwnerOnly) {
  const auto orphan = [](Connection& conn, int) {
    return conn.Execute("insert into things (thing_id, seen, parent_id) values (2, 0, 77)");
  };
  // One COMMIT that is refused, then one for each.
  const auto statuses = RunUntilGrouped({[](Connection& conn, int) { return Add(conn, 1); }, orphan,
                                         [](Connection& conn, int) { return Add(conn, 3); }},
                                        4);
  ASSERT_EQ(statuses.size(), 3u);
  EXPECT_THAT(statuses[0], IsOk());
  EXPECT_THAT(statuses[1], StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(statuses[2], IsOk());
  EXPECT_EQ(Things().size(), 2u);
}

// One member breaks the transaction of all. The others run again; so does whoever was refused because of a row that
// in the end never came to be.
TEST_P(GroupCommitTest, WhatABrokenTransactionToldNobodyCountsOnIt) {
  const std::vector<Member> members = {
      [](Connection& conn, int run) {
        return run == 1 ? Add(conn, 7) : absl::CancelledError("not a second time");
      },
      [](Connection& conn, int) { return Add(conn, 7); },
      [](Connection& conn, int run) { return run == 1 ? BreakTransaction(conn) : Add(conn, 9); },
      [](Connection& conn, int) { return Add(conn, 8); }};
  const auto statuses = RunUntil(members, [&](int64_t) { return runs_[0] == 2 && runs_[1] == 2; });
  ASSERT_EQ(statuses.size(), 4u);
  EXPECT_THAT(statuses[0], StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(statuses[1], IsOk());
  EXPECT_THAT(statuses[3], IsOk());
  // PostgreSQL may try again after a lost connection, SQLite's full disk is final.
  if (is_postgres()) {
    EXPECT_THAT(statuses[2], IsOk());
  } else {
    EXPECT_THAT(statuses[2], StatusIs(absl::StatusCode::kResourceExhausted));
  }
  EXPECT_EQ(Things().size(), is_postgres() ? 3u : 2u);
}

// A long work joined to a group is put off until those before it are safe on disk, then runs in full.
TEST_P(GroupCommitTest, LongWorkGivesWayToThoseBeforeIt) {
  bool earlier_was_committed = false;
  const Member import = [&](Connection& conn, int run) -> absl::Status {
    if (run == 2) {
      std::thread reader([&] { earlier_was_committed = !Things().empty(); });
      reader.join();
    }
    const absl::Time end = absl::Now() + absl::Milliseconds(40);
    for (int64_t id = 100; id < 110 || absl::Now() < end; ++id) SELARAS_RETURN_IF_ERROR(Add(conn, id));
    return absl::OkStatus();
  };
  const auto statuses = RunUntilOneGaveWay({[](Connection& conn, int) { return Add(conn, 1); }, import,
                                            [](Connection& conn, int) { return Add(conn, 2); }});
  for (const absl::Status& status : statuses) EXPECT_THAT(status, IsOk());
  EXPECT_THAT(runs_, ElementsAre(1, 2, 1));
  EXPECT_TRUE(earlier_was_committed);
  EXPECT_THAT(Things().size(), Ge(12u));
}

// Bulk inserts and long results stop for it as well, in the middle of their rows.
TEST_P(GroupCommitTest, BulkWorkGivesWayToo) {
  const Member bulk = [](Connection& conn, int) {
    int64_t next = 100;
    const absl::Time end = absl::Now() + absl::Milliseconds(40);
    const absl::string_view columns[] = {"thing_id", "seen"};
    return conn
        .BulkInsert("things", columns,
                    [&](absl::Span<Value> row) -> absl::StatusOr<bool> {
                      row[0] = next++;
                      row[1] = 0;
                      return absl::Now() < end;
                    })
        .status();
  };
  const Member scan = [](Connection& conn, int) {
    return conn.Query("select thing_id from things", {}, [](const Row&) {
      absl::SleepFor(absl::Milliseconds(8));
      return absl::OkStatus();
    });
  };
  const Member add = [](Connection& conn, int) {
    SELARAS_RETURN_IF_ERROR(Add(conn, 1));
    SELARAS_RETURN_IF_ERROR(Add(conn, 2));
    return Add(conn, 3);
  };
  for (const absl::Status& status : RunUntilOneGaveWay({add, bulk})) EXPECT_THAT(status, IsOk());
  for (const absl::Status& status : RunUntilOneGaveWay({add, scan})) EXPECT_THAT(status, IsOk());
}

// Many writers, some of whom fail: each success is there, no failure is, and numbers have no gaps.
TEST_P(GroupCommitTest, ManyWritersEndAsOneByOne) {
  std::atomic<int> succeeded{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) {
        const bool fails = (t + i) % 5 == 0;
        const absl::Status status = db().Transaction([&](Connection& conn) -> absl::Status {
          SELARAS_ASSIGN_OR_RETURN(const auto count, conn.QueryInt64("select count(*) from things"));
          SELARAS_RETURN_IF_ERROR(Add(conn, *count));
          return fails ? absl::CancelledError("fails") : absl::OkStatus();
        });
        EXPECT_EQ(status.ok(), !fails) << status;
        if (status.ok()) ++succeeded;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto things = Things();
  EXPECT_EQ(static_cast<int>(things.size()), succeeded);
  EXPECT_EQ(things.back().first, succeeded - 1);
}

// A rehearsed work runs twice and leaves what one run leaves; a work that keeps something from the first run shows it.
TEST_P(GroupCommitTest, ARehearsedWorkActsOnce) {
  if (GetParam() == TestBackend::kSqliteMemory) GTEST_SKIP() << "its rows do not outlive Reopen";
  Options options;
  options.rehearse = true;
  Reopen(options);
  int runs = 0;
  EXPECT_THAT(db().Transaction([&](Connection& conn) {
    ++runs;
    return Add(conn, 1);
  }),
              IsOk());
  EXPECT_EQ(runs, 2);
  EXPECT_THAT(Things(), ElementsAre(std::make_pair(1, 0)));
}

INSTANTIATE_TEST_SUITE_P(Databases, GroupCommitTest, TestDatabases(), TestDatabaseName);

// What was acknowledged is there after the process died at any point of a COMMIT.
class GroupCommitCrashTest : public GroupCommitTest {
 protected:
  // Writes by eight threads until the process dies and sends down `pipe` each id that was acknowledged.
  [[noreturn]] static void WriteUntilKilled(const std::string& url, int pipe) {
    const auto db = Open(url);
    if (!db.ok()) _exit(3);
    std::atomic<int64_t> next{1};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        while (true) {
          const int64_t id = next++;
          if (!(*db)->Transaction([&](Connection& conn) { return Add(conn, id); }).ok()) _exit(4);
          if (write(pipe, &id, sizeof(id)) != sizeof(id)) _exit(5);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    _exit(6);
  }
};

TEST_P(GroupCommitCrashTest, WhatWasAcknowledgedSurvives) {
  if (GetParam() == TestBackend::kSqliteMemory) GTEST_SKIP() << "it ends with its process, by design";
  // SQLite's connections must not cross a fork: the child and its successor use a file of their own.
  const testing::TempDir folder;
  const std::string url = is_postgres() ? this->url() : absl::StrCat("sqlite:", folder.path(), "/crash.db");
  int64_t acknowledged_in_all = 0;
  for (const char* point : {"sql.group.before_commit", "sql.group.after_commit"}) {
    for (const int nth : {5, 40}) {
      int ends[2];
      ASSERT_EQ(pipe(ends), 0);
      const pid_t child = fork();
      if (child == 0) {
        failpoint::Disarm();
        const auto db = Open(url);
        if (!db.ok()) _exit(3);
        const absl::Status made = (*db)->Transaction([](Connection& conn) -> absl::Status {
          SELARAS_RETURN_IF_ERROR(
              conn.ExecuteScript("drop table if exists things; drop table if exists parents"));
          return conn.ExecuteScript(kTables);
        });
        if (!made.ok()) _exit(2);
        failpoint::Arm(point, nth);
        WriteUntilKilled(url, ends[1]);
      }
      close(ends[1]);
      std::vector<int64_t> acknowledged;
      for (int64_t id; read(ends[0], &id, sizeof(id)) == sizeof(id);) acknowledged.push_back(id);
      close(ends[0]);
      int status = 0;
      waitpid(child, &status, 0);
      ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
      SELARAS_ASSERT_OK_AND_ASSIGN(const auto db, Open(url));
      for (const int64_t id : acknowledged) {
        EXPECT_THAT(db->ReadTransaction([&](Connection& conn) -> absl::Status {
          SELARAS_ASSIGN_OR_RETURN(const auto found,
                                   conn.QueryInt64("select thing_id from things where thing_id = $1", {id}));
          return found.has_value() ? absl::OkStatus() : absl::DataLossError(absl::StrCat("lost ", id));
        }),
                    IsOk());
      }
      acknowledged_in_all += static_cast<int64_t>(acknowledged.size());
    }
  }
  EXPECT_THAT(acknowledged_in_all, Ge(40));
}

INSTANTIATE_TEST_SUITE_P(Databases, GroupCommitCrashTest, TestDatabases(), TestDatabaseName);

}  // namespace
}  // namespace selaras::sql
