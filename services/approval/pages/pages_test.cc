// The committed page and diagram say what the tables say; run `approval_pages docs` where they do not.
#include <fstream>
#include <iterator>
#include <string>

#include "libs/testing/status_matchers.h"
#include "services/approval/pages/markdown_tables.h"
#include "services/approval/pages/state_diagram.h"
#include "services/approval/pages/state_edges.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::StatusIs;
using ::testing::HasSubstr;

std::string Committed(const std::string& name) {
  std::ifstream in(std::string(SELARAS_DOCS_DIR) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(PagesTest, TheCommittedTablesAreThoseOfTheCode) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string page, WithTables(Committed("approval.md")));
  EXPECT_EQ(page, Committed("approval.md"));
  EXPECT_THAT(page, HasSubstr("| CONSIDERED | Approve | approver |"));
}

TEST(PagesTest, TheCommittedDiagramIsThatOfTheCode) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string diagram, StateDiagram());
  EXPECT_EQ(diagram, Committed("approval_states.svg"));
}

TEST(PagesTest, EveryStateIsInTheDiagram) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string diagram, StateDiagram());
  for (int s = 1; s <= kStateCount; ++s) {
    EXPECT_THAT(diagram, HasSubstr(">" + std::string(StateName(static_cast<CaseState>(s))) + "<"));
  }
  EXPECT_EQ(StateEdges().at({"deciding", "RETURNED"}),
            (std::vector<Verb>{Verb::kScreen, Verb::kReturnCase, Verb::kRecuse, Verb::kDeclareInterest}));
}

TEST(PagesTest, MarkersThatDoNotFitAreRefused) {
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(WithTables("no marker"), invalid);
  EXPECT_THAT(WithTables("<!-- table: kinds -->\n"), invalid);
  EXPECT_THAT(WithTables("<!-- table: birds -->\n<!-- end -->"), invalid);
}

}  // namespace
}  // namespace selaras::approval
