// Bytes as what a stranger sends over HTTP: path templates, paths, queries and bodies are taken or refused, and what is taken
// is what the service behind would read.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "libs/rest/http_error.h"
#include "libs/rest/routes.h"
#include "libs/rest/transcoder.h"

namespace {

using namespace selaras::rest;  // NOLINT: a fuzz target

void Require(bool condition) {
  if (!condition) std::abort();
}

const RouteTable& Table() {
  static const auto& table = *new RouteTable(
      *RouteTable::Create(Schema::Embedded().pool(), {"selaras.matching.v1alpha.MatchingService"}));
  return table;
}

void TryCall(const char* method, const char* path, const CallText& text) {
  const auto found = Table().Find(method, *ParseRequestPath(path));
  CallText call = text;
  call.path = found.bindings;
  const auto bytes = RequestBytes(Schema::Embedded(), *found.route, call);
  if (!bytes.ok()) {
    Require(bytes.status().code() == absl::StatusCode::kInvalidArgument);
    Require(ToHttpError(bytes.status(), selaras::Language::kEnglish, "").status == 400);
    return;
  }
  const auto json = ResponseJson(Schema::Embedded(), *found.route->method->input_type(), *bytes);
  Require(json.ok() && IsUtf8(*json));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const auto path = ParseRequestPath(text);
  if (path.has_value()) {
    for (const std::string& segment : path->segments) Require(!segment.empty() && IsUtf8(segment));
    Table().Find("GET", *path);
  }
  if (const auto parsed = PathTemplate::Parse(text); parsed.ok()) {
    Require(parsed->Overlaps(*parsed));
    if (path.has_value()) parsed->Match(*path);
  }
  ParseMediaType(text);
  PreferredLanguage(text);
  if (const auto query = ParseQuery(text); query.ok()) {
    for (const auto& [name, value] : *query) Require(!name.empty() && IsUtf8(name) && IsUtf8(value));
    TryCall("GET", "/v1alpha/plans/p1:explainEmployee", {.query = *query});
  }
  TryCall("POST", "/v1alpha/plans", {.body = text});
  TryCall("POST", "/v1alpha/cycles", {.body = text, .if_match = text});
  return 0;
}
