#ifndef SELARAS_TESTS_BENCHMARKS_MATCHING_MEASUREMENT_H_
#define SELARAS_TESTS_BENCHMARKS_MATCHING_MEASUREMENT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/assignment/instance.h"
#include "libs/assignment/solver.h"

namespace selaras::bench {

// Wall clock and the processor time of this process, in seconds. On a busy machine only the second can be
// compared.
struct Seconds {
  double wall = 0;
  double cpu = 0;
  Seconds operator-(const Seconds& other) const { return {wall - other.wall, cpu - other.cpu}; }
  Seconds operator+(const Seconds& other) const { return {wall + other.wall, cpu + other.cpu}; }
};

class Stopwatch {
 public:
  Seconds Elapsed() const { return Now() - start_; }

 private:
  static Seconds Now();
  Seconds start_ = Now();
};

// One cold solve and where its time went.
struct SolveMeasurement {
  assignment::Solution solution;
  Seconds total;
  Seconds canonical;  // Stages that only choose among optima: "face…", "moves…", "hash…".
  std::map<std::string, Seconds> stages;  // Names as the solver reports them, `-` as `_`.
};

// Ends the program with the reason where the solver refuses.
SolveMeasurement MeasureSolve(const assignment::Instance& instance, const assignment::SolveOptions& options);

// The middle one by processor time, or the lower of the two in the middle. REQUIRES a value.
Seconds MedianOf(std::vector<Seconds> values);

// Prints "key value", the form that tests/bench reads.
void Report(absl::string_view key, double value);
void Report(absl::string_view key, int64_t value);
void Report(absl::string_view key, absl::string_view value);

// Greatest resident set of this process until now.
int64_t PeakRssBytes();

}  // namespace selaras::bench

#endif  // SELARAS_TESTS_BENCHMARKS_MATCHING_MEASUREMENT_H_
