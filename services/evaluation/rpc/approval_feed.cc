#include "services/evaluation/rpc/approval_feed.h"

#include <memory>

#include "selaras/approval/v1alpha/approval_service.grpc.pb.h"

namespace selaras::evaluation {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(10);
// A feed is of all tenants; a token for all of them has to name one.
constexpr char kEveryTenantsFeed[] = "feed";

}  // namespace

feed::FeedReader::Poll PollApproval(const rpc::Peer& peer, const rpc::ServerDeps& server) {
  using Stub = approval::v1alpha::ApprovalService::Stub;
  const std::shared_ptr<Stub> stub = approval::v1alpha::ApprovalService::NewStub(peer.channel());
  const Clock& clock = server.clock;
  return [&peer, &clock, stub](const feed::v1alpha::ListEventsRequest& request) {
    CallScope scope;
    scope.clock = &clock;
    scope.tenant = kEveryTenantsFeed;
    scope.deadline = clock.Now() + kPatience;
    return peer.Call<feed::v1alpha::ListEventsResponse>(
        scope, rpc::Retry::kNever, [&](grpc::ClientContext* context, feed::v1alpha::ListEventsResponse* out) {
          return stub->ListEvents(context, request, out);
        });
  };
}

}  // namespace selaras::evaluation
