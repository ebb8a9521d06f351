// Recommend, Meet, GiveConsent, Consider: the steps of the moves' routes.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/deciding.h"

namespace selaras::approval {
namespace {

absl::Status NotDue(int32_t move, Step step) {
  return Error(absl::StatusCode::kFailedPrecondition, "CASE_STEP_NOT_OPEN",
               {{"move", MoveName(move)}, {"step", std::string(StepName(step))}});
}

// The move's step, if it is due.
absl::StatusOr<MoveStep*> DueStep(CaseRecord& record, int32_t number, Step step) {
  SELARAS_ASSIGN_OR_RETURN(CaseMove * move, FindMove(record, number));
  if (!IsDue(*move, step)) return NotDue(number, step);
  return &*std::find_if(move->steps.begin(), move->steps.end(),
                        [&](const MoveStep& at) { return at.step == step; });
}

void Close(MoveStep& step, StepState state, absl::string_view reference, const Actor& actor) {
  step.state = state;
  step.reference = std::string(reference);
  step.account = actor.account;
  step.person = actor.person;
}

}  // namespace

absl::Status Take(Deciding& d, const Recommend& act) {
  if (!act.in_favour && act.note.empty())
    return InvalidField("note", "say why the committee is not in favour");
  for (CaseMove& move : d.next.moves) {
    for (MoveStep& step : move.steps) {
      if (step.step != Step::kRecommendation) continue;
      Close(step, act.in_favour ? StepState::kClosed : StepState::kRefused, "", d.actor);
    }
  }
  d.Happen("CaseRecommended",
           {{"in_favour", act.in_favour ? "yes" : "no"}, {"reason_hash", ReasonHash(act.note)}});
  if (!act.in_favour) {
    d.next.defects = {act.note};
    d.other = CaseState::kRejected;
  }
  return absl::OkStatus();
}

// A case on the agenda that was not reached has no decision and stays as it is. Of several names refused the first is vetoed; the others are refused as well, and meet again if the veto is dropped.
absl::Status Take(Deciding& d, const Meet& act) {
  if (act.meeting.empty()) return InvalidField("meeting", "must not be empty");
  absl::flat_hash_set<int32_t> named;
  const MeetingDecision* refused = nullptr;
  for (const MeetingDecision& decision : act.decisions) {
    if (!decision.case_id.empty() && decision.case_id != d.next.id) {
      return Error(absl::StatusCode::kInvalidArgument, "CASE_MOVE_UNKNOWN",
                   {{"move", MoveName(decision.move)}});
    }
    if (!named.insert(decision.move).second) {
      return Error(absl::StatusCode::kInvalidArgument, "MEETING_DECISION_TWICE",
                   {{"move", MoveName(decision.move)}});
    }
    SELARAS_ASSIGN_OR_RETURN(MoveStep * step, DueStep(d.next, decision.move, Step::kMeeting));
    if (decision.vote == MeetingVote::kPostpone) continue;
    const bool agreed = decision.vote == MeetingVote::kAgree;
    Close(*step, agreed ? StepState::kClosed : StepState::kRefused, act.meeting, d.actor);
    if (!agreed && refused == nullptr) refused = &decision;
  }
  d.Happen("MeetingHeld", {{"meeting", act.meeting}, {"decisions", absl::StrCat(act.decisions.size())}});
  if (refused != nullptr) RefuseMove(d, refused->move, refused->note);
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const GiveConsent& act) {
  SELARAS_ASSIGN_OR_RETURN(MoveStep * step, DueStep(d.next, act.move, Step::kConsent));
  if (act.document_reference.empty()) {
    return InvalidField("document_reference", "name the origin agency's letter");
  }
  Close(*step, act.given ? StepState::kClosed : StepState::kRefused, act.document_reference, d.actor);
  d.Happen("ConsentAnswered", {{"move", MoveName(act.move)},
                               {"given", act.given ? "yes" : "no"},
                               {"document", act.document_reference}});
  if (!act.given)
    RefuseMove(d, act.move, absl::StrCat("instansi asal tidak menyetujui: ", act.document_reference));
  return absl::OkStatus();
}

absl::Status Take(Deciding& d, const Consider& act) {
  SELARAS_ASSIGN_OR_RETURN(MoveStep * step, DueStep(d.next, act.move, Step::kConsideration));
  if (act.reference.empty()) return InvalidField("reference", "name the technical consideration");
  Close(*step, act.in_favour ? StepState::kClosed : StepState::kRefused, act.reference, d.actor);
  d.Happen("MoveConsidered", {{"move", MoveName(act.move)},
                              {"in_favour", act.in_favour ? "yes" : "no"},
                              {"reference", act.reference}});
  if (!act.in_favour) RefuseMove(d, act.move, absl::StrCat("pertimbangan teknis menolak: ", act.reference));
  return absl::OkStatus();
}

}  // namespace selaras::approval
