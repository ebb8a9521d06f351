// Payloads of this service's events: made at the edge, where the generated types are, stored with the act.
#ifndef SELARAS_SERVICES_MATCHING_APP_EVENT_ENCODER_H_
#define SELARAS_SERVICES_MATCHING_APP_EVENT_ENCODER_H_

#include <string>

#include "services/matching/app/cycle_store.h"
#include "services/matching/app/plan_record.h"

namespace selaras::matching {

// Pure; safe to use from several threads.
class EventEncoder {
 public:
  virtual ~EventEncoder() = default;
  virtual std::string Encode(const PolicyRecord& policy) const = 0;
  virtual std::string Encode(const PlanRecord& plan) const = 0;
  virtual std::string Encode(const CycleRecord& cycle) const = 0;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_EVENT_ENCODER_H_
