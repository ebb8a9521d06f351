#include "tests/benchmarks/matching/measurement.h"

#include <sys/resource.h>
#include <time.h>

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

Seconds Stopwatch::Now() {
  const auto seconds = [](clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  };
  return {seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID)};
}

SolveMeasurement MeasureSolve(const assignment::Instance& instance, const assignment::SolveOptions& options) {
  SolveMeasurement measured;
  std::string stage = "start";
  Seconds stage_began;
  const Stopwatch watch;
  const auto end_stage = [&] {
    const Seconds now = watch.Elapsed();
    measured.stages[stage] = measured.stages[stage] + (now - stage_began);
    stage_began = now;
    return now;
  };
  auto solution = assignment::Solve(instance, options, [&](const assignment::ProgressReport& report) {
    end_stage();
    stage = std::string(report.stage);
    std::replace(stage.begin(), stage.end(), '-', '_');
  });
  measured.total = end_stage();
  if (!solution.ok()) {
    std::fprintf(stderr, "the solver refuses: %s\n", solution.status().ToString().c_str());
    std::exit(1);
  }
  measured.solution = *std::move(solution);
  for (const auto& [name, seconds] : measured.stages) {
    if (IsCanonical(name)) measured.canonical = measured.canonical + seconds;
  }
  return measured;
}

Seconds MedianOf(std::vector<Seconds> values) {
  std::sort(values.begin(), values.end(), [](const Seconds& a, const Seconds& b) { return a.cpu < b.cpu; });
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
