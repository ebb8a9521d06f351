#include "services/approval/rpc/grpc_feed.h"

#include <memory>

#include "selaras/evaluation/v1alpha/evaluation_service.grpc.pb.h"
#include "selaras/matching/v1alpha/matching_service.grpc.pb.h"
#include "selaras/needs/v1alpha/needs_service.grpc.pb.h"
#include "selaras/registry/v1alpha/registry_service.grpc.pb.h"

namespace selaras::approval {
namespace {

using Request = feed::v1alpha::ListEventsRequest;
using Response = feed::v1alpha::ListEventsResponse;

constexpr absl::Duration kPatience = absl::Seconds(10);
// A feed is of all tenants; a token for all of them has to name one.
constexpr char kEveryTenantsFeed[] = "feed";

// With the service's own token.
template <typename Service>
feed::FeedReader::Poll PollOf(const rpc::Peer& peer, const rpc::ServerDeps& server) {
  std::shared_ptr<typename Service::Stub> stub = Service::NewStub(peer.channel());
  const Clock& clock = server.clock;
  return [&peer, &clock, stub](const Request& request) {
    CallScope scope;
    scope.clock = &clock;
    scope.tenant = kEveryTenantsFeed;
    scope.deadline = clock.Now() + kPatience;
    return peer.Call<Response>(scope, rpc::Retry::kNever, [&](grpc::ClientContext* context, Response* out) {
      return stub->ListEvents(context, request, out);
    });
  };
}

}  // namespace

feed::FeedReader::Poll PollRegistry(const rpc::Peer& peer, const rpc::ServerDeps& server) {
  return PollOf<registry::v1alpha::RegistryService>(peer, server);
}
feed::FeedReader::Poll PollNeeds(const rpc::Peer& peer, const rpc::ServerDeps& server) {
  return PollOf<needs::v1alpha::NeedsService>(peer, server);
}
feed::FeedReader::Poll PollMatching(const rpc::Peer& peer, const rpc::ServerDeps& server) {
  return PollOf<matching::v1alpha::MatchingService>(peer, server);
}
feed::FeedReader::Poll PollEvaluation(const rpc::Peer& peer, const rpc::ServerDeps& server) {
  return PollOf<evaluation::v1alpha::EvaluationService>(peer, server);
}

}  // namespace selaras::approval
