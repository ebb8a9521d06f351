#include "libs/rest/openapi.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/rest/openapi_schemas.h"
#include "selaras/access/v1/access.pb.h"

namespace selaras::rest {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::MethodDescriptor;
using ::google::protobuf::ServiceDescriptor;

// Deep enough for every request, and an end for a message that holds itself.
constexpr int kMaxQueryDepth = 4;

std::string Singular(absl::string_view word) {
  if (absl::ConsumeSuffix(&word, "ies")) return absl::StrCat(word, "y");
  absl::ConsumeSuffix(&word, "s");
  return std::string(word);
}

// Names of the template's wildcards: the singular of the collection before it, or the field.
std::map<size_t, std::string> WildcardNames(const Route& route) {
  std::map<size_t, std::string> names;
  const auto& segments = route.path.segments();
  for (size_t i = 0; i < segments.size(); ++i) {
    if (segments[i].kind == PathTemplate::Kind::kLiteral) continue;
    std::string name = i > 0 && segments[i - 1].kind == PathTemplate::Kind::kLiteral
                           ? Singular(segments[i - 1].text)
                           : absl::StrCat("part", i);
    for (const PathTemplate::Variable& variable : route.path.variables()) {
      if (variable.begin == i && variable.end == i + 1) name = variable.field;
    }
    names[i] = std::move(name);
  }
  return names;
}

Json PathParameters(const Route& route) {
  Json parameters = Json::array();
  for (const auto& [i, name] : WildcardNames(route)) {
    Json parameter = {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}};
    parameter["description"] = absl::StrCat("Id: the last part of the resource's name.");
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

// Fields that the path fills, by their name at the top of the request.
std::set<std::string> PathFields(const Route& route) {
  std::set<std::string> fields;
  for (const PathTemplate::Variable& variable : route.path.variables()) fields.insert(variable.field);
  return fields;
}

void AddQuery(const Descriptor& type, const std::string& prefix, const std::set<std::string>& without,
              int depth, OpenApiSchemas& schemas, Json& parameters) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (without.contains(field.name()) || field.is_map()) continue;
    const bool message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const std::string name = absl::StrCat(prefix, field.json_name());
    if (message && !IsWrittenAsText(*field.message_type())) {
      if (!field.is_repeated() && depth < kMaxQueryDepth) {
        AddQuery(*field.message_type(), absl::StrCat(name, "."), {}, depth + 1, schemas, parameters);
      }
      continue;
    }
    Json schema = schemas.Field(field);
    Json parameter = {{"name", name}, {"in", "query"}};
    if (schema.contains("description")) parameter["description"] = schema["description"];
    if (schema.contains("x-selaras-data-class"))
      parameter["x-selaras-data-class"] = schema["x-selaras-data-class"];
    schema.erase("description");
    schema.erase("x-selaras-data-class");
    parameter["schema"] = std::move(schema);
    parameters.push_back(std::move(parameter));
  }
}

Json RolesOf(const MethodDescriptor& method) {
  Json roles = Json::array();
  for (const int role : method.options().GetExtension(access::v1::allow).roles()) {
    roles.push_back(access::v1::Role_Name(static_cast<access::v1::Role>(role)).substr(sizeof("ROLE_") - 1));
  }
  return roles;
}

bool IsPublic(const MethodDescriptor& method) {
  for (const int role : method.options().GetExtension(access::v1::allow).roles()) {
    if (role == access::v1::ROLE_PUBLIC) return true;
  }
  return false;
}

Json HeaderRef(absl::string_view name) {
  return {{"$ref", absl::StrCat("#/components/parameters/", name)}};
}

void AddCommonHeaders(Json& parameters) {
  for (const char* name : {"AcceptLanguage", "RequestTimeout", "RequestId", "Tenant"})
    parameters.push_back(HeaderRef(name));
}

Json Answers(Json schema, bool has_etag) {
  Json ok = {{"description", "OK"}, {"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
  if (has_etag) ok["headers"] = {{"ETag", {{"schema", {{"type", "string"}}}}}};
  return {{"200", std::move(ok)}, {"default", {{"$ref", "#/components/responses/Error"}}}};
}

// "Opens a cycle. More." → "Opens a cycle."
std::string FirstSentence(const std::string& text) {
  const size_t end = text.find(". ");
  const size_t line = text.find('\n');
  return text.substr(0, std::min(end == std::string::npos ? end : end + 1, line));
}

// "ListPlans" → "List plans": for a method whose name says it all.
std::string Words(const std::string& name) {
  std::string words;
  for (const char c : name) {
    const bool begins = absl::ascii_isupper(static_cast<unsigned char>(c)) && !words.empty();
    if (begins) words.push_back(' ');
    words.push_back(begins ? absl::ascii_tolower(static_cast<unsigned char>(c)) : c);
  }
  return words;
}

Json Operation(const Route& route, const std::string& id, OpenApiSchemas& schemas) {
  const MethodDescriptor& method = *route.method;
  const Descriptor& in = *method.input_type();
  Json operation = {{"operationId", id}, {"tags", {method.service()->name()}}};
  const std::string text = CommentOf(method);
  operation["summary"] = text.empty() ? Words(method.name()) : FirstSentence(text);
  if (!text.empty()) operation["description"] = text;
  Json parameters = PathParameters(route);
  std::set<std::string> taken = PathFields(route);
  if (route.body != "*") {
    if (!route.body.empty()) taken.insert(route.body);
    AddQuery(in, "", taken, 0, schemas, parameters);
  }
  AddCommonHeaders(parameters);
  operation["parameters"] = std::move(parameters);
  if (route.takes_body()) {
    Json schema = route.body != "*" ? schemas.Message(*in.FindFieldByName(route.body)->message_type())
                  : taken.empty()   ? schemas.Message(in)
                                    : schemas.Object(in, taken);
    operation["requestBody"] = {{"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
  }
  operation["responses"] = Answers(schemas.Message(*method.output_type()),
                                   method.output_type()->FindFieldByName("etag") != nullptr);
  if (IsPublic(method)) operation["security"] = Json::array();
  operation["x-selaras-roles"] = RolesOf(method);
  operation["x-selaras-rpc"] = route.rpc_path.substr(1);
  return operation;
}

// By hand, as the stream behind it is transcoded by hand.
Json UploadOperation(const MethodDescriptor& method, OpenApiSchemas& schemas) {
  const Json text = {{"type", "string"}};
  Json form = {
      {"type", "object"},
      {"properties",
       {{"requestId", text},
        {"displayName", text},
        {"effectiveDate", {{"type", "string"}, {"format", "date"}}},
        {"file",
         {{"type", "array"},
          {"items", {{"type", "string"}, {"contentMediaType", "application/octet-stream"}}},
          {"description", "One part for each file, behind the other fields; its file name counts."}}}}},
      {"required", {"file"}}};
  Json parameters = Json::array();
  AddCommonHeaders(parameters);
  Json operation = {{"operationId", "importInstance"}, {"tags", {method.service()->name()}}};
  operation["summary"] = FirstSentence(CommentOf(method));
  operation["description"] = CommentOf(method);
  operation["parameters"] = std::move(parameters);
  operation["requestBody"] = {{"required", true},
                              {"content", {{"multipart/form-data", {{"schema", std::move(form)}}}}}};
  operation["responses"] = Answers(schemas.Message(*method.output_type()), false);
  operation["x-selaras-roles"] = RolesOf(method);
  operation["x-selaras-rpc"] = absl::StrCat(method.service()->full_name(), "/", method.name());
  return operation;
}

Json ErrorSchema() {
  const Json text = {{"type", "string"}};
  return {
      {"type", "object"},
      {"description",
       "As AIP-193: programs read `reason` of the ErrorInfo among the details, people the message."},
      {"required", {"error"}},
      {"properties",
       {{"error",
         {{"type", "object"},
          {"required", {"code", "status", "message", "details"}},
          {"properties",
           {{"code", {{"type", "integer"}, {"description", "Status of HTTP."}}},
            {"status", {{"type", "string"}, {"description", "Code of gRPC, such as NOT_FOUND."}}},
            {"message",
             {{"type", "string"}, {"description", "In the language asked for; Indonesian by default."}}},
            {"details",
             {{"type", "array"},
              {"items",
               {{"type", "object"},
                {"description",
                 "ErrorInfo (reason, domain, metadata), LocalizedMessage, BadRequest (fieldViolations) or "
                 "RetryInfo (retryDelay)."},
                {"required", {"@type"}},
                {"properties",
                 {{"@type", text},
                  {"reason", text},
                  {"domain", text},
                  {"metadata", {{"type", "object"}, {"additionalProperties", text}}},
                  {"locale", text},
                  {"message", text},
                  {"retryDelay", text},
                  {"fieldViolations",
                   {{"type", "array"},
                    {"items",
                     {{"type", "object"},
                      {"properties", {{"field", text}, {"description", text}}}}}}}}}}}}}}}}}}}};
}

Json CommonHeaders() {
  const auto header = [](const char* name, Json schema, const char* text) {
    return Json{{"name", name}, {"in", "header"}, {"description", text}, {"schema", std::move(schema)}};
  };
  return {{"AcceptLanguage", header("Accept-Language", {{"type", "string"}},
                                    "id (default) or en: language of error messages.")},
          {"RequestTimeout", header("X-Request-Timeout", {{"type", "number"}, {"exclusiveMinimum", 0}},
                                    "Seconds after which the call is given up with 504.")},
          {"RequestId", header("X-Request-Id", {{"type", "string"}, {"maxLength", 128}},
                               "Comes back in the answer; made if absent.")},
          {"Tenant", header("Selaras-Tenant", {{"type", "string"}},
                            "Province; needed only by accounts that work for several.")}};
}

Json Components(const OpenApiSchemas& schemas) {
  Json all = schemas.All();
  all["Error"] = ErrorSchema();
  return {
      {"schemas", std::move(all)},
      {"parameters", CommonHeaders()},
      {"responses",
       {{"Error",
         {{"description", "Error"},
          {"headers", {{"Retry-After", {{"description", "Seconds."}, {"schema", {{"type", "integer"}}}}}}},
          {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}}}}}}},
      {"securitySchemes", {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}}}}};
}

// getPlan; with the service in front where two services have a method of that name.
std::map<const Route*, std::string> OperationIds(const RouteTable& routes) {
  std::map<std::string, int> uses;
  for (const Route& route : routes.routes()) ++uses[route.method->name()];
  std::map<const Route*, std::string> ids;
  std::map<std::string, int> made;
  for (const Route& route : routes.routes()) {
    std::string id = route.method->name();
    if (uses[id] > 1) id = absl::StrCat(route.method->service()->name(), id);
    id[0] = absl::ascii_tolower(static_cast<unsigned char>(id[0]));
    const int before = made[id]++;  // a further binding of the same method
    ids[&route] = before == 0 ? id : absl::StrCat(id, before + 1);
  }
  return ids;
}

}  // namespace

std::string OpenApiPath(const Route& route) {
  std::string path;
  const auto names = WildcardNames(route);
  const auto& segments = route.path.segments();
  for (size_t i = 0; i < segments.size(); ++i) {
    const bool literal = segments[i].kind == PathTemplate::Kind::kLiteral;
    absl::StrAppend(&path, "/", literal ? segments[i].text : absl::StrCat("{", names.at(i), "}"));
  }
  if (!route.path.verb().empty()) absl::StrAppend(&path, ":", route.path.verb());
  return path;
}

std::string CommentOf(const ServiceDescriptor& service) {
  google::protobuf::SourceLocation location;
  return service.GetSourceLocation(&location) ? Paragraphs(location) : "";
}

std::string CommentOf(const MethodDescriptor& method) {
  google::protobuf::SourceLocation location;
  return method.GetSourceLocation(&location) ? Paragraphs(location) : "";
}

nlohmann::ordered_json OpenApi(const Schema& schema, const RouteTable& routes,
                               const OpenApiOptions& options) {
  OpenApiSchemas schemas;
  std::map<std::string, Json> paths;
  Json tags = Json::array();
  std::set<std::string> seen;
  const auto ids = OperationIds(routes);
  for (const Route& route : routes.routes()) {
    const ServiceDescriptor& service = *route.method->service();
    if (seen.insert(service.full_name()).second) {
      tags.push_back({{"name", service.name()}, {"description", CommentOf(service)}});
    }
    paths[OpenApiPath(route)][absl::AsciiStrToLower(route.verb)] = Operation(route, ids.at(&route), schemas);
  }
  if (options.upload) {
    const auto* method =
        schema.pool().FindMethodByName("selaras.matching.v1alpha.MatchingService.ImportInstance");
    paths["/v1alpha/instanceBundles:import"]["post"] = UploadOperation(*method, schemas);
  }
  Json document = {{"openapi", "3.1.0"},
                   {"info",
                    {{"title", "Selaras"},
                     {"version", "v1alpha"},
                     {"description",
                      "Plans transfers (mutasi) of civil servants: who is needed where, who should go where "
                      "and why, who decides, and what "
                      "became of it. 64-bit integers are strings, fields that are left out count as zero, "
                      "and unknown fields are refused."},
                     {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
                   {"servers", {{{"url", "/"}}}},
                   {"security", {{{"bearer", Json::array()}}}},
                   {"tags", std::move(tags)}};
  document["paths"] = Json::object();
  for (auto& [path, item] : paths) document["paths"][path] = std::move(item);
  document["components"] = Components(schemas);
  return document;
}

}  // namespace selaras::rest
