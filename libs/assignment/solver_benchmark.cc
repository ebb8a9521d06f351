// Solver against LEMON on the reference province, in one run on one thread: processor seconds per stage and
// ratios.
//
//   solver_benchmark [people=96813] [posts=40468] [budget=0.025] [lemon=32]
//
// `lemon` is the length of the best list per person that LEMON gets (finished, not counted; 0 = leave LEMON
// out). LEMON's value on it falls short of the optimum. Processor time, because the machine may be shared;
// take the ratios.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "libs/assignment/solver.h"
#include "libs/assignment/testing/lemon_peer.h"
#include "libs/assignment/testing/synthetic_province.h"

namespace selaras::assignment {
namespace {

double Now() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

struct Times {
  double solve = 0;      // To the proof, all but the canonical stage.
  double canonical = 0;  // "face" to "certificate".
};

Times Measure(const char* name, const Instance& instance, const SolveOptions& options, int64_t status_quo) {
  Times times;
  double last = Now();
  bool canonical = false;
  const auto add = [&] {
    const double now = Now();
    (canonical ? times.canonical : times.solve) += now - last;
    last = now;
  };
  const absl::StatusOr<Solution> solution = Solve(instance, options, [&](const ProgressReport& report) {
    add();
    canonical = report.stage == "face" || report.stage == "moves" || report.stage == "hash" ||
                report.stage == "budget";
  });
  add();
  if (!solution.ok()) {
    std::printf("%s: %s\n", name, solution.status().ToString().c_str());
    std::exit(1);
  }
  const Certificate& c = solution->certificate;
  const double gain = static_cast<double>(c.objective - status_quo);
  std::printf(
      "%-8s solve_s %.3f canonical_s %.3f objective %ld gap %ld gap/gain %.1e moved %ld lambda %ld/%ld "
      "bids %ld rounds %ld work %ld\n",
      name, times.solve, times.canonical, static_cast<long>(c.objective), static_cast<long>(c.gap()),
      gain > 0 ? static_cast<double>(c.gap()) / gain : 0.0, static_cast<long>(solution->moved),
      static_cast<long>(c.lambda), static_cast<long>(c.denominator), static_cast<long>(solution->stats.bids),
      static_cast<long>(solution->stats.search_phases), static_cast<long>(solution->stats.work));
  return times;
}

LemonProblem BestLists(const Instance& in, int32_t length) {
  LemonProblem problem{in.person_count(), in.post_count(), {}};
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    for (const SeatRun& run : in.SeatsOf(j)) {
      problem.arcs.push_back(
          {in.person_count() + j, in.person_count() + in.post_count(), run.count, run.points});
    }
  }
  std::vector<std::vector<PostIndex>> posts_of(in.cells.size());
  for (PostIndex j = 0; j < in.post_count(); ++j) posts_of[in.posts[j].cell].push_back(j);
  std::vector<std::pair<int64_t, PostIndex>> list;
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    list.clear();
    const auto offer = [&](PostIndex j) {
      if (const std::optional<int32_t> score = in.Score(i, j); score.has_value()) {
        const int64_t first = in.SeatsOf(j).empty() ? 0 : in.SeatsOf(j).front().points;
        list.emplace_back(-(*score + first), j);
      }
    };
    for (const CellScore& cell : in.CellsOf(i)) {
      for (const PostIndex j : posts_of[cell.cell]) offer(j);
    }
    const size_t keep = std::min<size_t>(list.size(), length);
    std::partial_sort(list.begin(), list.begin() + keep, list.end());
    list.resize(keep);
    for (const Exception& e : in.ExceptionsOf(i)) offer(e.post);
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    list.erase(std::unique(list.begin(), list.end()), list.end());
    for (const auto& [key, j] : list) problem.arcs.push_back({i, in.person_count() + j, 1, *in.Score(i, j)});
  }
  return problem;
}

void Run(int argc, char** argv) {
  ProvinceShape shape = ReferenceProvince();
  double budget = 0.025;
  int32_t lemon = 32;
  for (int k = 1; k < argc; ++k) {
    const char* const equals = std::strchr(argv[k], '=');
    const std::string name(argv[k], equals == nullptr ? std::strlen(argv[k]) : equals - argv[k]);
    const char* const value = equals == nullptr ? "" : equals + 1;
    if (name == "people") shape.persons = std::atoi(value);
    if (name == "posts") shape.posts = std::atoi(value);
    if (name == "budget") budget = std::atof(value);
    if (name == "lemon") lemon = std::atoi(value);
  }
  Instance instance = MakeProvince(shape);
  std::vector<PostIndex> stay;
  for (const Person& person : instance.persons) stay.push_back(person.reference_post);
  const int64_t status_quo = *Objective(instance, stay);
  std::printf("people %d posts %d lawful pairs %ld options %zu status quo %ld\n", instance.person_count(),
              instance.post_count(), static_cast<long>(instance.LawfulPairCount()),
              instance.cell_scores.size(), static_cast<long>(status_quo));
  const Times free = Measure("free", instance, {}, status_quo);
  instance.max_moves = static_cast<int64_t>(budget * shape.persons);
  const Times limited = Measure("budget", instance, {}, status_quo);
  std::printf("budget/free %.2f\n", limited.solve / free.solve);
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  std::printf("peak RSS before LEMON %.0f MB\n", static_cast<double>(usage.ru_maxrss) / 1024);
  if (lemon == 0) return;
  const LemonProblem problem = BestLists(instance, lemon);
  for (const LemonMethod method : {LemonMethod::kCostScaling, LemonMethod::kNetworkSimplex}) {
    LemonRun run(problem, method);
    const double begin = Now();
    const int64_t value = run.Solve();
    const double seconds = Now() - begin;
    std::printf("LEMON %s arcs %zu seconds %.2f value %ld, %.1f times the free solve\n",
                method == LemonMethod::kCostScaling ? "CostScaling" : "NetworkSimplex", problem.arcs.size(),
                seconds, static_cast<long>(value), seconds / free.solve);
  }
}

}  // namespace
}  // namespace selaras::assignment

int main(int argc, char** argv) {
  selaras::assignment::Run(argc, argv);
}
