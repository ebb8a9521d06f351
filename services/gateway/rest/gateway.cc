#include "services/gateway/rest/gateway.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rest/openapi.h"
#include "libs/rest/text.h"
#include "services/gateway/rest/docs_page.h"
#include "services/gateway/rest/instance_upload.h"
#include "services/gateway/rest/unary_exchange.h"

namespace selaras::gateway {
namespace {

constexpr char kJson[] = "application/json; charset=utf-8";

absl::Status UnsupportedType(absl::string_view expected) {
  return Error(absl::StatusCode::kInvalidArgument, "HTTP_CONTENT_TYPE_UNSUPPORTED",
               {{"expected", std::string(expected)}});
}

absl::Status UnknownRoute() {
  return Error(absl::StatusCode::kNotFound, "HTTP_ROUTE_UNKNOWN");
}

absl::Status CheckJson(const RequestHead& head) {
  if (!head.has_body) return absl::OkStatus();
  const rest::MediaType media = rest::ParseMediaType(head.Header("content-type"));
  const bool charset = media.charset.empty() || media.charset == "utf-8" || media.charset == "utf8";
  const absl::string_view encoding = head.Header("content-encoding");
  if (media.type == "application/json" && charset && (encoding.empty() || encoding == "identity"))
    return absl::OkStatus();
  return UnsupportedType("application/json; charset=utf-8");
}

// Methods of a path as clients see them: whoever has GET has HEAD, and each has OPTIONS.
std::string AllowOf(std::vector<std::string> methods) {
  if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) methods.emplace_back("HEAD");
  methods.emplace_back("OPTIONS");
  std::sort(methods.begin(), methods.end());
  return absl::StrJoin(methods, ", ");
}

std::vector<std::string> Names(const Backends& backends) {
  std::vector<std::string> names;
  for (const auto& [name, backend] : backends) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Create(const GatewayOptions& options, const Deps& deps,
                                                         Backends backends) {
  SELARAS_ASSIGN_OR_RETURN(rest::RouteTable routes,
                           rest::RouteTable::Create(deps.schema.pool(), Names(backends)));
  return std::unique_ptr<Gateway>(new Gateway(options, deps, std::move(backends), std::move(routes)));
}

Gateway::Gateway(const GatewayOptions& options, const Deps& deps, Backends backends, rest::RouteTable routes)
    : options_(options),
      deps_(deps),
      backends_(std::move(backends)),
      routes_(std::move(routes)),
      metrics_(deps.metrics, RouteNames()),
      record_deps_{deps.clock, deps.logger, metrics_, options.cors_origins},
      calls_(options.max_calls),
      memory_(options.max_memory) {
  AddPages();
}

std::vector<std::string> Gateway::RouteNames() const {
  std::vector<std::string> names = {absl::StrCat("POST ", kUploadPath)};
  for (const char* page : {"/healthz", "/readyz", "/openapi.json", "/docs"})
    names.push_back(absl::StrCat("GET ", page));
  for (const rest::Route& route : routes_.routes())
    names.push_back(absl::StrCat(route.verb, " ", route.path.text()));
  return names;
}

void Gateway::AddPages() {
  const auto fixed = [](std::string text) {
    return [text = std::move(text)] { return std::make_pair(200, text); };
  };
  const std::string openapi =
      rest::OpenApi(deps_.schema, routes_, {.upload = backends_.contains(kMatchingService)}).dump();
  pages_["/healthz"] = {"text/plain; charset=utf-8", fixed("alive\n")};
  pages_["/readyz"] = {"text/plain; charset=utf-8", [this] {
                         const bool ready = !deps_.ready || deps_.ready().ok();
                         return ready ? std::make_pair(200, std::string("ready\n"))
                                      : std::make_pair(503, std::string("not ready\n"));
                       }};
  pages_["/openapi.json"] = {kJson, fixed(openapi)};
  pages_["/docs"] = {"text/html; charset=utf-8", fixed(DocsPage(routes_))};
}

RequestRecord Gateway::RecordOf(Caller caller, std::string method, std::string route) const {
  return RequestRecord(record_deps_, std::move(caller), std::move(method), std::move(route));
}

RequestRecord Gateway::Record(const RequestHead& head, std::string method, std::string route) {
  return RecordOf(ReadCaller(head, options_.timeout, deps_.ids), std::move(method), std::move(route));
}

HttpResponse Gateway::Refuse(const absl::Status& status) {
  return Record({}, "-", "-").Fail(status);
}

Gateway::Begun Gateway::Begin(RequestHead head) {
  if (const auto page = pages_.find(head.path); page != pages_.end()) {
    return BeginPage(head, page->first, page->second);
  }
  if (head.path == kUploadPath && backends_.contains(kMatchingService)) return BeginUpload(head);
  const auto path = rest::ParseRequestPath(head.path);
  if (!path.has_value()) return Record(head, "-", "-").Fail(UnknownRoute());
  const rest::RouteTable::Found found = routes_.Find(head.method, *path);
  if (found.allowed.empty()) return Record(head, "-", "-").Fail(UnknownRoute());
  if (found.route == nullptr) return WrongMethod(head, "-", found.allowed);
  return BeginCall(head, found);
}

Gateway::Begun Gateway::WrongMethod(const RequestHead& head, const std::string& route,
                                    std::vector<std::string> allowed) {
  const std::string allow = AllowOf(std::move(allowed));
  const RequestRecord record = Record(head, head.method == "OPTIONS" ? "OPTIONS" : "-", route);
  if (head.method == "OPTIONS") {
    HttpResponse answer{.status = 204, .headers = {{"Allow", allow}}};
    if (record.FromAllowedOrigin() && !head.Header("access-control-request-method").empty()) {
      answer.headers.emplace_back("Access-Control-Allow-Methods", allow);
      answer.headers.emplace_back(
          "Access-Control-Allow-Headers",
          "Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, Selaras-Tenant, "
          "Traceparent, X-Request-Id, X-Request-Timeout");
      answer.headers.emplace_back("Access-Control-Max-Age", "600");
    }
    return record.Finish(std::move(answer));
  }
  HttpResponse answer =
      record.Fail(Error(absl::StatusCode::kInvalidArgument, "HTTP_METHOD_NOT_ALLOWED", {{"allowed", allow}}));
  answer.headers.emplace_back("Allow", allow);
  return answer;
}

Gateway::Begun Gateway::BeginPage(const RequestHead& head, const std::string& path, const Page& page) {
  if (head.method != "GET" && head.method != "HEAD") return WrongMethod(head, path, {"GET"});
  auto [status, text] = page.content();
  HttpResponse answer{.status = status, .headers = {{"Content-Type", page.type}}, .body = std::move(text)};
  if (path == "/docs") {
    answer.headers.emplace_back("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }
  return Record(head, "GET", path).Finish(std::move(answer));
}

Gateway::Begun Gateway::BeginUpload(const RequestHead& head) {
  if (head.method != "POST") return WrongMethod(head, kUploadPath, {"POST"});
  const bool timed = !head.Header("x-request-timeout").empty();
  const TimeoutLimits limits{timed ? options_.timeout.standard : options_.upload_timeout,
                             std::max(options_.upload_timeout, options_.timeout.max)};
  RequestRecord record = RecordOf(ReadCaller(head, limits, deps_.ids), "POST", kUploadPath);
  if (!record.caller().problem.ok()) return record.Fail(record.caller().problem);
  const rest::MediaType media = rest::ParseMediaType(head.Header("content-type"));
  if (media.type != "multipart/form-data") return record.Fail(UnsupportedType("multipart/form-data"));
  if (!calls_.Take(1)) {
    return record.Fail(
        WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "OVERLOADED"), absl::Seconds(1)));
  }
  return StartInstanceUpload({deps_.schema, calls_, options_.max_upload}, *backends_.at(kMatchingService),
                             media.boundary, std::move(record));
}

Gateway::Begun Gateway::BeginCall(const RequestHead& head, const rest::RouteTable::Found& found) {
  const rest::Route& route = *found.route;
  RequestRecord record = Record(head, route.verb, route.path.text());
  if (!record.caller().problem.ok()) return record.Fail(record.caller().problem);
  if (head.has_body && !route.takes_body()) {
    return record.Fail(Error(absl::StatusCode::kInvalidArgument, "HTTP_BODY_UNEXPECTED"));
  }
  if (const absl::Status type = CheckJson(head); !type.ok()) return record.Fail(type);
  auto query = rest::ParseQuery(head.query);
  if (!query.ok()) return record.Fail(query.status());
  rest::CallText call{found.bindings, *std::move(query), "", std::string(head.Header("if-match"))};
  return std::make_shared<UnaryExchange>(
      UnaryExchange::Deps{deps_.schema, calls_, memory_, options_.max_body},
      *backends_.at(route.method->service()->full_name()), route, std::move(call),
      std::string(head.Header("if-none-match")), std::move(record));
}

}  // namespace selaras::gateway
