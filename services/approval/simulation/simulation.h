// A province deciding cases by seed: the real CaseService and desks over a store in memory, models of what is outside,
// people of every temper, and bad luck between every two steps. After each event the invariants are checked.
#ifndef SELARAS_SERVICES_APPROVAL_SIMULATION_SIMULATION_H_
#define SELARAS_SERVICES_APPROVAL_SIMULATION_SIMULATION_H_

#include <cstdint>
#include <map>
#include <string>

namespace selaras::approval::simulation {

struct Outcome {
  std::string failure;  // Empty = every invariant held; else which did not, and after which event.
  int64_t acts = 0, refused = 0, lost = 0;
  int64_t cases = 0, decrees = 0, applied = 0, voided = 0, crashes = 0;
  std::map<std::string, int64_t> ends;  // Cases by their last state.
};

// `events` of the busy time; then calm, until every case has ended. Equal arguments give equal outcomes.
Outcome Simulate(uint64_t seed, int events = 350);

}  // namespace selaras::approval::simulation

#endif  // SELARAS_SERVICES_APPROVAL_SIMULATION_SIMULATION_H_
