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
#include <string>
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

double CertificatePassSeconds(const Instance& instance, const assignment::Certificate& certificate) {
  const Stopwatch watch;
  const auto bound =
      assignment::ComputeBound(instance, certificate.prices, certificate.lambda, certificate.denominator);
  const double seconds = watch.Seconds();
  if (!bound.ok() || *bound != certificate.bound) {
    std::fprintf(stderr, "the certificate does not hold\n");
    std::exit(1);
  }
  return seconds;
}

// Whole time of the free solve, the base of budget_ratio.
double MeasureFree(const Options& options, const Instance& instance, int64_t* objective, double* cold_s) {
  const SolveMeasurement free = MeasureSolve(instance, assignment::SolveOptions{});
  const assignment::Certificate& certificate = free.solution.certificate;
  *objective = certificate.objective;
  *cold_s = free.total_s - free.canonical_s;
  Report("objective", certificate.objective);
  Report("gap", certificate.gap());
  Report("moves", free.solution.moved);
  Report("cold_s", *cold_s);
  Report("canonical_s", free.canonical_s);
  for (const auto& [stage, seconds] : free.stage_s) Report("stage_" + stage + "_s", seconds);
  Report("certificate_pass_s", CertificatePassSeconds(instance, certificate));
  WriteFiles(options, "free", instance, certificate);
  return free.total_s;
}

void MeasureBudget(const Options& options, Instance instance, double free_total_s) {
  instance.max_moves = instance.person_count() / 40;  // 2.5 %, the default limit.
  const SolveMeasurement budget = MeasureSolve(instance, assignment::SolveOptions{});
  const assignment::Certificate& certificate = budget.solution.certificate;
  Report("budget_limit", *instance.max_moves);
  Report("budget_moves", budget.solution.moved);
  Report("budget_objective", certificate.objective);
  Report("budget_gap_points", certificate.gap());
  Report("budget_gap", static_cast<double>(certificate.gap()) /
                           static_cast<double>(certificate.objective - StatusQuoValue(instance)));
  Report("budget_cold_s", budget.total_s);
  for (const auto& [stage, seconds] : budget.stage_s) Report("budget_stage_" + stage + "_s", seconds);
  Report("budget_ratio", budget.total_s / free_total_s);
  WriteFiles(options, "budget", instance, certificate);
}

// The same list of pairs to each peer; returns false if a peer's answer cannot be.
bool MeasurePeers(const Instance& instance, int64_t objective, double cold_s) {
  const Stopwatch watch;
  const PeerProblem shortlist = BuildShortlist(instance, kShortlistPosts);
  Report("shortlist_edges", static_cast<int64_t>(shortlist.edges.size()));
  Report("shortlist_build_s", watch.Seconds());
  const PeerResult cost_scaling = SolveByCostScaling(shortlist);
  Report("lemon_cost_scaling_s", cost_scaling.seconds);
  const PeerResult network_simplex = SolveByNetworkSimplex(shortlist);
  Report("lemon_network_simplex_s", network_simplex.seconds);
  Report("lemon_objective", cost_scaling.objective);
  Report("lemon_cost_scaling_ratio", cost_scaling.seconds / cold_s);
  Report("lemon_network_simplex_ratio", network_simplex.seconds / cold_s);
  const bool agree = cost_scaling.optimal && network_simplex.optimal &&
                     cost_scaling.objective == network_simplex.objective &&
                     cost_scaling.objective <= objective;
  if (!agree) std::fprintf(stderr, "the peers contradict each other or the proven optimum\n");
  return agree;
}

int Main(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  Report("seed", static_cast<int64_t>(options.seed));
  const Instance instance = assignment::MakeProvince(Shape(options));
  int64_t seats = 0;
  for (int j = 0; j < instance.post_count(); ++j) seats += instance.SeatCount(j);
  Report("people", int64_t{instance.person_count()});
  Report("posts", int64_t{instance.post_count()});
  Report("seats", seats);
  Report("lawful_pairs", instance.LawfulPairCount());
  int64_t objective = 0;
  double cold_s = 0;
  const double free_total_s = MeasureFree(options, instance, &objective, &cold_s);
  MeasureBudget(options, instance, free_total_s);
  Report("peak_rss_bytes", PeakRssBytes());  // Before the peers, so that it is the product's own.
  return MeasurePeers(instance, objective, cold_s) ? 0 : 1;
}

}  // namespace
}  // namespace selaras::bench

int main(int argc, char** argv) {
  return selaras::bench::Main(argc, argv);
}
