#ifndef SELARAS_SERVICES_REGISTRY_APP_SEAT_WORKER_H_
#define SELARAS_SERVICES_REGISTRY_APP_SEAT_WORKER_H_

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/time/time.h"
#include "libs/base/log.h"
#include "services/registry/app/seat_service.h"

namespace selaras::registry {

// Looks at the clock and has the seat service do what is due: at most `interval` after the end of a hold or the
// midnight on which a chain comes into force, and at once after a start for what came due meanwhile. Every process
// of the service runs one.
class SeatWorker {
 public:
  // DEFAULT of `interval` 1 s: two queries along small indexes each time.
  SeatWorker(SeatService& seats, const Logger& logger, absl::Duration interval = absl::Seconds(1))
      : seats_(seats), logger_(logger), interval_(interval) {}
  ~SeatWorker() { Stop(); }

  void Start();  // once
  void Stop();   // idempotent

 private:
  void Work();

  SeatService& seats_;
  const Logger& logger_;
  const absl::Duration interval_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_SEAT_WORKER_H_
