#include "services/gateway/rest/docs_page.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/rest/openapi.h"

namespace selaras::gateway {
namespace {

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

}  // namespace

std::string DocsPage(const rest::RouteTable& routes) {
  std::string page =
      "<!doctype html><html lang=\"id\"><meta charset=\"utf-8\"><title>Selaras REST</title><style>"
      "body{font:16px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 "
      "1em}td{vertical-align:top;padding:.2em .6em}"
      "code{white-space:nowrap}tr:nth-child(even){background:#f4f4f4}</style>"
      "<h1>Selaras REST</h1><p>Deskripsi lengkap untuk program: <a href=\"/openapi.json\">/openapi.json</a> "
      "(OpenAPI "
      "3.1).</p>";
  const google::protobuf::ServiceDescriptor* service = nullptr;
  for (const rest::Route& route : routes.routes()) {
    if (route.method->service() != service) {
      if (service != nullptr) absl::StrAppend(&page, "</table>");
      service = route.method->service();
      absl::StrAppend(&page, "<h2>", Escaped(service->full_name()), "</h2><table>");
    }
    absl::StrAppend(&page, "<tr><td>", route.verb, "<td><code>", Escaped(rest::OpenApiPath(route)),
                    "</code><td>", Escaped(route.method->name()), "<td>",
                    Escaped(rest::CommentOf(*route.method)));
  }
  return absl::StrCat(page, "</table></html>\n");
}

}  // namespace selaras::gateway
