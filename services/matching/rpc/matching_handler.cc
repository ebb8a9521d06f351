#include "services/matching/rpc/matching_handler.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "libs/rpc/serve.h"
#include "services/matching/app/vector_refresh.h"
#include "services/matching/rpc/fill_page.h"
#include "services/matching/rpc/matching_convert.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;

}  // namespace

MatchingHandler::MatchingHandler(const Deps& deps, const rpc::ServerDeps& server,
                                 const rpc::CallLimits& limits)
    : deps_(deps), calls_(server, pb::MatchingService::service_full_name(), limits) {}

grpc::Status MatchingHandler::SealPolicy(Context* context, const pb::SealPolicyRequest* in, pb::Policy* out) {
  return rpc::Serve(calls_, context, "SealPolicy", [&](const CallScope& call) -> absl::Status {
    std::vector<PolicyRecord::File> files;
    for (const pb::PolicyFile& file : in->files()) files.push_back({file.file(), file.text()});
    SELARAS_ASSIGN_OR_RETURN(PolicyRecord policy, RecordOf(std::move(files)));
    policy.seal_time = call.clock->Now();
    policy.sealed_by = call.principal.id;
    SELARAS_ASSIGN_OR_RETURN(const LoadedPolicy loaded,
                             LoadPolicy(policy, absl::ToCivilDay(policy.seal_time, absl::UTCTimeZone())));
    SELARAS_ASSIGN_OR_RETURN(const PolicyRecord sealed,
                             deps_.store.SealPolicy(ActOf(call, "SealPolicy"), policy));
    ToProto(sealed, &loaded, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::GetPolicy(Context* context, const pb::GetPolicyRequest* in, pb::Policy* out) {
  return rpc::Serve(calls_, context, "GetPolicy", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPolicy.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const PolicyRecord policy, deps_.store.GetPolicy(call.tenant, id));
    SELARAS_ASSIGN_OR_RETURN(const LoadedPolicy loaded,
                             LoadPolicy(policy, absl::ToCivilDay(policy.seal_time, absl::UTCTimeZone())));
    ToProto(policy, &loaded, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ListPolicies(Context* context, const pb::ListPoliciesRequest* in,
                                           pb::ListPoliciesResponse* out) {
  return rpc::Serve(calls_, context, "ListPolicies", [&](const CallScope& call) -> absl::Status {
    return FillPage<PolicyRecord>(
        deps_.page_tokens, absl::StrCat("policies|", call.tenant), in->page_size(), in->page_token(),
        [&](const std::string& after, int limit) {
          return deps_.store.ListPolicies(call.tenant, after, limit);
        },
        [&](const PolicyRecord& policy) {
          pb::Policy* item = out->add_policies();
          const auto loaded = LoadPolicy(policy, absl::ToCivilDay(policy.seal_time, absl::UTCTimeZone()));
          ToProto(policy, loaded.ok() ? &*loaded : nullptr, item);
          item->clear_files();
          item->clear_rules();
        },
        out);
  });
}

grpc::Status MatchingHandler::RefreshVectors(Context* context, const pb::RefreshVectorsRequest* in,
                                             pb::RefreshVectorsResponse* out) {
  return rpc::Serve(calls_, context, "RefreshVectors", [&](const CallScope& call) -> absl::Status {
    const ReadAt at = {in->registry_revision(), DayOf(in->effective_date())};
    if (in->has_effective_date() && !at.effective_date.has_value()) {
      return InvalidField("effective_date", "a whole date of the calendar, or none");
    }
    SELARAS_ASSIGN_OR_RETURN(const Refreshed done,
                             matching::RefreshVectors(call, at, deps_.registry, deps_.vectors));
    out->set_employees(done.employees);
    out->set_cache_hits(done.hits);
    out->set_recomputed(done.recomputed);
    out->set_registry_revision(done.registry_revision);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::CreatePlan(Context* context, const pb::CreatePlanRequest* in, pb::Plan* out) {
  return rpc::Serve(calls_, context, "CreatePlan", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const PlanSpec spec, SpecOf(in->spec()));
    if (!spec.instance_bundle.empty()) {
      SELARAS_RETURN_IF_ERROR(deps_.bundles.GetBundle(call.tenant, spec.instance_bundle).status());
    }
    SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.desk.Create(call, spec, in->request_id()));
    ToProto(plan, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::GetPlan(Context* context, const pb::GetPlanRequest* in, pb::Plan* out) {
  return rpc::Serve(calls_, context, "GetPlan", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.desk.Get(call, id));
    ToProto(plan, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ListPlans(Context* context, const pb::ListPlansRequest* in,
                                        pb::ListPlansResponse* out) {
  return rpc::Serve(calls_, context, "ListPlans", [&](const CallScope& call) -> absl::Status {
    return FillPage<PlanRecord>(
        deps_.page_tokens, absl::StrCat("plans|", call.tenant), in->page_size(), in->page_token(),
        [&](const std::string& after, int limit) { return deps_.store.ListPlans(call.tenant, after, limit); },
        [&](const PlanRecord& plan) { ToProto(plan, out->add_plans()); }, out);
  });
}

grpc::Status MatchingHandler::WatchPlan(Context* context, const pb::WatchPlanRequest* in,
                                        grpc::ServerWriter<pb::Plan>* writer) {
  return rpc::Serve(calls_, context, "WatchPlan", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->name()));
    return deps_.desk.Watch(call, id, [&](const PlanRecord& plan) {
      pb::Plan message;
      ToProto(plan, &message);
      return writer->Write(message);
    });
  });
}

grpc::Status MatchingHandler::CancelPlan(Context* context, const pb::CancelPlanRequest* in, pb::Plan* out) {
  return rpc::Serve(calls_, context, "CancelPlan", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto version, VersionOf(in->etag()));
    SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.desk.Cancel(call, id, version));
    ToProto(plan, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ReleasePlan(Context* context, const pb::ReleasePlanRequest* in, pb::Plan* out) {
  return rpc::Serve(calls_, context, "ReleasePlan", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto version, VersionOf(in->etag()));
    SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan,
                             deps_.cycle_desk.ReleasePlan(call, id, version, in->request_id()));
    ToProto(plan, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ListMoves(Context* context, const pb::ListMovesRequest* in,
                                        pb::ListMovesResponse* out) {
  return rpc::Serve(calls_, context, "ListMoves", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->parent()));
    if (!in->order_by().empty() && in->order_by() != "gain desc" && in->order_by() != "name") {
      return InvalidField("order_by", "`gain desc` or `name`");
    }
    SELARAS_RETURN_IF_ERROR(deps_.store.GetPlan(call.tenant, id).status());
    const bool by_gain = in->order_by() != "name";
    return FillPage<MoveRecord>(
        deps_.page_tokens, absl::StrCat("moves|", call.tenant, "|", id, "|", by_gain), in->page_size(),
        in->page_token(),
        [&](const std::string& after, int limit) {
          return deps_.store.ListMoves(call.tenant, id, by_gain, after, limit);
        },
        [&](const MoveRecord& move) { ToProto(id, move, out->add_moves()); }, out);
  });
}

grpc::Status MatchingHandler::ListChains(Context* context, const pb::ListChainsRequest* in,
                                         pb::ListChainsResponse* out) {
  return rpc::Serve(calls_, context, "ListChains", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->parent()));
    SELARAS_RETURN_IF_ERROR(deps_.store.GetPlan(call.tenant, id).status());
    return FillPage<ChainRecord>(
        deps_.page_tokens, absl::StrCat("chains|", call.tenant, "|", id), in->page_size(), in->page_token(),
        [&](const std::string& after, int limit) {
          return deps_.store.ListChains(call.tenant, id, after, limit);
        },
        [&](const ChainRecord& chain) { ToProto(id, chain, out->add_chains()); }, out);
  });
}

grpc::Status MatchingHandler::ListCutoffs(Context* context, const pb::ListCutoffsRequest* in,
                                          pb::ListCutoffsResponse* out) {
  return rpc::Serve(calls_, context, "ListCutoffs", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->parent()));
    SELARAS_RETURN_IF_ERROR(deps_.store.GetPlan(call.tenant, id).status());
    return FillPage<CutoffRecord>(
        deps_.page_tokens, absl::StrCat("cutoffs|", call.tenant, "|", id), in->page_size(), in->page_token(),
        [&](const std::string& after, int limit) {
          return deps_.store.ListCutoffs(call.tenant, id, after, limit);
        },
        [&](const CutoffRecord& cutoff) { ToProto(cutoff, out->add_cutoffs()); }, out);
  });
}

grpc::Status MatchingHandler::Export(Context* context, const char* method, const std::string& name,
                                     PlanFile file, grpc::ServerWriter<pb::ExportChunk>* writer) {
  return rpc::Serve(calls_, context, method, [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(name));
    SELARAS_RETURN_IF_ERROR(deps_.store.GetPlan(call.tenant, id).status());
    return deps_.store.ReadFile(call.tenant, id, file, [&](absl::string_view part) -> absl::Status {
      pb::ExportChunk chunk;
      chunk.set_data(part.data(), part.size());
      return writer->Write(chunk) ? absl::OkStatus() : absl::CancelledError("the reader has gone");
    });
  });
}

grpc::Status MatchingHandler::ExportCertificate(Context* context, const pb::ExportCertificateRequest* in,
                                                grpc::ServerWriter<pb::ExportChunk>* writer) {
  return Export(context, "ExportCertificate", in->name(), PlanFile::kCertificate, writer);
}

grpc::Status MatchingHandler::ExportInstance(Context* context, const pb::ExportInstanceRequest* in,
                                             grpc::ServerWriter<pb::ExportChunk>* writer) {
  return Export(context, "ExportInstance", in->name(), PlanFile::kInstance, writer);
}

grpc::Status MatchingHandler::ExportPlan(Context* context, const pb::ExportPlanRequest* in,
                                         grpc::ServerWriter<pb::ExportChunk>* writer) {
  return Export(context, "ExportPlan", in->name(), PlanFile::kText, writer);
}

}  // namespace selaras::matching
