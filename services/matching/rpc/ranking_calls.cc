// RankPosts and RankCandidates of MatchingHandler.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/province/registry/registry_facts.h"
#include "libs/rpc/serve.h"
#include "services/matching/domain/ranking_scope.h"
#include "services/matching/rpc/matching_handler.h"
#include "services/matching/rpc/names.h"
#include "services/matching/rpc/ranking_convert.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;

constexpr PageLimits kRankLimits = {50, 200};
constexpr int kMostUnlawful = 50;
constexpr int kSlate = 3;

// The window that the request asks for. A token is {stamp, value, index of the last row}: equal stamps are equal facts, so
// indices mean the same wherever it is read.
template <typename Request>
absl::StatusOr<RankWindow> WindowOf(const PageTokenCodec& codec, const std::string& query,
                                    const std::string& stamp, const Request& in) {
  RankWindow window;
  SELARAS_ASSIGN_OR_RETURN(window.size, ResolvePageSize(in.page_size(), kRankLimits));
  if (in.unlawful_size() < 0 || in.unlawful_size() > kMostUnlawful) {
    return InvalidField("unlawful_size", "0 to 50");
  }
  SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, codec.Decode(query, in.page_token()));
  if (cursor.empty()) {
    window.unlawful_size = in.unlawful_size();
    return window;
  }
  Ranked last{};
  if (cursor.size() != 3 || !absl::SimpleAtoi(cursor[1], &last.value) ||
      !absl::SimpleAtoi(cursor[2], &last.index)) {
    return Error(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID");
  }
  if (cursor[0] != stamp) return Error(absl::StatusCode::kAborted, "RANKING_MOVED_ON");
  window.after = last;
  return window;
}

template <typename Response>
void SetPage(const PageTokenCodec& codec, const std::string& query, const std::string& stamp,
             const RankList& list, Response* out) {
  out->set_total_size(list.total);
  if (!list.more) return;
  const Ranked& last = list.lawful.back();
  out->set_next_page_token(codec.Encode(query, {stamp, absl::StrCat(last.value), absl::StrCat(last.index)}));
}

// Ids of the policy and the plan that the request names.
template <typename Request>
absl::StatusOr<RankingBase> BaseOf(RankingDesk& desk, const CallScope& call, const Request& in) {
  std::string policy, plan;
  if (!in.policy().empty()) {
    SELARAS_ASSIGN_OR_RETURN(policy, names::kPolicy.ParseId(in.policy()));
  }
  if (!in.plan().empty()) {
    SELARAS_ASSIGN_OR_RETURN(plan, names::kPlan.ParseId(in.plan()));
  }
  return desk.BaseOf(call, policy, plan);
}

absl::StatusOr<RankingSubject> SubjectOf(RankingDesk& desk, const CallScope& call, const RankingBase& base,
                                         const pb::RankPostsRequest& in) {
  if (in.has_profile()) return desk.PersonThoughtOf(call, base, province::FactOf(in.profile()));
  if (!in.has_employee()) return InvalidField("employee", "employees/…, or a profile");
  SELARAS_ASSIGN_OR_RETURN(const std::string employee, names::kEmployee.ParseId(in.employee()));
  return desk.StoredPerson(call, base, employee);
}

// The whole province, or `part`, which is filled.
absl::StatusOr<const RankScope*> ScopeOf(const Ranking& ranking, const PlanScope& asked, int32_t agency,
                                         std::optional<RankScope>& part) {
  if (agency < 0 && asked.agencies.empty() && asked.org_units.empty() && asked.families.empty()) {
    return &ranking.whole();
  }
  SELARAS_ASSIGN_OR_RETURN(part, RankScope::Make(ranking.province(), asked, agency));
  return &*part;
}

}  // namespace

grpc::Status MatchingHandler::RankPosts(Context* context, const pb::RankPostsRequest* in,
                                        pb::RankPostsResponse* out) {
  return rpc::Serve(calls_, context, "RankPosts", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const PlanScope asked, RankScopeOf(in->scope()));
    SELARAS_ASSIGN_OR_RETURN(const RankingBase base, BaseOf(deps_.ranking, call, *in));
    SELARAS_ASSIGN_OR_RETURN(const RankingSubject subject, SubjectOf(deps_.ranking, call, base, *in));
    const std::string query = QueryOf(call.tenant, call.principal.agency, *in), stamp = base.view->Stamp();
    SELARAS_ASSIGN_OR_RETURN(const RankWindow window, WindowOf(deps_.page_tokens, query, stamp, *in));
    std::optional<RankScope> part;
    SELARAS_ASSIGN_OR_RETURN(const RankScope* scope, ScopeOf(*base.view->ranking, asked, -1, part));
    const RankList list = subject.ranking->RankPosts(subject.person, scope->posts, base.prices.get(), window);
    ToProto(base, out->mutable_basis());
    const auto add = [&](const Ranked& row, pb::RankedPost* to) {
      ToProto(*subject.ranking, subject.person, row, to);
      to->set_free_seats(base.view->ranking->FreeSeats(row.index));
    };
    for (const Ranked& row : list.lawful) add(row, out->add_posts());
    for (const Ranked& row : list.unlawful) add(row, out->add_unlawful());
    SetPage(deps_.page_tokens, query, stamp, list, out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::RankCandidates(Context* context, const pb::RankCandidatesRequest* in,
                                             pb::RankCandidatesResponse* out) {
  return rpc::Serve(calls_, context, "RankCandidates", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const PlanScope asked, RankScopeOf(in->scope()));
    if (in->slate() && in->plan().empty())
      return InvalidField("plan", "plans/…: a slate tells what it would lose");
    if (!in->has_post() && !in->has_hypothetical())
      return InvalidField("post", "posts/…, or a hypothetical one");
    SELARAS_ASSIGN_OR_RETURN(const RankingBase base, BaseOf(deps_.ranking, call, *in));
    const Ranking& ranking = *base.view->ranking;
    SELARAS_ASSIGN_OR_RETURN(const RankTarget target, TargetOf(*in, ranking));
    if (in->slate() && (target.post < 0 || !ranking.IsExecutive(target))) {
      return Error(absl::StatusCode::kFailedPrecondition, "SLATE_NOT_EXECUTIVE");
    }
    const std::string query = QueryOf(call.tenant, call.principal.agency, *in), stamp = base.view->Stamp();
    SELARAS_ASSIGN_OR_RETURN(RankWindow window, WindowOf(deps_.page_tokens, query, stamp, *in));
    if (in->slate()) window.size = kSlate;
    std::optional<RankScope> part;
    SELARAS_ASSIGN_OR_RETURN(const RankScope* scope,
                             ScopeOf(ranking, asked, RankingDesk::AgencyOf(call, ranking.province()), part));
    const int64_t price = base.prices == nullptr || target.post < 0 ? 0 : (*base.prices)[target.post];
    const RankList list = ranking.RankPersons(target, scope->persons, price, window);
    ToProto(base, out->mutable_basis());
    for (const Ranked& row : list.lawful) ToProto(ranking, target, row, out->add_candidates());
    for (const Ranked& row : list.unlawful) ToProto(ranking, target, row, out->add_unlawful());
    if (!in->slate()) {
      SetPage(deps_.page_tokens, query, stamp, list, out);
      return absl::OkStatus();
    }
    out->set_total_size(list.total);
    std::vector<std::string> employees;
    for (const Ranked& row : list.lawful) employees.push_back(ranking.province().persons()[row.index].id);
    SELARAS_ASSIGN_OR_RETURN(
        const auto losses,
        deps_.ranking.Losses(call, *base.plan, ranking.province().posts()[target.post].id, employees));
    for (size_t n = 0; n < losses.size(); ++n) {
      if (!losses[n].has_value()) continue;
      out->mutable_candidates(static_cast<int>(n))->set_loss(losses[n]->points);
      out->mutable_candidates(static_cast<int>(n))->set_loss_exact(losses[n]->exact);
    }
    return absl::OkStatus();
  });
}

}  // namespace selaras::matching
