#include "libs/base/status_macros.h"
#include "services/evaluation/rpc/grpc_readers.h"

namespace selaras::evaluation {
namespace {

namespace pb = matching::v1alpha;

}  // namespace

GrpcMatchingReader::GrpcMatchingReader(const rpc::Peer& peer)
    : peer_(peer), stub_(pb::MatchingService::NewStub(peer.channel())) {}

absl::StatusOr<CycleFact> GrpcMatchingReader::ReadCycle(const CallScope& call, const std::string& cycle) {
  pb::GetCycleRequest request;
  request.set_name(cycle);
  SELARAS_ASSIGN_OR_RETURN(
      const auto found,
      peer_.Call<pb::Cycle>(call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
        return stub_->GetCycle(context, request, out);
      }));
  CycleFact fact{found.name(), found.display_name(), found.goals_hash(), found.released_plan(), "", {}};
  for (const pb::Goal& goal : found.goals()) {
    fact.goals.push_back({goal.indicator(), goal.scope(), goal.target_value(), goal.text_id()});
  }
  if (fact.plan.empty()) return fact;
  // Up to the first plan of the lineage: decrees of all its children tell that one.
  while (true) {
    pb::GetPlanRequest plan_request;
    plan_request.set_name(fact.plan);
    SELARAS_ASSIGN_OR_RETURN(
        const auto plan,
        peer_.Call<pb::Plan>(call, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
          return stub_->GetPlan(context, plan_request, out);
        }));
    fact.need_snapshot = plan.spec().need_snapshot();
    if (plan.parent().empty()) return fact;
    fact.plan = plan.parent();
  }
}

}  // namespace selaras::evaluation
