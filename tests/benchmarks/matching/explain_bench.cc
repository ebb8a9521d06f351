// Measures explanations on a synthetic province of 100,000 people and 40,000 posts, made and solved in this process:
// facts through rules, scores and solver, as in the service; no gRPC, no registry.
//
//   explain_bench [--quick] [--seed N] [--persons N] [--max-moves N]
//
// --quick takes a tenth of the size. Explains N persons (default 300), each with his wishes and five posts more, three of
// them lawful for him; then as many posts; then exchanges and fairness. What the keys mean: README.md beside this file.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "libs/assignment/solver.h"
#include "services/matching/domain/exchange.h"
#include "services/matching/domain/explain.h"
#include "services/matching/domain/explain_post.h"
#include "services/matching/domain/fairness.h"
#include "services/matching/domain/testing/large_province.h"
#include "tests/benchmarks/matching/measurement.h"

namespace selaras::bench {
namespace {

using namespace selaras::matching;  // NOLINT: one program about one namespace.

struct Options {
  int people = 100'000;
  uint64_t seed = 1;
  int persons = 300;
  int64_t max_moves = -1;
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const bool has_value = i + 1 < argc;
    if (std::strcmp(argv[i], "--quick") == 0) {
      options.people /= 10;
    } else if (std::strcmp(argv[i], "--seed") == 0 && has_value) {
      options.seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::strcmp(argv[i], "--persons") == 0 && has_value) {
      options.persons = std::atoi(argv[++i]);
    } else if (std::strcmp(argv[i], "--max-moves") == 0 && has_value) {
      options.max_moves = std::atoll(argv[++i]);
    } else {
      std::fprintf(stderr, "usage: explain_bench [--quick] [--seed N] [--persons N] [--max-moves N]\n");
      std::exit(2);
    }
  }
  return options;
}

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "explain_bench: %s\n", what.c_str());
  std::exit(1);
}

// Wall clock and processor time of every call, in milliseconds.
class Calls {
 public:
  void Add(const Seconds& seconds) {
    wall_.push_back(seconds.wall * 1000);
    cpu_.push_back(seconds.cpu * 1000);
  }
  void ReportAs(const std::string& key) {
    std::sort(wall_.begin(), wall_.end());
    std::sort(cpu_.begin(), cpu_.end());
    const auto at = [](const std::vector<double>& sorted, double share) {
      return sorted[std::min(sorted.size() - 1,
                             static_cast<size_t>(share * static_cast<double>(sorted.size())))];
    };
    Report(key + "_p50_ms", at(wall_, 0.5));
    Report(key + "_p99_ms", at(wall_, 0.99));
    Report(key + "_p50_cpu_ms", at(cpu_, 0.5));
    Report(key + "_p99_cpu_ms", at(cpu_, 0.99));
    Report(key + "_max_cpu_ms", cpu_.back());
  }

 private:
  std::vector<double> wall_, cpu_;
};

std::vector<std::string> FivePosts(const PlanProblem& problem, int32_t person, std::mt19937_64& random) {
  const assignment::Instance& instance = problem.instance();
  const auto& posts = problem.province().posts();
  std::vector<std::string> asked = {posts[random() % posts.size()].id, posts[random() % posts.size()].id};
  const int32_t i = problem.InstancePerson(person);
  for (int tries = 0; asked.size() < 5 && tries < 100'000; ++tries) {
    const int32_t j = static_cast<int32_t>(random() % static_cast<uint64_t>(instance.post_count()));
    if (problem.ProvincePost(j) >= 0 && instance.Score(i, j).has_value()) {
      asked.push_back(posts[problem.ProvincePost(j)].id);
    }
  }
  return asked;
}

void ExplainPersons(const PlanView& view, const Options& options) {
  std::mt19937_64 random(options.seed);
  Calls calls;
  int64_t told = 0, exact = 0, flips = 0;
  for (int n = 0; n < options.persons; ++n) {
    const int32_t person = view.problem.ProvincePerson(
        static_cast<int32_t>(random() % static_cast<uint64_t>(view.problem.instance().person_count())));
    const std::vector<std::string> posts = FivePosts(view.problem, person, random);
    const Stopwatch watch;
    const auto why = ExplainPerson(view, view.problem.province().persons()[person].id, posts);
    calls.Add(watch.Elapsed());
    if (!why.ok()) Fail(why.status().ToString());
    for (const Alternative& other : why->alternatives) {
      if (other.outcome != Outcome::kBelowCutoff) continue;
      ++told;
      exact += other.loss.has_value() ? 1 : 0;
      flips += static_cast<int64_t>(other.flips.size());
    }
    flips += static_cast<int64_t>(why->flips.size());
  }
  calls.ReportAs("explain");
  Report("explain_below_cutoff", told);
  Report("explain_exact", exact);
  Report("explain_flips", flips);
}

void ExplainPosts(const PlanView& view, const Options& options) {
  std::mt19937_64 random(options.seed + 1);
  Calls calls;
  const auto& posts = view.problem.province().posts();
  for (int n = 0; n < options.persons; ++n) {
    const std::string& id = posts[random() % posts.size()].id;
    const Stopwatch watch;
    const auto why = ExplainPost(view, id, 10);
    calls.Add(watch.Elapsed());
    if (!why.ok()) Fail(why.status().ToString());
  }
  calls.ReportAs("explain_post");
}

int Main(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  PlanRequest request;
  request.max_moves = options.max_moves;
  auto problem = PlanProblem::Build(InputsFor(LargeProvince(options.people, 12, options.seed), request));
  if (!problem.ok()) Fail(problem.status().ToString());
  Report("explain_people", int64_t{problem->instance().person_count()});
  Report("explain_posts", int64_t{problem->instance().post_count()});
  Report("explain_lawful_pairs", problem->instance().LawfulPairCount());
  const auto solution = assignment::Solve(problem->instance());
  if (!solution.ok()) Fail(solution.status().ToString());
  const Plan plan = MakePlan(*problem, solution->certificate);
  Report("explain_moves", solution->moved);
  const int64_t before = PeakRssBytes();
  const Stopwatch watch;
  const DisplacementGraph graph(problem->instance(), solution->certificate);
  Report("explain_index_cpu_s", watch.Elapsed().cpu);
  Report("explain_index_rss_bytes", PeakRssBytes() - before);
  if (!graph.sound()) Fail("the certificate gives no ground for losses");
  const PlanView view = {*problem, solution->certificate, plan, graph};
  ExplainPersons(view, options);
  ExplainPosts(view, options);
  const Stopwatch exchanging;
  const auto exchanges = FindExchanges(view);
  Report("exchange_cpu_s", exchanging.Elapsed().cpu);
  Report("exchange_cycles", static_cast<int64_t>(exchanges.size()));
  const Stopwatch measuring;
  const Fairness fairness = MeasureFairness(view);
  Report("fairness_cpu_s", measuring.Elapsed().cpu);
  int64_t pairs = 0;
  for (const int64_t count : fairness.envy_pairs) pairs += count;
  Report("fairness_envy_pairs", pairs);
  return 0;
}

}  // namespace
}  // namespace selaras::bench

int main(int argc, char** argv) {
  return selaras::bench::Main(argc, argv);
}
