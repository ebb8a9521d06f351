#include "libs/metrics/prometheus_metrics.h"

#include <gmock/gmock.h>

#include <thread>

namespace selaras {
namespace {

using ::testing::HasSubstr;

TEST(PrometheusMetricsTest, EqualLabelsGiveTheSameHandle) {
  PrometheusMetrics metrics;
  Counter& a = metrics.GetCounter({"x_total", "X."}, {{"k", "a"}});
  EXPECT_EQ(&a, &metrics.GetCounter({"x_total", "X."}, {{"k", "a"}}));
  EXPECT_NE(&a, &metrics.GetCounter({"x_total", "X."}, {{"k", "b"}}));
  a.Increment();
  a.Increment(2.5);
  EXPECT_EQ(a.Value(), 3.5);
}

TEST(PrometheusMetricsTest, TextHasEveryKind) {
  PrometheusMetrics metrics;
  metrics.GetCounter({"calls_total", "Calls."}, {{"code", "OK"}}).Increment(2);
  metrics.GetGauge({"queue_length", "Waiting."}).Set(7);
  metrics.GetGauge({"queue_length", "Waiting."}).Add(-3);
  metrics.GetHistogram({"wait_seconds", "Wait."}, {0.1, 1}).Observe(0.5);
  const std::string text = metrics.Text();
  EXPECT_THAT(
      text, HasSubstr("# HELP calls_total Calls.\n# TYPE calls_total counter\ncalls_total{code=\"OK\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("queue_length 4\n"));
  EXPECT_THAT(text, HasSubstr("wait_seconds_bucket{le=\"0.1\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("wait_seconds_bucket{le=\"1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("wait_seconds_count 1\n"));
}

TEST(PrometheusMetricsTest, CounterSetIsBornAtZeroAndCountsStrangersAsOther) {
  PrometheusMetrics metrics;
  const CounterSet decided(metrics, {"decided_total", "Decided."}, "outcome", {"approved", "rejected"});
  EXPECT_THAT(metrics.Text(), HasSubstr("decided_total{outcome=\"rejected\"} 0\n"));
  decided.At("approved").Increment();
  decided.At("eaten").Increment();
  EXPECT_THAT(metrics.Text(), HasSubstr("decided_total{outcome=\"approved\"} 1\n"));
  EXPECT_THAT(metrics.Text(), HasSubstr("decided_total{outcome=\"other\"} 1\n"));
}

TEST(PrometheusMetricsTest, HandlesAreThreadSafe) {
  PrometheusMetrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i)
        metrics.GetCounter({"x_total", "X."}, {{"k", std::to_string(i % 3)}}).Increment();
    });
  }
  for (std::thread& thread : threads) thread.join();
  double sum = 0;
  for (const char* k : {"0", "1", "2"}) sum += metrics.GetCounter({"x_total", "X."}, {{"k", k}}).Value();
  EXPECT_EQ(sum, 20000);
}

}  // namespace
}  // namespace selaras
