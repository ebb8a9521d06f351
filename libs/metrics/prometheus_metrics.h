#ifndef SELARAS_LIBS_METRICS_PROMETHEUS_METRICS_H_
#define SELARAS_LIBS_METRICS_PROMETHEUS_METRICS_H_

#include <memory>
#include <string>
#include <vector>

#include "libs/metrics/metrics.h"

namespace selaras {

// Metrics kept in memory and written in the Prometheus text format. Real enough for tests
// too: there is no fake.
class PrometheusMetrics final : public Metrics {
 public:
  PrometheusMetrics();
  ~PrometheusMetrics() override;

  Counter& GetCounter(const MetricName& name, const Labels& labels = {}) override;
  Gauge& GetGauge(const MetricName& name, const Labels& labels = {}) override;
  Histogram& GetHistogram(const MetricName& name, const std::vector<double>& bounds,
                          const Labels& labels = {}) override;

  // Everything, in text exposition format 0.0.4.
  std::string Text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_METRICS_PROMETHEUS_METRICS_H_
