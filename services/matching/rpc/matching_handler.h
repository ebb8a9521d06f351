// The gRPC edge of matching: translate, call, translate.
#ifndef SELARAS_SERVICES_MATCHING_RPC_MATCHING_HANDLER_H_
#define SELARAS_SERVICES_MATCHING_RPC_MATCHING_HANDLER_H_

#include "libs/resource/page_token.h"
#include "libs/rpc/service_calls.h"
#include "selaras/matching/v1alpha/matching_service.grpc.pb.h"
#include "services/matching/app/bundle_desk.h"
#include "services/matching/app/bundle_store.h"
#include "services/matching/app/cycle_desk.h"
#include "services/matching/app/cycle_store.h"
#include "services/matching/app/explain_desk.h"
#include "services/matching/app/frontier_desk.h"
#include "services/matching/app/plan_desk.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/app/ranking_desk.h"
#include "services/matching/app/readers.h"
#include "services/matching/app/vector_source.h"

namespace selaras::sql {
class Database;
}

namespace selaras::matching {

class MatchingHandler final : public v1alpha::MatchingService::Service {
 public:
  struct Deps {
    PlanStore& store;
    CycleStore& cycles;
    BundleStore& bundles;
    PlanDesk& desk;
    CycleDesk& cycle_desk;
    BundleDesk& bundle_desk;
    FrontierDesk& frontier;
    ExplainDesk& explain;
    RankingDesk& ranking;
    RegistryReader& registry;
    VectorSource& vectors;
    const PageTokenCodec& page_tokens;
    sql::Database& database;  // Of the feed.
  };
  MatchingHandler(const Deps& deps, const rpc::ServerDeps& server, const rpc::CallLimits& limits);

  using Context = grpc::ServerContext;
  grpc::Status SealPolicy(Context*, const v1alpha::SealPolicyRequest*, v1alpha::Policy*) override;
  grpc::Status GetPolicy(Context*, const v1alpha::GetPolicyRequest*, v1alpha::Policy*) override;
  grpc::Status ListPolicies(Context*, const v1alpha::ListPoliciesRequest*,
                            v1alpha::ListPoliciesResponse*) override;
  grpc::Status CreateCycle(Context*, const v1alpha::CreateCycleRequest*, v1alpha::Cycle*) override;
  grpc::Status GetCycle(Context*, const v1alpha::GetCycleRequest*, v1alpha::Cycle*) override;
  grpc::Status ListCycles(Context*, const v1alpha::ListCyclesRequest*, v1alpha::ListCyclesResponse*) override;
  grpc::Status SealGoals(Context*, const v1alpha::SealGoalsRequest*, v1alpha::Cycle*) override;
  grpc::Status AdvanceCycle(Context*, const v1alpha::AdvanceCycleRequest*, v1alpha::Cycle*) override;
  grpc::Status RefreshVectors(Context*, const v1alpha::RefreshVectorsRequest*,
                              v1alpha::RefreshVectorsResponse*) override;
  grpc::Status CreatePlan(Context*, const v1alpha::CreatePlanRequest*, v1alpha::Plan*) override;
  grpc::Status GetPlan(Context*, const v1alpha::GetPlanRequest*, v1alpha::Plan*) override;
  grpc::Status ListPlans(Context*, const v1alpha::ListPlansRequest*, v1alpha::ListPlansResponse*) override;
  grpc::Status WatchPlan(Context*, const v1alpha::WatchPlanRequest*,
                         grpc::ServerWriter<v1alpha::Plan>*) override;
  grpc::Status CancelPlan(Context*, const v1alpha::CancelPlanRequest*, v1alpha::Plan*) override;
  grpc::Status Replan(Context*, const v1alpha::ReplanRequest*, v1alpha::Plan*) override;
  grpc::Status ReleasePlan(Context*, const v1alpha::ReleasePlanRequest*, v1alpha::Plan*) override;
  grpc::Status ListMoves(Context*, const v1alpha::ListMovesRequest*, v1alpha::ListMovesResponse*) override;
  grpc::Status ListChains(Context*, const v1alpha::ListChainsRequest*, v1alpha::ListChainsResponse*) override;
  grpc::Status ListCutoffs(Context*, const v1alpha::ListCutoffsRequest*,
                           v1alpha::ListCutoffsResponse*) override;
  grpc::Status ExplainEmployee(Context*, const v1alpha::ExplainEmployeeRequest*,
                               v1alpha::Explanation*) override;
  grpc::Status ExplainPost(Context*, const v1alpha::ExplainPostRequest*, v1alpha::PostExplanation*) override;
  grpc::Status ListExchanges(Context*, const v1alpha::ListExchangesRequest*,
                             v1alpha::ListExchangesResponse*) override;
  grpc::Status GetFairness(Context*, const v1alpha::GetFairnessRequest*, v1alpha::FairnessReport*) override;
  grpc::Status ExportCertificate(Context*, const v1alpha::ExportCertificateRequest*,
                                 grpc::ServerWriter<v1alpha::ExportChunk>*) override;
  grpc::Status ExportInstance(Context*, const v1alpha::ExportInstanceRequest*,
                              grpc::ServerWriter<v1alpha::ExportChunk>*) override;
  grpc::Status ExportPlan(Context*, const v1alpha::ExportPlanRequest*,
                          grpc::ServerWriter<v1alpha::ExportChunk>*) override;
  grpc::Status TraceFrontier(Context*, const v1alpha::TraceFrontierRequest*, v1alpha::Frontier*) override;
  grpc::Status ComparePlans(Context*, const v1alpha::ComparePlansRequest*, v1alpha::PlanComparison*) override;
  grpc::Status RankPosts(Context*, const v1alpha::RankPostsRequest*, v1alpha::RankPostsResponse*) override;
  grpc::Status RankCandidates(Context*, const v1alpha::RankCandidatesRequest*,
                              v1alpha::RankCandidatesResponse*) override;
  grpc::Status ImportInstance(Context*, grpc::ServerReader<v1alpha::ImportInstanceRequest>*,
                              v1alpha::InstanceBundle*) override;
  grpc::Status GetInstanceBundle(Context*, const v1alpha::GetInstanceBundleRequest*,
                                 v1alpha::InstanceBundle*) override;
  grpc::Status ListInstanceBundles(Context*, const v1alpha::ListInstanceBundlesRequest*,
                                   v1alpha::ListInstanceBundlesResponse*) override;
  grpc::Status ExportInstanceKeys(Context*, const v1alpha::ExportInstanceKeysRequest*,
                                  grpc::ServerWriter<v1alpha::ExportInstanceKeysResponse>*) override;
  grpc::Status ListEvents(Context*, const feed::v1alpha::ListEventsRequest*,
                          feed::v1alpha::ListEventsResponse*) override;

 private:
  grpc::Status Export(Context* context, const char* method, const std::string& name, PlanFile file,
                      grpc::ServerWriter<v1alpha::ExportChunk>* writer);

  const Deps deps_;
  const rpc::ServiceCalls calls_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_MATCHING_HANDLER_H_
