#include "libs/rpc/serve.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"

namespace selaras::rpc {
namespace {

std::optional<std::string> FindMetadata(const grpc::ServerContext& context, const char* key) {
  const auto it = context.client_metadata().find(key);
  if (it == context.client_metadata().end()) return std::nullopt;
  return std::string(it->second.data(), it->second.size());
}

TraceContext TraceOf(const grpc::ServerContext& context, IdSource& ids) {
  const auto header = FindMetadata(context, kTraceparentKey);
  const auto parent = header.has_value() ? ParseTraceparent(*header) : std::nullopt;
  return ChildOf(parent.value_or(TraceContext()), ids);
}

// Nobody if the caller shows no token; an error if he shows a bad one, even to a public method.
absl::StatusOr<Principal> PrincipalOf(const grpc::ServerContext& context,
                                      const Authenticator& authenticator) {
  const auto header = FindMetadata(context, kAuthorizationKey);
  if (!header.has_value()) return Principal();
  absl::string_view token = *header;
  constexpr absl::string_view kScheme = "bearer ";  // the scheme's name is case-insensitive (RFC 9110)
  if (!absl::StartsWithIgnoreCase(token, kScheme) || token.size() == kScheme.size()) {
    return Error(absl::StatusCode::kUnauthenticated, "TOKEN_MALFORMED");
  }
  token.remove_prefix(kScheme.size());
  return authenticator.Authenticate(token);
}

absl::Status CheckAccess(const ServiceCalls& calls, const MethodCalls& method, const Principal& principal) {
  const auto& allowed = method.allowed;
  const auto allows = [&](Role role) {
    return std::find(allowed.begin(), allowed.end(), role) != allowed.end();
  };
  if (allows(Role::kPublic)) return absl::OkStatus();
  if (principal.id.empty()) return Error(absl::StatusCode::kUnauthenticated, "TOKEN_REQUIRED");
  if (allows(Role::kAnyone)) return absl::OkStatus();
  for (const Role role : principal.roles) {
    if (allows(role)) return absl::OkStatus();
  }
  const std::string roles =
      absl::StrJoin(allowed, ", ", [](std::string* out, Role role) { out->append(RoleName(role)); });
  return Error(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED",
               {{"method", calls.service() + "/" + method.name}, {"roles", roles.empty() ? "-" : roles}});
}

absl::StatusOr<std::string> TenantOf(const grpc::ServerContext& context, const Principal& principal) {
  const auto named = FindMetadata(context, kTenantKey);
  const bool usable = named.has_value() && IsAccountId(*named);
  if (principal.id.empty()) return usable ? *named : "";  // a public call
  if (principal.tenant == kEveryTenant) {
    if (!usable) return Error(absl::StatusCode::kInvalidArgument, "TENANT_REQUIRED");
    return *named;
  }
  if (named.has_value() && *named != principal.tenant) {
    return Error(absl::StatusCode::kPermissionDenied, "TENANT_FOREIGN", {{"tenant", principal.tenant}});
  }
  return principal.tenant;
}

// Whom records name. The header goes into rows and logs, so only what an account's id may be is taken.
std::string ActorOf(const grpc::ServerContext& context, const Principal& principal) {
  const auto named = FindMetadata(context, kActorKey);
  return named.has_value() && principal.Has(Role::kService) && IsAccountId(*named) ? *named : principal.id;
}

absl::Time DeadlineOf(const grpc::ServerContext& context, const MethodCalls& method, const CallLimits& limits,
                      absl::Time now) {
  // No deadline arrives as a time in the far future.
  const auto given = context.deadline();
  const auto left = given - std::chrono::system_clock::now();
  if (left < std::chrono::hours(24 * 365)) return now + absl::FromChrono(left);
  return method.streaming ? absl::InfiniteFuture() : now + limits.default_deadline;
}

absl::Status Refused(const ServiceCalls& calls) {
  return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "OVERLOADED"),
                        calls.limits().retry_after);
}

// Fills `scope` as far as it gets, so that the log line of a refused call names what is known.
absl::Status Prepare(const ServiceCalls& calls, const MethodCalls& method, const grpc::ServerContext& context,
                     CallScope& scope) {
  SELARAS_ASSIGN_OR_RETURN(scope.principal, PrincipalOf(context, calls.deps().authenticator));
  SELARAS_RETURN_IF_ERROR(CheckAccess(calls, method, scope.principal));
  SELARAS_ASSIGN_OR_RETURN(scope.tenant, TenantOf(context, scope.principal));
  scope.actor = ActorOf(context, scope.principal);
  scope.deadline = DeadlineOf(context, method, calls.limits(), scope.clock->Now());
  if (scope.Remaining() <= absl::ZeroDuration()) {
    return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED");
  }
  return absl::OkStatus();
}

absl::Status RunBody(absl::FunctionRef<absl::Status(const CallScope&)> body, const CallScope& scope) {
  // Our code does not throw, but the standard library and others' code below may; one call
  // must not end the process.
  try {
    return body(scope);
  } catch (const std::exception& e) {
    return absl::InternalError(std::string("exception: ") + e.what());
  }
}

// True for errors whose text is about the caller's request. It may repeat what he sent, which may be a
// person's data, and he has it already: the log gets reason and fields.
bool IsAboutRequest(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return true;
    default:
      return false;
  }
}

Severity SeverityOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return Severity::kError;
    case absl::StatusCode::kOk:  // slow
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return Severity::kWarning;
    default:
      return Severity::kInfo;
  }
}

void LogCall(const ServiceCalls& calls, const MethodCalls& method, const CallScope& scope,
             const absl::Status& status, absl::Duration took) {
  const bool slow = !method.streaming && took >= calls.limits().slow_call;
  if (status.ok() && !slow) return;
  const std::string fields =
      absl::StrJoin(FieldViolationsOf(status), ",",
                    [](std::string* out, const FieldViolation& v) { out->append(v.field); });
  const std::string text = IsAboutRequest(status.code()) ? "" : std::string(status.message());
  calls.deps().logger.Log(SeverityOf(status.code()), "call",
                          {log_keys::kService(calls.service()), log_keys::kMethod(method.name),
                           log_keys::kCode(CodeName(status.code())), log_keys::kReason(ReasonOf(status)),
                           log_keys::kFields(fields), log_keys::kPrincipal(scope.principal.id),
                           log_keys::kActor(scope.actor), log_keys::kTenant(scope.tenant),
                           log_keys::kMillis(absl::ToDoubleMilliseconds(took)), log_keys::kError(text)},
                          scope.trace);
}

}  // namespace

grpc::Status Serve(const ServiceCalls& calls, grpc::ServerContext* context, absl::string_view method_name,
                   absl::FunctionRef<absl::Status(const CallScope&)> body) {
  const ServerDeps& deps = calls.deps();
  const MethodCalls* method = calls.Find(method_name);
  if (method == nullptr) {
    deps.logger.Log(Severity::kError, "handler names a method that its proto lacks",
                    {log_keys::kService(calls.service()), log_keys::kMethod(std::string(method_name))});
    return ToGrpcStatus(absl::InternalError("unknown method"), "");
  }
  method->started->Increment();
  const absl::Time begin = deps.clock.Now();
  CallScope scope;
  scope.clock = &deps.clock;
  scope.trace = TraceOf(*context, deps.ids);
  scope.is_cancelled = [context] { return context->IsCancelled(); };

  absl::Status status = Refused(calls);
  if (calls.Enter(method->streaming)) {
    status = Prepare(calls, *method, *context, scope);
    if (status.ok()) status = RunBody(body, scope);
    calls.Leave(method->streaming);
  }
  const absl::Duration took = std::max(deps.clock.Now() - begin, absl::ZeroDuration());
  method->seconds->Observe(absl::ToDoubleSeconds(took));
  method->handled[static_cast<int>(status.code())]->Increment();
  LogCall(calls, *method, scope, status, took);
  return ToGrpcStatus(status, scope.trace.trace_id);
}

}  // namespace selaras::rpc
