#include "libs/rest/path_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace selaras::rest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;

PathTemplate Template(absl::string_view text) {
  auto parsed = PathTemplate::Parse(text);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return *parsed;
}

std::optional<PathBindings> Match(absl::string_view text, absl::string_view path) {
  const auto request = ParseRequestPath(path);
  if (!request.has_value()) return std::nullopt;
  return Template(text).Match(*request);
}

TEST(PathTemplateTest, LiteralsMatchThemselves) {
  EXPECT_THAT(Match("/v1/plans", "/v1/plans"), Optional(IsEmpty()));
  EXPECT_EQ(Match("/v1/plans", "/v1/plan"), std::nullopt);
  EXPECT_EQ(Match("/v1/plans", "/v1/plans/"), std::nullopt);
  EXPECT_EQ(Match("/v1/plans", "/v1//plans"), std::nullopt);
  EXPECT_EQ(Match("/v1/plans", "v1/plans"), std::nullopt);
}

TEST(PathTemplateTest, VariablesTakeTheirSegments) {
  EXPECT_THAT(Match("/v1/{name=plans/*}", "/v1/plans/a1"), Optional(ElementsAre(Pair("name", "plans/a1"))));
  EXPECT_THAT(Match("/v1/{parent=plans/*}/moves", "/v1/plans/a1/moves"),
              Optional(ElementsAre(Pair("parent", "plans/a1"))));
  EXPECT_THAT(Match("/v1/{a}/{b.c}", "/v1/x/y"), Optional(ElementsAre(Pair("a", "x"), Pair("b.c", "y"))));
  EXPECT_THAT(Match("/v1/{name=files/**}", "/v1/files/x/y/z"),
              Optional(ElementsAre(Pair("name", "files/x/y/z"))));
  EXPECT_EQ(Match("/v1/{name=plans/*}", "/v1/cases/a1"), std::nullopt);
  EXPECT_EQ(Match("/v1/{name=plans/*}", "/v1/plans"), std::nullopt);
}

// An id never holds a colon, so a verb that nobody has is no part of a name.
TEST(PathTemplateTest, VerbsMatchOnlyThemselves) {
  EXPECT_THAT(Match("/v1/{name=plans/*}:cancel", "/v1/plans/a:cancel"),
              Optional(ElementsAre(Pair("name", "plans/a"))));
  EXPECT_EQ(Match("/v1/{name=plans/*}", "/v1/plans/a:cancel"), std::nullopt);
  EXPECT_EQ(Match("/v1/{name=plans/*}:cancel", "/v1/plans/a"), std::nullopt);
  EXPECT_EQ(Match("/v1/plans:compare", "/v1/plans"), std::nullopt);
  EXPECT_THAT(Match("/v1/{name=plans/*}", "/v1/plans/a%3Ab"),
              Optional(ElementsAre(Pair("name", "plans/a:b"))));
}

TEST(PathTemplateTest, EscapesAreUndoneButMakeNoSegments) {
  EXPECT_THAT(Match("/v1/{a}", "/v1/x%20%C3%A9+"), Optional(ElementsAre(Pair("a", "x \xC3\xA9+"))));
  for (const char* path : {"/v1/a%2Fb", "/v1/%", "/v1/%2", "/v1/%zz", "/v1/%FF", "/v1/%00", "/v1/%0A"}) {
    EXPECT_EQ(Match("/v1/{a}", path), std::nullopt) << path;
  }
}

TEST(PathTemplateTest, RefusesWhatTheGrammarDoesNotKnow) {
  for (const char* text : {"", "v1", "/", "/v1/", "/v1//a", "/{}", "/{a", "/{a=}", "/{a={b}}", "/{a}/{a}",
                           "/**/a", "/a:", "/a:b:c", "/a b", "/{a=**}/b", "/*x"}) {
    EXPECT_FALSE(PathTemplate::Parse(text).ok()) << text;
  }
}

TEST(PathTemplateTest, OverlapsAreThoseOfSomePath) {
  const auto overlap = [](absl::string_view a, absl::string_view b) {
    const bool forward = Template(a).Overlaps(Template(b));
    EXPECT_EQ(forward, Template(b).Overlaps(Template(a)));
    return forward;
  };
  EXPECT_TRUE(overlap("/v1/{name=plans/*}", "/v1/plans/special"));
  EXPECT_TRUE(overlap("/v1/{name=files/**}", "/v1/files/a/b"));
  EXPECT_TRUE(overlap("/v1/files/**", "/v1/files"));
  EXPECT_FALSE(overlap("/v1/plans:compare", "/v1/plans"));
  EXPECT_FALSE(overlap("/v1/{name=plans/*}", "/v1/{name=cases/*}"));
  EXPECT_FALSE(overlap("/v1/{name=plans/*}", "/v1/plans"));
}

}  // namespace
}  // namespace selaras::rest
