// The fit kernel beside its scalar oracle, both -O3 in one program: pairs a second on one core.
//
//   fit_bench [--quick] [--seed N]
//
// 100,000 persons against 64 positions of the generator's mix: the nine core items, and technical clusters for most.
// Rounds alternate; the figures are medians. Fails if a single fit differs.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

#include "hwy/highway.h"
#include "services/matching/domain/fit_batch.h"
#include "tests/benchmarks/matching/measurement.h"

namespace selaras::bench {
namespace {

using matching::CompetencyFit;
using matching::CompetencyVector;

constexpr int kRounds = 7;
constexpr int kTechnicalPermille = 600, kPriorPermille = 700;

CompetencyVector MakeVector(std::mt19937_64& random, bool person, int clusters) {
  const auto in = [&](int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random);
  };
  CompetencyVector v{};
  v[0] = matching::kVectorLayout;
  v[1] = static_cast<uint8_t>(person ? in(3, 15) : 15);
  for (int k = 2; k < 11; ++k) v[k] = static_cast<uint8_t>(in(1, 5) << 4 | (person ? in(1, 15) : 15));
  if (person) std::fill(v.begin() + 12, v.end(), uint8_t{0xff});
  for (int n = 0; n < clusters; ++n) {
    const int slot = in(0, matching::kTechnicalSlots - 1), shift = slot % 2 * 4;
    uint8_t& byte = v[12 + slot / 2];
    byte = static_cast<uint8_t>((byte & ~(0x0f << shift)) | in(1, 5) << shift);
  }
  return v;
}

double Median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

int Main(int argc, char** argv) {
  bool quick = false;
  uint64_t seed = 1;
  for (int k = 1; k < argc; ++k) {
    if (std::strcmp(argv[k], "--quick") == 0) quick = true;
    if (std::strcmp(argv[k], "--seed") == 0 && k + 1 < argc) seed = std::strtoull(argv[++k], nullptr, 10);
  }
  std::mt19937_64 random(seed);
  std::vector<CompetencyVector> persons, positions;
  for (int k = 0; k < (quick ? 10'000 : 100'000); ++k) persons.push_back(MakeVector(random, true, 12));
  for (int k = 0; k < 64; ++k) positions.push_back(MakeVector(random, false, k % 4 * 6));

  std::vector<CompetencyFit> fits(persons.size()), oracle(persons.size());
  std::vector<double> batch_s, scalar_s;
  for (int round = 0; round < kRounds; ++round) {
    double batch = 0, scalar = 0;
    for (const CompetencyVector& position : positions) {
      Stopwatch watch;
      matching::FitBatch(position, kTechnicalPermille, kPriorPermille).Run(persons, absl::MakeSpan(fits));
      batch += watch.Elapsed().cpu;
      Stopwatch scalar_watch;
      for (size_t i = 0; i < persons.size(); ++i) {
        oracle[i] = matching::FitOf(persons[i], position, kTechnicalPermille, kPriorPermille);
      }
      scalar += scalar_watch.Elapsed().cpu;
      for (size_t i = 0; i < persons.size(); ++i) {
        if (fits[i].permille == oracle[i].permille && fits[i].assumed == oracle[i].assumed) continue;
        std::fprintf(stderr, "fit_bench: the kernel differs from the oracle at person %zu\n", i);
        return 1;
      }
    }
    batch_s.push_back(batch);
    scalar_s.push_back(scalar);
  }
  const double pairs = static_cast<double>(persons.size() * positions.size());
  Report("fit_per_second_core", pairs / Median(batch_s));
  Report("fit_scalar_per_second_core", pairs / Median(scalar_s));
  Report("fit_ratio", Median(scalar_s) / Median(batch_s));
  std::printf("fit_instruction_set %s\n",
              hwy::TargetName(hwy::SupportedTargets() & -hwy::SupportedTargets()));
  return 0;
}

}  // namespace
}  // namespace selaras::bench

int main(int argc, char** argv) {
  return selaras::bench::Main(argc, argv);
}
