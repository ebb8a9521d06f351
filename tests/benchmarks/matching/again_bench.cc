// What the solver does beside one cold solve: warm starts after a change, two threads, the second family of instances, and
// the worst known ones. Each ratio is of processor time against a cold solve of the same instance in the same process, in
// turns. Run it through tests/bench; what the keys mean: README.md beside this file.
//
//   again_bench [--quick] [--seed N]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "libs/assignment/testing/hard_instances.h"
#include "libs/assignment/testing/synthetic_agencies.h"
#include "libs/assignment/testing/synthetic_province.h"
#include "tests/benchmarks/matching/measurement.h"

namespace selaras::bench {
namespace {

using assignment::Instance;
using assignment::PersonIndex;
using assignment::PostIndex;
using assignment::Solution;
using assignment::SolveOptions;

constexpr int kRounds = 3;

[[noreturn]] void Fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

// One person in a hundred with other points: evaluations that came in since.
Instance WithOtherData(Instance instance) {
  for (PersonIndex i = 50; i < instance.person_count(); i += 100) {
    const int32_t change = i / 100 % 3 * 60 - 60;
    for (int64_t k = instance.cell_begin[i]; k < instance.cell_begin[i + 1]; ++k) {
      instance.cell_scores[k].points += change;
    }
  }
  return instance;
}

// Distance counts a fifth more, and fit for some cells by up to an eighth.
Instance WithOtherWeights(Instance instance) {
  for (int32_t& distance : instance.distance) distance += distance / 5;
  for (auto& score : instance.cell_scores) {
    score.points += static_cast<int32_t>(int64_t{score.cell} * 7919 % 101 * score.points / 800);
  }
  return instance;
}

// The first person who moves may not have the post that he was given.
Instance WithVeto(Instance instance, const Solution& plan) {
  PersonIndex vetoed = 0;
  while (plan.placement()[vetoed] == instance.persons[vetoed].reference_post) ++vetoed;
  const PostIndex post = plan.placement()[vetoed];
  const auto begin = instance.exceptions.begin() + instance.exception_begin[vetoed];
  const auto end = instance.exceptions.begin() + instance.exception_begin[vetoed + 1];
  const auto at = std::lower_bound(begin, end, post,
                                   [](const assignment::Exception& e, PostIndex j) { return e.post < j; });
  if (at != end && at->post == post) {
    at->points = assignment::kForbidden;
    return instance;
  }
  instance.exceptions.insert(at, {post, assignment::kForbidden});
  for (size_t i = static_cast<size_t>(vetoed) + 1; i < instance.exception_begin.size(); ++i)
    ++instance.exception_begin[i];
  return instance;
}

SolveOptions From(const Solution& plan) {
  SolveOptions options;
  options.warm_start.emplace();
  options.warm_start->prices = plan.certificate.prices;
  options.warm_start->denominator = plan.certificate.denominator;
  options.warm_start->lambda = plan.certificate.lambda;
  options.warm_start->placement = plan.placement();
  return options;
}

Seconds ToProof(const SolveMeasurement& run) {
  return run.total - run.canonical;
}

// Reports what of a cold solve the options take; both must give the same plan.
void Compare(const std::string& key, const Instance& instance, const SolveOptions& options, bool wall) {
  std::vector<Seconds> cold, other, whole_cold, whole;
  for (int round = 0; round < kRounds; ++round) {
    const SolveMeasurement a = MeasureSolve(instance, {});
    const SolveMeasurement b = MeasureSolve(instance, options);
    if (a.solution.placement() != b.solution.placement() ||
        a.solution.certificate.prices != b.solution.certificate.prices) {
      Fail("the start or the threads changed the plan");
    }
    cold.push_back(ToProof(a));
    other.push_back(ToProof(b));
    whole_cold.push_back(a.total);
    whole.push_back(b.total);
  }
  const Seconds took = wall ? MedianOf(whole) : MedianOf(other);
  const Seconds against = wall ? MedianOf(whole_cold) : MedianOf(cold);
  Report(key + "_s", took.wall);
  Report(key + "_cpu_s", took.cpu);
  Report(key + "_ratio", wall ? took.wall / against.wall : took.cpu / against.cpu);
  if (wall) return;
  Report(key + "_whole_ratio", MedianOf(whole).cpu / MedianOf(whole_cold).cpu);
  std::vector<Seconds> passes;
  for (int round = 0; round < kRounds; ++round) {
    const auto& warm = *options.warm_start;
    const Stopwatch watch;
    if (!assignment::ComputeBound(instance, warm.prices, warm.lambda, warm.denominator).ok())
      Fail("no bound");
    passes.push_back(watch.Elapsed());
  }
  Report(key + "_certificate_passes", took.cpu / MedianOf(passes).cpu);
}

void MeasureAgencies(bool quick, uint64_t seed) {
  assignment::AgenciesShape shape;
  shape.seed = seed;
  if (quick) {
    shape.persons /= 8;
    shape.posts /= 8;
    shape.fields /= 8;
  }
  const Instance instance = assignment::MakeAgencies(shape);
  std::vector<Seconds> runs;
  SolveMeasurement last;
  for (int round = 0; round < kRounds; ++round) {
    last = MeasureSolve(instance, {});
    runs.push_back(ToProof(last));
  }
  Report("agencies_people", int64_t{instance.person_count()});
  Report("agencies_lawful_pairs", instance.LawfulPairCount());
  Report("agencies_moves", last.solution.moved);
  Report("agencies_gap", last.solution.certificate.gap());
  Report("agencies_cold_s", MedianOf(runs).wall);
  Report("agencies_cold_cpu_s", MedianOf(runs).cpu);
  Report("agencies_canonical_s", last.canonical.wall);
}

void MeasureWorst(bool quick) {
  const int32_t people = quick ? 500 : 5000;
  std::string worst;
  SolveMeasurement longest;
  for (const assignment::HardShape& shape : assignment::KnownHardShapes(people)) {
    SolveMeasurement run = MeasureSolve(assignment::MakeHard(shape), {});
    if (!run.solution.certificate.optimal()) Fail("a plan without a limit is not proven");
    Report("hard_" + shape.name + "_cpu_s", run.total.cpu);
    if (!worst.empty() && run.total.cpu <= longest.total.cpu) continue;
    worst = shape.name;
    longest = std::move(run);
  }
  Report("worst_instance_name", absl::string_view(worst));
  Report("worst_instance_people", int64_t{people});
  Report("worst_instance_s", longest.total.wall);
  Report("worst_instance_cpu_s", longest.total.cpu);
  Report("worst_instance_work", longest.solution.stats.work);
}

int Main(int argc, char** argv) {
  assignment::ProvinceShape shape = assignment::ReferenceProvince();
  bool quick = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0) quick = true;
    if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
      shape.seed = std::strtoull(argv[++i], nullptr, 10);
  }
  if (quick) {
    shape.persons /= 8;
    shape.posts /= 8;
    shape.positions /= 8;
  }
  const Instance instance = assignment::MakeProvince(shape);
  const Solution plan = MeasureSolve(instance, {}).solution;
  Compare("warm_data", WithOtherData(instance), From(plan), /*wall=*/false);
  Compare("warm_weights", WithOtherWeights(instance), From(plan), /*wall=*/false);
  Compare("veto", WithVeto(instance, plan), From(plan), /*wall=*/false);
  SolveOptions two;
  two.threads = 2;
  Compare("threads2", instance, two, /*wall=*/true);
  MeasureAgencies(quick, shape.seed);
  MeasureWorst(quick);
  return 0;
}

}  // namespace
}  // namespace selaras::bench

int main(int argc, char** argv) {
  return selaras::bench::Main(argc, argv);
}
