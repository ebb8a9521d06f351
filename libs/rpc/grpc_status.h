#ifndef SELARAS_LIBS_RPC_GRPC_STATUS_H_
#define SELARAS_LIBS_RPC_GRPC_STATUS_H_

// absl::Status on our side, grpc::Status with google.rpc details on the wire. One translation each way, here.

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace selaras::rpc {

// Domain of every ErrorInfo.
inline constexpr char kErrorDomain[] = "selaras.id";

// Details: ErrorInfo (reason; the code's name if the status has none), LocalizedMessage in Indonesian, and
// BadRequest and RetryInfo where the status has them. Messages of kInternal, kUnknown, kDataLoss, and of
// kUnavailable without reason, are masked: a caller sees the catalogue's text with `trace_id`, the log has
// the rest. Long texts are cut, as the details travel in a header of at most 8 KiB.
grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view trace_id);

// Inverse, as far as the wire carries it. Statuses made by gRPC itself or by a peer that is
// not ours have no reason.
absl::Status FromGrpcStatus(const grpc::Status& status);

// "OK", "NOT_FOUND", …: the one spelling for logs, metrics and texts.
std::string CodeName(absl::StatusCode code);

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_GRPC_STATUS_H_
