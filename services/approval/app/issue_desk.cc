#include "services/approval/app/issue_desk.h"

#include <atomic>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "services/approval/domain/decree_number.h"
#include "services/approval/domain/route.h"

namespace selaras::approval {
namespace {

constexpr int kAtATime = 256;
constexpr absl::Duration kIdle = absl::Seconds(2);

ActOn OnThis(const CaseRecord& record) {
  return {record.id, record.version, {}};
}

bool InHand(const CaseRecord& record) {
  return record.state == CaseState::kIssuing || record.state == CaseState::kIssued;
}

}  // namespace

IssueDesk::IssueDesk(const Deps& deps, int hands)
    : deps_(deps),
      hands_(hands),
      steps_(deps.metrics, {"selaras_approval_issue_steps_total", "Steps of issuing done, and refusals met."},
             "step", {"reserve", "number", "sign", "apply", "refused", "lost"}),
      desk_([this] { return Round(); }, kIdle) {}

Desk::Found IssueDesk::Round() {
  std::vector<std::pair<std::string, std::string>> waiting;
  for (const CaseState state : {CaseState::kIssuing, CaseState::kIssued}) {
    const auto some = deps_.cases.store().Waiting(state, IssueStep::kNone, kAtATime);
    if (!some.ok()) return Desk::Found::kTrouble;
    waiting.insert(waiting.end(), some->begin(), some->end());
  }
  if (waiting.empty()) return Desk::Found::kNothing;
  std::atomic<size_t> next = 0;
  std::atomic<bool> trouble = false;
  const auto work = [&] {
    for (size_t i = next++; i < waiting.size() && !desk_.stopping(); i = next++) {
      const absl::Status status = GoOn(waiting[i].first, waiting[i].second);
      if (status.ok()) continue;
      trouble = true;
      steps_.At("lost").Increment();
      deps_.logger.Log(
          Severity::kWarning, "issuing waits",
          {log_keys::kResource(absl::StrCat("cases/", waiting[i].second)),
           log_keys::kReason(ReasonOf(status)), log_keys::kError(std::string(status.message()))});
    }
  };
  std::vector<std::thread> hands;
  for (int i = 1; i < hands_; ++i) hands.emplace_back(work);
  work();
  for (std::thread& hand : hands) hand.join();
  return trouble ? Desk::Found::kTrouble : Desk::Found::kMore;
}

absl::Status IssueDesk::GoOn(const std::string& tenant, const std::string& case_id) {
  const CallScope scope = DeskScope(deps_.clock, deps_.ids, tenant);
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, deps_.cases.Get(scope, case_id));
    if (!InHand(record)) return absl::OkStatus();
    absl::Status status;
    switch (record.issue.step) {
      case IssueStep::kReserve:
        status = Reserve(scope, record);
        break;
      case IssueStep::kNumber:
        status = Number(scope, record);
        break;
      case IssueStep::kSign:
        status = Sign(scope, record);
        break;
      case IssueStep::kApply:
        status = Apply(scope, record);
        break;
      case IssueStep::kNone:
      case IssueStep::kDone:
        return absl::OkStatus();
    }
    SELARAS_RETURN_IF_ERROR(status);
  }
}

absl::Status IssueDesk::Refused(const CallScope& scope, const CaseRecord& record,
                                const absl::Status& status) {
  if (!IsRefusal(status)) return status;
  steps_.At("refused").Increment();
  const std::string reason =
      ReasonOf(status).empty() ? absl::StatusCodeToString(status.code()) : ReasonOf(status);
  return deps_.cases.Do(scope, OnThis(record), OutsideRefused{reason}).status();
}

absl::Status IssueDesk::Reserve(const CallScope& scope, const CaseRecord& record) {
  failpoint::Reach("approval.reserve.before_call");
  const auto reservation =
      deps_.registry.Reserve(scope, record, absl::StrCat(record.id, "/reserve/", record.issue.attempt));
  if (!reservation.ok()) return Refused(scope, record, reservation.status());
  failpoint::Reach("approval.reserve.after_call");
  SELARAS_RETURN_IF_ERROR(deps_.cases.Do(scope, OnThis(record), SeatsReserved{*reservation}).status());
  steps_.At("reserve").Increment();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Decree>> IssueDesk::DecreesToNumber(const CallScope& scope,
                                                               const CaseRecord& record,
                                                               const DecideContext& context) {
  std::vector<Decree> decrees;
  for (const CaseMove& move : record.moves) {
    const Authority authority = AuthorityOf(move.kind);
    SELARAS_ASSIGN_OR_RETURN(const RegistryPort::Issuer issuer,
                             deps_.registry.IssuerOf(scope, authority, move));
    if (record.issue.collective && !decrees.empty() && decrees.back().authority == authority &&
        decrees.back().agency == issuer.agency) {
      decrees.back().moves.push_back(move.number);
      continue;
    }
    Decree decree;
    decree.tenant = record.tenant;
    decree.agency = issuer.agency;
    decree.number = issuer.code;  // Until the sequence is known.
    decree.authority = authority;
    decree.year = static_cast<int32_t>(context.today.year());
    decree.case_id = record.id;
    decree.moves = {move.number};
    decree.signatory = record.issue.signatory;
    decree.collective = record.issue.collective;
    decree.decree_date = context.today;
    decree.effective_date = record.effective_date;
    decrees.push_back(std::move(decree));
  }
  return decrees;
}

absl::Status IssueDesk::Number(const CallScope& scope, const CaseRecord& record) {
  SELARAS_ASSIGN_OR_RETURN(const DecideContext context, deps_.cases.ContextFor(scope, record.policy_hash));
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Decree> planned, DecreesToNumber(scope, record, context));
  const Actor actor = ActorOf(scope);
  failpoint::Reach("approval.number.before_transaction");
  SELARAS_RETURN_IF_ERROR(
      deps_.cases.store()
          .Run(scope, {},
               [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                 DecreesNumbered act;
                 for (Decree decree : planned) {
                   decree.id = unit.NewId();
                   SELARAS_ASSIGN_OR_RETURN(decree.sequence,
                                            unit.TakeDecreeNumber(decree.agency, decree.year));
                   decree.number = FillNumberForm(context.terms->number_form, decree.sequence, decree.number,
                                                  decree.decree_date);
                   SELARAS_RETURN_IF_ERROR(unit.InsertDecree(actor, decree).status());
                   for (const int32_t move : decree.moves) act.decrees.emplace_back(move, decree.id);
                 }
                 SELARAS_RETURN_IF_ERROR(deps_.cases.ActIn(scope, unit, OnThis(record), act).status());
                 failpoint::Reach("approval.number.before_commit");
                 return record.id;
               })
          .status());
  failpoint::Reach("approval.number.after_commit");
  steps_.At("number").Increment();
  return absl::OkStatus();
}

absl::Status IssueDesk::Sign(const CallScope& scope, const CaseRecord& record) {
  std::vector<Decree> decrees;
  SELARAS_RETURN_IF_ERROR(deps_.cases.store().Read(scope, [&](CaseReads& reads) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(decrees, reads.DecreesOf(record.id));
    return absl::OkStatus();
  }));
  std::erase_if(decrees, [](const Decree& decree) { return decree.state != DecreeState::kNumbered; });
  std::vector<std::string> pdfs, events;
  for (const Decree& decree : decrees) {
    SELARAS_ASSIGN_OR_RETURN(events.emplace_back(), deps_.letters.EventOf(scope, record, decree));
    SELARAS_ASSIGN_OR_RETURN(pdfs.emplace_back(), deps_.letters.RenderDecree(scope, record, decree));
  }
  const Actor actor = ActorOf(scope);
  failpoint::Reach("approval.sign.before_transaction");
  SELARAS_RETURN_IF_ERROR(
      deps_.cases.store()
          .Run(scope, {},
               [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                 for (size_t i = 0; i < decrees.size(); ++i) {
                   SELARAS_RETURN_IF_ERROR(unit.SignDecree(actor, decrees[i].id, pdfs[i]));
                   SELARAS_RETURN_IF_ERROR(unit.TellDecree("DecreeIssued", decrees[i], events[i]));
                 }
                 SELARAS_RETURN_IF_ERROR(
                     deps_.cases.ActIn(scope, unit, OnThis(record), DecreesSigned{}).status());
                 failpoint::Reach("approval.sign.before_commit");
                 return record.id;
               })
          .status());
  failpoint::Reach("approval.sign.after_commit");
  steps_.At("sign").Increment();
  return absl::OkStatus();
}

absl::Status IssueDesk::Apply(const CallScope& scope, const CaseRecord& record) {
  std::vector<Decree> decrees;
  SELARAS_RETURN_IF_ERROR(deps_.cases.store().Read(scope, [&](CaseReads& reads) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(decrees, reads.DecreesOf(record.id));
    return absl::OkStatus();
  }));
  std::erase_if(decrees, [](const Decree& decree) { return decree.state != DecreeState::kSigned; });
  failpoint::Reach("approval.apply.before_call");
  const auto revision =
      deps_.registry.Apply(scope, record, decrees, absl::StrCat(record.id, "/apply/", record.issue.attempt));
  if (!revision.ok()) return Refused(scope, record, revision.status());
  failpoint::Reach("approval.apply.after_call");
  std::vector<std::string> events;
  for (const Decree& decree : decrees) {
    SELARAS_ASSIGN_OR_RETURN(events.emplace_back(), deps_.letters.EventOf(scope, record, decree));
  }
  const Actor actor = ActorOf(scope);
  SELARAS_RETURN_IF_ERROR(
      deps_.cases.store()
          .Run(scope, {},
               [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                 for (size_t i = 0; i < decrees.size(); ++i) {
                   SELARAS_RETURN_IF_ERROR(
                       unit.EndDecree(actor, decrees[i].id, DecreeState::kApplied, *revision));
                   SELARAS_RETURN_IF_ERROR(unit.TellDecree("DecreeApplied", decrees[i], events[i]));
                 }
                 SELARAS_RETURN_IF_ERROR(
                     deps_.cases.ActIn(scope, unit, OnThis(record), DecreesApplied{}).status());
                 failpoint::Reach("approval.apply.before_commit");
                 return record.id;
               })
          .status());
  failpoint::Reach("approval.apply.after_commit");
  steps_.At("apply").Increment();
  return absl::OkStatus();
}

}  // namespace selaras::approval
