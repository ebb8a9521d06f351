#include "services/matching/rpc/proto_events.h"

#include "selaras/matching/v1alpha/cycle.pb.h"
#include "selaras/matching/v1alpha/plan.pb.h"
#include "selaras/matching/v1alpha/policy.pb.h"
#include "services/matching/rpc/limits_convert.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {

namespace pb = v1alpha;

std::string ProtoEvents::Encode(const PolicyRecord& policy) const {
  pb::PolicyEvent event;
  event.set_policy(names::kPolicy.Format(policy.id));
  event.set_content_hash(policy.content_hash);
  return event.SerializeAsString();
}

std::string ProtoEvents::Encode(const PlanRecord& plan) const {
  pb::PlanEvent event;
  event.set_plan(names::kPlan.Format(plan.id));
  event.set_state(static_cast<pb::Plan::State>(plan.state));
  if (!plan.parent.empty()) event.set_parent(names::kPlan.Format(plan.parent));
  if (!plan.spec.cycle.empty()) event.set_cycle(names::kCycle.Format(plan.spec.cycle));
  if (plan.result.has_value()) {
    event.set_plan_hash(plan.result->plan_hash);
    event.set_verdict(VerdictMessage(*plan.result));
  }
  return event.SerializeAsString();
}

std::string ProtoEvents::Encode(const CycleRecord& record) const {
  const Cycle& cycle = record.cycle;
  pb::CycleEvent event;
  event.set_cycle(names::kCycle.Format(cycle.id));
  event.set_phase(static_cast<pb::Cycle::Phase>(cycle.phase));
  event.set_goals_hash(cycle.goals_hash);
  if (!cycle.released_plan.empty()) event.set_released_plan(names::kPlan.Format(cycle.released_plan));
  return event.SerializeAsString();
}

}  // namespace selaras::matching
