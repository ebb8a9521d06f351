#ifndef SELARAS_LIBS_RPC_SERVE_H_
#define SELARAS_LIBS_RPC_SERVE_H_

// The one wrapper around every RPC: admission, identity, access, tenant, deadline, trace, metrics, log line,
// error details. A handler translates, calls, translates:
//
//   grpc::Status GetEmployee(grpc::ServerContext* context, const pb::GetEmployeeRequest* in,
//                            pb::Employee* out) override {
//     return rpc::Serve(calls_, context, "GetEmployee", [&](const CallScope& call) -> absl::Status {
//       SELARAS_ASSIGN_OR_RETURN(const std::string id, kEmployeeName.ParseId(in->name()));
//       SELARAS_ASSIGN_OR_RETURN(const Employee employee, service_.Get(call, id));
//       ToProto(employee, out);
//       return absl::OkStatus();
//     });
//   }
//
// Streams are served the same way; the lambda captures the reader or writer. A failed Write or a true
// call.cancelled() means the caller has gone: return CancelledError.

#include <grpcpp/server_context.h>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/call_scope.h"
#include "libs/rpc/service_calls.h"

namespace selaras::rpc {

// Metadata entries that callers set (lower-case, as HTTP/2 wants them).
inline constexpr char kAuthorizationKey[] = "authorization";  // "Bearer TOKEN"
inline constexpr char kTenantKey[] = "selaras-tenant";        // required if the token's tenant is "*"
inline constexpr char kActorKey[] = "selaras-actor";  // believed from services only: for whom they work

// Calls `body` if the caller may call `method` (its name without service) and there is room and time. Codes
// beside those of `body`: RESOURCE_EXHAUSTED (OVERLOADED, with RetryInfo), UNAUTHENTICATED (TOKEN_REQUIRED,
// TOKEN_MALFORMED, TOKEN_UNKNOWN), PERMISSION_DENIED (ROLE_REQUIRED, TENANT_FOREIGN), INVALID_ARGUMENT
// (TENANT_REQUIRED), DEADLINE_EXCEEDED. One log line for each call that fails or is slow; who, what and how
// long, never the request.
grpc::Status Serve(const ServiceCalls& calls, grpc::ServerContext* context, absl::string_view method,
                   absl::FunctionRef<absl::Status(const CallScope&)> body);

}  // namespace selaras::rpc

#endif  // SELARAS_LIBS_RPC_SERVE_H_
