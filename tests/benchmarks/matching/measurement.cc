#include "tests/benchmarks/matching/measurement.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace selaras::bench {
namespace {

bool IsCanonical(const std::string& stage) {
  for (const char* prefix : {"face", "moves", "hash"}) {
    if (stage.rfind(prefix, 0) == 0) return true;
  }
  return false;
}

}  // namespace

SolveMeasurement MeasureSolve(const assignment::Instance& instance, const assignment::SolveOptions& options) {
  SolveMeasurement measured;
  std::string stage = "start";
  double stage_began = 0;
  const Stopwatch watch;
  auto solution = assignment::Solve(instance, options, [&](const assignment::ProgressReport& report) {
    const absl::string_view next = report.stage;

    const double now = watch.Seconds();
    measured.stage_s[stage] += now - stage_began;
    stage_began = now;
    stage = std::string(next);
    std::replace(stage.begin(), stage.end(), '-', '_');
  });
  measured.total_s = watch.Seconds();
  measured.stage_s[stage] += measured.total_s - stage_began;
  if (!solution.ok()) {
    std::fprintf(stderr, "the solver refuses: %s\n", solution.status().ToString().c_str());
    std::exit(1);
  }
  measured.solution = *std::move(solution);
  for (const auto& [name, seconds] : measured.stage_s) {
    if (IsCanonical(name)) measured.canonical_s += seconds;
  }
  return measured;
}

double MedianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) / 2];
}

void Report(absl::string_view key, double value) {
  std::printf("%.*s %.6g\n", static_cast<int>(key.size()), key.data(), value);
  std::fflush(stdout);
}

void Report(absl::string_view key, int64_t value) {
  std::printf("%.*s %lld\n", static_cast<int>(key.size()), key.data(), static_cast<long long>(value));
  std::fflush(stdout);
}

void Report(absl::string_view key, absl::string_view value) {
  std::printf("%.*s %.*s\n", static_cast<int>(key.size()), key.data(), static_cast<int>(value.size()),
              value.data());
  std::fflush(stdout);
}

int64_t PeakRssBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return int64_t{usage.ru_maxrss} * 1024;
}

}  // namespace selaras::bench
