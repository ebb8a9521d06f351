#include "services/approval/app/decree_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::approval {

namespace {

// The decree's moves the other way round; who held no post before has none to go back to.
std::vector<CaseMove> WayBack(const CaseRecord& record, const Decree& decree) {
  std::vector<CaseMove> back;
  for (const CaseMove& move : record.moves) {
    if (std::find(decree.moves.begin(), decree.moves.end(), move.number) == decree.moves.end()) continue;
    if (move.from_post.empty()) continue;
    CaseMove way_back;
    way_back.number = 0;
    way_back.employee = move.employee;
    way_back.from_post = move.to_post;
    way_back.to_post = move.from_post;
    back.push_back(std::move(way_back));
  }
  return back;
}

}  // namespace

// A civil servant reads what concerns himself; everybody else was let in by the role.
absl::Status DecreeService::CheckConcerns(const CallScope& scope, const CaseRecord& record,
                                          const std::vector<int32_t>& moves) {
  if (!scope.principal.Has(selaras::Role::kEmployee)) return absl::OkStatus();
  for (const CaseMove& move : record.moves) {
    const bool named = moves.empty() || std::find(moves.begin(), moves.end(), move.number) != moves.end();
    if (named && move.employee == scope.principal.employee) return absl::OkStatus();
  }
  return Error(absl::StatusCode::kPermissionDenied, "CASE_NOT_HIS", {{"case", record.id}});
}

absl::StatusOr<Decree> DecreeService::Get(const CallScope& scope, absl::string_view id) {
  Decree decree;
  SELARAS_RETURN_IF_ERROR(deps_.cases.store().Read(scope, [&](CaseReads& reads) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(decree, reads.LoadDecree(id));
    return absl::OkStatus();
  }));
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, deps_.cases.Get(scope, decree.case_id));
  SELARAS_RETURN_IF_ERROR(CheckConcerns(scope, record, decree.moves));
  return decree;
}

absl::StatusOr<DecreePage> DecreeService::List(const CallScope& scope, absl::string_view case_id,
                                               absl::string_view after, int32_t limit) {
  return deps_.cases.store().ListDecrees(scope, case_id, after, limit);
}

absl::StatusOr<std::string> DecreeService::Pdf(const CallScope& scope, absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(const Decree decree, Get(scope, id));
  if (decree.pdf_hash.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "DECREE_NOT_SIGNED", {{"decree", decree.id}});
  }
  std::string pdf;
  SELARAS_RETURN_IF_ERROR(deps_.cases.store().Read(scope, [&](CaseReads& reads) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(pdf, reads.LoadPdf(id));
    return absl::OkStatus();
  }));
  return pdf;
}

absl::StatusOr<std::string> DecreeService::ReasonLetter(const CallScope& scope, absl::string_view case_id,
                                                        int32_t move) {
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, deps_.cases.Get(scope, case_id));
  SELARAS_RETURN_IF_ERROR(CheckConcerns(scope, record, {move}));
  const auto found = std::find_if(record.moves.begin(), record.moves.end(),
                                  [&](const CaseMove& one) { return one.number == move; });
  if (found == record.moves.end()) {
    return Error(absl::StatusCode::kNotFound, "CASE_MOVE_UNKNOWN",
                 {{"move", absl::StrCat("cases/", record.id, "/moves/", move)}});
  }
  return deps_.letters.RenderReason(scope, record, *found);
}

absl::StatusOr<std::string> DecreeService::Minutes(const CallScope& scope, absl::string_view meeting_id) {
  SELARAS_ASSIGN_OR_RETURN(const Meeting meeting, deps_.cases.GetMeeting(scope, meeting_id));
  std::vector<CaseRecord> cases;
  for (const std::string& id : meeting.agenda) {
    SELARAS_ASSIGN_OR_RETURN(cases.emplace_back(), deps_.cases.Get(scope, id));
  }
  return deps_.letters.RenderMinutes(scope, meeting, cases);
}

absl::StatusOr<Objection> DecreeService::Object(const CallScope& scope, const ActKey& key,
                                                Objection objection) {
  SELARAS_ASSIGN_OR_RETURN(const Decree decree, Get(scope, objection.decree));
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, deps_.cases.Get(scope, decree.case_id));
  SELARAS_ASSIGN_OR_RETURN(const DecideContext context, deps_.cases.ContextFor(scope, record.policy_hash));
  const absl::CivilDay last =
      AddWorkingDays(decree.decree_date, context.terms->objection_days, context.terms->holidays);
  if (context.today > last) {
    return Error(absl::StatusCode::kFailedPrecondition, "OBJECTION_TERM_OVER",
                 {{"last_day", absl::FormatCivilTime(last)}});
  }
  objection.time = context.now;
  SELARAS_ASSIGN_OR_RETURN(
      objection.id, deps_.cases.store().Run(scope, key, [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
        objection.id = unit.NewId();
        SELARAS_RETURN_IF_ERROR(unit.InsertObjection(ActorOf(scope), objection));
        return objection.id;
      }));
  return objection;
}

absl::StatusOr<Decree> DecreeService::Revoke(const CallScope& scope, const ActKey& key, absl::string_view id,
                                             std::optional<int64_t> version, absl::string_view reason) {
  if (reason.empty()) return InvalidField("reason", "why it is revoked, not empty");
  SELARAS_ASSIGN_OR_RETURN(const Decree decree, Get(scope, id));
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, deps_.cases.Get(scope, decree.case_id));
  std::vector<CaseMove> back = WayBack(record, decree);
  std::optional<CaseRecord> draft;
  if (!back.empty()) {
    // Proposed by whoever proposed the move: the secretary who revokes may not propose.
    SELARAS_ASSIGN_OR_RETURN(draft, deps_.cases.PrepareLetter(scope, decree.number, std::move(back),
                                                              deps_.cases.Today(scope), record.proposer));
  }
  SELARAS_RETURN_IF_ERROR(
      deps_.cases.store()
          .Run(scope, key,
               [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                 SELARAS_ASSIGN_OR_RETURN(const Decree now, unit.LoadDecree(id));
                 if (version.has_value() && *version != now.version) {
                   return Error(absl::StatusCode::kAborted, "CASE_CHANGED", {{"case", now.case_id}});
                 }
                 if (now.state != DecreeState::kApplied) {
                   return Error(absl::StatusCode::kFailedPrecondition, "DECREE_NOT_APPLIED",
                                {{"decree", now.id}});
                 }
                 SELARAS_RETURN_IF_ERROR(
                     unit.EndDecree(ActorOf(scope), now.id, DecreeState::kRevoked, now.registry_revision));
                 SELARAS_RETURN_IF_ERROR(
                     unit.Tell(ActorOf(scope), absl::StrCat("decrees/", now.id),
                               {"RevocationReasoned", {{"reason", std::string(reason)}}, true}));
                 if (draft.has_value())
                   SELARAS_RETURN_IF_ERROR(deps_.cases.Insert(scope, unit, *draft).status());
                 return now.id;
               })
          .status());
  return Get(scope, id);
}

}  // namespace selaras::approval
