// Time to build an instance for a province of the size that a plan must take in a few seconds: 75,000 people,
// 200 positions, 44 districts, about 20,000 posts. Run: build/release/bench/matching_instance_benchmark
#include <benchmark/benchmark.h>

#include "services/matching/domain/testing/large_province.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {
namespace {

void BM_BuildInstance(benchmark::State& state) {
  const ProblemInputs inputs = InputsFor(LargeProvince(static_cast<int>(state.range(0)), 8));
  for (auto _ : state) {
    auto problem = PlanProblem::Build(inputs);
    if (!problem.ok()) state.SkipWithError(problem.status().ToString().c_str());
    state.counters["people"] = problem->instance().person_count();
    state.counters["posts"] = problem->instance().post_count();
    state.counters["cells"] = problem->instance().cell_count();
    state.counters["cell_scores"] = static_cast<double>(problem->instance().cell_scores.size());
    state.counters["exceptions"] = static_cast<double>(problem->instance().exceptions.size());
    state.counters["pairs"] = static_cast<double>(problem->instance().LawfulPairCount());
    state.counters["combinations"] = static_cast<double>(problem->lawfulness().combinations());
  }
}
BENCHMARK(BM_BuildInstance)->Arg(7500)->Arg(75000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace selaras::matching

BENCHMARK_MAIN();
