// From the registry's messages to the planner's facts. Every enum of the two has the same meaning; an unknown
// value of a newer registry is unknown here.
#ifndef SELARAS_SERVICES_MATCHING_RPC_REGISTRY_FACTS_H_
#define SELARAS_SERVICES_MATCHING_RPC_REGISTRY_FACTS_H_

#include "selaras/registry/v1alpha/registry_service.pb.h"
#include "services/matching/domain/competency_vector.h"
#include "services/matching/domain/facts.h"

namespace selaras::matching {

Agency FactOf(const registry::v1alpha::Agency& message);
District FactOf(const registry::v1alpha::District& message);
OrgUnit FactOf(const registry::v1alpha::OrgUnit& message);
Position FactOf(const registry::v1alpha::Position& message);
Post FactOf(const registry::v1alpha::Post& message);
ElectionCalendar FactOf(const registry::v1alpha::ElectionCalendar& message);
Person FactOf(const registry::v1alpha::Profile& message);
Competency FactOf(const registry::v1alpha::Competency& message);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_REGISTRY_FACTS_H_
