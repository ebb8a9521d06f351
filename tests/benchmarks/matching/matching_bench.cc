// Measures the solver on a synthetic province beside min-cost-flow peers, in one run on one machine with one
// thread. Run it through tests/bench, which adds machine and commit and writes the table and the JSON.
//
//   matching_bench [--quick] [--seed N] [--files DIR]
//
// --quick takes a province an eighth the size. --files writes instance and certificate, with and without the
// limit on moves, for selaras-verify. What the keys mean: README.md beside this file.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "libs/assignment/certificate_text.h"
#include "libs/assignment/instance_text.h"
#include "libs/assignment/testing/synthetic_province.h"
#include "tests/benchmarks/matching/measurement.h"
#include "tests/benchmarks/matching/peer.h"
#include "tests/benchmarks/matching/shortlist.h"

namespace selaras::bench {
namespace {

using assignment::Instance;

constexpr int kShortlistPosts = 32;
constexpr int kRounds = 3;  // Times are medians over them.

struct Options {
  bool quick = false;
  uint64_t seed = 1;
  std::string files;  // Empty = write none.
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const bool has_value = i + 1 < argc;
    if (std::strcmp(argv[i], "--quick") == 0) {
      options.quick = true;
    } else if (std::strcmp(argv[i], "--seed") == 0 && has_value) {
      options.seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::strcmp(argv[i], "--files") == 0 && has_value) {
      options.files = argv[++i];
    } else {
      std::fprintf(stderr, "usage: matching_bench [--quick] [--seed N] [--files DIR]\n");
      std::exit(2);
    }
  }
  return options;
}

assignment::ProvinceShape Shape(const Options& options) {
  assignment::ProvinceShape shape = assignment::ReferenceProvince();
  shape.seed = options.seed;
  if (options.quick) {
    shape.persons /= 8;
    shape.posts /= 8;
    shape.positions /= 8;
  }
  return shape;
}

void WriteFiles(const Options& options, const std::string& name, const Instance& instance,
                assignment::Certificate certificate) {
  if (options.files.empty()) return;
  const std::string base = options.files + "/" + name;
  certificate.instance_sha256 = assignment::InstanceSha256(instance);
  std::ofstream instance_file(base + ".instance", std::ios::binary);
  assignment::WriteInstance(instance, [&](absl::string_view piece) {
    instance_file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  });
  std::ofstream certificate_file(base + ".certificate", std::ios::binary);
  certificate_file << assignment::CertificateText(certificate);
  if (!instance_file.flush() || !certificate_file.flush()) {
    std::fprintf(stderr, "cannot write %s.*\n", base.c_str());
    std::exit(1);
  }
}

int64_t StatusQuoValue(const Instance& instance) {
  std::vector<assignment::PostIndex> placement;
  for (const auto& person : instance.persons) placement.push_back(person.reference_post);
  const auto value = assignment::Objective(instance, placement);
  if (value.ok()) return *value;
  std::fprintf(stderr, "the status quo breaks a rule: %s\n", value.status().ToString().c_str());
  std::exit(1);
}

void ReportSeconds(const std::string& key, const Seconds& seconds) {
  Report(key + "_s", seconds.wall);
  Report(key + "_cpu_s", seconds.cpu);
}

[[noreturn]] void Contradiction(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

Seconds CertificatePass(const Instance& instance, const assignment::Certificate& certificate) {
  const Stopwatch watch;
  const auto bound =
      assignment::ComputeBound(instance, certificate.prices, certificate.lambda, certificate.denominator);
  const Seconds seconds = watch.Elapsed();
  if (!bound.ok() || *bound != certificate.bound) Contradiction("the certificate does not hold");
  return seconds;
}

// The same call in every round: the answer must be the same, the times make one median.
class Repeated {
 public:
  void Run(const Instance& instance) {
    SolveMeasurement next = MeasureSolve(instance, assignment::SolveOptions{});
    if (!runs_.empty() && next.solution.placement() != solution().placement()) {
      Contradiction("two runs on one instance gave different plans");
    }
    runs_.push_back(std::move(next));
  }
  const assignment::Solution& solution() const { return runs_.front().solution; }
  Seconds Total() const {
    return Median([](const SolveMeasurement& run) { return run.total; });
  }
  Seconds Canonical() const {
    return Median([](const SolveMeasurement& run) { return run.canonical; });
  }
  Seconds Cold() const {
    return Median([](const SolveMeasurement& run) { return run.total - run.canonical; });
  }
  void ReportStages(const std::string& prefix) const {
    for (const auto& [name, first] : runs_.front().stages) {
      std::vector<Seconds> values;
      for (const SolveMeasurement& run : runs_) values.push_back(run.stages.at(name));
      Report(prefix + "stage_" + name + "_cpu_s", MedianOf(values).cpu);
    }
  }

 private:
  Seconds Median(const std::function<Seconds(const SolveMeasurement&)>& of) const {
    std::vector<Seconds> values;
    for (const SolveMeasurement& run : runs_) values.push_back(of(run));
    return MedianOf(values);
  }
  std::vector<SolveMeasurement> runs_;
};

struct Peers {
  std::vector<Seconds> cost_scaling, network_simplex;
  int64_t objective = 0;

  void Run(const PeerProblem& shortlist, int64_t proven_optimum) {
    const PeerResult first = SolveByCostScaling(shortlist);
    const PeerResult second = SolveByNetworkSimplex(shortlist);
    if (!first.optimal || !second.optimal || first.objective != second.objective ||
        first.objective > proven_optimum) {
      Contradiction("the peers contradict each other or the proven optimum");
    }
    cost_scaling.push_back({first.wall_s, first.cpu_s});
    network_simplex.push_back({second.wall_s, second.cpu_s});
    objective = first.objective;
  }
};

void ReportSize(const Instance& instance) {
  int64_t seats = 0;
  for (int j = 0; j < instance.post_count(); ++j) seats += instance.SeatCount(j);
  Report("people", int64_t{instance.person_count()});
  Report("posts", int64_t{instance.post_count()});
  Report("seats", seats);
  Report("lawful_pairs", instance.LawfulPairCount());
}

void ReportFree(const Instance& instance, const Repeated& free) {
  const assignment::Certificate& certificate = free.solution().certificate;
  Report("objective", certificate.objective);
  Report("gap", certificate.gap());
  Report("moves", free.solution().moved);
  ReportSeconds("cold", free.Cold());
  ReportSeconds("canonical", free.Canonical());
  free.ReportStages("");
  ReportSeconds("certificate_pass", CertificatePass(instance, certificate));
}

void ReportBudget(const Instance& instance, const Repeated& budget, const Repeated& free) {
  const assignment::Certificate& certificate = budget.solution().certificate;
  const int64_t gain = certificate.objective - StatusQuoValue(instance);
  Report("budget_limit", *instance.max_moves);
  Report("budget_moves", budget.solution().moved);
  Report("budget_objective", certificate.objective);
  Report("budget_gap_points", certificate.gap());
  Report("budget_gap", static_cast<double>(certificate.gap()) / static_cast<double>(gain));
  ReportSeconds("budget_cold", budget.Total());
  budget.ReportStages("budget_");
  Report("budget_ratio", budget.Total().cpu / free.Total().cpu);
}

void ReportPeers(const Peers& peers, double cold_cpu_s) {
  const Seconds cost_scaling = MedianOf(peers.cost_scaling);
  const Seconds network_simplex = MedianOf(peers.network_simplex);
  Report("lemon_objective", peers.objective);
  ReportSeconds("lemon_cost_scaling", cost_scaling);
  ReportSeconds("lemon_network_simplex", network_simplex);
  Report("lemon_cost_scaling_ratio", cost_scaling.cpu / cold_cpu_s);
  Report("lemon_network_simplex_ratio", network_simplex.cpu / cold_cpu_s);
}

int Main(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  Report("seed", static_cast<int64_t>(options.seed));
  const Instance instance = assignment::MakeProvince(Shape(options));
  Instance limited = instance;
  limited.max_moves = instance.person_count() / 40;  // 2.5 %, the default limit.
  ReportSize(instance);

  Repeated free, budget;
  free.Run(instance);
  budget.Run(limited);
  Report("peak_rss_bytes", PeakRssBytes());  // Before the peers, so that it is the product's own.
  const Stopwatch watch;
  const PeerProblem shortlist = BuildShortlist(instance, kShortlistPosts);
  Report("shortlist_edges", static_cast<int64_t>(shortlist.edges.size()));
  ReportSeconds("shortlist_build", watch.Elapsed());
  // Product and peers take turns, so that a busy machine is busy for all.
  Peers peers;
  for (int round = 0; round < kRounds; ++round) {
    if (round > 0) free.Run(instance);
    if (round > 0) budget.Run(limited);
    peers.Run(shortlist, free.solution().certificate.objective);
  }
  ReportFree(instance, free);
  ReportBudget(limited, budget, free);
  ReportPeers(peers, free.Cold().cpu);
  WriteFiles(options, "free", instance, free.solution().certificate);
  WriteFiles(options, "budget", limited, budget.solution().certificate);
  return 0;
}

}  // namespace
}  // namespace selaras::bench

int main(int argc, char** argv) {
  return selaras::bench::Main(argc, argv);
}
