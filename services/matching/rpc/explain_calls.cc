// Explanations, exchanges and fairness of a plan.
#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "services/matching/app/embargo.h"
#include "services/matching/domain/explain.h"
#include "services/matching/domain/explain_post.h"
#include "services/matching/rpc/explain_convert.h"
#include "services/matching/rpc/fill_page.h"
#include "services/matching/rpc/matching_handler.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;

constexpr int kMostPosts = 10;  // Of one explanation.
constexpr int32_t kClaims = 10, kMostClaims = 50;

}  // namespace

grpc::Status MatchingHandler::ExplainEmployee(Context* context, const pb::ExplainEmployeeRequest* in,
                                              pb::Explanation* out) {
  return rpc::Serve(calls_, context, "ExplainEmployee", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const std::string employee, names::kEmployee.ParseId(in->employee()));
    if (in->posts_size() > kMostPosts) return InvalidField("posts", "at most 10");
    std::vector<std::string> posts;
    for (const std::string& name : in->posts()) {
      SELARAS_ASSIGN_OR_RETURN(posts.emplace_back(), names::kPost.ParseId(name));
    }
    SELARAS_ASSIGN_OR_RETURN(const auto opened, deps_.explain.OpenOf(call, id, employee));
    SELARAS_ASSIGN_OR_RETURN(const Explanation why, ExplainPerson(opened.view(), employee, posts));
    ToProto(why, opened.province(), MayNameOthers(call.principal), out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ExplainPost(Context* context, const pb::ExplainPostRequest* in,
                                          pb::PostExplanation* out) {
  return rpc::Serve(calls_, context, "ExplainPost", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const std::string post, names::kPost.ParseId(in->post()));
    if (in->claim_size() < 0) return InvalidField("claim_size", "0 to 50");
    const int32_t claims = in->claim_size() == 0 ? kClaims : std::min(in->claim_size(), kMostClaims);
    SELARAS_ASSIGN_OR_RETURN(const auto opened,
                             deps_.explain.Open(call, id, "explanation of a post read before release"));
    SELARAS_ASSIGN_OR_RETURN(const PostExplanation why,
                             matching::ExplainPost(opened.view(), post, static_cast<size_t>(claims)));
    ToProto(why, opened.province(), out);
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::ListExchanges(Context* context, const pb::ListExchangesRequest* in,
                                            pb::ListExchangesResponse* out) {
  return rpc::Serve(calls_, context, "ListExchanges", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->parent()));
    SELARAS_ASSIGN_OR_RETURN(const int limit, ResolvePageSize(in->page_size(), kPageLimits));
    const std::string query = absl::StrCat("exchanges|", call.tenant, "|", id);
    SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, deps_.page_tokens.Decode(query, in->page_token()));
    size_t begin = 0;
    if (!cursor.empty() && !absl::SimpleAtoi(cursor.back(), &begin)) {
      return InvalidField("page_token", "a token that this service gave");
    }
    SELARAS_ASSIGN_OR_RETURN(const auto opened,
                             deps_.explain.Open(call, id, "exchanges read before release"));
    SELARAS_ASSIGN_OR_RETURN(const auto exchanges, deps_.explain.Exchanges(id, opened));
    const size_t end = std::min(exchanges->size(), begin + static_cast<size_t>(limit));
    for (size_t k = begin; k < end; ++k) ToProto((*exchanges)[k], opened.province(), out->add_exchanges());
    if (end < exchanges->size())
      out->set_next_page_token(deps_.page_tokens.Encode(query, {absl::StrCat(end)}));
    out->set_total_size(static_cast<int64_t>(exchanges->size()));
    return absl::OkStatus();
  });
}

grpc::Status MatchingHandler::GetFairness(Context* context, const pb::GetFairnessRequest* in,
                                          pb::FairnessReport* out) {
  return rpc::Serve(calls_, context, "GetFairness", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPlan.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto opened, deps_.explain.Open(call, id, "fairness read before release"));
    SELARAS_ASSIGN_OR_RETURN(const Fairness fairness, deps_.explain.FairnessOf(id, opened));
    ToProto(id, fairness, out);
    return absl::OkStatus();
  });
}

}  // namespace selaras::matching
