#include "services/gateway/rest/caller.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/rest/text.h"
#include "libs/rpc/serve.h"

namespace selaras::gateway {
namespace {

// gRPC ends the process on a metadata value with any other byte.
bool IsMetadataValue(absl::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool IsRequestId(absl::string_view id) {
  return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
  });
}

absl::Status ReadTimeout(absl::string_view text, const TimeoutLimits& limits, absl::Duration& timeout) {
  timeout = limits.standard;
  if (text.empty()) return absl::OkStatus();
  double seconds = 0;
  if (!absl::SimpleAtod(text, &seconds) || !(seconds > 0)) {
    return InvalidField("X-Request-Timeout", "must be a number of seconds above 0");
  }
  timeout = std::min(absl::Seconds(seconds), limits.max);
  return absl::OkStatus();
}

absl::Status PassOn(const RequestHead& head, const char* name, Caller& caller) {
  const absl::string_view value = head.Header(name);
  if (value.empty()) return absl::OkStatus();
  // Two of them: whoever stands between may have checked the other one.
  const bool once = std::count_if(head.headers.begin(), head.headers.end(),
                                  [&](const auto& header) { return header.first == name; }) == 1;
  if (!once || !IsMetadataValue(value)) {
    return absl::string_view(name) == rpc::kAuthorizationKey
               ? Error(absl::StatusCode::kUnauthenticated, "TOKEN_MALFORMED")
               : InvalidField(name, "must stand once and be printable ASCII");
  }
  caller.metadata.emplace_back(name, std::string(value));
  return absl::OkStatus();
}

}  // namespace

Caller ReadCaller(const RequestHead& head, const TimeoutLimits& limits, IdSource& ids) {
  Caller caller;
  caller.trace = ChildOf(ParseTraceparent(head.Header(kTraceparentKey)).value_or(TraceContext()), ids);
  const absl::string_view id = head.Header("x-request-id");
  caller.request_id = IsRequestId(id) ? std::string(id) : caller.trace.trace_id;
  caller.language = rest::PreferredLanguage(head.Header("accept-language"));
  caller.origin = std::string(head.Header("origin"));
  caller.metadata.emplace_back(kTraceparentKey, FormatTraceparent(caller.trace));
  caller.problem = ReadTimeout(head.Header("x-request-timeout"), limits, caller.timeout);
  for (const char* name : {rpc::kAuthorizationKey, rpc::kTenantKey, rpc::kActorKey}) {
    caller.problem.Update(PassOn(head, name, caller));
  }
  return caller;
}

}  // namespace selaras::gateway
