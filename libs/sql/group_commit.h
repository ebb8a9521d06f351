#ifndef SELARAS_LIBS_SQL_GROUP_COMMIT_H_
#define SELARAS_LIBS_SQL_GROUP_COMMIT_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/sql/database.h"

namespace selaras::sql {

// The one write transaction of a database that may be open at a time, as an engine runs it. Not thread-safe: used by
// one thread after the other, whoever has the writer's turn.
class WriterSession {
 public:
  virtual ~WriterSession() = default;

  // Opens the transaction, waiting for writers of other processes. On an error none is open.
  virtual absl::Status Begin() = 0;
  // Runs SQL of the transaction itself (savepoints) and forgets the connection's failure.
  virtual absl::Status Control(absl::string_view sql) = 0;
  // Ends the transaction; an error means that it is rolled back, or that nobody knows (kUnavailable).
  virtual absl::Status Commit() = 0;
  // Ends the transaction, if one is open.
  virtual void Rollback() = 0;

  // REQUIRES: between Begin and Commit or Rollback.
  virtual Connection& connection() = 0;
  // The last failure passes (a serialization failure, a connection lost before COMMIT): nothing was committed, and
  // another attempt may succeed.
  virtual bool may_retry() const = 0;
};

// Lets writers that wait for their turn share one transaction, so that one flush of the disk serves many.
//
// Each member's work runs on its own thread, one after the other in the order of arrival, each under a savepoint and
// seeing what those before it wrote. Who ends with nobody waiting, or with the group full, commits for all. What a
// member is told is what it would be told alone:
// * It hears OK after the flush.
// * Its failure undoes its own work only. A failure is told only after the flush too, as it may rest on what an
//   earlier member wrote; had that never come to be, the work runs again.
// * Where a member breaks the transaction of all (a full disk, a lost connection), or a deferred constraint refuses
//   the common COMMIT, the others run again, each in a transaction of its own. Any other failure of COMMIT is told to
//   all.
// * Work that lasts is not borne by those who wait for their flush: after kPatience its next step is refused and
//   undone, the others are committed, and it runs again, first of the next group (so in full: it then has nobody
//   before it to hold up). A group takes no more members after kLongest.
//
// A work must not wait for another thread's Transaction to return: both may be of one group. Fair: first come, first
// served. Thread-safe.
class GroupCommit {
 public:
  // `session` must outlive this. Of the options: busy_timeout (longest wait for the turn), max_attempts, rehearse.
  GroupCommit(WriterSession& session, const Options& options)
      : session_(session),
        busy_timeout_(options.busy_timeout),
        max_attempts_(options.max_attempts),
        rehearse_(options.rehearse) {}

  // As Database::Transaction. kUnavailable: the turn did not come in time.
  absl::Status Run(Database::Work work);

 private:
  using Clock = std::chrono::steady_clock;

  struct Outcome {
    absl::Status status;
    bool again = false;     // it may run again
    bool gave_way = false;  // undone so that the members before it can be committed
  };
  struct Group {
    explicit Group(Clock::time_point now) : begin(now) {}
    const Clock::time_point begin;
    int members = 0;
    std::condition_variable decided;
    bool is_decided = false;  // guarded by mutex_, as is `outcome`
    Outcome outcome;
  };
  struct Waiter {
    std::condition_variable turn_came;
    bool has_turn = false;
  };
  // Where the savepoint of the running member is: none yet, at its start, or at an earlier member's start.
  enum class Mark { kNone, kHere, kBehind };

  absl::Status WaitForTurn();
  // All below REQUIRE the turn; the first two give it up.
  void Rehearse(Database::Work work);
  Outcome TakePart(Database::Work work, bool alone);
  Outcome RunWork(Database::Work work);
  absl::Status Enter();
  void Commit();
  // Tells the members of the group; there is none afterwards.
  void Decide(Outcome outcome);
  bool TakesMore() const;
  void PassTurnOn();

  WriterSession& session_;
  const absl::Duration busy_timeout_;
  const int max_attempts_;
  const bool rehearse_;

  // Of who has the turn.
  std::shared_ptr<Group> group_;  // null: no transaction is open
  Mark mark_ = Mark::kNone;

  std::mutex mutex_;  // guards all below
  bool turn_taken_ = false;
  std::deque<Waiter*> waiting_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_GROUP_COMMIT_H_
