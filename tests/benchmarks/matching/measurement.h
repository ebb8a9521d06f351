#ifndef SELARAS_TESTS_BENCHMARKS_MATCHING_MEASUREMENT_H_
#define SELARAS_TESTS_BENCHMARKS_MATCHING_MEASUREMENT_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/assignment/instance.h"
#include "libs/assignment/solver.h"

namespace selaras::bench {

// Seconds of wall clock since it was made.
class Stopwatch {
 public:
  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// One cold solve and where its time went.
struct SolveMeasurement {
  assignment::Solution solution;
  double total_s = 0;
  double canonical_s = 0;  // Stages that only choose among optima: "face…", "moves…", "hash…".
  std::map<std::string, double> stage_s;  // Names as the solver reports them, `-` as `_`.
};

// Ends the program with the reason where the solver refuses.
SolveMeasurement MeasureSolve(const assignment::Instance& instance, const assignment::SolveOptions& options);

// The middle one, or the lower of the two in the middle. REQUIRES a value.
double MedianOf(std::vector<double> values);

// Prints "key value", the form that tests/bench reads.
void Report(absl::string_view key, double value);
void Report(absl::string_view key, int64_t value);
void Report(absl::string_view key, absl::string_view value);

// Greatest resident set of this process until now.
int64_t PeakRssBytes();

}  // namespace selaras::bench

#endif  // SELARAS_TESTS_BENCHMARKS_MATCHING_MEASUREMENT_H_
