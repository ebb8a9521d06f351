#ifndef SELARAS_LIBS_METRICS_PROCESS_METRICS_H_
#define SELARAS_LIBS_METRICS_PROCESS_METRICS_H_

#include "libs/metrics/metrics.h"

namespace selaras {

// Memory, processor time, open files and start of this process, under the names that every Prometheus client
// uses: process_resident_memory_bytes, process_cpu_seconds_total, process_open_fds,
// process_start_time_seconds.
class ProcessMetrics {
 public:
  explicit ProcessMetrics(Metrics& metrics);

  // Reads /proc/self, some tens of microseconds; called when a scrape asks. What cannot be read keeps its
  // value. One caller at a time.
  void Update();

 private:
  Gauge& resident_;
  Counter& cpu_;
  Gauge& open_files_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_METRICS_PROCESS_METRICS_H_
