// The handler's methods that set plans beside each other: the frontier of one, two compared.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "services/matching/app/comparison.h"
#include "services/matching/app/embargo.h"
#include "services/matching/rpc/fill_page.h"
#include "services/matching/rpc/matching_handler.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;

std::string PostName(const std::string& id) {
  return id.empty() ? "" : absl::StrCat("posts/", id);
}

void ToProto(const ComparedPlacement& placement, pb::ComparedPlacement* out) {
  out->set_employee(absl::StrCat("employees/", placement.employee));
  out->set_from_post(PostName(placement.from_post));
  out->set_to_post_a(PostName(placement.to_post_a));
  out->set_to_post_b(PostName(placement.to_post_b));
}

}  // namespace

grpc::Status MatchingHandler::TraceFrontier(Context* context, const pb::TraceFrontierRequest* in,
                                            pb::Frontier* out) {
  return rpc::Serve(calls_, context, "TraceFrontier", [&](const CallScope& call) -> absl::Status {
    FrontierAsk ask;
    SELARAS_ASSIGN_OR_RETURN(ask.plan, names::kPlan.ParseId(in->name()));
    ask.max_moves.assign(in->max_moves().begin(), in->max_moves().end());
    ask.points = in->point_count();
    SELARAS_ASSIGN_OR_RETURN(const std::vector<FrontierFigures> points, deps_.frontier.Trace(call, ask));
    out->set_plan(in->name());
    for (const FrontierFigures& figures : points) {
      pb::FrontierPoint* point = out->add_points();
      point->set_max_moves(figures.max_moves);
      point->set_moves(figures.moves);
      point->set_objective(figures.objective);
      point->set_bound(figures.bound);
      point->set_price_milli(figures.price_milli);
      point->set_shortage(figures.shortage);
      point->set_surplus(figures.surplus);
    }
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ComparePlans(Context* context, const pb::ComparePlansRequest* in,
                                           pb::PlanComparison* out) {
  return rpc::Serve(calls_, context, "ComparePlans", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string a, names::kPlan.ParseId(in->plan_a()));
    SELARAS_ASSIGN_OR_RETURN(const std::string b, names::kPlan.ParseId(in->plan_b()));
    for (const std::string& id : {a, b}) {
      SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.store.GetPlan(call.tenant, id));
      SELARAS_RETURN_IF_ERROR(CheckEmbargo(call.principal, plan));
    }
    SELARAS_ASSIGN_OR_RETURN(const int limit, ResolvePageSize(in->page_size(), kPageLimits));
    const std::string query = absl::StrCat("compare|", call.tenant, "|", a, "|", b);
    SELARAS_ASSIGN_OR_RETURN(const PageCursor after, deps_.page_tokens.Decode(query, in->page_token()));
    SELARAS_ASSIGN_OR_RETURN(const PlanComparison found,
                             matching::ComparePlans(deps_.store, call.tenant, a, b));
    out->set_plan_a(in->plan_a());
    out->set_plan_b(in->plan_b());
    out->set_same_facts(found.same_facts);
    out->set_same_needs(found.same_needs);
    out->set_same_policy(found.same_policy);
    for (const ComparedFigure& figure : found.figures) {
      pb::ComparedFigure* row = out->add_figures();
      row->set_figure(figure.figure);
      row->set_a(figure.a);
      row->set_b(figure.b);
    }
    out->set_moves_in_both(found.moves.both);
    out->set_moves_only_a(found.moves.only_a);
    out->set_moves_only_b(found.moves.only_b);
    out->set_moves_elsewhere(found.moves.elsewhere);
    const std::vector<ComparedPlacement>& placements = found.moves.placements;
    auto next = after.empty() ? placements.begin()
                              : std::upper_bound(placements.begin(), placements.end(), after.back(),
                                                 [](const std::string& employee, const ComparedPlacement& p) {
                                                   return employee < p.employee;
                                                 });
    for (int row = 0; row < limit && next != placements.end(); ++row, ++next) {
      ToProto(*next, out->add_placements());
    }
    if (next != placements.begin() && next != placements.end()) {
      out->set_next_page_token(deps_.page_tokens.Encode(query, {std::prev(next)->employee}));
    }
    return absl::OkStatus();
  });
}

}  // namespace selaras::matching
