#ifndef SELARAS_SERVICES_EVALUATION_RPC_APPROVAL_FEED_H_
#define SELARAS_SERVICES_EVALUATION_RPC_APPROVAL_FEED_H_

#include "libs/feed/feed_reader.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/service_calls.h"

namespace selaras::evaluation {

// Asks approval for its events, one try a poll. `peer` outlives the function.
feed::FeedReader::Poll PollApproval(const rpc::Peer& peer, const rpc::ServerDeps& server);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_RPC_APPROVAL_FEED_H_
