#include "libs/rest/routes.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/api/annotations.pb.h"
#include "libs/rest/schema.h"

namespace selaras::rest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

const std::vector<std::string>& AllServices() {
  static const auto& names = *new std::vector<std::string>{
      "selaras.registry.v1alpha.RegistryService", "selaras.needs.v1alpha.NeedsService",
      "selaras.matching.v1alpha.MatchingService", "selaras.approval.v1alpha.ApprovalService",
      "selaras.evaluation.v1alpha.EvaluationService"};
  return names;
}

std::optional<RequestPath> PathOf(const Route& route) {
  std::vector<std::string> segments;
  for (const auto& segment : route.path.segments()) {
    segments.push_back(segment.kind == PathTemplate::Kind::kLiteral ? segment.text : "x1");
  }
  std::string path = absl::StrCat("/", absl::StrJoin(segments, "/"));
  if (!route.path.verb().empty()) absl::StrAppend(&path, ":", route.path.verb());
  return ParseRequestPath(path);
}

TEST(RoutesTest, EveryRouteOfEveryServiceParsesAndLeadsBackToItself) {
  const auto table = RouteTable::Create(Schema::Embedded().pool(), AllServices());
  ASSERT_TRUE(table.ok()) << table.status();
  size_t declared = 0;
  for (const std::string& name : AllServices()) {
    const auto* service = Schema::Embedded().pool().FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) {
      const auto& options = service->method(i)->options();
      if (!options.HasExtension(google::api::http)) continue;
      declared += 1 + options.GetExtension(google::api::http).additional_bindings_size();
    }
  }
  EXPECT_EQ(table->routes().size(), declared);
  EXPECT_GT(declared, 100u);
  for (const Route& route : table->routes()) {
    const auto path = PathOf(route);
    ASSERT_TRUE(path.has_value()) << route.path.text();
    const auto found = table->Find(route.verb, *path);
    EXPECT_EQ(found.route, &route) << route.path.text();
    EXPECT_EQ(found.bindings.size(), route.path.variables().size());
  }
}

TEST(RoutesTest, FindTellsUnknownPathFromWrongMethod) {
  const auto table = RouteTable::Create(Schema::Embedded().pool(), AllServices());
  ASSERT_TRUE(table.ok());
  const auto get = table->Find("GET", *ParseRequestPath("/v1alpha/plans/p1"));
  ASSERT_NE(get.route, nullptr);
  EXPECT_EQ(get.route->rpc_path, "/selaras.matching.v1alpha.MatchingService/GetPlan");
  EXPECT_THAT(get.bindings, ElementsAre(Pair("name", "plans/p1")));
  EXPECT_EQ(table->Find("HEAD", *ParseRequestPath("/v1alpha/plans/p1")).route, get.route);
  const auto put = table->Find("PUT", *ParseRequestPath("/v1alpha/plans"));
  EXPECT_EQ(put.route, nullptr);
  EXPECT_THAT(put.allowed, testing::UnorderedElementsAre("GET", "POST"));
  EXPECT_TRUE(table->Find("GET", *ParseRequestPath("/v1alpha/plan")).allowed.empty());
}

// A service with one method of this rule on a request {string name; Inner inner; repeated string tags}.
absl::Status CreateWith(const std::vector<google::api::HttpRule>& rules, bool streaming = false) {
  google::protobuf::DescriptorPool pool;
  google::protobuf::FileDescriptorProto file;
  file.set_name("t.proto");
  file.set_package("t");
  file.set_syntax("proto3");
  auto* in = file.add_message_type();
  in->set_name("In");
  const auto add = [&](const char* name, int number, auto type, bool repeated) {
    auto* field = in->add_field();
    field->set_name(name);
    field->set_number(number);
    field->set_type(type);
    field->set_label(repeated ? field->LABEL_REPEATED : field->LABEL_OPTIONAL);
    if (type == field->TYPE_MESSAGE) field->set_type_name(".t.In");
  };
  using Field = google::protobuf::FieldDescriptorProto;
  add("name", 1, Field::TYPE_STRING, false);
  add("inner", 2, Field::TYPE_MESSAGE, false);
  add("tags", 3, Field::TYPE_STRING, true);
  auto* service = file.add_service();
  service->set_name("S");
  for (const auto& rule : rules) {
    auto* method = service->add_method();
    method->set_name(absl::StrCat("M", service->method_size()));
    method->set_input_type(".t.In");
    method->set_output_type(".t.In");
    method->set_server_streaming(streaming);
    *method->mutable_options()->MutableExtension(google::api::http) = rule;
  }
  EXPECT_NE(pool.BuildFile(file), nullptr);
  return RouteTable::Create(pool, {"t.S"}).status();
}

google::api::HttpRule Get(const std::string& path) {
  google::api::HttpRule rule;
  rule.set_get(path);
  return rule;
}

google::api::HttpRule Post(const std::string& path, const std::string& body) {
  google::api::HttpRule rule;
  rule.set_post(path);
  rule.set_body(body);
  return rule;
}

TEST(RoutesTest, WrongRoutesAreRefusedByName) {
  EXPECT_TRUE(CreateWith({Get("/a/{name}"), Get("/a/{name}:b"), Post("/a/{inner.name}", "*")}).ok());
  EXPECT_THAT(std::string(CreateWith({Get("/a/{nix}")}).message()), HasSubstr("t.S.M1"));
  EXPECT_FALSE(CreateWith({Get("/a/{tags}")}).ok());
  EXPECT_FALSE(CreateWith({Get("/a/{inner}")}).ok());
  EXPECT_FALSE(CreateWith({Get("a")}).ok());
  EXPECT_FALSE(CreateWith({Post("/a", "nix")}).ok());
  EXPECT_FALSE(CreateWith({Post("/a", "tags")}).ok());
  EXPECT_FALSE(CreateWith({Get("/a")}, /*streaming=*/true).ok());
  EXPECT_THAT(std::string(CreateWith({Get("/a/{name}"), Get("/a/b")}).message()), HasSubstr("same path"));
  auto with_body = Get("/a");
  with_body.set_body("*");
  EXPECT_FALSE(CreateWith({with_body}).ok());
  auto with_response = Get("/a");
  with_response.set_response_body("name");
  EXPECT_FALSE(CreateWith({with_response}).ok());
}

}  // namespace
}  // namespace selaras::rest
