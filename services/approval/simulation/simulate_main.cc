// approval_simulate [--seeds N] [--first S] | --seed S: N seeds from S (default 1000 from 1), or one, telling what came of
// them. Ends with 1 at the first seed that fails.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "services/approval/simulation/simulation.h"

int main(int argc, char** argv) {
  uint64_t first = 1, seeds = 1000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string flag = argv[i];
    const uint64_t value = std::strtoull(argv[i + 1], nullptr, 10);
    if (flag == "--seeds") seeds = value;
    if (flag == "--first" || flag == "--seed") first = value;
    if (flag == "--seed") seeds = 1;
  }
  selaras::approval::simulation::Outcome sum;
  for (uint64_t seed = first; seed < first + seeds; ++seed) {
    const auto outcome = selaras::approval::simulation::Simulate(seed);
    if (!outcome.failure.empty()) {
      std::cerr << "seed " << seed << ": " << outcome.failure << "\n";
      return 1;
    }
    sum.acts += outcome.acts;
    sum.refused += outcome.refused;
    sum.lost += outcome.lost;
    sum.cases += outcome.cases;
    sum.decrees += outcome.decrees;
    sum.applied += outcome.applied;
    sum.voided += outcome.voided;
    sum.crashes += outcome.crashes;
    for (const auto& [state, count] : outcome.ends) sum.ends[state] += count;
  }
  std::cout << "seeds " << first << " to " << first + seeds - 1 << ": acts " << sum.acts << ", refused "
            << sum.refused << ", answers lost " << sum.lost << ", crashes " << sum.crashes << ", cases "
            << sum.cases << ", decrees " << sum.decrees << ", applied " << sum.applied << ", void "
            << sum.voided << "\n";
  for (const auto& [state, count] : sum.ends) std::cout << "  " << state << " " << count << "\n";
  return 0;
}
