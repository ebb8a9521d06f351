#include "libs/metrics/prometheus_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <utility>

namespace selaras {
namespace {

class PrometheusCounter final : public Counter {
 public:
  explicit PrometheusCounter(prometheus::Counter& counter) : counter_(counter) {}
  void Increment(double by) override { counter_.Increment(by); }
  double Value() const override { return counter_.Value(); }

 private:
  prometheus::Counter& counter_;
};

class PrometheusGauge final : public Gauge {
 public:
  explicit PrometheusGauge(prometheus::Gauge& gauge) : gauge_(gauge) {}
  void Set(double value) override { gauge_.Set(value); }
  void Add(double by) override { gauge_.Increment(by); }
  double Value() const override { return gauge_.Value(); }

 private:
  prometheus::Gauge& gauge_;
};

class PrometheusHistogram final : public Histogram {
 public:
  explicit PrometheusHistogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
  void Observe(double value) override { histogram_.Observe(value); }
  uint64_t Count() const override { return histogram_.Collect().histogram.sample_count; }

 private:
  prometheus::Histogram& histogram_;
};

using SeriesKey = std::pair<std::string, Labels>;

}  // namespace

struct PrometheusMetrics::State {
  // Declared first, destroyed last: the handles refer to its metrics.
  prometheus::Registry registry;
  std::mutex mutex;
  std::map<SeriesKey, PrometheusCounter> counters;
  std::map<SeriesKey, PrometheusGauge> gauges;
  std::map<SeriesKey, PrometheusHistogram> histograms;
};

PrometheusMetrics::PrometheusMetrics() : state_(std::make_unique<State>()) {}
PrometheusMetrics::~PrometheusMetrics() = default;

Counter& PrometheusMetrics::GetCounter(const MetricName& name, const Labels& labels) {
  const std::lock_guard lock(state_->mutex);
  auto& family = prometheus::BuildCounter().Name(name.name).Help(name.help).Register(state_->registry);
  return state_->counters.try_emplace({name.name, labels}, family.Add(labels)).first->second;
}

Gauge& PrometheusMetrics::GetGauge(const MetricName& name, const Labels& labels) {
  const std::lock_guard lock(state_->mutex);
  auto& family = prometheus::BuildGauge().Name(name.name).Help(name.help).Register(state_->registry);
  return state_->gauges.try_emplace({name.name, labels}, family.Add(labels)).first->second;
}

Histogram& PrometheusMetrics::GetHistogram(const MetricName& name, const std::vector<double>& bounds,
                                           const Labels& labels) {
  const std::lock_guard lock(state_->mutex);
  auto& family = prometheus::BuildHistogram().Name(name.name).Help(name.help).Register(state_->registry);
  return state_->histograms.try_emplace({name.name, labels}, family.Add(labels, bounds)).first->second;
}

std::string PrometheusMetrics::Text() const {
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace selaras
