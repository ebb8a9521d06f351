#include "services/approval/domain/open_case.h"

#include "libs/base/error.h"
#include "libs/testing/status_matchers.h"
#include "services/approval/domain/testing/sample_case.h"

namespace selaras::approval {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;
using ::testing::SizeIs;

TEST(OpenCaseTest, NumbersMovesAndBarsTheirPeople) {
  const CaseRecord record = testing::Draft({MoveKind::kIntra, MoveKind::kInterKab});
  EXPECT_EQ(record.version, 1);
  EXPECT_EQ(record.state, CaseState::kDraft);
  EXPECT_EQ(record.moves[1].number, 2);
  EXPECT_THAT(record.barred, SizeIs(2));
  EXPECT_THAT(record.content_hash, SizeIs(64));
}

TEST(OpenCaseTest, RefusesWhatIsNoCase) {
  const CaseRecord good = testing::Draft({MoveKind::kIntra, MoveKind::kIntra});
  const auto open = [](CaseRecord draft) {
    return OpenCase(draft, testing::kProposerActor, testing::SampleContext());
  };
  EXPECT_THAT(open(good), IsOk());
  const auto invalid = FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  CaseRecord bad = good;
  bad.moves.clear();
  EXPECT_THAT(open(bad), invalid);
  bad = good;
  bad.moves[1].employee = bad.moves[0].employee;
  EXPECT_THAT(open(bad), invalid);
  bad = good;
  bad.moves[1].to_post = bad.moves[1].from_post;
  EXPECT_THAT(open(bad), invalid);
  bad = good;
  bad.moves[1].to_post = "";
  EXPECT_THAT(open(bad), invalid);
  bad = good;
  bad.plan = "";
  EXPECT_THAT(open(bad), invalid);
}

}  // namespace
}  // namespace selaras::approval
