#include "libs/metrics/process_metrics.h"

#include <gmock/gmock.h>
#include <time.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "libs/metrics/prometheus_metrics.h"

namespace selaras {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Gt;
using ::testing::Le;

class ProcessMetricsTest : public ::testing::Test {
 protected:
  double Gauge(const std::string& name) { return metrics_.GetGauge({name, ""}).Value(); }
  double Cpu() { return metrics_.GetCounter({"process_cpu_seconds_total", ""}).Value(); }

  PrometheusMetrics metrics_;
  ProcessMetrics process_{metrics_};
};

TEST_F(ProcessMetricsTest, MemoryFollowsWhatIsHeld) {
  process_.Update();
  const double before = Gauge("process_resident_memory_bytes");
  const std::vector<char> held(64 << 20, 'x');
  process_.Update();
  EXPECT_THAT(Gauge("process_resident_memory_bytes") - before, Ge(held.size() / 2));
}

TEST_F(ProcessMetricsTest, ProcessorTimeOnlyRises) {
  process_.Update();
  const double before = Cpu();
  for (const clock_t until = clock() + CLOCKS_PER_SEC / 20; clock() < until;) {
  }
  process_.Update();
  EXPECT_THAT(Cpu(), Gt(before));
}

TEST_F(ProcessMetricsTest, OpenFilesAreCounted) {
  process_.Update();
  const double before = Gauge("process_open_fds");
  const int extra = dup(0);
  process_.Update();
  EXPECT_EQ(Gauge("process_open_fds"), before + 1);
  close(extra);
}

TEST_F(ProcessMetricsTest, StartLiesInThePast) {
  const double now = static_cast<double>(time(nullptr));
  EXPECT_THAT(Gauge("process_start_time_seconds"), AllOf(Le(now + 1), Gt(now - 3600)));
}

}  // namespace
}  // namespace selaras
