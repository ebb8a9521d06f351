#include "services/approval/store/testing/world.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::approval {
namespace {

const Actor kClerk{"acc-desk", "p-desk"};

Happening Happened(absl::string_view kind) {
  return {std::string(kind), {{"by", "test"}}, false};
}

// Saves the case in `state` after `change`.
absl::Status Go(
    CaseUnit& unit, absl::string_view id, CaseState state,
    absl::FunctionRef<void(CaseRecord& next)> change = [](CaseRecord&) {}) {
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, unit.LoadCase(id));
  Decision decision = Next(record, change);
  decision.next.state = state;
  return unit.Save(kClerk, decision);
}

absl::Status BringToConsidered(CaseUnit& unit, const CaseRecord& draft) {
  SELARAS_RETURN_IF_ERROR(unit.InsertCase(draft.proposer, {draft, {Happened("CaseCreated")}}));
  SELARAS_RETURN_IF_ERROR(Go(unit, draft.id, CaseState::kSubmitted));
  return Go(unit, draft.id, CaseState::kConsidered, [](CaseRecord& next) {
    for (CaseMove& move : next.moves) {
      move.steps = {{Step::kRecommendation, StepState::kClosed, "ref-1", "acc-desk", "p-desk",
                     absl::CivilDay(2026, 4, 9)},
                    {Step::kMeeting, StepState::kClosed, "meetings/m1", "acc-desk", "p-desk", std::nullopt}};
    }
    next.checklist = {{"D7", 1, "checklist.D7", true, "acc-desk", "doc-1"}};
    next.barred = {{"p-barred", Bar::kRecused}, {"p-relative", Bar::kRelative}};
  });
}

absl::Status BringToApproved(CaseUnit& unit, const CaseRecord& draft) {
  SELARAS_RETURN_IF_ERROR(BringToConsidered(unit, draft));
  return Go(unit, draft.id, CaseState::kApproved,
            [](CaseRecord& next) { next.approvals = TwoApprovals(next); });
}

absl::Status BringToNumbered(CaseUnit& unit, const CaseRecord& draft, absl::string_view decree) {
  SELARAS_RETURN_IF_ERROR(BringToIssuing(unit, draft));
  SELARAS_RETURN_IF_ERROR(NumberDecree(unit, draft.id, decree).status());
  return Go(unit, draft.id, CaseState::kIssuing, [&](CaseRecord& next) {
    next.issue.step = IssueStep::kSign;
    next.decrees = {std::string(decree)};
    for (CaseMove& move : next.moves) move.decree = std::string(decree);
  });
}

absl::Status BringToIssued(CaseUnit& unit, const CaseRecord& draft, absl::string_view decree) {
  SELARAS_RETURN_IF_ERROR(BringToNumbered(unit, draft, decree));
  SELARAS_RETURN_IF_ERROR(unit.SignDecree(kClerk, decree, "%PDF-1.7 of a test"));
  return Go(unit, draft.id, CaseState::kIssued);
}

absl::Status InsertRecords(CaseUnit& unit, const Clock& clock) {
  Meeting meeting{.id = "m1",
                  .tenant = kWorldTenant,
                  .date = absl::CivilDay(2026, 4, 8),
                  .place = "Ruang A",
                  .chair = "acc-a",
                  .secretary = "acc-desk",
                  .agenda = {"considered"},
                  .attendees = {"acc-a", "acc-b"},
                  .quorum = 2,
                  .decisions = {{"considered", 1, MeetingVote::kAgree, {"acc-b"}, "setuju"}}};
  SELARAS_RETURN_IF_ERROR(unit.InsertMeeting(kClerk, meeting));
  SELARAS_RETURN_IF_ERROR(
      unit.InsertResponse(kClerk, {"r1", "considered", "considered-e1", "keberatan", clock.Now()}));
  SELARAS_RETURN_IF_ERROR(unit.InsertObjection(kClerk, {"o1", "d-app", "tidak sesuai", 1, clock.Now()}));
  SELARAS_RETURN_IF_ERROR(unit.InsertDeclaration({"dc1", "considered", {"acc-a", "p-a"}, false}));
  return unit.InsertDelegation(
      {"dg1", "acc-a", "acc-z", absl::CivilDay(2026, 4, 1), absl::CivilDay(2026, 4, 30)});
}

absl::Status BuildCases(CaseUnit& unit, const Clock& clock) {
  const absl::Time now = clock.Now();
  const CaseRecord draft = DraftOf("draft", 1, now);
  SELARAS_RETURN_IF_ERROR(unit.InsertCase(draft.proposer, {draft, {Happened("CaseCreated")}}));
  SELARAS_RETURN_IF_ERROR(BringToConsidered(unit, DraftOf("considered", 2, now)));
  SELARAS_RETURN_IF_ERROR(BringToConsidered(unit, DraftOf("half", 2, now)));
  SELARAS_RETURN_IF_ERROR(Go(unit, "half", CaseState::kConsidered,
                             [](CaseRecord& next) { next.approvals = {TwoApprovals(next).front()}; }));
  SELARAS_RETURN_IF_ERROR(BringToApproved(unit, DraftOf("approved", 2, now)));
  SELARAS_RETURN_IF_ERROR(BringToIssuing(unit, DraftOf("issuing", 2, now)));
  SELARAS_RETURN_IF_ERROR(BringToNumbered(unit, DraftOf("numbered", 2, now), "d-num"));
  SELARAS_RETURN_IF_ERROR(BringToIssued(unit, DraftOf("issued", 2, now), "d-sig"));
  SELARAS_RETURN_IF_ERROR(BringToIssued(unit, DraftOf("applied", 2, now), "d-app"));
  SELARAS_RETURN_IF_ERROR(unit.EndDecree(kClerk, "d-app", DecreeState::kApplied, 77));
  SELARAS_RETURN_IF_ERROR(Go(unit, "applied", CaseState::kApplied));
  SELARAS_RETURN_IF_ERROR(BringToConsidered(unit, DraftOf("rejected", 1, now)));
  SELARAS_RETURN_IF_ERROR(Go(unit, "rejected", CaseState::kRejected));
  SELARAS_RETURN_IF_ERROR(BringToConsidered(unit, DraftOf("vetoed", 2, now)));
  SELARAS_RETURN_IF_ERROR(Go(unit, "vetoed", CaseState::kVetoed, [](CaseRecord& next) {
    next.veto =
        Veto{.move = 2, .reason = "alasan", .actor = {"acc-a", "p-a"}, .came_from = CaseState::kConsidered};
  }));
  return InsertRecords(unit, clock);
}

}  // namespace

CallScope WorldScope(const Clock& clock, absl::string_view tenant, absl::string_view account) {
  CallScope scope;
  scope.principal.id = std::string(account);
  scope.principal.tenant = std::string(tenant);
  scope.actor = std::string(account);
  scope.tenant = std::string(tenant);
  scope.clock = &clock;
  return scope;
}

CaseRecord DraftOf(absl::string_view id, int moves, absl::Time now, absl::string_view tenant) {
  CaseRecord record;
  record.id = std::string(id);
  record.tenant = std::string(tenant);
  record.agency = "ag";
  record.version = 1;
  record.plan = "plan-1";
  record.chain_key = absl::StrCat("chain-", id);
  record.policy_hash = "policy-1";
  record.proposer = {"acc-prop", "p-prop"};
  record.effective_date = absl::CivilDay(2026, 5, 1);
  record.content_salt = "0123456789abcdef";
  record.content_hash = absl::StrCat("hash-", id);
  record.created = record.updated = now;
  for (int i = 1; i <= moves; ++i) {
    CaseMove move;
    move.number = i;
    move.employee = absl::StrCat(id, "-e", i);
    move.from_post = absl::StrCat(id, "-f", i);
    move.to_post = absl::StrCat(id, "-p", i);
    move.from_agency = move.to_agency = "ag";
    record.moves.push_back(std::move(move));
  }
  return record;
}

Decision Next(const CaseRecord& record, absl::FunctionRef<void(CaseRecord& next)> change) {
  Decision decision{record, {Happened("CaseChanged")}};
  ++decision.next.version;
  decision.next.updated += absl::Seconds(1);
  change(decision.next);
  return decision;
}

std::vector<Approval> TwoApprovals(const CaseRecord& record) {
  return {{1, {"acc-a", "p-a"}, record.content_hash, record.updated, false},
          {2, {"acc-b", "p-b"}, record.content_hash, record.updated, false}};
}

absl::Status BringToIssuing(CaseUnit& unit, const CaseRecord& draft) {
  SELARAS_RETURN_IF_ERROR(BringToApproved(unit, draft));
  return Go(unit, draft.id, CaseState::kIssuing, [](CaseRecord& next) {
    next.issue.step = IssueStep::kReserve;
    next.issue.signatory = "acc-sign";
    next.issue.attempt = 1;
  });
}

absl::StatusOr<Decree> NumberDecree(CaseUnit& unit, absl::string_view case_id, absl::string_view decree_id,
                                    absl::string_view agency, int32_t year) {
  SELARAS_ASSIGN_OR_RETURN(const CaseRecord record, unit.LoadCase(case_id));
  Decree decree;
  decree.id = std::string(decree_id);
  decree.tenant = record.tenant;
  decree.agency = std::string(agency);
  decree.authority = Authority::kPpk;
  decree.year = year;
  SELARAS_ASSIGN_OR_RETURN(decree.sequence, unit.TakeDecreeNumber(agency, year));
  decree.number = absl::StrCat("800.1.3/", decree.sequence, "/", agency, "/", year);
  decree.case_id = record.id;
  for (const CaseMove& move : record.moves) decree.moves.push_back(move.number);
  decree.signatory = "acc-sign";
  decree.decree_date = absl::CivilDay(year, 4, 10);
  decree.effective_date = record.effective_date;
  SELARAS_ASSIGN_OR_RETURN(decree.content_hash, unit.InsertDecree(kClerk, decree));
  return decree;
}

absl::Status BuildWorld(sql::Database& database, SqlCaseStore& store, const Clock& clock) {
  const CallScope scope = WorldScope(clock);
  SELARAS_RETURN_IF_ERROR(store
                              .Run(scope, {"rq1", "BuildWorld", "hash"},
                                   [&](CaseUnit& unit) -> absl::StatusOr<std::string> {
                                     SELARAS_RETURN_IF_ERROR(BuildCases(unit, clock));
                                     return std::string("built");
                                   })
                              .status());
  return database.Transaction([&](sql::Connection& conn) {
    return conn.Execute(
        "insert into evidence_contents (position, leaf_hash, tenant, agency, subject, salt, canonical) "
        "values (1000000, $1, $2, 'ag', 'decrees/d-new', $1, $1)",
        {sql::Bytes(std::string(32, '\xaa')), kWorldTenant});
  });
}

}  // namespace selaras::approval
