#include "services/approval/domain/open_case.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/content.h"
#include "services/approval/domain/deciding.h"
#include "services/approval/domain/separation.h"

namespace selaras::approval {
namespace {

// A chain longer than that is cut by matching; chosen, not measured.
constexpr size_t kMaxMoves = 200;

}  // namespace

absl::Status CheckMoves(const std::vector<CaseMove>& moves) {
  std::vector<FieldViolation> violations;
  if (moves.empty() || moves.size() > kMaxMoves)
    violations.push_back({"moves", "1 to 200 moves are expected"});
  absl::flat_hash_set<std::string> employees;
  for (size_t i = 0; i < moves.size(); ++i) {
    const CaseMove& move = moves[i];
    const std::string field = absl::StrCat("moves[", i, "]");
    if (move.employee.empty())
      violations.push_back({field + ".employee", "must not be empty"});
    else if (!employees.insert(move.employee).second)
      violations.push_back({field + ".employee", "moves twice in this case; one move a person"});
    if (move.to_post.empty())
      violations.push_back({field + ".to_post", "must not be empty"});
    else if (move.to_post == move.from_post)
      violations.push_back({field + ".to_post", "is the present post; name another one"});
  }
  return violations.empty() ? absl::OkStatus() : InvalidFields(std::move(violations));
}

absl::StatusOr<Decision> OpenCase(CaseRecord draft, const Actor& proposer, const DecideContext& context) {
  SELARAS_RETURN_IF_ERROR(CheckMoves(draft.moves));
  if (draft.plan.empty() && draft.letter_number.empty()) {
    return InvalidField("letter_number",
                        "a case without a plan needs the number of the letter that began it");
  }
  draft.state = CaseState::kDraft;
  draft.version = 1;
  draft.proposer = proposer;
  NumberMoves(draft.moves);
  BarMovers(draft);
  if (IsBarred(draft, proposer)) return Error(absl::StatusCode::kPermissionDenied, "CASE_BARRED");
  draft.content_hash = ContentHash(draft);
  draft.created = draft.updated = context.now;
  Happening created{"CaseCreated",
                    {{"plan", draft.plan},
                     {"chain_key", draft.chain_key},
                     {"policy_hash", draft.policy_hash},
                     {"moves", absl::StrCat(draft.moves.size())},
                     {"content_hash", draft.content_hash}}};
  return Decision{std::move(draft), {std::move(created)}};
}

}  // namespace selaras::approval
