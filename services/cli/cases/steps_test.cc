#include "services/cli/cases/steps.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/base/error.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;

// A server of one case: each act raises the etag, a repeated request id gives the first answer. Answers can be lost
// before or after the act.
class FakeServer {
 public:
  FakeServer() {
    case_.set_name("cases/a");
    case_.set_etag("1");
    case_.set_content_hash("seen");
  }

  CaseCall Act() {
    return [this](const pb::Case& at, const std::string& id) -> absl::StatusOr<pb::Case> {
      ids.push_back(id);
      if (lose_before > 0) {
        --lose_before;
        return absl::UnavailableError("lost on the way there");
      }
      if (const auto found = answers_.find(id); found != answers_.end()) return found->second;
      if (at.etag() != case_.etag()) return Error(absl::StatusCode::kAborted, "ETAG_STALE");
      Raise();
      ++acts;
      answers_[id] = case_;
      if (lose_after > 0) {
        --lose_after;
        return absl::DeadlineExceededError("lost on the way back");
      }
      return case_;
    };
  }

  void Raise() { case_.set_etag(absl::StrCat(case_.etag(), "1")); }

  StepDeps Deps() {
    return {[this](const std::string&) -> absl::StatusOr<pb::Case> { return case_; },
            [this] { return absl::StrCat("id-", ++made_); }, [this](absl::Duration wait) { waited += wait; }};
  }

  pb::Case case_;
  int acts = 0, lose_before = 0, lose_after = 0;
  std::vector<std::string> ids;
  absl::Duration waited;

 private:
  int made_ = 0;
  std::map<std::string, pb::Case> answers_;
};

NextCall Times(FakeServer& server, int times) {
  return [&server, times](const pb::Case&, int taken) { return taken < times ? server.Act() : nullptr; };
}

TEST(StepsTest, EachCallHasItsOwnIdAndTheFreshEtag) {
  FakeServer server;
  const auto end = TakeSteps(server.case_, Times(server, 3), server.Deps());
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_EQ(end->taken, 3);
  EXPECT_EQ(server.acts, 3);
  EXPECT_EQ(server.ids, (std::vector<std::string>{"id-1", "id-2", "id-3"}));
}

TEST(StepsTest, AnAnswerLostAfterTheActIsNotDoneTwice) {
  FakeServer server;
  server.lose_after = 1;
  const auto end = TakeSteps(server.case_, Times(server, 2), server.Deps());
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_EQ(server.acts, 2);
  EXPECT_EQ(server.ids, (std::vector<std::string>{"id-1", "id-1", "id-2"}));
}

TEST(StepsTest, GivesUpAfterSevenLostAnswersHavingWaitedBetweenThem) {
  FakeServer server;
  server.lose_before = 9;
  const auto end = TakeSteps(server.case_, Times(server, 1), server.Deps());
  EXPECT_TRUE(absl::IsUnavailable(end.status()));
  EXPECT_EQ(server.ids, (std::vector<std::string>(7, "id-1")));
  EXPECT_EQ(server.waited, absl::Milliseconds(23500));
}

TEST(StepsTest, WhereSomebodyWasFasterTheCaseIsReadAgain) {
  FakeServer server;
  const pb::Case old = server.case_;
  server.Raise();
  const auto end = TakeSteps(old, Times(server, 1), server.Deps());
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_EQ(server.acts, 1);
  EXPECT_EQ(server.ids, (std::vector<std::string>{"id-1", "id-2"}));
}

TEST(StepsTest, OtherContentIsNotDecidedOnUnseen) {
  FakeServer server;
  const pb::Case old = server.case_;
  server.Raise();
  server.case_.set_content_hash("other");
  const auto end = TakeSteps(old, Times(server, 1), server.Deps());
  EXPECT_TRUE(absl::IsAborted(end.status()));
  EXPECT_EQ(server.acts, 0);
}

TEST(StepsTest, ARefusalEndsIt) {
  FakeServer server;
  const NextCall refused = [](const pb::Case&, int) -> CaseCall {
    return [](const pb::Case&, const std::string&) -> absl::StatusOr<pb::Case> {
      return Error(absl::StatusCode::kFailedPrecondition, "CASE_STATE");
    };
  };
  EXPECT_EQ(ReasonOf(TakeSteps(server.case_, refused, server.Deps()).status()), "CASE_STATE");
}

}  // namespace
}  // namespace selaras::cli
