// One unary call on a service. Only for reads, and for acts that carry a request id: the channel may send it twice.
#ifndef SELARAS_SERVICES_CLI_REMOTE_CALL_H_
#define SELARAS_SERVICES_CLI_REMOTE_CALL_H_

#include "services/cli/session.h"

namespace selaras::cli {

template <typename Service, typename Stub, typename Request, typename Response>
absl::StatusOr<Response> CallOn(const Session& session, const Session::Remote<Service>& remote,
                                const Request& request,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*)) {
  return remote.peer->template Call<Response>(session.Scope(), rpc::Retry::kSafe,
                                              [&](grpc::ClientContext* context, Response* out) {
                                                return (remote.stub->*method)(context, request, out);
                                              });
}

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_REMOTE_CALL_H_
