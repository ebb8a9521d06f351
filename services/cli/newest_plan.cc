#include "services/cli/newest_plan.h"

#include <tuple>

#include "libs/base/status_macros.h"

namespace selaras::cli {

namespace pb = matching::v1alpha;

absl::StatusOr<std::string> NewestPlan(Session& session) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::ListPlansRequest request;
  request.set_page_size(1000);
  std::string newest;
  std::tuple<int64_t, int32_t> at;
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page, matching.peer->Call<pb::ListPlansResponse>(
                                                  session.Scope(), rpc::Retry::kSafe,
                                                  [&](grpc::ClientContext* context, auto* out) {
                                                    return matching.stub->ListPlans(context, request, out);
                                                  }));
    for (const pb::Plan& plan : page.plans()) {
      if (plan.state() != pb::Plan::STATE_PLANNED && plan.state() != pb::Plan::STATE_RELEASED) continue;
      const std::tuple<int64_t, int32_t> ended(plan.end_time().seconds(), plan.end_time().nanos());
      if (!newest.empty() && ended <= at) continue;
      newest = plan.name();
      at = ended;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (newest.empty()) return absl::NotFoundError("no finished plan");
  return newest;
}

}  // namespace selaras::cli
