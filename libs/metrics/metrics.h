#ifndef SELARAS_LIBS_METRICS_METRICS_H_
#define SELARAS_LIBS_METRICS_METRICS_H_

// Measurements as an argument: use cases count and time through these handles and know no metrics library.
//
//   class CaseService {
//     CaseService(Metrics& metrics) : decided_(metrics, {"selaras_cases_decided_total", "Cases decided."},
//                                              "outcome", {"approved", "rejected", "returned"}) {}
//     … decided_.At("approved").Increment();
//
// Take handles once and keep them: taking one locks, using one does not. Create every label value at start,
// as above: a series that is born late is invisible to rate(). Names end in _total (counters), _seconds,
// _bytes; label values come from small fixed sets, never from ids or persons.

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras {

using Labels = std::map<std::string, std::string>;

struct MetricName {
  std::string name;
  std::string help;
};

// Handles are thread-safe and live as long as the Metrics that gave them.
class Counter {
 public:
  virtual ~Counter() = default;
  virtual void Increment(double by = 1) = 0;  // REQUIRES: by >= 0
  virtual double Value() const = 0;
};

class Gauge {
 public:
  virtual ~Gauge() = default;
  virtual void Set(double value) = 0;
  virtual void Add(double by) = 0;
  virtual double Value() const = 0;
};

class Histogram {
 public:
  virtual ~Histogram() = default;
  virtual void Observe(double value) = 0;
  virtual uint64_t Count() const = 0;
};

// Thread-safe. Equal name and labels give the same handle; the help of the first call stays. Asking for
// one name as two kinds (counter, then gauge) or with two sets of label names is a programming error
// and ends the process at start.
class Metrics {
 public:
  virtual ~Metrics() = default;
  virtual Counter& GetCounter(const MetricName& name, const Labels& labels = {}) = 0;
  virtual Gauge& GetGauge(const MetricName& name, const Labels& labels = {}) = 0;
  // `bounds`: upper bounds of the buckets, ascending, the last one +Inf left out.
  virtual Histogram& GetHistogram(const MetricName& name, const std::vector<double>& bounds,
                                  const Labels& labels = {}) = 0;
};

// From 0.5 ms to 10 s, three a decade: covers a point read and a long solve's first answer.
// Chosen, not measured.
std::vector<double> LatencyBounds();

// Counters of one name over the values of one label, all created at 0. A value outside the
// list counts as `other`.
class CounterSet {
 public:
  CounterSet(Metrics& metrics, const MetricName& name, const std::string& label,
             std::vector<std::string> values, const Labels& fixed = {});
  Counter& At(absl::string_view value) const;

 private:
  absl::btree_map<std::string, Counter*> counters_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_METRICS_METRICS_H_
