// The frontier on the reference province: processor seconds per point beside one cold solve with a budget, in one process on
// one thread. Prints `key value` lines.
//
//   frontier_bench [--quick]      --quick: a fifth of the people
#include <time.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "libs/assignment/certificate.h"
#include "libs/assignment/frontier.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

double Now() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

[[noreturn]] void Fail(const absl::Status& status) {
  std::fprintf(stderr, "frontier_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

void Run(bool quick) {
  ProvinceShape shape = ReferenceProvince();
  if (quick) {
    shape.persons /= 5;
    shape.posts /= 5;
  }
  shape.max_moves = shape.persons / 40;
  Instance instance = MakeProvince(shape);

  double start = Now();
  const absl::StatusOr<Solution> cold = Solve(instance);
  const double cold_s = Now() - start;
  if (!cold.ok()) Fail(cold.status());

  // As the service asks: the plan is there, its neighbours are wanted.
  const Certificate& c = cold->certificate;
  SolveOptions options;
  options.warm_start = WarmStart{c.prices, c.denominator, c.lambda, c.placement};
  start = Now();
  const absl::StatusOr<Frontier> frontier = TraceFrontier(instance, {.points = 9}, options);
  const double frontier_s = Now() - start;
  if (!frontier.ok()) Fail(frontier.status());

  const double point_s = frontier_s / static_cast<double>(frontier->points.size());
  std::printf("frontier_people %d\n", instance.person_count());
  std::printf("frontier_points %zu\n", frontier->points.size());
  std::printf("frontier_cold_budget_s %.3f\n", cold_s);
  std::printf("frontier_point_s %.3f\n", point_s);
  std::printf("frontier_point_to_cold_budget %.2f\n", point_s / cold_s);
  int64_t widest_gap = 0;
  for (const FrontierPoint& point : frontier->points) {
    instance.max_moves = point.max_moves;
    if (const absl::Status status = CheckCertificate(instance, point.certificate); !status.ok()) Fail(status);
    if (point.certificate.gap() > widest_gap) widest_gap = point.certificate.gap();
    std::printf("frontier_at_%lld objective %lld bound %lld moved %lld lambda_steps %lld\n",
                static_cast<long long>(point.max_moves.value_or(-1)),
                static_cast<long long>(point.certificate.objective),
                static_cast<long long>(point.certificate.bound), static_cast<long long>(point.moved),
                static_cast<long long>(point.stats.lambda_steps));
  }
  std::printf("frontier_widest_gap %lld\n", static_cast<long long>(widest_gap));
}

}  // namespace
}  // namespace selaras::assignment

int main(int argc, char** argv) {
  bool quick = false;
  for (int k = 1; k < argc; ++k) {
    if (std::strcmp(argv[k], "--quick") != 0) {
      std::fprintf(stderr, "frontier_bench: unknown argument '%s'; only --quick is known\n", argv[k]);
      return 2;
    }
    quick = true;
  }
  selaras::assignment::Run(quick);
  return 0;
}
