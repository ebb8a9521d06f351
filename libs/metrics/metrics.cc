#include "libs/metrics/metrics.h"

#include <utility>

namespace selaras {
namespace {

constexpr char kOther[] = "other";

}  // namespace

std::vector<double> LatencyBounds() {
  return {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};
}

CounterSet::CounterSet(Metrics& metrics, const MetricName& name, const std::string& label,
                       std::vector<std::string> values, const Labels& fixed) {
  values.emplace_back(kOther);
  for (std::string& value : values) {
    Labels labels = fixed;
    labels[label] = value;
    counters_[std::move(value)] = &metrics.GetCounter(name, labels);
  }
}

Counter& CounterSet::At(absl::string_view value) const {
  const auto it = counters_.find(value);
  return it != counters_.end() ? *it->second : *counters_.find(kOther)->second;
}

}  // namespace selaras
