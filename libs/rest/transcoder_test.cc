#include "libs/rest/transcoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "libs/base/error.h"

namespace selaras::rest {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

const Schema& TheSchema() {
  return Schema::Embedded();
}

const RouteTable& Table() {
  static const auto& table =
      *new RouteTable(*RouteTable::Create(TheSchema().pool(), {"selaras.matching.v1alpha.MatchingService",
                                                               "selaras.registry.v1alpha.RegistryService"}));
  return table;
}

absl::StatusOr<std::string> Bytes(const char* method, const char* path, const char* query,
                                  std::string body = "") {
  const auto found = Table().Find(method, *ParseRequestPath(path));
  EXPECT_NE(found.route, nullptr) << path;
  auto parameters = ParseQuery(query);
  if (!parameters.ok()) return parameters.status();
  return RequestBytes(TheSchema(), *found.route, {found.bindings, *parameters, std::move(body)});
}

// The request as JSON, as the service behind would see it.
json Request(const char* method, const char* path, const char* query, std::string body = "") {
  const auto bytes = Bytes(method, path, query, std::move(body));
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  if (!bytes.ok()) return {};
  const auto& type = *Table().Find(method, *ParseRequestPath(path)).route->method->input_type();
  return json::parse(*ResponseJson(TheSchema(), type, *bytes));
}

FieldViolation Violation(const absl::StatusOr<std::string>& bytes) {
  EXPECT_EQ(bytes.status().code(), absl::StatusCode::kInvalidArgument) << bytes.status();
  const auto violations = FieldViolationsOf(bytes.status());
  return violations.empty() ? FieldViolation{"none", std::string(bytes.status().message())} : violations[0];
}

TEST(TranscoderTest, PathAndQueryFillTheRequest) {
  const json moves =
      Request("GET", "/v1alpha/plans/p1/moves", "pageSize=5&page_token=a%2Bb&orderBy=gain+desc");
  EXPECT_EQ(moves["parent"], "plans/p1");
  EXPECT_EQ(moves["pageSize"], 5);
  EXPECT_EQ(moves["pageToken"], "a+b");
  EXPECT_EQ(moves["orderBy"], "gain desc");
}

TEST(TranscoderTest, RepeatedAndNestedQueryFields) {
  const json explain =
      Request("GET", "/v1alpha/plans/p1:explainEmployee", "employee=employees/e&posts=posts/a&posts=posts/b");
  EXPECT_EQ(explain["posts"], json({"posts/a", "posts/b"}));
  const json employees =
      Request("GET", "/v1alpha/employees", "at.readRevision=9007199254740993&at.effective_date.year=2026");
  EXPECT_EQ(employees["at"]["readRevision"], "9007199254740993");
  EXPECT_EQ(employees["at"]["effectiveDate"]["year"], 2026);
}

TEST(TranscoderTest, TheBodyIsTheRequestOrAField) {
  const json plan = Request("POST", "/v1alpha/plans", "", R"({"requestId":"r","spec":{"seed":"7"}})");
  EXPECT_EQ(plan["requestId"], "r");
  EXPECT_EQ(plan["spec"]["seed"], "7");
  const json cycle = Request("POST", "/v1alpha/cycles", "requestId=r", R"({"displayName":"2026"})");
  EXPECT_EQ(cycle["requestId"], "r");
  EXPECT_EQ(cycle["cycle"]["displayName"], "2026");
  EXPECT_EQ(Request("POST", "/v1alpha/plans/p1:cancel", "")["name"], "plans/p1");
}

TEST(TranscoderTest, ThePathWinsOverTheBody) {
  const json cancel = Request("POST", "/v1alpha/plans/p1:cancel", "", R"({"name":"plans/other","etag":"e"})");
  EXPECT_EQ(cancel["name"], "plans/p1");
  EXPECT_EQ(cancel["etag"], "e");
}

TEST(TranscoderTest, IfMatchFillsAnEtagThatTheBodyLeavesOut) {
  const auto etag = [](std::string body, std::string if_match) {
    const auto found = Table().Find("POST", *ParseRequestPath("/v1alpha/plans/p1:cancel"));
    const auto bytes =
        RequestBytes(TheSchema(), *found.route, {found.bindings, {}, std::move(body), std::move(if_match)});
    return json::parse(*ResponseJson(TheSchema(), *found.route->method->input_type(), *bytes))["etag"];
  };
  EXPECT_EQ(etag("", "\"e7\""), "e7");
  EXPECT_EQ(etag("", "e7"), "e7");
  EXPECT_EQ(etag(R"({"etag":"mine"})", "\"e7\""), "mine");
}

TEST(TranscoderTest, UnknownFieldsAreNamed) {
  EXPECT_EQ(Violation(Bytes("GET", "/v1alpha/plans", "colour=red")).field, "colour");
  EXPECT_EQ(Violation(Bytes("GET", "/v1alpha/plans", "pageSize.x=1")).field, "pageSize.x");
  EXPECT_EQ(Violation(Bytes("POST", "/v1alpha/plans", "", R"({"colour":1})")).field, "colour");
  EXPECT_EQ(Violation(Bytes("POST", "/v1alpha/plans", "", R"({"spec":{"colour":1}})")).field, "spec.colour");
  EXPECT_EQ(Violation(Bytes("POST", "/v1alpha/cycles", "", R"({"colour":1})")).field, "cycle.colour");
  EXPECT_EQ(Violation(Bytes("POST", "/v1alpha/plans", "requestId=r")).field, "requestId");
}

TEST(TranscoderTest, WrongValuesAreNamedByFieldAndNeverRepeated) {
  constexpr char kNip[] = "198501012010011001";
  const auto check = [&](const absl::StatusOr<std::string>& bytes, const char* field, const char* shape) {
    const FieldViolation violation = Violation(bytes);
    EXPECT_EQ(violation.field, field);
    EXPECT_THAT(violation.description, HasSubstr(shape));
    EXPECT_THAT(bytes.status().ToString(), Not(HasSubstr(kNip)));
  };
  check(Bytes("GET", "/v1alpha/plans", "pageSize=198501012010011001"), "pageSize", "32-bit");
  check(Bytes("GET", "/v1alpha/plans", "198501012010011001=x"), "?", "no such field");
  check(Bytes("GET", "/v1alpha/plans", "pageSize=1&pageSize=2"), "pageSize", "once");
  check(Bytes("GET", "/v1alpha/plans/p1/moves", "parent=plans/x"), "parent", "already");
  check(Bytes("GET", "/v1alpha/employees", "at=198501012010011001"), "at", "must be");
  check(Bytes("POST", "/v1alpha/plans", "", R"({"spec":{"seed":"198501012010011001x"}})"), "spec.seed",
        "64-bit");
  check(Bytes("POST", "/v1alpha/plans", "", R"({"198501012010011001":1})"), "?", "no such field");
  check(Bytes("POST", "/v1alpha/plans", "", R"({"spec":{"pins":[{},{"employee":{"x":1}}]}})"), "spec.pins[1]",
        "matching.v1alpha.Pin");
}

TEST(TranscoderTest, BodiesThatAreNoObjectAreRefusedWithTheirPlace) {
  const auto place = [](std::string body) {
    const auto bytes = Bytes("POST", "/v1alpha/plans", "", std::move(body));
    EXPECT_EQ(ReasonOf(bytes.status()), "HTTP_BODY_MALFORMED") << bytes.status();
    return MetadataOf(bytes.status())["byte"];
  };
  EXPECT_EQ(place("{\"a\":"), "6");
  EXPECT_EQ(place("[]"), "1");
  EXPECT_EQ(place("\"x\""), "1");
  EXPECT_NE(place("{\"requestId\":\"\xFF\"}"), "0");
  EXPECT_NE(place(std::string(100000, '[')), "0");
}

TEST(TranscoderTest, AMethodWithoutBodyTakesNone) {
  EXPECT_EQ(ReasonOf(Bytes("GET", "/v1alpha/plans", "", "{}").status()), "HTTP_BODY_UNEXPECTED");
}

TEST(TranscoderTest, AnswersShowZerosAndLeaveOutWhatIsAbsent) {
  const auto* type = TheSchema().pool().FindMessageTypeByName("selaras.matching.v1alpha.Plan");
  const json plan = json::parse(*ResponseJson(TheSchema(), *type, ""));
  EXPECT_EQ(plan["name"], "");
  EXPECT_EQ(plan["state"], "STATE_UNSPECIFIED");
  EXPECT_FALSE(plan.contains("createTime"));
  EXPECT_FALSE(ResponseJson(TheSchema(), *type, "\x0a\x7f").ok());
}

// Presence says something there: absent is not zero.
TEST(TranscoderTest, OptionalFieldsThatAreAbsentStayAbsent) {
  const auto* type = TheSchema().pool().FindMessageTypeByName("selaras.matching.v1alpha.MoveCap");
  ASSERT_NE(type, nullptr);
  const json limit = json::parse(*ResponseJson(TheSchema(), *type, ""));
  EXPECT_FALSE(limit.contains("maxArrivals")) << limit;
}

TEST(TranscoderTest, TopStringFindsTheEtag) {
  const auto& type = *TheSchema().pool().FindMessageTypeByName("selaras.matching.v1alpha.Plan");
  const auto message = TheSchema().New(type);
  const auto* etag = type.FindFieldByName("etag");
  ASSERT_NE(etag, nullptr);
  EXPECT_EQ(TopString(type, "etag", message->SerializeAsString()), std::nullopt);
  message->GetReflection()->SetString(message.get(), etag, "e7");
  message->GetReflection()->SetString(message.get(), type.FindFieldByName("name"), "plans/p");
  EXPECT_EQ(TopString(type, "etag", message->SerializeAsString()), "e7");
  EXPECT_EQ(TopString(type, "nix", message->SerializeAsString()), std::nullopt);
  EXPECT_EQ(TopString(type, "etag", "\x0a\x7f"), std::nullopt);
}

}  // namespace
}  // namespace selaras::rest
