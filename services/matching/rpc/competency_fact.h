// From the registry's message of assessed competency to what vectors are made of.
#ifndef SELARAS_SERVICES_MATCHING_RPC_COMPETENCY_FACT_H_
#define SELARAS_SERVICES_MATCHING_RPC_COMPETENCY_FACT_H_

#include "selaras/registry/v1alpha/registry_service.pb.h"
#include "services/matching/domain/competency_vector.h"

namespace selaras::matching {

// Items beyond those that are known here are left out.
Competency CompetencyOf(const registry::v1alpha::Competency& message);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_COMPETENCY_FACT_H_
