// One cold solve of a province of N people, posts in proportion, positions and districts as they are; prints one JSON
// object. In a process of its own, so that the peak of resident memory is its own.
//
//   growth_bench --people N [--seed N]
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "libs/assignment/testing/synthetic_province.h"
#include "tests/benchmarks/matching/measurement.h"

int main(int argc, char** argv) {
  using namespace selaras;  // NOLINT
  assignment::ProvinceShape shape = assignment::ReferenceProvince();
  const double posts_per_person = static_cast<double>(shape.posts) / shape.persons;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--people") == 0) shape.persons = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--seed") == 0) shape.seed = std::strtoull(argv[i + 1], nullptr, 10);
  }
  shape.posts = static_cast<int32_t>(posts_per_person * shape.persons);
  const assignment::Instance instance = assignment::MakeProvince(shape);
  const int64_t instance_bytes = bench::PeakRssBytes();
  const bench::SolveMeasurement run = bench::MeasureSolve(instance, {});
  const bench::Seconds cold = run.total - run.canonical;
  std::printf(
      "{\"people\": %d, \"posts\": %d, \"cold_s\": %.3f, \"cold_cpu_s\": %.3f, \"canonical_s\": %.3f, "
      "\"peak_rss_bytes\": %lld, \"before_solve_bytes\": %lld}\n",
      instance.person_count(), instance.post_count(), cold.wall, cold.cpu, run.canonical.wall,
      static_cast<long long>(bench::PeakRssBytes()), static_cast<long long>(instance_bytes));
  return run.solution.certificate.optimal() ? 0 : 1;
}
