#include "libs/sql/group_commit.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/sql/pause.h"

namespace selaras::sql {
namespace {

// PostgreSQL keeps this many subtransactions of a transaction where every snapshot finds them fast
// (PGPROC_MAX_CACHED_SUBXIDS).
constexpr int kMostMembers = 64;
// Chosen, not measured: of the order of one flush, so that nobody waits much longer than for a flush of his own.
constexpr std::chrono::milliseconds kLongest(5);
constexpr std::chrono::milliseconds kPatience(10);

bool IsRefusal(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsAlreadyExists(status);
}

}  // namespace

absl::Status GroupCommit::Run(Database::Work work) {
  if (rehearse_) {
    SELARAS_RETURN_IF_ERROR(WaitForTurn());
    Rehearse(work);
  }
  for (int attempt = 1;; ++attempt) {
    SELARAS_RETURN_IF_ERROR(WaitForTurn());
    Outcome outcome = TakePart(work, /*alone=*/attempt > 1);
    if (!outcome.again || attempt >= max_attempts_) return std::move(outcome.status);
    PauseBefore(attempt);
  }
}

void GroupCommit::Rehearse(Database::Work work) {
  if (group_ != nullptr) Commit();
  if (session_.Begin().ok()) work(session_.connection()).IgnoreError();
  session_.Rollback();
  PassTurnOn();
}

absl::Status GroupCommit::WaitForTurn() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!turn_taken_) {
    turn_taken_ = true;
    return absl::OkStatus();
  }
  Waiter waiter;
  waiting_.push_back(&waiter);
  if (waiter.turn_came.wait_for(lock, absl::ToChronoMicroseconds(busy_timeout_),
                                [&] { return waiter.has_turn; })) {
    return absl::OkStatus();
  }
  waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &waiter));
  return absl::UnavailableError("the writer's turn did not come in time");
}

GroupCommit::Outcome GroupCommit::TakePart(Database::Work work, bool alone) {
  if (alone && group_ != nullptr) Commit();
  Outcome own = RunWork(work);
  if (own.gave_way) {
    Commit();
    own = RunWork(work);
  }
  const std::shared_ptr<Group> group = group_;
  if (group != nullptr) {
    ++group->members;
    if (alone || !TakesMore()) Commit();
  }
  PassTurnOn();
  if (group == nullptr) return own;
  std::unique_lock<std::mutex> lock(mutex_);
  group->decided.wait(lock, [&] { return group->is_decided; });
  return group->outcome.status.ok() ? own : group->outcome;
}

GroupCommit::Outcome GroupCommit::RunWork(Database::Work work) {
  const bool joins = group_ != nullptr;
  Outcome outcome{Enter()};
  const bool entered = outcome.status.ok();
  if (entered) {
    Connection& conn = session_.connection();
    conn.GiveWayAt(joins ? Clock::now() + kPatience : Clock::time_point::max());
    outcome.status = work(conn);
    if (outcome.status.ok()) outcome.status = conn.failure();
    if (outcome.status.ok()) return outcome;
    outcome.gave_way = conn.gave_way();
  }
  outcome.again = session_.may_retry();
  if (joins && entered && !outcome.again && session_.Control("rollback to savepoint member").ok()) {
    mark_ = Mark::kHere;
    return outcome;
  }
  session_.Rollback();
  outcome.again |= outcome.gave_way;
  outcome.gave_way = false;
  Decide({absl::AbortedError("another transaction broke the one that was shared with it"), /*again=*/true});
  return outcome;
}

absl::Status GroupCommit::Enter() {
  if (group_ == nullptr) {
    SELARAS_RETURN_IF_ERROR(session_.Begin());
    group_ = std::make_shared<Group>(Clock::now());
    mark_ = Mark::kNone;
    return absl::OkStatus();
  }
  // One round trip, or none where the member before it was undone to its own start.
  const absl::string_view sql = mark_ == Mark::kNone     ? "savepoint member"
                                : mark_ == Mark::kBehind ? "release savepoint member; savepoint member"
                                                         : "";
  SELARAS_RETURN_IF_ERROR(session_.Control(sql));
  mark_ = Mark::kBehind;
  return absl::OkStatus();
}

void GroupCommit::Commit() {
  failpoint::Reach("sql.group.before_commit");
  Outcome outcome{session_.Commit()};
  failpoint::Reach("sql.group.after_commit");
  // Alone in its transaction the refusal is its own; in company nobody knows whose.
  const bool anyones = group_->members > 1 && IsRefusal(outcome.status);
  if (!outcome.status.ok()) outcome.again = session_.may_retry() || anyones;
  Decide(std::move(outcome));
}

void GroupCommit::Decide(Outcome outcome) {
  if (group_ == nullptr) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    group_->outcome = std::move(outcome);
    group_->is_decided = true;
  }
  group_->decided.notify_all();
  group_.reset();
}

bool GroupCommit::TakesMore() const {
  return group_->members < kMostMembers && Clock::now() - group_->begin < kLongest;
}

void GroupCommit::PassTurnOn() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (waiting_.empty() && group_ != nullptr) {
    lock.unlock();
    Commit();
    lock.lock();
  }
  if (waiting_.empty()) {
    turn_taken_ = false;
    return;
  }
  Waiter* const next = waiting_.front();
  waiting_.pop_front();
  next->has_turn = true;
  // Under the lock: the waiter lives on its own thread's stack and may be gone right after.
  next->turn_came.notify_one();
}

}  // namespace selaras::sql
