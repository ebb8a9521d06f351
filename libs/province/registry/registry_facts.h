// From the registry's messages to the planner's facts. Every enum of the two has the same meaning; an unknown
// value of a newer registry is unknown here. So is the predicate of an appraisal that the registry doubts because its
// record contradicts itself.
#ifndef SELARAS_LIBS_PROVINCE_REGISTRY_REGISTRY_FACTS_H_
#define SELARAS_LIBS_PROVINCE_REGISTRY_REGISTRY_FACTS_H_

#include "libs/province/facts.h"
#include "selaras/registry/v1alpha/registry_service.pb.h"

namespace selaras::province {

Agency FactOf(const registry::v1alpha::Agency& message);
District FactOf(const registry::v1alpha::District& message);
OrgUnit FactOf(const registry::v1alpha::OrgUnit& message);
Position FactOf(const registry::v1alpha::Position& message);
Post FactOf(const registry::v1alpha::Post& message);
ElectionCalendar FactOf(const registry::v1alpha::ElectionCalendar& message);
Person FactOf(const registry::v1alpha::Profile& message);

}  // namespace selaras::province

#endif  // SELARAS_LIBS_PROVINCE_REGISTRY_REGISTRY_FACTS_H_
