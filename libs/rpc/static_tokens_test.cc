#include "libs/rpc/static_tokens.h"

#include "libs/base/digest.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "selaras/access/v1/access.pb.h"

namespace selaras::rpc {
namespace {

using testing::FailsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::StatusIs;
using testing::TempDir;
using ::testing::UnorderedElementsAre;

std::string Line(absl::string_view token, absl::string_view rest) {
  return Sha256Hex(token) + " " + std::string(rest) + "\n";
}

TEST(StaticTokensTest, ReadsPrincipals) {
  const TempDir dir;
  const std::string path = dir.Write("tokens", "# accounts of the province\n\n" +
                                                   Line("one", "bkd-analyst lampung a1 analyst,approver") +
                                                   Line("two", "svc-matching * - service") +
                                                   Line("three", "acct-9 lampung a1 employee 01jr"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const StaticTokens tokens, StaticTokens::Load(path));
  EXPECT_EQ(tokens.size(), 3);
  SELARAS_ASSERT_OK_AND_ASSIGN(const Principal analyst, tokens.Authenticate("one"));
  EXPECT_EQ(analyst.id, "bkd-analyst");
  EXPECT_EQ(analyst.tenant, "lampung");
  EXPECT_EQ(analyst.agency, "a1");
  EXPECT_THAT(analyst.roles, UnorderedElementsAre(Role::kAnalyst, Role::kApprover));
  SELARAS_ASSERT_OK_AND_ASSIGN(const Principal service, tokens.Authenticate("two"));
  EXPECT_EQ(service.tenant, kEveryTenant);
  EXPECT_EQ(service.agency, "");
  SELARAS_ASSERT_OK_AND_ASSIGN(const Principal employee, tokens.Authenticate("three"));
  EXPECT_EQ(employee.employee, "01jr");
}

TEST(StaticTokensTest, AnUnknownTokenIsNobody) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const StaticTokens tokens, StaticTokens::Parse(Line("one", "p t - analyst")));
  for (const std::string& token : {std::string("two"), std::string(), Sha256Hex("one")}) {
    EXPECT_THAT(tokens.Authenticate(token), FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_UNKNOWN"));
  }
}

TEST(StaticTokensTest, BadLinesAreNamedWithTheirCure) {
  const auto expect = [](const std::string& text, const char* what) {
    EXPECT_THAT(StaticTokens::Parse("# head\n" + text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(what)));
    EXPECT_THAT(StaticTokens::Parse("# head\n" + text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr(text.find('\n') + 1 == text.size() ? "line 2" : "line 3")));
  };
  expect("plain-token p t - analyst\n", "sha256sum");
  expect(Line("a", "p t analyst"), "has 4 words");
  expect(Line("a", "p t - king"), "role \"king\" is unknown");
  expect(Line("a", "p t - public"), "role \"public\" is unknown");
  expect(Line("a", "p t - employee"), "sixth word");
  expect(Line("a", "p|q t - analyst"), "principal");
  expect(Line("a", "p t/u - analyst"), "tenant");
  expect(Line("a", "p t - analyst") + Line("a", "q t - auditor"), "already");
  EXPECT_THAT(StaticTokens::Load("/nonexistent/tokens"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("/nonexistent/tokens")));
}

// Somebody who writes the token instead of its hash must not find it in the log of the failed start.
TEST(StaticTokensTest, AnErrorDoesNotRepeatTheFirstWord) {
  EXPECT_THAT(StaticTokens::Parse("hunter2 p t - analyst"),
              StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("hunter2"))));
}

TEST(RoleTest, NumbersAreThoseOfTheProto) {
  const auto& proto = *access::v1::Role_descriptor();
  for (int i = 0; i < proto.value_count(); ++i) {
    if (proto.value(i)->number() == 0) continue;
    std::string name = "ROLE_";
    for (const char c : RoleName(static_cast<Role>(proto.value(i)->number())))
      name.push_back(std::toupper(c));
    EXPECT_EQ(proto.value(i)->name(), name);
  }
}

}  // namespace
}  // namespace selaras::rpc
