#include "libs/rest/routes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/api/annotations.pb.h"
#include "libs/base/status_macros.h"

namespace selaras::rest {
namespace {

using ::google::api::HttpRule;
using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::MethodDescriptor;

absl::Status Wrong(const MethodDescriptor& method, absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(method.full_name(), ": ", problem));
}

// Method and template; the method is empty for shapes that are not served.
std::pair<std::string, std::string> PatternOf(const HttpRule& rule) {
  switch (rule.pattern_case()) {
    case HttpRule::kGet:
      return {"GET", rule.get()};
    case HttpRule::kPut:
      return {"PUT", rule.put()};
    case HttpRule::kPost:
      return {"POST", rule.post()};
    case HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    case HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    default:
      return {};
  }
}

absl::Status CheckFields(const MethodDescriptor& method, const Route& route) {
  const Descriptor& in = *method.input_type();
  for (const PathTemplate::Variable& variable : route.path.variables()) {
    const FieldDescriptor* field = FindField(in, variable.field, nullptr);
    if (field == nullptr || field->is_repeated() || field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return Wrong(method,
                   absl::StrCat("path field ", variable.field, " is no single scalar of the request"));
    }
    if (route.body == variable.field) return Wrong(method, "path and body fill the same field");
  }
  if (route.body.empty() || route.body == "*") return absl::OkStatus();
  const FieldDescriptor* body = in.FindFieldByName(route.body);
  if (body == nullptr || body->is_repeated() || body->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return Wrong(method, absl::StrCat("body field ", route.body, " is no single message of the request"));
  }
  return absl::OkStatus();
}

std::string ShapeOf(size_t segments, absl::string_view verb) {
  return absl::StrCat(segments, ":", verb);
}

absl::StatusOr<Route> MakeRoute(const MethodDescriptor& method, const HttpRule& rule) {
  const auto [verb, path] = PatternOf(rule);
  if (verb.empty()) return Wrong(method, "a route needs one of get, put, post, delete, patch");
  if (!rule.response_body().empty()) return Wrong(method, "response_body is not served");
  if (method.client_streaming() || method.server_streaming())
    return Wrong(method, "a stream has no JSON route");
  if (!rule.body().empty() && (verb == "GET" || verb == "DELETE")) {
    return Wrong(method, absl::StrCat(verb, " has no body"));
  }
  auto parsed = PathTemplate::Parse(path);
  if (!parsed.ok()) return Wrong(method, parsed.status().message());
  Route route{.method = &method,
              .verb = verb,
              .path = *std::move(parsed),
              .body = rule.body(),
              .rpc_path = absl::StrCat("/", method.service()->full_name(), "/", method.name())};
  SELARAS_RETURN_IF_ERROR(CheckFields(method, route));
  return route;
}

}  // namespace

const FieldDescriptor* FindField(const Descriptor& type, absl::string_view path,
                                 std::vector<const FieldDescriptor*>* chain) {
  const Descriptor* now = &type;
  const FieldDescriptor* field = nullptr;
  for (absl::string_view name : absl::StrSplit(path, '.')) {
    if (field != nullptr) {
      if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
      now = field->message_type();
    }
    const std::string text(name);
    field = now->FindFieldByName(text);
    if (field == nullptr) field = now->FindFieldByCamelcaseName(text);
    if (field == nullptr) return nullptr;
    if (chain != nullptr) chain->push_back(field);
  }
  return field;
}

absl::Status RouteTable::Add(const MethodDescriptor& method) {
  if (!method.options().HasExtension(google::api::http)) return absl::OkStatus();
  const HttpRule& rule = method.options().GetExtension(google::api::http);
  SELARAS_ASSIGN_OR_RETURN(Route route, MakeRoute(method, rule));
  routes_.push_back(std::move(route));
  for (const HttpRule& more : rule.additional_bindings()) {
    SELARAS_ASSIGN_OR_RETURN(Route also, MakeRoute(method, more));
    routes_.push_back(std::move(also));
  }
  return absl::OkStatus();
}

absl::Status RouteTable::CheckOverlaps() const {
  for (size_t i = 0; i < routes_.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (routes_[i].verb == routes_[j].verb && routes_[i].path.Overlaps(routes_[j].path)) {
        return Wrong(*routes_[i].method,
                     absl::StrCat(routes_[i].path.text(), " and ", routes_[j].path.text(), " of ",
                                  routes_[j].method->full_name(), " match the same path"));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<RouteTable> RouteTable::Create(const google::protobuf::DescriptorPool& pool,
                                              absl::Span<const std::string> services) {
  RouteTable table;
  for (const std::string& name : services) {
    const auto* service = pool.FindServiceByName(name);
    if (service == nullptr) return absl::InvalidArgumentError(absl::StrCat("no service ", name));
    for (int i = 0; i < service->method_count(); ++i) SELARAS_RETURN_IF_ERROR(table.Add(*service->method(i)));
  }
  SELARAS_RETURN_IF_ERROR(table.CheckOverlaps());
  for (size_t i = 0; i < table.routes_.size(); ++i) {
    const PathTemplate& path = table.routes_[i].path;
    if (path.segments().back().kind == PathTemplate::Kind::kRest) {
      table.open_.push_back(i);
    } else {
      table.by_shape_[ShapeOf(path.segments().size(), path.verb())].push_back(i);
    }
  }
  return table;
}

RouteTable::Found RouteTable::Find(absl::string_view method, const RequestPath& path) const {
  Found found;
  const absl::string_view wanted = method == "HEAD" ? "GET" : method;
  const auto look = [&](size_t i) {
    const Route& route = routes_[i];
    auto bindings = route.path.Match(path);
    if (!bindings.has_value()) return;
    found.allowed.push_back(route.verb);
    if (route.verb != wanted) return;
    found.route = &route;
    found.bindings = *std::move(bindings);
  };
  const auto shape = by_shape_.find(ShapeOf(path.segments.size(), path.verb));
  if (shape != by_shape_.end()) std::for_each(shape->second.begin(), shape->second.end(), look);
  std::for_each(open_.begin(), open_.end(), look);
  return found;
}

}  // namespace selaras::rest
