// What must hold after every event, told from the rows alone: nothing here asks the code that it checks, but for tasks.
#ifndef SELARAS_SERVICES_APPROVAL_SIMULATION_INVARIANTS_H_
#define SELARAS_SERVICES_APPROVAL_SIMULATION_INVARIANTS_H_

#include <set>
#include <string>

#include "absl/time/civil_time.h"
#include "services/approval/simulation/feed_bus.h"
#include "services/approval/simulation/memory_case_store.h"
#include "services/approval/simulation/outside.h"

namespace selaras::approval::simulation {

class Invariants {
 public:
  Invariants(const MemoryCaseStore& store, const RegistryModel& registry, const FeedBus& bus)
      : store_(store), registry_(registry), bus_(bus) {}

  // Empty = all hold; else the first that does not.
  std::string Check(absl::CivilDay today);
  // At the end, when nothing is on its way.
  std::string CheckEnd() const;

 private:
  std::string CheckNewDecrees();
  std::string CheckDecrees() const;
  std::string CheckCases(absl::CivilDay today) const;

  const MemoryCaseStore& store_;
  const RegistryModel& registry_;
  const FeedBus& bus_;
  std::set<std::string> seen_;  // Decrees whose approvals were checked when they were made.
};

}  // namespace selaras::approval::simulation

#endif  // SELARAS_SERVICES_APPROVAL_SIMULATION_INVARIANTS_H_
