#ifndef SELARAS_LIBS_SQL_POOL_H_
#define SELARAS_LIBS_SQL_POOL_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace selaras::sql {

// At most `limit` connections, made when first needed, lent one at a time. The one given back last is lent
// first, so that its statements and cache are warm. Thread-safe; must outlive its leases.
template <typename T>
class Pool {
 public:
  using Factory = std::function<absl::StatusOr<std::unique_ptr<T>>()>;

  class Lease {
   public:
    Lease(Pool* pool, std::unique_ptr<T> item) : pool_(pool), item_(std::move(item)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (pool_ != nullptr && item_ != nullptr) pool_->GiveBack(std::move(item_));
    }
    T* operator->() const { return item_.get(); }
    T& operator*() const { return *item_; }
    // Closes the connection instead of giving it back.
    void Discard() {
      item_.reset();
      pool_->GiveBack(nullptr);
    }

   private:
    Pool* pool_;
    std::unique_ptr<T> item_;
  };

  Pool(int limit, Factory factory) : factory_(std::move(factory)), unopened_(limit) {}

  // kUnavailable: all are lent and none came back within `timeout`. Otherwise the factory's error.
  absl::StatusOr<Lease> Take(absl::Duration timeout) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      const auto has_room = [this] { return !idle_.empty() || unopened_ > 0; };
      if (!came_back_.wait_for(lock, absl::ToChronoMicroseconds(timeout), has_room)) {
        return absl::UnavailableError("every database connection is busy");
      }
      if (!idle_.empty()) {
        Lease lease(this, std::move(idle_.back()));
        idle_.pop_back();
        return lease;
      }
      --unopened_;
    }
    absl::StatusOr<std::unique_ptr<T>> item = factory_();
    if (item.ok()) return Lease(this, *std::move(item));
    GiveBack(nullptr);
    return item.status();
  }

 private:
  void GiveBack(std::unique_ptr<T> item) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (item == nullptr) {
        ++unopened_;
      } else {
        idle_.push_back(std::move(item));
      }
    }
    came_back_.notify_one();
  }

  const Factory factory_;
  std::mutex mutex_;  // guards all below
  std::condition_variable came_back_;
  std::vector<std::unique_ptr<T>> idle_;
  int unopened_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_POOL_H_
