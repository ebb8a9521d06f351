#include "services/approval/app/case_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "services/approval/app/plan_lineage.h"
#include "services/approval/domain/open_case.h"
#include "services/approval/domain/quorum.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {
namespace {

absl::Status CheckReach(const CallScope& scope, const CaseRecord& record) {
  if (scope.principal.MayReach(record.agency)) return absl::OkStatus();
  const bool of_a_move = std::any_of(record.moves.begin(), record.moves.end(), [&](const CaseMove& move) {
    return scope.principal.MayReach(move.from_agency) || scope.principal.MayReach(move.to_agency);
  });
  if (of_a_move) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "CASE_AGENCY", {{"case", record.id}});
}

// Kills a test's process here. The acts whose loss or repetition would hurt most have names of their own.
void ReachBeforeCommit(absl::string_view method) {
  if (method == "Submit") return failpoint::Reach("approval.submit.before_commit");
  if (method == "Approve") return failpoint::Reach("approval.approve.before_commit");
  if (method == "Issue") return failpoint::Reach("approval.issue.before_commit");
  failpoint::Reach("approval.act.before_commit");
}

void ReachAfterCommit(absl::string_view method) {
  if (method == "Submit") return failpoint::Reach("approval.submit.after_commit");
  if (method == "Approve") return failpoint::Reach("approval.approve.after_commit");
  if (method == "Issue") return failpoint::Reach("approval.issue.after_commit");
  failpoint::Reach("approval.act.after_commit");
}

}  // namespace

Actor ActorOf(const CallScope& scope) {
  const std::string& account = scope.actor.empty() ? scope.principal.id : scope.actor;
  return {account, scope.principal.employee.empty() ? account : scope.principal.employee};
}

absl::CivilDay CaseService::Today(const CallScope& scope) const {
  return selaras::Today(*scope.clock, deps_.zone);
}

absl::StatusOr<DecideContext> CaseService::ContextFor(const CallScope& scope, absl::string_view policy_hash) {
  // The source keeps every policy that it gave, so the terms outlive the answer.
  SELARAS_ASSIGN_OR_RETURN(const auto policy, deps_.policies.Get(scope, policy_hash));
  return DecideContext{scope.clock->Now(), Today(scope), &policy->terms};
}

absl::StatusOr<CaseRecord> CaseService::ActIn(const CallScope& scope, CaseUnit& unit, const ActOn& on,
                                              const Act& act) {
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, unit.LoadCase(on.case_id));
  SELARAS_RETURN_IF_ERROR(CheckReach(scope, record));
  if (on.version.has_value() && *on.version != record.version) {
    return Error(absl::StatusCode::kAborted, "CASE_CHANGED", {{"case", record.id}});
  }
  SELARAS_ASSIGN_OR_RETURN(const DecideContext context, ContextFor(scope, record.policy_hash));
  SELARAS_ASSIGN_OR_RETURN(Decision decision, Decide(record, act, ActorOf(scope), context));
  SELARAS_RETURN_IF_ERROR(unit.Save(ActorOf(scope), decision));
  return std::move(decision.next);
}

absl::StatusOr<CaseRecord> CaseService::RunAct(
    const CallScope& scope, const ActOn& on,
    absl::FunctionRef<absl::StatusOr<CaseRecord>(CaseUnit& unit)> work) {
  std::optional<CaseRecord> done;
  SELARAS_ASSIGN_OR_RETURN(const std::string id,
                           deps_.store.Run(scope, on.key, [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                             done.reset();
                             SELARAS_ASSIGN_OR_RETURN(done, work(unit));
                             ReachBeforeCommit(on.key.method);
                             return done->id;
                           }));
  ReachAfterCommit(on.key.method);
  if (deps_.wake) deps_.wake();
  if (done.has_value()) return *std::move(done);
  return Get(scope, id);
}

absl::StatusOr<CaseRecord> CaseService::Get(const CallScope& scope, absl::string_view id) {
  CaseRecord record;
  SELARAS_RETURN_IF_ERROR(deps_.store.Read(scope, [&](CaseReads& reads) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(record, reads.LoadCase(id));
    return absl::OkStatus();
  }));
  SELARAS_RETURN_IF_ERROR(CheckReach(scope, record));
  return record;
}

absl::StatusOr<CaseRecord> CaseService::Do(const CallScope& scope, const ActOn& on, const Act& act) {
  return RunAct(scope, on, [&](CaseUnit& unit) { return ActIn(scope, unit, on, act); });
}

absl::StatusOr<CaseRecord> CaseService::DoRevise(const CallScope& scope, const ActOn& on, Revise act) {
  if (!act.moves.empty()) {
    SELARAS_RETURN_IF_ERROR(deps_.registry.FillPresentPosts(scope, act.moves));
    SELARAS_RETURN_IF_ERROR(deps_.registry.Classify(scope, act.moves));
  }
  return Do(scope, on, act);
}

absl::StatusOr<CaseRecord> CaseService::DoScreen(const CallScope& scope, const ActOn& on) {
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, Get(scope, on.case_id));
  // The facts of the case as it stands; another act meanwhile makes the version differ and nothing happens.
  ActOn exactly = on;
  if (!exactly.version.has_value()) exactly.version = record.version;
  if (*exactly.version != record.version) return Do(scope, exactly, Screen{});
  SELARAS_ASSIGN_OR_RETURN(const Screen found, deps_.registry.ScreenMoves(scope, record));
  return Do(scope, exactly, found);
}

absl::StatusOr<CaseRecord> CaseService::DoConsent(const CallScope& scope, const ActOn& on,
                                                  const GiveConsent& act) {
  return RunAct(scope, on, [&](CaseUnit& unit) -> absl::StatusOr<CaseRecord> {
    SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, unit.LoadCase(on.case_id));
    for (const CaseMove& move : record.moves) {
      if (move.number != act.move || scope.principal.MayReach(move.from_agency)) continue;
      return Error(absl::StatusCode::kPermissionDenied, "CASE_AGENCY", {{"case", record.id}});
    }
    return ActIn(scope, unit, on, act);
  });
}

absl::StatusOr<CaseRecord> CaseService::Insert(const CallScope& scope, CaseUnit& unit, CaseRecord record) {
  record.id = unit.NewId();
  record.tenant = scope.tenant;
  record.agency = record.moves.front().to_agency;
  record.content_salt = unit.NewSalt();
  SELARAS_ASSIGN_OR_RETURN(const DecideContext context, ContextFor(scope, record.policy_hash));
  const Actor proposer = record.proposer;
  SELARAS_ASSIGN_OR_RETURN(Decision opened, OpenCase(std::move(record), proposer, context));
  SELARAS_RETURN_IF_ERROR(unit.InsertCase(ActorOf(scope), opened));
  return std::move(opened.next);
}

absl::StatusOr<CaseRecord> CaseService::RecordFor(const CallScope& scope, const KnownPlan& plan,
                                                  const PlanChain& chain) {
  CaseRecord record;
  record.plan = plan.head.id;
  record.chain_key = chain.key;
  record.policy_hash = plan.head.policy_hash;
  record.effective_date = plan.head.effective_date.value_or(Today(scope));
  record.moves = chain.moves;
  SELARAS_RETURN_IF_ERROR(deps_.registry.Classify(scope, record.moves));
  return record;
}

absl::StatusOr<CaseRecord> CaseService::CreateFromChain(const CallScope& scope, const ActKey& key,
                                                        absl::string_view plan, absl::string_view chain_key,
                                                        std::optional<absl::CivilDay> effective_date) {
  SELARAS_ASSIGN_OR_RETURN(const auto known, deps_.chains.Get(scope, plan));
  const auto chain = known->chains.find(chain_key);
  if (chain == known->chains.end()) {
    return Error(absl::StatusCode::kNotFound, "CHAIN_NOT_FOUND", {{"plan", std::string(plan)}});
  }
  SELARAS_ASSIGN_OR_RETURN(CaseRecord record, RecordFor(scope, *known, chain->second));
  if (effective_date.has_value()) record.effective_date = *effective_date;
  record.proposer = ActorOf(scope);
  return RunAct(scope, {"", std::nullopt, key}, [&](CaseUnit& unit) { return Insert(scope, unit, record); });
}

absl::StatusOr<CaseRecord> CaseService::PrepareLetter(const CallScope& scope, absl::string_view letter_number,
                                                      std::vector<CaseMove> moves,
                                                      absl::CivilDay effective_date, const Actor& proposer) {
  if (moves.empty()) return InvalidField("moves", "at least one move");
  SELARAS_RETURN_IF_ERROR(deps_.registry.FillPresentPosts(scope, moves));
  SELARAS_RETURN_IF_ERROR(deps_.registry.Classify(scope, moves));
  SELARAS_ASSIGN_OR_RETURN(const auto policy, deps_.policies.Get(scope, ""));
  CaseRecord record;
  record.letter_number = std::string(letter_number);
  record.policy_hash = policy->hash;
  record.effective_date = effective_date;
  record.moves = std::move(moves);
  record.proposer = proposer;
  return record;
}

absl::StatusOr<CaseRecord> CaseService::CreateFromLetter(const CallScope& scope, const ActKey& key,
                                                         absl::string_view letter_number,
                                                         std::vector<CaseMove> moves,
                                                         absl::CivilDay effective_date) {
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, PrepareLetter(scope, letter_number, std::move(moves),
                                                                  effective_date, ActorOf(scope)));
  return RunAct(scope, {"", std::nullopt, key}, [&](CaseUnit& unit) { return Insert(scope, unit, record); });
}

absl::StatusOr<CaseRecord> CaseService::DoConfirmVeto(const CallScope& scope, const ActOn& on,
                                                      const ConfirmVeto& act) {
  if (!act.accept) return Do(scope, on, act);
  SELARAS_ASSIGN_OR_RETURN(const auto child, deps_.chains.Get(scope, act.child_plan));
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord vetoed, Get(scope, on.case_id));
  if (!vetoed.veto.has_value() || vetoed.state != CaseState::kVetoed) {
    return Do(scope, on, act);  // A repeat, or refused there with the reason.
  }
  std::vector<CaseRecord> fresh;
  for (const std::string& key : vetoed.veto->new_chain_keys) {
    const auto chain = child->chains.find(key);
    if (chain == child->chains.end()) continue;
    SELARAS_ASSIGN_OR_RETURN(CaseRecord record, RecordFor(scope, *child, chain->second));
    record.effective_date = vetoed.effective_date;
    record.proposer = vetoed.proposer;
    fresh.push_back(std::move(record));
  }
  return RunAct(scope, on, [&](CaseUnit& unit) -> absl::StatusOr<CaseRecord> {
    // Another veto may have been confirmed since this consequence was shown, even a moment ago: it no longer holds then.
    SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> lineage,
                             LineageOf(scope, unit, deps_.chains, vetoed.plan));
    if (child->head.parent != lineage.back()) {
      return Error(absl::StatusCode::kAborted, "CASE_VETO_OVERTAKEN", {{"case", vetoed.id}});
    }
    SELARAS_ASSIGN_OR_RETURN(CaseRecord record, ActIn(scope, unit, on, act));
    for (const std::string& other : record.veto->replaced_cases) {
      if (other == record.id) continue;
      // One that has ended since the consequence was shown needs nothing done to it.
      SELARAS_ASSIGN_OR_RETURN(const CaseRecord now, unit.LoadCase(other));
      if (IsEnd(now.state)) continue;
      SELARAS_RETURN_IF_ERROR(ActIn(scope, unit, {other, std::nullopt, {}}, Replaced{}).status());
    }
    for (const CaseRecord& one : fresh) {
      SELARAS_ASSIGN_OR_RETURN(const std::optional<std::string> running, unit.RunningCaseOf(one.chain_key));
      if (!running.has_value()) SELARAS_RETURN_IF_ERROR(Insert(scope, unit, one).status());
    }
    return record;
  });
}

absl::StatusOr<CaseRecord> CaseService::DoReconcile(const CallScope& scope, const ActOn& on,
                                                    const Reconcile& act) {
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, Get(scope, on.case_id));
  SELARAS_ASSIGN_OR_RETURN(const DecideContext context, ContextFor(scope, record.policy_hash));
  const bool stands = !on.version.has_value() || *on.version == record.version;
  // Seats are given back only by an act that will be taken; a refused or repeated one touches nothing outside.
  if (!act.retry && stands && !record.issue.reservation.empty() &&
      Decide(record, act, ActorOf(scope), context).ok()) {
    SELARAS_RETURN_IF_ERROR(deps_.registry.Release(
        scope, record.issue.reservation, absl::StrCat(record.id, "/release/", record.issue.attempt)));
  }
  return RunAct(scope, on, [&](CaseUnit& unit) -> absl::StatusOr<CaseRecord> {
    if (!act.retry) {
      SELARAS_ASSIGN_OR_RETURN(const std::vector<Decree> decrees, unit.DecreesOf(on.case_id));
      for (const Decree& decree : decrees) {
        if (decree.state != DecreeState::kNumbered && decree.state != DecreeState::kSigned) continue;
        SELARAS_RETURN_IF_ERROR(unit.EndDecree(ActorOf(scope), decree.id, DecreeState::kVoid, 0));
      }
    }
    return ActIn(scope, unit, on, act);
  });
}

absl::StatusOr<Meeting> CaseService::RecordMeeting(const CallScope& scope, const ActKey& key,
                                                   Meeting meeting) {
  SELARAS_ASSIGN_OR_RETURN(const auto policy, deps_.policies.Get(scope, ""));
  SELARAS_RETURN_IF_ERROR(CheckMeeting(meeting, policy->terms));
  meeting.tenant = scope.tenant;
  meeting.secretary = ActorOf(scope).account;
  SELARAS_ASSIGN_OR_RETURN(
      const std::string id, deps_.store.Run(scope, key, [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
        meeting.id = unit.NewId();
        SELARAS_RETURN_IF_ERROR(unit.InsertMeeting(ActorOf(scope), meeting));
        for (const std::string& case_id : meeting.agenda) {
          Meet act{.meeting = meeting.id, .decisions = {}};
          for (const MeetingDecision& decision : meeting.decisions) {
            if (decision.case_id == case_id) act.decisions.push_back(decision);
          }
          SELARAS_RETURN_IF_ERROR(ActIn(scope, unit, {case_id, std::nullopt, {}}, act).status());
        }
        failpoint::Reach("approval.meeting.before_commit");
        return meeting.id;
      }));
  failpoint::Reach("approval.meeting.after_commit");
  if (deps_.wake) deps_.wake();
  return GetMeeting(scope, id);
}

absl::StatusOr<Meeting> CaseService::GetMeeting(const CallScope& scope, absl::string_view id) {
  Meeting meeting;
  SELARAS_RETURN_IF_ERROR(deps_.store.Read(scope, [&](CaseReads& reads) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(meeting, reads.LoadMeeting(id));
    return absl::OkStatus();
  }));
  return meeting;
}

absl::StatusOr<Response> CaseService::Respond(const CallScope& scope, const ActKey& key, Response response) {
  if (response.text.empty()) return InvalidField("text", "what the person says, not empty");
  response.time = scope.clock->Now();
  SELARAS_ASSIGN_OR_RETURN(
      response.id, deps_.store.Run(scope, key, [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
        SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, unit.LoadCase(response.case_id));
        const bool concerns =
            std::any_of(record.moves.begin(), record.moves.end(),
                        [&](const CaseMove& move) { return move.employee == response.employee; });
        if (!concerns) {
          return Error(absl::StatusCode::kPermissionDenied, "CASE_NOT_HIS", {{"case", record.id}});
        }
        response.id = unit.NewId();
        SELARAS_RETURN_IF_ERROR(unit.InsertResponse(ActorOf(scope), response));
        return response.id;
      }));
  return response;
}

absl::StatusOr<Declaration> CaseService::Declare(const CallScope& scope, const ActKey& key,
                                                 Declaration declaration) {
  declaration.actor = ActorOf(scope);
  const ActOn on{declaration.case_id, std::nullopt, key};
  SELARAS_ASSIGN_OR_RETURN(
      declaration.id, deps_.store.Run(scope, key, [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
        declaration.id = unit.NewId();
        SELARAS_RETURN_IF_ERROR(unit.InsertDeclaration(declaration));
        SELARAS_RETURN_IF_ERROR(ActIn(scope, unit, on, DeclareInterest{declaration.conflict}).status());
        return declaration.id;
      }));
  return declaration;
}

absl::StatusOr<Delegation> CaseService::Delegate(const CallScope& scope, const ActKey& key,
                                                 Delegation delegation) {
  delegation.from_account = ActorOf(scope).account;
  if (delegation.to_account == delegation.from_account) {
    return InvalidField("delegation.to_principal", "another account than your own");
  }
  if (delegation.end < delegation.start) {
    return InvalidField("delegation.end_date", "not before start_date");
  }
  SELARAS_ASSIGN_OR_RETURN(delegation.id,
                           deps_.store.Run(scope, key, [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                             delegation.id = unit.NewId();
                             SELARAS_RETURN_IF_ERROR(unit.InsertDelegation(delegation));
                             return delegation.id;
                           }));
  return delegation;
}

}  // namespace selaras::approval
