#include "services/approval/app/desk.h"

#include "libs/base/trace.h"

namespace selaras::approval {
namespace {

constexpr absl::Duration kAfterTrouble = absl::Milliseconds(500);
constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr char kAccount[] = "approval-desk";

}  // namespace

void Desk::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Desk::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Desk::Wake() {
  const absl::MutexLock lock(&mutex_);
  woken_ = true;
}

bool Desk::stopping() const {
  const absl::MutexLock lock(&mutex_);
  return stopping_;
}

void Desk::Loop() {
  while (!stopping()) {
    {
      const absl::MutexLock lock(&mutex_);
      woken_ = false;
    }
    const Found found = round_();
    if (found == Found::kMore) continue;
    const absl::MutexLock lock(&mutex_);
    const auto called = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || woken_; };
    const auto ended = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_; };
    if (found == Found::kTrouble) {
      mutex_.AwaitWithTimeout(absl::Condition(&ended), kAfterTrouble);
    } else {
      mutex_.AwaitWithTimeout(absl::Condition(&called), idle_);
    }
  }
}

CallScope DeskScope(const Clock& clock, IdSource& ids, const std::string& tenant) {
  CallScope scope;
  scope.principal = {
      .id = kAccount, .tenant = tenant, .agency = "", .employee = "", .roles = {selaras::Role::kService}};
  scope.actor = kAccount;
  scope.tenant = tenant;
  scope.trace = NewTrace(ids);
  scope.clock = &clock;
  scope.deadline = clock.Now() + kPatience;
  return scope;
}

bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
      return true;
    default:
      return false;
  }
}

}  // namespace selaras::approval
