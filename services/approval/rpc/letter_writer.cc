#include "services/approval/rpc/letter_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "selaras/approval/v1alpha/case.pb.h"
#include "services/approval/letters/minutes.h"
#include "services/approval/letters/reason_letter.h"
#include "services/approval/rpc/approval_names.h"
#include "services/approval/rpc/letter_words.h"

namespace selaras::approval {
namespace {

constexpr char kSigned[] = "Ditandatangani secara elektronik";

letters::MoveKind LetterKind(MoveKind kind) {
  switch (kind) {
    case MoveKind::kInterKab:
      return letters::MoveKind::kInterKab;
    case MoveKind::kInterProv:
      return letters::MoveKind::kInterProv;
    case MoveKind::kRegCentral:
      return letters::MoveKind::kRegCentral;
    case MoveKind::kCentral:
      return letters::MoveKind::kCentral;
    case MoveKind::kIntra:
    case MoveKind::kAbroad:
      break;
  }
  return letters::MoveKind::kIntra;
}

// "Berita acara …", "Surat persetujuan …": what the route has closed.
void AddNoted(const CaseMove& move, std::vector<std::string>& noted) {
  for (const MoveStep& step : move.steps) {
    if (step.state != StepState::kClosed || step.reference.empty()) continue;
    std::string line;
    switch (step.step) {
      case Step::kRecommendation:
        line = "Pertimbangan Tim Penilai Kinerja: ";
        break;
      case Step::kMeeting:
        line = "Berita Acara Rapat Koordinasi Nomor BA/";  // As the minutes number themselves.
        break;
      case Step::kConsent:
        line = "Surat Persetujuan Pejabat Pembina Kepegawaian instansi asal Nomor ";
        break;
      case Step::kConsideration:
        line = "Pertimbangan teknis Badan Kepegawaian Negara Nomor ";
        break;
    }
    absl::StrAppend(&line, step.reference);
    if (std::find(noted.begin(), noted.end(), line) == noted.end()) noted.push_back(std::move(line));
  }
}

const CaseMove* FindMove(const CaseRecord& record, int32_t number) {
  for (const CaseMove& move : record.moves) {
    if (move.number == number) return &move;
  }
  return nullptr;
}

std::string NipOf(const registry::v1alpha::Employee& employee) {
  for (const auto& id : employee.external_ids()) {
    if (id.kind() == "NIP" || id.kind() == "NI_PPPK") return id.value();
  }
  return "";
}

letters::MeetingDecision::Outcome OutcomeOf(MeetingVote vote) {
  switch (vote) {
    case MeetingVote::kAgree:
      return letters::MeetingDecision::Outcome::kApproved;
    case MeetingVote::kRefuse:
      return letters::MeetingDecision::Outcome::kRejected;
    case MeetingVote::kPostpone:
      break;
  }
  return letters::MeetingDecision::Outcome::kDeferred;
}

}  // namespace

absl::StatusOr<LetterWriter::PostWords> LetterWriter::WordsOf(const CallScope& scope,
                                                              const std::string& post) {
  if (post.empty()) return PostWords{};
  SELARAS_ASSIGN_OR_RETURN(const auto posts, registry_.Posts(scope, {post}));
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, registry_.organisation().Get(scope));
  PostWords words;
  if (posts.empty()) return words;
  const auto position = organisation->positions.find(LastPart(posts[0].position()));
  if (position != organisation->positions.end()) {
    words.position = position->second.display_name;
    words.purpose = position->second.purpose_id;
  }
  const auto line = organisation->Line(LastPart(posts[0].org_unit()));
  if (!line.empty()) words.unit = line.front()->display_name;
  const province::Agency* agency = organisation->FindAgency(LastPart(posts[0].agency()));
  if (agency != nullptr) words.agency = GovernmentOf(*agency);
  return words;
}

absl::StatusOr<letters::Mover> LetterWriter::MoverOf(const CallScope& scope, const CaseMove& move,
                                                     const std::string& purpose) {
  SELARAS_ASSIGN_OR_RETURN(const auto employee, registry_.Unmasked(scope, move.employee, purpose));
  SELARAS_ASSIGN_OR_RETURN(const PostWords from, WordsOf(scope, move.from_post));
  SELARAS_ASSIGN_OR_RETURN(const PostWords to, WordsOf(scope, move.to_post));
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, registry_.organisation().Get(scope));
  letters::Mover mover;
  mover.name = employee.display_name();
  mover.number = NipOf(employee);
  mover.is_contract = employee.employment() == registry::v1alpha::EMPLOYMENT_PPPK;
  Rank rank = RankOf(employee.grade());
  mover.rank = std::move(rank.rank);
  mover.grade = std::move(rank.grade);
  mover.old_position = from.position.empty() ? "tanpa jabatan" : from.position;
  mover.old_unit = from.unit.empty() ? "-" : from.unit;
  mover.old_agency = from.agency;
  mover.new_position = to.position;
  mover.new_unit = to.unit;
  mover.new_agency = to.agency;
  if (const province::Agency* agency = organisation->FindAgency(move.to_agency); agency != nullptr) {
    mover.receiving_authority = HeadOf(*agency);
  }
  return mover;
}

absl::StatusOr<letters::LetterPolicy> LetterWriter::PolicyOf(const CallScope& scope, const std::string& hash,
                                                             absl::CivilDay date) {
  SELARAS_ASSIGN_OR_RETURN(const auto policy, policies_.Get(scope, hash));
  return letters::ReadLetterPolicy(policy->bundle, date);
}

absl::StatusOr<std::string> LetterWriter::RenderDecree(const CallScope& scope, const CaseRecord& record,
                                                       const Decree& decree) {
  SELARAS_ASSIGN_OR_RETURN(const letters::LetterPolicy policy,
                           PolicyOf(scope, record.policy_hash, decree.decree_date));
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, registry_.organisation().Get(scope));
  const province::Agency* agency = organisation->FindAgency(decree.agency);
  if (agency == nullptr) return Error(absl::StatusCode::kNotFound, "AGENCY_NOT_FOUND");
  letters::Decree letter;
  letter.authority = HeadOf(*agency);
  letter.letterhead.agency = letter.authority;
  letter.number = decree.number;
  for (const int32_t number : decree.moves) {
    const CaseMove* move = FindMove(record, number);
    if (move == nullptr) return absl::InternalError("a decree names a move that its case lacks");
    letter.kind = LetterKind(move->kind);
    AddNoted(*move, letter.noted);
    SELARAS_ASSIGN_OR_RETURN(letter.movers.emplace_back(),
                             MoverOf(scope, *move, absl::StrCat("decrees/", decree.id)));
  }
  letter.considerations = policy.ConsiderationsOf(letter.kind);
  letter.legal_grounds = policy.LegalGroundsOf(letter.kind);
  letter.effective_date = decree.effective_date;
  letter.place = PlaceOf(*agency);
  letter.date = decree.decree_date;
  letter.signatory.office = letter.authority;
  letter.signatory.note = kSigned;
  if (!decree.signatory.empty() && !absl::EqualsIgnoreCase(decree.signatory, letter.authority)) {
    letter.signatory.on_behalf_of = letter.authority;
    letter.signatory.office = decree.signatory;
  }
  letter.copies = {"Kepala Badan Kepegawaian Negara", "Inspektur", "Yang bersangkutan"};
  letter.receipt = {ReceiptText(log_name_, decree.number, decree.content_hash),
                    ShortCode(decree.content_hash), policy.receipt_check};
  return letters::RenderDecree(letter);
}

// Reasons reach persons only once the plan is released, or their decree is there.
absl::Status LetterWriter::CheckReleased(const CallScope& scope, const CaseRecord& record) {
  if (!scope.principal.HasAny({selaras::Role::kEmployee, selaras::Role::kPortal})) return absl::OkStatus();
  if (record.state == CaseState::kIssued || record.state == CaseState::kApplied) return absl::OkStatus();
  SELARAS_ASSIGN_OR_RETURN(const PlanHead plan, plans_.GetPlan(scope, record.plan));
  if (plan.released) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "PLAN_EMBARGOED", {{"plan", plan.id}});
}

absl::StatusOr<std::string> LetterWriter::RenderReason(const CallScope& scope, const CaseRecord& record,
                                                       const CaseMove& move) {
  const absl::CivilDay today = absl::ToCivilDay(record.created, absl::FixedTimeZone(7 * 3600));
  SELARAS_ASSIGN_OR_RETURN(const auto policy, policies_.Get(scope, record.policy_hash));
  SELARAS_ASSIGN_OR_RETURN(const letters::LetterPolicy words,
                           letters::ReadLetterPolicy(policy->bundle, today));
  SELARAS_ASSIGN_OR_RETURN(const letters::Mover mover,
                           MoverOf(scope, move, absl::StrCat("cases/", record.id, "/moves/", move.number)));
  SELARAS_ASSIGN_OR_RETURN(const PostWords to, WordsOf(scope, move.to_post));
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, registry_.organisation().Get(scope));
  const province::Agency* agency = organisation->FindAgency(record.agency);
  letters::ReasonLetter letter;
  letter.letterhead = {agency == nullptr ? "" : GovernmentOf(*agency), "Badan Kepegawaian Daerah", {}, ""};
  letter.number = absl::StrCat("PENJELASAN/", record.id, "/", move.number);
  letter.place = agency == nullptr ? "-" : PlaceOf(*agency);
  letter.date = today;
  letter.name = mover.name;
  letter.person_number = mover.number;
  letter.is_contract = mover.is_contract;
  if (!move.from_post.empty()) {
    letter.old_position = mover.old_position;
    letter.old_unit = mover.old_unit;
  }
  letter.new_position = mover.new_position;
  letter.new_unit = mover.new_unit;
  letter.effective_date = record.effective_date;
  if (record.plan.empty()) {
    letter.reasons = {
        absl::StrCat("Perpindahan ini diusulkan dengan surat nomor ", record.letter_number, ".")};
  } else {
    SELARAS_RETURN_IF_ERROR(CheckReleased(scope, record));
    SELARAS_ASSIGN_OR_RETURN(const PlanPort::Why why, plans_.Explain(scope, record.plan, move.employee));
    letter.reasons = {why.reason};
    if (!why.benefit.empty()) letter.reasons.push_back(why.benefit);
    for (const std::string& wish : why.wishes) letter.wishes.push_back({.text = wish});
  }
  letter.post_purpose = to.purpose;
  letter.check_in_days = words.check_in_days;
  letter.respond_by = AddWorkingDays(today, policy->terms.response_days, policy->terms.holidays);
  letter.how_to_respond = "melalui menu Tanggapan pada portal kepegawaian";
  letter.objection = words.objection_text;
  letter.contact = {"Badan Kepegawaian Daerah, bidang mutasi"};
  letter.signatory = {.office = "Kepala Badan Kepegawaian Daerah", .note = kSigned};
  return letters::RenderReasonLetter(letter);
}

absl::StatusOr<std::string> LetterWriter::RenderMinutes(const CallScope& scope, const Meeting& meeting,
                                                        const std::vector<CaseRecord>& cases) {
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, registry_.organisation().Get(scope));
  const province::Agency* agency = cases.empty() ? nullptr : organisation->FindAgency(cases.front().agency);
  letters::Minutes letter;
  letter.letterhead = {agency == nullptr ? "" : GovernmentOf(*agency), "Badan Kepegawaian Daerah", {}, ""};
  letter.number = absl::StrCat("BA/", meeting.id);
  letter.subject = "Rapat Koordinasi Mutasi Pegawai";
  letter.place = meeting.place;
  letter.date = meeting.date;
  for (const CaseRecord& record : cases) letter.agenda.push_back(absl::StrCat("Berkas usulan ", record.id));
  for (const std::string& attendee : meeting.attendees) {
    const bool chair = attendee == meeting.chair;
    letter.attendees.push_back(
        {.name = attendee, .office = "", .role = chair ? "Ketua" : "Anggota", .note = ""});
  }
  letter.quorum = meeting.quorum;
  for (const MeetingDecision& decision : meeting.decisions) {
    for (const CaseRecord& record : cases) {
      const CaseMove* move = record.id == decision.case_id ? FindMove(record, decision.move) : nullptr;
      if (move == nullptr) continue;
      SELARAS_ASSIGN_OR_RETURN(const letters::Mover mover,
                               MoverOf(scope, *move, absl::StrCat("meetings/", meeting.id)));
      letter.decisions.push_back({.name = mover.name,
                                  .number = mover.number,
                                  .from = absl::StrCat(mover.old_position, ", ", mover.old_unit),
                                  .to = absl::StrCat(mover.new_position, ", ", mover.new_unit),
                                  .outcome = OutcomeOf(decision.vote),
                                  .dissents = decision.dissenters,
                                  .note = decision.note});
    }
  }
  letter.signatories = {{.office = "Ketua Rapat", .name = meeting.chair, .note = kSigned},
                        {.office = "Sekretaris", .name = meeting.secretary, .note = kSigned}};
  return letters::RenderMinutes(letter);
}

absl::StatusOr<std::string> LetterWriter::FirstPlan(const CallScope& scope, const std::string& plan) {
  const std::string key = absl::StrCat(scope.tenant, "/", plan);
  {
    const absl::MutexLock lock(&mutex_);
    if (const auto found = first_plans_.find(key); found != first_plans_.end()) return found->second;
  }
  std::string first = plan;
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const PlanHead head, plans_.GetPlan(scope, first));
    if (head.parent.empty()) break;
    first = head.parent;
  }
  const absl::MutexLock lock(&mutex_);
  return first_plans_.try_emplace(key, first).first->second;
}

absl::StatusOr<std::string> LetterWriter::EventOf(const CallScope& scope, const CaseRecord& record,
                                                  const Decree& decree) {
  v1alpha::DecreeEvent event;
  event.set_decree(names::kDecree.Format(decree.id));
  event.set_number(decree.number);
  event.set_case_(names::kCase.Format(record.id));
  if (!record.plan.empty()) {
    SELARAS_ASSIGN_OR_RETURN(const std::string first, FirstPlan(scope, record.plan));
    event.set_plan(names::kPlan.Format(first));
  }
  SetDate(decree.effective_date, event.mutable_effective_date());
  for (const int32_t number : decree.moves) {
    const CaseMove* move = FindMove(record, number);
    if (move == nullptr) continue;
    v1alpha::DecreeEvent::Move* item = event.add_moves();
    item->set_move(names::kCaseMove.Format(record.id, absl::StrCat(number)));
    item->set_employee(names::kEmployee.Format(move->employee));
    if (!move->from_post.empty()) item->set_from_post(names::kPost.Format(move->from_post));
    item->set_to_post(names::kPost.Format(move->to_post));
  }
  return event.SerializeAsString();
}

}  // namespace selaras::approval
