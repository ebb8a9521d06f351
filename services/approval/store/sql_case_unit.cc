#include "services/approval/store/sql_case_unit.h"

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/sql/outbox.h"
#include "services/approval/store/case_load.h"
#include "services/approval/store/case_save.h"
#include "services/approval/store/decree_rows.h"
#include "services/approval/store/record_rows.h"

namespace selaras::approval {
namespace {

constexpr size_t kSaltBytes = 16;

std::string CaseName(absl::string_view id) {
  return absl::StrCat("cases/", id);
}

std::string DecreeName(absl::string_view id) {
  return absl::StrCat("decrees/", id);
}

absl::string_view KindOfEnd(DecreeState state) {
  switch (state) {
    case DecreeState::kApplied:
      return "DecreeApplied";
    case DecreeState::kRevoked:
      return "DecreeRevoked";
    default:
      return "DecreeVoided";
  }
}

}  // namespace

absl::StatusOr<CaseRecord> SqlCaseReads::LoadCase(absl::string_view id) {
  return approval::LoadCase(conn_, tenant_, id);
}
absl::StatusOr<Decree> SqlCaseReads::LoadDecree(absl::string_view id) {
  return approval::LoadDecree(conn_, tenant_, id);
}
absl::StatusOr<std::string> SqlCaseReads::LoadPdf(absl::string_view decree) {
  return approval::LoadPdf(conn_, tenant_, decree);
}
absl::StatusOr<Meeting> SqlCaseReads::LoadMeeting(absl::string_view id) {
  return approval::LoadMeeting(conn_, tenant_, id);
}
absl::StatusOr<std::optional<std::string>> SqlCaseReads::RunningCaseOf(absl::string_view chain_key) {
  return approval::RunningCaseOf(conn_, tenant_, chain_key);
}
absl::StatusOr<std::vector<CaseSummary>> SqlCaseReads::CasesOfPlan(absl::string_view plan) {
  return approval::CasesOfPlan(conn_, tenant_, plan);
}
absl::StatusOr<std::vector<Decree>> SqlCaseReads::DecreesOf(absl::string_view case_id) {
  return approval::DecreesOf(conn_, tenant_, case_id);
}

absl::StatusOr<const CaseRecord*> SqlCaseUnit::Known(absl::string_view id) {
  if (const auto known = known_.find(id); known != known_.end()) return &known->second;
  SELARAS_ASSIGN_OR_RETURN(CaseRecord record, approval::LoadCase(conn_, scope_.tenant, id));
  return &known_.emplace(std::string(id), std::move(record)).first->second;
}

absl::StatusOr<CaseRecord> SqlCaseUnit::LoadCase(absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord* const record, Known(id));
  return *record;
}
absl::StatusOr<Decree> SqlCaseUnit::LoadDecree(absl::string_view id) {
  return approval::LoadDecree(conn_, scope_.tenant, id);
}
absl::StatusOr<std::string> SqlCaseUnit::LoadPdf(absl::string_view decree) {
  return approval::LoadPdf(conn_, scope_.tenant, decree);
}
absl::StatusOr<Meeting> SqlCaseUnit::LoadMeeting(absl::string_view id) {
  return approval::LoadMeeting(conn_, scope_.tenant, id);
}
absl::StatusOr<std::optional<std::string>> SqlCaseUnit::RunningCaseOf(absl::string_view chain_key) {
  return approval::RunningCaseOf(conn_, scope_.tenant, chain_key);
}
absl::StatusOr<std::vector<CaseSummary>> SqlCaseUnit::CasesOfPlan(absl::string_view plan) {
  return approval::CasesOfPlan(conn_, scope_.tenant, plan);
}
absl::StatusOr<std::vector<Decree>> SqlCaseUnit::DecreesOf(absl::string_view case_id) {
  return approval::DecreesOf(conn_, scope_.tenant, case_id);
}

std::string SqlCaseUnit::NewSalt() {
  std::string salt(kSaltBytes, '\0');
  ids_.Fill(absl::MakeSpan(reinterpret_cast<uint8_t*>(salt.data()), salt.size()));
  return salt;
}

absl::Status SqlCaseUnit::TellAll(const Actor& actor, const Decision& decision) {
  const CaseRecord& record = decision.next;
  for (const Happening& happening : decision.happenings) {
    SELARAS_RETURN_IF_ERROR(
        evidence_.Tell(actor, CaseName(record.id), record.agency, record.updated, happening));
  }
  return absl::OkStatus();
}

absl::Status SqlCaseUnit::InsertCase(const Actor& actor, const Decision& opened) {
  const CaseRecord& record = opened.next;
  if (record.tenant != scope_.tenant) return absl::InternalError("a case of another tenant than the call's");
  SELARAS_RETURN_IF_ERROR(InsertCaseRows(conn_, record));
  known_.insert_or_assign(record.id, record);
  return TellAll(actor, opened);
}

absl::Status SqlCaseUnit::Save(const Actor& actor, const Decision& decision) {
  const CaseRecord& next = decision.next;
  if (next.tenant != scope_.tenant) return absl::InternalError("a case of another tenant than the call's");
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord* const before, Known(next.id));
  if (before->version + 1 != next.version) {
    return Error(absl::StatusCode::kAborted, "CASE_CHANGED", {{"case", next.id}});
  }
  SELARAS_RETURN_IF_ERROR(SaveCaseRows(conn_, *before, next));
  known_.insert_or_assign(next.id, next);
  return TellAll(actor, decision);
}

absl::Status SqlCaseUnit::Tell(const Actor& actor, absl::string_view subject, const Happening& happening) {
  return evidence_.Tell(actor, subject, /*agency=*/"", scope_.clock->Now(), happening);
}

absl::StatusOr<int64_t> SqlCaseUnit::TakeDecreeNumber(absl::string_view agency, int32_t year) {
  SELARAS_ASSIGN_OR_RETURN(
      const int64_t number,
      sql::NextRevision(conn_, absl::StrCat("decree/", scope_.tenant, "/", agency, "/", year)));
  open_numbers_.emplace(agency, year, number);
  return number;
}

absl::StatusOr<std::string> SqlCaseUnit::InsertDecree(const Actor& actor, const Decree& decree) {
  if (decree.tenant != scope_.tenant)
    return absl::InternalError("a decree of another tenant than the call's");
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord* const record, Known(decree.case_id));
  SELARAS_ASSIGN_OR_RETURN(const std::string leaf,
                           evidence_.Leaf("DecreeNumbered", DecreeName(decree.id), decree.agency,
                                          actor.account, scope_.clock->Now(), DecreeFields(decree, *record)));
  Decree numbered = decree;
  numbered.content_hash =
      HexEncode(absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(leaf.data()), leaf.size()));
  SELARAS_RETURN_IF_ERROR(InsertDecreeRows(conn_, numbered));
  open_numbers_.erase({decree.agency, decree.year, decree.sequence});
  return numbered.content_hash;
}

absl::Status SqlCaseUnit::SignDecree(const Actor& actor, absl::string_view decree, absl::string_view pdf) {
  const std::string hash = Sha256Hex(pdf);
  SELARAS_ASSIGN_OR_RETURN(const DecreeOwner owner, SignDecreeRow(conn_, scope_.tenant, decree, pdf, hash));
  return evidence_
      .Leaf("DecreeSigned", DecreeName(decree), owner.agency, actor.account, scope_.clock->Now(),
            {{"content_hash", owner.content_hash}, {"pdf_sha256", hash}})
      .status();
}

absl::Status SqlCaseUnit::EndDecree(const Actor& actor, absl::string_view decree, DecreeState state,
                                    int64_t registry_revision) {
  SELARAS_ASSIGN_OR_RETURN(const DecreeOwner owner,
                           EndDecreeRow(conn_, scope_.tenant, decree, state, registry_revision));
  ActEvidence::Fields fields = {{"content_hash", owner.content_hash}};
  if (registry_revision != 0) fields.emplace_back("registry_revision", absl::StrCat(registry_revision));
  return evidence_
      .Leaf(KindOfEnd(state), DecreeName(decree), owner.agency, actor.account, scope_.clock->Now(),
            std::move(fields))
      .status();
}

absl::Status SqlCaseUnit::TellDecree(absl::string_view kind, const Decree& decree,
                                     absl::string_view payload) {
  return evidence_.Event(kind, decree.agency, scope_.clock->Now(), payload);
}

absl::Status SqlCaseUnit::InsertMeeting(const Actor& actor, const Meeting& meeting) {
  SELARAS_RETURN_IF_ERROR(InsertMeetingRows(conn_, scope_.tenant, meeting));
  return evidence_
      .Leaf("MeetingRecorded", absl::StrCat("meetings/", meeting.id), "", actor.account, scope_.clock->Now(),
            MeetingFields(meeting))
      .status();
}

absl::Status SqlCaseUnit::InsertResponse(const Actor& actor, const Response& response) {
  SELARAS_ASSIGN_OR_RETURN(const std::string agency, AgencyOfCase(conn_, scope_.tenant, response.case_id));
  SELARAS_RETURN_IF_ERROR(InsertResponseRow(conn_, scope_.tenant, agency, response));
  return evidence_
      .Leaf("ResponseGiven", CaseName(response.case_id), agency, actor.account, response.time,
            {{"response", response.id}, {"text_sha256", Sha256Hex(response.text)}})
      .status();
}

absl::Status SqlCaseUnit::InsertObjection(const Actor& actor, const Objection& objection) {
  SELARAS_ASSIGN_OR_RETURN(const std::string agency, AgencyOfDecree(conn_, scope_.tenant, objection.decree));
  SELARAS_RETURN_IF_ERROR(InsertObjectionRow(conn_, scope_.tenant, agency, objection));
  return evidence_
      .Leaf("ObjectionFiled", DecreeName(objection.decree), agency, actor.account, objection.time,
            {{"objection", objection.id}, {"text_sha256", Sha256Hex(objection.text)}})
      .status();
}

absl::Status SqlCaseUnit::InsertDeclaration(const Declaration& declaration) {
  SELARAS_ASSIGN_OR_RETURN(const std::string agency, AgencyOfCase(conn_, scope_.tenant, declaration.case_id));
  return InsertDeclarationRow(conn_, scope_.tenant, agency, declaration);
}

absl::Status SqlCaseUnit::InsertDelegation(const Delegation& delegation) {
  SELARAS_RETURN_IF_ERROR(InsertDelegationRow(conn_, scope_.tenant, scope_.principal.agency, delegation));
  return evidence_
      .Leaf("DelegationGiven", absl::StrCat("delegations/", delegation.id), scope_.principal.agency,
            delegation.from_account, scope_.clock->Now(), {{"to", delegation.to_account}})
      .status();
}

absl::Status SqlCaseUnit::CheckComplete() const {
  if (open_numbers_.empty()) return absl::OkStatus();
  return absl::InternalError("a decree number was taken and no decree bears it");
}

}  // namespace selaras::approval
