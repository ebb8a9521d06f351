// The handler's methods about cycles, replans and the feed.
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/feed/feed.h"
#include "libs/rpc/serve.h"
#include "selaras/feed/v1alpha/feed.pb.h"
#include "services/matching/app/replan.h"
#include "services/matching/rpc/cycle_convert.h"
#include "services/matching/rpc/fill_page.h"
#include "services/matching/rpc/limits_convert.h"
#include "services/matching/rpc/matching_convert.h"
#include "services/matching/rpc/matching_handler.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {

namespace pb = v1alpha;

grpc::Status MatchingHandler::CreateCycle(Context* context, const pb::CreateCycleRequest* in,
                                          pb::Cycle* out) {
  return rpc::Serve(calls_, context, "CreateCycle", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(Cycle cycle, CycleOf(in->cycle()));
    SELARAS_ASSIGN_OR_RETURN(const CycleRecord record,
                             deps_.cycle_desk.Create(call, std::move(cycle), in->request_id()));
    ToProto(record, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::GetCycle(Context* context, const pb::GetCycleRequest* in, pb::Cycle* out) {
  return rpc::Serve(calls_, context, "GetCycle", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kCycle.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const CycleRecord record, deps_.cycles.GetCycle(call.tenant, id));
    ToProto(record, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ListCycles(Context* context, const pb::ListCyclesRequest* in,
                                         pb::ListCyclesResponse* out) {
  return rpc::Serve(calls_, context, "ListCycles", [&](const CallScope& call) -> absl::Status {
    return FillPage<CycleRecord>(
        deps_.page_tokens, absl::StrCat("cycles|", call.tenant), in->page_size(), in->page_token(),
        [&](const std::string& after, int limit) {
          return deps_.cycles.ListCycles(call.tenant, after, limit);
        },
        [&](const CycleRecord& record) { ToProto(record, out->add_cycles()); }, out);
  });
}

grpc::Status MatchingHandler::SealGoals(Context* context, const pb::SealGoalsRequest* in, pb::Cycle* out) {
  return rpc::Serve(calls_, context, "SealGoals", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kCycle.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto version, VersionOf(in->etag()));
    SELARAS_ASSIGN_OR_RETURN(
        const CycleRecord record,
        deps_.cycle_desk.SealGoals(call, id, version, GoalsOf(in->goals()), in->request_id()));
    ToProto(record, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::AdvanceCycle(Context* context, const pb::AdvanceCycleRequest* in,
                                           pb::Cycle* out) {
  return rpc::Serve(calls_, context, "AdvanceCycle", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kCycle.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto version, VersionOf(in->etag()));
    SELARAS_ASSIGN_OR_RETURN(const Phase phase, PhaseOf(in->phase(), "phase"));
    SELARAS_ASSIGN_OR_RETURN(const CycleRecord record,
                             deps_.cycle_desk.Advance(call, id, version, phase, in->request_id()));
    ToProto(record, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::Replan(Context* context, const pb::ReplanRequest* in, pb::Plan* out) {
  return rpc::Serve(calls_, context, "Replan", [&](const CallScope& call) -> absl::Status {
    ReplanAsk ask;
    SELARAS_ASSIGN_OR_RETURN(ask.parent, names::kPlan.ParseId(in->name()));
    if (!in->etag().empty()) {
      SELARAS_ASSIGN_OR_RETURN(ask.version, VersionOf(in->etag()));
    }
    SELARAS_ASSIGN_OR_RETURN(ask.more, ConstraintsOf(in->pins(), in->bans()));
    for (const std::string& name : in->settled_moves()) {
      SELARAS_ASSIGN_OR_RETURN(const std::string move, MoveOf(ask.parent, name));
      ask.settled_moves.push_back(move);
    }
    if (in->has_limits()) {
      SELARAS_ASSIGN_OR_RETURN(ask.relaxed.limits, LimitsOf(in->limits(), "limits"));
    }
    if (in->has_max_moves()) ask.relaxed.max_moves = in->max_moves();
    ask.request_id = in->request_id();
    SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.desk.Replan(call, ask));
    ToProto(plan, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ListEvents(Context* context, const feed::v1alpha::ListEventsRequest* in,
                                         feed::v1alpha::ListEventsResponse* out) {
  return rpc::Serve(calls_, context, "ListEvents", [&](const CallScope&) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(*out, feed::ListEvents(deps_.database, *in));
    return absl::OkStatus();
  });
}

}  // namespace selaras::matching
