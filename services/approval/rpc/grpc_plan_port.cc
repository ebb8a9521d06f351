#include "services/approval/rpc/grpc_plan_port.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/approval/rpc/approval_names.h"

namespace selaras::approval {
namespace {

namespace pb = matching::v1alpha;

constexpr int kPageSize = 1000;

bool HasEnded(pb::Plan::State state) {
  switch (state) {
    case pb::Plan::STATE_PLANNED:
    case pb::Plan::STATE_RELEASED:
    case pb::Plan::STATE_FAILED:
    case pb::Plan::STATE_CANCELLED:
      return true;
    default:
      return false;
  }
}

CaseMove MoveOfPlan(const pb::Move& message) {
  CaseMove move;
  move.number = 0;
  move.employee = LastPart(message.employee());
  move.from_post = LastPart(message.from_post());
  move.to_post = LastPart(message.to_post());
  for (const std::string& reason : message.reasons()) {
    if (reason == "SELF_REQUEST") move.self_request = true;
  }
  return move;
}

}  // namespace

GrpcPlanPort::GrpcPlanPort(const rpc::Peer& peer)
    : peer_(peer), stub_(pb::MatchingService::NewStub(peer.channel())) {}

absl::StatusOr<PlanHead> GrpcPlanPort::GetPlan(const CallScope& scope, absl::string_view plan) {
  pb::GetPlanRequest request;
  request.set_name(names::kPlan.Format(std::string(plan)));
  SELARAS_ASSIGN_OR_RETURN(const auto message,
                           peer_.Call<pb::Plan>(scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                             return stub_->GetPlan(context, request, out);
                           }));
  PlanHead head;
  head.id = std::string(plan);
  head.etag = message.etag();
  head.parent = LastPart(message.parent());
  head.policy_hash = message.result().policy_hash();
  head.effective_date = DayOf(message.spec().effective_date());
  head.ended = HasEnded(message.state());
  const bool infeasible = message.result().verdict() == pb::VERDICT_INFEASIBLE;
  head.usable = !infeasible &&
                (message.state() == pb::Plan::STATE_PLANNED || message.state() == pb::Plan::STATE_RELEASED);
  head.released = message.state() == pb::Plan::STATE_RELEASED;
  head.failure_reason = infeasible ? "PLAN_INFEASIBLE" : message.failure_reason();
  head.value_lost = message.replan().value_lost();
  if (message.replan().has_value_lost_alone()) head.value_lost_alone = message.replan().value_lost_alone();
  return head;
}

absl::StatusOr<std::vector<PlanChain>> GrpcPlanPort::ListChains(const CallScope& scope,
                                                                absl::string_view plan) {
  const std::string name = names::kPlan.Format(std::string(plan));
  absl::flat_hash_map<std::string, CaseMove> moves;
  pb::ListMovesRequest list_moves;
  list_moves.set_parent(name);
  list_moves.set_page_size(kPageSize);
  list_moves.set_order_by("name");
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page, peer_.Call<pb::ListMovesResponse>(
                                                  scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                                                    return stub_->ListMoves(context, list_moves, out);
                                                  }));
    for (const pb::Move& move : page.moves()) moves.emplace(move.name(), MoveOfPlan(move));
    list_moves.set_page_token(page.next_page_token());
  } while (!list_moves.page_token().empty());

  std::vector<PlanChain> chains;
  pb::ListChainsRequest list_chains;
  list_chains.set_parent(name);
  list_chains.set_page_size(kPageSize);
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page, peer_.Call<pb::ListChainsResponse>(
                                                  scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                                                    return stub_->ListChains(context, list_chains, out);
                                                  }));
    for (const pb::Chain& chain : page.chains()) {
      PlanChain& item = chains.emplace_back();
      item.key = chain.key();
      for (const std::string& move : chain.moves()) {
        const auto found = moves.find(move);
        if (found == moves.end()) return absl::InternalError("a chain names a move that its plan lacks");
        item.moves.push_back(found->second);
      }
    }
    list_chains.set_page_token(page.next_page_token());
  } while (!list_chains.page_token().empty());
  return chains;
}

absl::StatusOr<std::string> GrpcPlanPort::Replan(const CallScope& scope, absl::string_view plan,
                                                 const CaseMove& banned, const std::vector<CaseMove>& settled,
                                                 absl::string_view reason, absl::string_view request_id) {
  SELARAS_ASSIGN_OR_RETURN(const PlanHead parent, GetPlan(scope, plan));
  pb::ReplanRequest request;
  request.set_name(names::kPlan.Format(parent.id));
  request.set_etag(parent.etag);
  request.set_request_id(std::string(request_id));
  pb::Ban* ban = request.add_bans();
  ban->set_employee(names::kEmployee.Format(banned.employee));
  ban->set_post(names::kPost.Format(banned.to_post));
  ban->set_reason(std::string(reason));
  for (const CaseMove& move : settled) {
    pb::Pin* pin = request.add_pins();
    pin->set_employee(names::kEmployee.Format(move.employee));
    pin->set_post(names::kPost.Format(move.to_post));
  }
  SELARAS_ASSIGN_OR_RETURN(const auto child,
                           peer_.Call<pb::Plan>(scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                             return stub_->Replan(context, request, out);
                           }));
  return LastPart(child.name());
}

absl::StatusOr<PlanPort::Why> GrpcPlanPort::Explain(const CallScope& scope, absl::string_view plan,
                                                    absl::string_view employee) {
  pb::ExplainEmployeeRequest request;
  request.set_name(names::kPlan.Format(std::string(plan)));
  request.set_employee(names::kEmployee.Format(std::string(employee)));
  SELARAS_ASSIGN_OR_RETURN(const auto message, peer_.Call<pb::Explanation>(
                                                   scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                                                     return stub_->ExplainEmployee(context, request, out);
                                                   }));
  Why why;
  why.reason = message.text_id();
  why.benefit = message.benefit_id();
  for (const pb::Alternative& wish : message.alternatives()) {
    if (wish.preference_rank() > 0) why.wishes.push_back(wish.text_id());
  }
  return why;
}

GrpcPolicySource::GrpcPolicySource(const rpc::Peer& peer)
    : peer_(peer), stub_(pb::MatchingService::NewStub(peer.channel())) {}

absl::StatusOr<std::shared_ptr<const CasePolicy>> GrpcPolicySource::Get(const CallScope& scope,
                                                                        absl::string_view hash) {
  if (!hash.empty()) {
    const absl::MutexLock lock(&mutex_);
    if (const auto found = kept_.find(hash); found != kept_.end()) return found->second;
  }
  pb::ListPoliciesRequest request;
  request.set_page_size(kPageSize);
  std::string name;
  absl::Time newest = absl::InfinitePast();
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page, peer_.Call<pb::ListPoliciesResponse>(
                                                  scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                                                    return stub_->ListPolicies(context, request, out);
                                                  }));
    for (const pb::Policy& policy : page.policies()) {
      const absl::Time sealed =
          absl::FromUnixSeconds(policy.seal_time().seconds()) + absl::Nanoseconds(policy.seal_time().nanos());
      const bool wanted = hash.empty() ? sealed > newest : policy.content_hash() == hash;
      if (wanted) {
        name = policy.name();
        newest = sealed;
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (name.empty()) {
    return Error(absl::StatusCode::kNotFound, "POLICY_UNKNOWN", {{"policy", std::string(hash)}});
  }
  return Load(scope, name);
}

absl::StatusOr<std::shared_ptr<const CasePolicy>> GrpcPolicySource::Load(const CallScope& scope,
                                                                         const std::string& name) {
  pb::GetPolicyRequest request;
  request.set_name(name);
  SELARAS_ASSIGN_OR_RETURN(const auto message,
                           peer_.Call<pb::Policy>(scope, rpc::Retry::kSafe, [&](auto* context, auto* out) {
                             return stub_->GetPolicy(context, request, out);
                           }));
  std::vector<policy::File> files;
  for (const pb::PolicyFile& file : message.files()) files.push_back({file.file(), file.text()});
  SELARAS_ASSIGN_OR_RETURN(policy::Bundle bundle, policy::Bundle::FromFiles(std::move(files)));
  SELARAS_ASSIGN_OR_RETURN(CasePolicy made,
                           MakeCasePolicy(bundle, absl::ToCivilDay(scope.clock->Now(), absl::UTCTimeZone())));
  auto policy = std::make_shared<const CasePolicy>(std::move(made));
  const absl::MutexLock lock(&mutex_);
  return kept_.try_emplace(policy->hash, policy).first->second;
}

}  // namespace selaras::approval
