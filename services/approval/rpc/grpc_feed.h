// The feeds of the other services, as the evidence desk polls them.
#ifndef SELARAS_SERVICES_APPROVAL_RPC_GRPC_FEED_H_
#define SELARAS_SERVICES_APPROVAL_RPC_GRPC_FEED_H_

#include "libs/feed/feed_reader.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/service_calls.h"

namespace selaras::approval {

// `peer` outlives the function. One try a poll: the reader has its own patience.
feed::FeedReader::Poll PollRegistry(const rpc::Peer& peer, const rpc::ServerDeps& server);
feed::FeedReader::Poll PollNeeds(const rpc::Peer& peer, const rpc::ServerDeps& server);
feed::FeedReader::Poll PollMatching(const rpc::Peer& peer, const rpc::ServerDeps& server);
feed::FeedReader::Poll PollEvaluation(const rpc::Peer& peer, const rpc::ServerDeps& server);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_RPC_GRPC_FEED_H_
