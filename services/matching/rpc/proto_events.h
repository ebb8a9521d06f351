// EventEncoder over the generated types: PolicyEvent, PlanEvent, CycleEvent (selaras/matching/v1alpha).
#ifndef SELARAS_SERVICES_MATCHING_RPC_PROTO_EVENTS_H_
#define SELARAS_SERVICES_MATCHING_RPC_PROTO_EVENTS_H_

#include <string>

#include "services/matching/app/event_encoder.h"

namespace selaras::matching {

class ProtoEvents final : public EventEncoder {
 public:
  std::string Encode(const PolicyRecord& policy) const override;
  std::string Encode(const PlanRecord& plan) const override;
  std::string Encode(const CycleRecord& cycle) const override;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_PROTO_EVENTS_H_
