#include "libs/rest/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "libs/rest/routes.h"

namespace selaras::rest {
namespace {

using nlohmann::ordered_json;
using ::testing::HasSubstr;

const RouteTable& Routes() {
  static const auto& routes = *new RouteTable(*RouteTable::Create(
      Schema::Embedded().pool(),
      {"selaras.registry.v1alpha.RegistryService", "selaras.needs.v1alpha.NeedsService",
       "selaras.matching.v1alpha.MatchingService", "selaras.approval.v1alpha.ApprovalService",
       "selaras.evaluation.v1alpha.EvaluationService"}));
  return routes;
}

const ordered_json& Document() {
  static const auto& document = *new ordered_json(OpenApi(Schema::Embedded(), Routes(), {.upload = true}));
  return document;
}

std::set<std::string> Parameters(const ordered_json& operation, const std::string& in) {
  std::set<std::string> names;
  for (const auto& parameter : operation["parameters"]) {
    if (parameter.contains("in") && parameter["in"] == in) names.insert(parameter["name"].get<std::string>());
  }
  return names;
}

TEST(OpenApiTest, EveryRouteHasAnOperationWithAnIdOfItsOwn) {
  std::set<std::string> ids;
  size_t operations = 0;
  for (const auto& [path, item] : Document()["paths"].items()) {
    for (const auto& [verb, operation] : item.items()) {
      ++operations;
      EXPECT_TRUE(ids.insert(operation["operationId"].get<std::string>()).second) << operation["operationId"];
      EXPECT_FALSE(operation["x-selaras-roles"].empty()) << path;
      EXPECT_FALSE(operation["summary"].get<std::string>().empty()) << path;
    }
  }
  EXPECT_EQ(operations, Routes().routes().size() + 1);
}

TEST(OpenApiTest, PathsNameTheirWildcardsAfterTheCollection) {
  const auto& moves = Document()["paths"]["/v1alpha/plans/{plan}/moves"]["get"];
  EXPECT_EQ(moves["operationId"], "listMoves");
  EXPECT_EQ(Parameters(moves, "path"), std::set<std::string>{"plan"});
  EXPECT_EQ(Parameters(moves, "query"), (std::set<std::string>{"pageSize", "pageToken", "orderBy"}));
  EXPECT_TRUE(Document()["paths"].contains("/v1alpha/policies/{policy}"));
}

TEST(OpenApiTest, NestedQueryFieldsAreDotted) {
  const auto query = Parameters(Document()["paths"]["/v1alpha/employees"]["get"], "query");
  EXPECT_TRUE(query.contains("at.readRevision")) << ordered_json(query);
  EXPECT_TRUE(query.contains("at.effectiveDate.year"));
}

TEST(OpenApiTest, FieldsCarryCommentTypeAndDataClass) {
  const auto& schemas = Document()["components"]["schemas"];
  const auto& bundle = schemas["selaras.matching.v1alpha.InstanceBundle"]["properties"];
  EXPECT_EQ(bundle["employees"]["type"], "string");
  EXPECT_EQ(bundle["employees"]["format"], "int64");
  EXPECT_EQ(bundle["createTime"]["format"], "date-time");
  EXPECT_EQ(bundle["effectiveDate"]["$ref"], "#/components/schemas/google.type.Date");
  EXPECT_THAT(bundle["name"]["description"].get<std::string>(), HasSubstr("instanceBundles/"));
  EXPECT_EQ(schemas["selaras.matching.v1alpha.Pin"]["properties"]["employee"]["x-selaras-data-class"],
            "PSEUDONYM");
  const auto& state = schemas["selaras.matching.v1alpha.Plan.State"]["enum"];
  EXPECT_NE(std::find(state.begin(), state.end(), "STATE_RELEASED"), state.end());
}

TEST(OpenApiTest, ABodyLeavesOutWhatThePathSays) {
  const auto& cancel = Document()["paths"]["/v1alpha/plans/{plan}:cancel"]["post"];
  const auto& schema = cancel["requestBody"]["content"]["application/json"]["schema"];
  EXPECT_FALSE(schema["properties"].contains("name"));
  EXPECT_TRUE(schema["properties"].contains("requestId"));
}

// A reference that leads nowhere breaks every generated client.
TEST(OpenApiTest, ReferencesLeadSomewhere) {
  size_t references = 0;
  const auto check = [&](const auto& self, const ordered_json& node) -> void {
    if (node.is_object() && node.contains("$ref")) {
      const std::string target = node["$ref"].get<std::string>().substr(1);
      EXPECT_TRUE(Document().contains(ordered_json::json_pointer(target))) << target;
      ++references;
    }
    if (node.is_structured()) {
      for (const auto& child : node) self(self, child);
    }
  };
  check(check, Document());
  EXPECT_GT(references, 500u);
}

}  // namespace
}  // namespace selaras::rest
