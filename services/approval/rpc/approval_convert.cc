#include "services/approval/rpc/approval_convert.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/approval/domain/route.h"
#include "services/approval/rpc/approval_names.h"

namespace selaras::approval {
namespace {

namespace pb = v1alpha;

std::string MoveName(const std::string& case_id, int32_t move) {
  return names::kCaseMove.Format(case_id, absl::StrCat(move));
}

// "" stays "".
template <typename Pattern>
std::string NameOrEmpty(const Pattern& pattern, const std::string& id) {
  return id.empty() ? "" : pattern.Format(id);
}

void ToProto(const MoveStep& step, pb::MoveStep* out) {
  out->set_step(std::string(StepName(step.step)));
  out->set_state(static_cast<pb::MoveStep::State>(step.state));
  out->set_reference(step.reference);
  out->set_principal(step.account);
  if (step.due.has_value()) SetDate(*step.due, out->mutable_due_date());
}

void ToProto(const CaseRecord& record, const CaseMove& move, pb::CaseMove* out) {
  out->set_name(MoveName(record.id, move.number));
  out->set_employee(names::kEmployee.Format(move.employee));
  out->set_from_post(NameOrEmpty(names::kPost, move.from_post));
  out->set_to_post(NameOrEmpty(names::kPost, move.to_post));
  out->set_kind(static_cast<pb::CaseMove::Kind>(move.kind));
  out->set_self_request(move.self_request);
  out->set_decree(NameOrEmpty(names::kDecree, move.decree));
  out->set_from_agency(NameOrEmpty(names::kAgency, move.from_agency));
  out->set_to_agency(NameOrEmpty(names::kAgency, move.to_agency));
  out->set_appointment_revision(move.appointment_revision);
  for (const MoveStep& step : move.steps) {
    ToProto(step, out->add_steps());
    if (step.state == StepState::kOpen) out->add_open_steps(std::string(StepName(step.step)));
  }
}

void ToProto(const CaseRecord& record, const Veto& veto, pb::Veto* out) {
  out->set_state(static_cast<pb::Veto::State>(veto.state));
  out->set_move(MoveName(record.id, veto.move));
  out->set_reason(veto.reason);
  out->set_principal(veto.actor.account);
  out->set_child_plan(NameOrEmpty(names::kPlan, veto.child_plan));
  out->set_value_lost(veto.value_lost);
  out->set_value_lost_alone(veto.value_lost_alone);
  for (const VetoChange& change : veto.changes) {
    pb::VetoChange* item = out->add_changes();
    item->set_employee(names::kEmployee.Format(change.employee));
    item->set_was_post(NameOrEmpty(names::kPost, change.was_post));
    item->set_becomes_post(NameOrEmpty(names::kPost, change.becomes_post));
  }
  for (const std::string& id : veto.replaced_cases) out->add_replaced_cases(names::kCase.Format(id));
  for (const std::string& key : veto.new_chain_keys) out->add_new_chain_keys(key);
  out->set_failure_reason(veto.failure_reason);
}

absl::StatusOr<MeetingVote> VoteOf(const std::string& word, size_t index) {
  if (word == "AGREE") return MeetingVote::kAgree;
  if (word == "REFUSE") return MeetingVote::kRefuse;
  if (word == "POSTPONE") return MeetingVote::kPostpone;
  return InvalidField(absl::StrCat("meeting.decisions[", index, "].decision"), "AGREE, REFUSE or POSTPONE");
}

const char* WordOf(MeetingVote vote) {
  switch (vote) {
    case MeetingVote::kAgree:
      return "AGREE";
    case MeetingVote::kRefuse:
      return "REFUSE";
    case MeetingVote::kPostpone:
      return "POSTPONE";
  }
  return "";
}

}  // namespace

absl::StatusOr<ActKey> ActKeyOf(absl::string_view method, const std::string& request_id,
                                const google::protobuf::Message& request) {
  if (request_id.empty()) {
    return InvalidField("request_id", "must be set: it keeps a repeated call from acting twice");
  }
  return ActKey{request_id, std::string(method), Sha256Hex(request.SerializeAsString())};
}

absl::StatusOr<ActOn> ActOnOf(absl::string_view method, const std::string& name, const std::string& etag,
                              const std::string& request_id, const google::protobuf::Message& request) {
  ActOn on;
  SELARAS_ASSIGN_OR_RETURN(on.case_id, names::kCase.ParseId(name));
  if (etag.empty()) return InvalidField("etag", "must be set: the etag of the case as you read it");
  int64_t version = 0;
  if (!absl::SimpleAtoi(etag, &version)) return InvalidField("etag", "an etag that this service gave");
  on.version = version;
  SELARAS_ASSIGN_OR_RETURN(on.key, ActKeyOf(method, request_id, request));
  return on;
}

absl::StatusOr<int32_t> MoveNumberOf(const std::string& case_id, const std::string& name) {
  if (name.empty()) return 0;
  SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> ids, names::kCaseMove.Parse(name));
  int32_t number = 0;
  if ((!case_id.empty() && ids[0] != case_id) || !absl::SimpleAtoi(ids[1], &number) || number < 1) {
    return InvalidField("move", "a move of this case: cases/{case}/moves/{number}");
  }
  return number;
}

absl::StatusOr<CaseMove> MoveOf(const pb::CaseMove& message) {
  CaseMove move;
  move.number = 0;
  SELARAS_ASSIGN_OR_RETURN(move.employee, names::kEmployee.ParseId(message.employee()));
  if (!message.from_post().empty()) {
    SELARAS_ASSIGN_OR_RETURN(move.from_post, names::kPost.ParseId(message.from_post()));
  }
  SELARAS_ASSIGN_OR_RETURN(move.to_post, names::kPost.ParseId(message.to_post()));
  move.self_request = message.self_request();
  return move;
}

absl::StatusOr<Meeting> MeetingOf(const pb::Meeting& message) {
  Meeting meeting;
  const std::optional<absl::CivilDay> date = DayOf(message.meeting_date());
  if (!date.has_value()) return InvalidField("meeting.meeting_date", "a whole date of the calendar");
  meeting.date = *date;
  meeting.place = message.place();
  meeting.chair = message.chair();
  meeting.quorum = message.quorum();
  meeting.attendees.assign(message.attendees().begin(), message.attendees().end());
  for (const std::string& name : message.agenda()) {
    SELARAS_ASSIGN_OR_RETURN(meeting.agenda.emplace_back(), names::kCase.ParseId(name));
  }
  for (int i = 0; i < message.decisions_size(); ++i) {
    const pb::MeetingDecision& decision = message.decisions(i);
    SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> ids, names::kCaseMove.Parse(decision.move()));
    MeetingDecision& item = meeting.decisions.emplace_back();
    item.case_id = ids[0];
    SELARAS_ASSIGN_OR_RETURN(item.move, MoveNumberOf(ids[0], decision.move()));
    SELARAS_ASSIGN_OR_RETURN(item.vote, VoteOf(decision.decision(), i));
    item.dissenters.assign(decision.dissenters().begin(), decision.dissenters().end());
    item.note = decision.note();
  }
  return meeting;
}

void ToProto(const CaseRecord& record, pb::Case* out) {
  out->set_name(names::kCase.Format(record.id));
  out->set_etag(absl::StrCat(record.version));
  out->set_state(static_cast<pb::Case::State>(record.state));
  out->set_plan(NameOrEmpty(names::kPlan, record.plan));
  out->set_chain_key(record.chain_key);
  out->set_letter_number(record.letter_number);
  out->set_policy_hash(record.policy_hash);
  for (const CaseMove& move : record.moves) ToProto(record, move, out->add_moves());
  for (const ChecklistItem& item : record.checklist) {
    pb::ChecklistItem* to = out->add_checklist();
    to->set_code(item.code);
    to->set_move(MoveName(record.id, item.move));
    to->set_text_id(item.text_id);
    to->set_settled(item.settled);
    to->set_settled_by(item.settled_by);
    to->set_document_reference(item.document_reference);
  }
  SetTime(record.created, out->mutable_create_time());
  SetTime(record.updated, out->mutable_update_time());
  SetDate(record.effective_date, out->mutable_effective_date());
  out->set_content_hash(record.content_hash);
  out->set_proposer(record.proposer.account);
  for (const Approval& approval : record.approvals) {
    pb::Approval* to = out->add_approvals();
    to->set_slot(approval.slot == 1 ? "FIRST" : "SECOND");
    to->set_principal(approval.actor.account);
    to->set_content_hash(approval.content_hash);
    SetTime(approval.time, to->mutable_approve_time());
    to->set_void_(approval.voided);
  }
  if (record.veto.has_value()) ToProto(record, *record.veto, out->mutable_veto());
  out->set_reconcile_reason(record.issue.reconcile_reason);
  for (const std::string& decree : record.decrees) out->add_decrees(names::kDecree.Format(decree));
  for (const std::string& defect : record.defects) out->add_defects(defect);
  for (const Verb verb : NextVerbs(record)) out->add_next_verbs(std::string(VerbName(verb)));
  out->set_replaced_by(NameOrEmpty(names::kCase, record.replaced_by));
}

void ToProto(const Decree& decree, pb::Decree* out) {
  out->set_name(names::kDecree.Format(decree.id));
  out->set_etag(absl::StrCat(decree.version));
  out->set_state(static_cast<pb::Decree::State>(decree.state));
  out->set_number(decree.number);
  out->set_case_(names::kCase.Format(decree.case_id));
  for (const int32_t move : decree.moves) out->add_moves(MoveName(decree.case_id, move));
  out->set_signatory(decree.signatory);
  SetDate(decree.decree_date, out->mutable_decree_date());
  SetDate(decree.effective_date, out->mutable_effective_date());
  out->set_content_hash(decree.content_hash);
  out->set_pdf_hash(decree.pdf_hash);
  out->set_agency(NameOrEmpty(names::kAgency, decree.agency));
  out->set_authority(std::string(AuthorityName(decree.authority)));
  out->set_collective(decree.collective);
  out->set_registry_revision(decree.registry_revision);
}

void ToProto(const Meeting& meeting, pb::Meeting* out) {
  out->set_name(names::kMeeting.Format(meeting.id));
  out->set_etag("1");
  SetDate(meeting.date, out->mutable_meeting_date());
  for (const std::string& id : meeting.agenda) out->add_agenda(names::kCase.Format(id));
  for (const std::string& attendee : meeting.attendees) out->add_attendees(attendee);
  out->set_quorum(meeting.quorum);
  out->set_place(meeting.place);
  out->set_chair(meeting.chair);
  out->set_secretary(meeting.secretary);
  for (const MeetingDecision& decision : meeting.decisions) {
    pb::MeetingDecision* to = out->add_decisions();
    to->set_move(MoveName(decision.case_id, decision.move));
    to->set_decision(WordOf(decision.vote));
    for (const std::string& dissenter : decision.dissenters) to->add_dissenters(dissenter);
    to->set_note(decision.note);
  }
}

void ToProto(const Response& response, pb::Response* out) {
  out->set_name(names::kResponse.Format(response.case_id, response.id));
  out->set_employee(names::kEmployee.Format(response.employee));
  out->set_text(response.text);
  SetTime(response.time, out->mutable_submit_time());
}

void ToProto(const Objection& objection, pb::Objection* out) {
  out->set_name(names::kObjection.Format(objection.id));
  out->set_decree(names::kDecree.Format(objection.decree));
  out->set_text(objection.text);
  out->set_state(static_cast<pb::Objection::State>(objection.state));
  SetTime(objection.time, out->mutable_submit_time());
}

void ToProto(const Declaration& declaration, pb::Declaration* out) {
  out->set_name(names::kDeclaration.Format(declaration.id));
  out->set_principal(declaration.actor.account);
  out->set_case_(names::kCase.Format(declaration.case_id));
  out->set_conflict(declaration.conflict);
}

void ToProto(const Delegation& delegation, pb::Delegation* out) {
  out->set_name(names::kDelegation.Format(delegation.id));
  out->set_from_principal(delegation.from_account);
  out->set_to_principal(delegation.to_account);
  SetDate(delegation.start, out->mutable_start_date());
  SetDate(delegation.end, out->mutable_end_date());
}

}  // namespace selaras::approval
