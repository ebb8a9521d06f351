#include "libs/rest/http_error.h"

#include <google/protobuf/util/time_util.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/base/error.h"
#include "libs/rpc/grpc_status.h"

namespace selaras::rest {
namespace {

using nlohmann::json;

// A header or text of a peer that is not ours may hold anything: JSON writes U+FFFD for what is not UTF-8.
std::string Dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json DetailOf(const google::rpc::ErrorInfo& info) {
  json metadata = json::object();
  for (const auto& [key, value] : info.metadata()) metadata[key] = value;
  return {{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
          {"reason", info.reason()},
          {"domain", info.domain()},
          {"metadata", std::move(metadata)}};
}

json DetailOf(const google::rpc::BadRequest& bad) {
  json violations = json::array();
  for (const auto& violation : bad.field_violations()) {
    violations.push_back({{"field", violation.field()}, {"description", violation.description()}});
  }
  return {{"@type", "type.googleapis.com/google.rpc.BadRequest"}, {"fieldViolations", std::move(violations)}};
}

json DetailOf(const google::rpc::RetryInfo& retry) {
  return {{"@type", "type.googleapis.com/google.rpc.RetryInfo"},
          {"retryDelay", google::protobuf::util::TimeUtil::ToString(retry.retry_delay())}};
}

json DetailOf(const google::rpc::LocalizedMessage& message) {
  return {{"@type", "type.googleapis.com/google.rpc.LocalizedMessage"},
          {"locale", message.locale()},
          {"message", message.message()}};
}

template <typename Detail>
bool AddDetail(const google::protobuf::Any& any, Detail& detail, json& details) {
  if (!any.UnpackTo(&detail)) return false;
  details.push_back(DetailOf(detail));
  return true;
}

}  // namespace

int HttpStatusOf(absl::StatusCode code, absl::string_view reason) {
  if (reason == "HTTP_METHOD_NOT_ALLOWED") return 405;
  if (reason == "HTTP_BODY_TOO_LARGE") return 413;
  if (reason == "HTTP_CONTENT_TYPE_UNSUPPORTED") return 415;
  if (reason == "HTTP_HEADER_TOO_LARGE") return 431;
  // Whoever is in the way is busy; RESOURCE_EXHAUSTED of a queue is the caller's own doing and stays 429.
  if (reason == "OVERLOADED") return 503;
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

HttpError ToHttpError(const grpc::Status& status, Language language) {
  json details = json::array();
  google::rpc::ErrorInfo info;
  google::rpc::RetryInfo retry;
  HttpError error;
  std::string localized;
  google::rpc::Status in;
  if (!status.error_details().empty() && in.ParseFromString(status.error_details())) {
    for (const auto& any : in.details()) {
      google::rpc::BadRequest bad;
      google::rpc::LocalizedMessage message;
      if (AddDetail(any, info, details) || AddDetail(any, bad, details)) continue;
      if (AddDetail(any, retry, details)) {
        error.retry_after =
            absl::Microseconds(google::protobuf::util::TimeUtil::DurationToMicroseconds(retry.retry_delay()));
      } else if (AddDetail(any, message, details)) {
        localized = message.message();
      }
    }
  }
  const bool known = status.error_code() >= 0 && status.error_code() <= 16;
  const auto code = known ? static_cast<absl::StatusCode>(status.error_code()) : absl::StatusCode::kUnknown;
  error.code = rpc::CodeName(code);
  error.reason = info.reason();
  error.status = HttpStatusOf(code, error.reason);
  // A status that gRPC made itself names sockets and peers; callers get the sentence for its code.
  const bool ours = info.domain() == rpc::kErrorDomain;
  std::string message = ours ? status.error_message() : Explain(error.code, Language::kEnglish, {});
  if (language == Language::kIndonesian) {
    message = localized.empty() ? Explain(error.code, Language::kIndonesian, {}) : localized;
  }
  const json body = {{"error",
                      {{"code", error.status},
                       {"status", error.code},
                       {"message", std::move(message)},
                       {"details", std::move(details)}}}};
  error.body = Dump(body);
  return error;
}

HttpError ToHttpError(const absl::Status& status, Language language, absl::string_view trace_id) {
  return ToHttpError(rpc::ToGrpcStatus(status, trace_id), language);
}

}  // namespace selaras::rest
