#include "services/gateway/rest/request_record.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "libs/base/log_keys.h"
#include "libs/rest/http_error.h"
#include "libs/rpc/grpc_status.h"

namespace selaras::gateway {
namespace {

constexpr char kOther[] = "other";

// Fewer than for RPCs: they are kept for each of some hundred routes.
std::vector<double> Bounds() {
  return {0.005, 0.02, 0.1, 0.5, 2, 10};
}

Severity SeverityOf(int status) {
  return status >= 500 ? Severity::kWarning : Severity::kInfo;
}

}  // namespace

RouteMetrics::RouteMetrics(Metrics& metrics, const std::vector<std::string>& routes) {
  const auto add = [&](const std::string& route) {
    Series& series = series_[route];
    for (const int hundred : {1, 2, 3, 4, 5}) {
      series.by_class[hundred] = &metrics.GetCounter(
          {"selaras_gateway_requests_total", "Requests answered, by route and class of status."},
          {{"route", route}, {"status", absl::StrCat(hundred, "xx")}});
    }
    series.seconds = &metrics.GetHistogram(
        {"selaras_gateway_request_seconds", "From the head of a request to its answer, by route."}, Bounds(),
        {{"route", route}});
  };
  for (const std::string& route : routes) add(route);
  add(kOther);
}

void RouteMetrics::Count(const std::string& route, int status, absl::Duration took) const {
  auto found = series_.find(route);
  if (found == series_.end()) found = series_.find(kOther);
  found->second.by_class[std::clamp(status / 100, 1, 5)]->Increment();
  found->second.seconds->Observe(absl::ToDoubleSeconds(took));
}

RequestRecord::RequestRecord(const RecordDeps& deps, Caller caller, std::string method, std::string route)
    : deps_(deps),
      caller_(std::move(caller)),
      method_(std::move(method)),
      route_(std::move(route)),
      begin_(deps.clock.Now()) {}

bool RequestRecord::FromAllowedOrigin() const {
  const auto& allowed = deps_.cors_origins;
  return !caller_.origin.empty() &&
         std::find(allowed.begin(), allowed.end(), caller_.origin) != allowed.end();
}

HttpResponse RequestRecord::Finish(HttpResponse answer, absl::string_view reason) const {
  answer.headers.emplace_back("X-Request-Id", caller_.request_id);
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  const bool cacheable = std::any_of(answer.headers.begin(), answer.headers.end(),
                                     [](const auto& header) { return header.first == "Cache-Control"; });
  // Answers are about people: no cache on the way keeps them.
  if (!cacheable) answer.headers.emplace_back("Cache-Control", "no-store");
  if (!deps_.cors_origins.empty()) answer.headers.emplace_back("Vary", "Origin");
  if (FromAllowedOrigin()) {
    answer.headers.emplace_back("Access-Control-Allow-Origin", caller_.origin);
    answer.headers.emplace_back("Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id");
  }
  const absl::Duration took = std::max(deps_.clock.Now() - begin_, absl::ZeroDuration());
  deps_.metrics.Count(absl::StrCat(method_, " ", route_), answer.status, took);
  deps_.logger.Log(
      SeverityOf(answer.status), "request",
      {log_keys::kHttpMethod(method_), log_keys::kRoute(route_), log_keys::kHttpStatus(answer.status),
       log_keys::kReason(std::string(reason)), log_keys::kMillis(absl::ToDoubleMilliseconds(took))},
      caller_.trace);
  return answer;
}

HttpResponse RequestRecord::Fail(const grpc::Status& status) const {
  rest::HttpError error = rest::ToHttpError(status, caller_.language);
  HttpResponse answer{.status = error.status, .body = std::move(error.body)};
  answer.headers = {{"Content-Type", "application/json; charset=utf-8"},
                    {"Content-Language", caller_.language == Language::kEnglish ? "en" : "id"}};
  if (error.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (error.retry_after.has_value() || error.status == 503) {
    const double seconds = std::ceil(absl::ToDoubleSeconds(error.retry_after.value_or(absl::Seconds(1))));
    answer.headers.emplace_back("Retry-After",
                                absl::StrCat(std::max<int64_t>(static_cast<int64_t>(seconds), 1)));
  }
  return Finish(std::move(answer), error.reason.empty() ? error.code : error.reason);
}

HttpResponse RequestRecord::Fail(const absl::Status& status) const {
  return Fail(rpc::ToGrpcStatus(status, caller_.trace.trace_id));
}

}  // namespace selaras::gateway
