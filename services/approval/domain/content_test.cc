#include "services/approval/domain/content.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <vector>

#include "services/approval/domain/testing/sample_case.h"

namespace selaras::approval {
namespace {

TEST(ContentTest, EverythingAnApproverSeesChangesTheHash) {
  CaseRecord record = testing::Draft({MoveKind::kIntra, MoveKind::kIntra});
  record.checklist.push_back({.code = "B08", .move = 1, .text_id = "temuan"});
  const std::vector<std::function<void(CaseRecord&)>> edits = {
      [](CaseRecord&) {},
      [](CaseRecord& r) { ++r.effective_date; },
      [](CaseRecord& r) { r.plan = "other"; },
      [](CaseRecord& r) { r.chain_key = "other"; },
      [](CaseRecord& r) { r.letter_number = "other"; },
      [](CaseRecord& r) { r.policy_hash = "other"; },
      [](CaseRecord& r) { r.content_salt = "another salt ..."; },
      [](CaseRecord& r) { r.moves[1].employee = "other"; },
      [](CaseRecord& r) { r.moves[1].from_post = "other"; },
      [](CaseRecord& r) { r.moves[1].to_post = "other"; },
      [](CaseRecord& r) { r.moves[1].kind = MoveKind::kInterKab; },
      [](CaseRecord& r) { r.moves[1].self_request = true; },
      [](CaseRecord& r) { r.moves[1].from_agency = "other"; },
      [](CaseRecord& r) { r.moves[1].to_agency = "other"; },
      [](CaseRecord& r) { r.moves[1].appointment_revision = 3; },
      [](CaseRecord& r) { r.moves.pop_back(); },
      [](CaseRecord& r) { r.checklist.clear(); },
      [](CaseRecord& r) { r.checklist[0].settled = true; },
      [](CaseRecord& r) { r.checklist[0].document_reference = "SKBT"; },
      // What one field ends with is not what the next begins with.
      [](CaseRecord& r) { r.moves[0].employee = "e1\nfrom_post 5:from1", r.moves[0].from_post = ""; },
  };
  std::set<std::string> hashes;
  for (const auto& edit : edits) {
    CaseRecord edited = record;
    edit(edited);
    hashes.insert(ContentHash(edited));
  }
  EXPECT_EQ(hashes.size(), edits.size());
}

TEST(ContentTest, OrderAndProgressAreNotContent) {
  CaseRecord record = testing::Draft({MoveKind::kIntra, MoveKind::kIntra});
  CaseRecord same = record;
  std::swap(same.moves[0], same.moves[1]);
  same.state = CaseState::kApproved;
  same.moves[0].steps.push_back({});
  same.moves[0].decree = "d1";
  same.version = 40;
  EXPECT_EQ(ContentHash(record), ContentHash(same));
}

}  // namespace
}  // namespace selaras::approval
