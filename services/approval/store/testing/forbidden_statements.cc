#include "services/approval/store/testing/forbidden_statements.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "libs/base/status_macros.h"

namespace selaras::approval {
namespace {

using absl::StrCat;

std::string Case(absl::string_view id) {
  return StrCat(" where tenant = 't' and case_id = '", id, "'");
}
// An act's update of the case row.
std::string Act(absl::string_view id, absl::string_view set) {
  return StrCat("update cases set version = version + 1, ", set, Case(id));
}
std::string To(absl::string_view id, int state) {
  return Act(id, StrCat("state = ", state));
}
std::string Decree(absl::string_view id, absl::string_view set) {
  return StrCat("update decrees set version = version + 1, ", set, " where tenant = 't' and decree_id = '",
                id, "'");
}
std::string Approve(absl::string_view id, int number, int slot, absl::string_view who,
                    absl::string_view hash = "", int voided = 0) {
  return StrCat(
      "insert into approvals (tenant, agency, case_id, number, slot, account, person, content_hash, "
      "given_us, voided) "
      "values ('t', 'ag', '",
      id, "', ", number, ", ", slot, ", 'acc-", who, "', 'p-", who, "', '",
      hash.empty() ? StrCat("hash-", id) : hash, "', 1, ", voided, ")");
}
struct NewDecree {
  std::string id = "d-new", case_id = "issuing", signatory = "acc-sign", hash;
  int state = 1, year = 2026, sequence = 4;
  std::string number = "no-4";
  int effective_day = 20574;  // 2026-05-01
};
std::string Insert(const NewDecree& d) {
  return StrCat(
      "insert into decrees (tenant, agency, decree_id, case_id, authority, state, version, year, sequence, "
      "number, "
      "signatory, collective, decree_day, effective_day, content_hash, pdf_hash, registry_revision) values "
      "('t', 'ag', '",
      d.id, "', '", d.case_id, "', 1, ", d.state, ", 1, ", d.year, ", ", d.sequence, ", '", d.number, "', '",
      d.signatory, "', 0, 20553, ", d.effective_day, ", '", d.hash.empty() ? std::string(64, 'a') : d.hash,
      "', ", d.state == 1 ? "''" : "'pdf'", ", 0)");
}
std::string InsertMove(absl::string_view decree, absl::string_view case_id, int move) {
  return StrCat(
      "insert into decree_moves (tenant, agency, decree_id, case_id, move, live) values ('t', 'ag', '",
      decree, "', '", case_id, "', ", move, ", 1)");
}
std::string InsertCase(absl::string_view id, absl::string_view chain, int state, int version) {
  return StrCat(
      "insert into cases (tenant, agency, case_id, state, version, plan, chain_key, letter_number, "
      "policy_hash, "
      "proposer_account, proposer_person, effective_day, content_salt, content_hash, issue_step, "
      "issue_attempt, "
      "issue_signatory, issue_collective, issue_reservation, reconcile_reason, decrees, defects, "
      "replaced_by, created_us, "
      "updated_us) select tenant, agency, '",
      id, "', ", state, ", ", version, ", plan, '", chain,
      "', letter_number, policy_hash, proposer_account, proposer_person, effective_day, content_salt, "
      "content_hash, 0, 0, "
      "'', 0, '', '', '[]', '[]', '', created_us, updated_us from cases",
      Case("draft"));
}

// Changes nothing, lawfully.
const char kTouchDraft[] =
    "update cases set version = version + 1, updated_us = updated_us + 1 where tenant = 't' and case_id = "
    "'draft'";

void AddApprovals(std::vector<ForbiddenStatement>& all) {
  const std::string lawful = Approve("considered", 1, 1, "c");
  all.insert(
      all.end(),
      {{"proposer approves", Approve("considered", 1, 1, "prop"), "nobody approves what he proposed", lawful},
       {"proposer approves under another account",
        "insert into approvals (tenant, agency, case_id, number, slot, account, person, content_hash, "
        "given_us, voided) "
        "values ('t', 'ag', 'considered', 1, 1, 'acc-second', 'p-prop', 'hash-considered', 1, 0)",
        "nobody approves what he proposed", lawful},
       {"mover approves his own move",
        "insert into approvals (tenant, agency, case_id, number, slot, account, person, content_hash, "
        "given_us, voided) "
        "values ('t', 'ag', 'considered', 1, 1, 'acc-c', 'considered-e2', 'hash-considered', 1, 0)",
        "nobody approves his own move", lawful},
       {"barred person approves", Approve("considered", 1, 1, "barred"), "a barred person does not approve",
        lawful},
       {"relative approves", Approve("considered", 1, 1, "relative"), "a barred person does not approve",
        lawful},
       {"one person in two slots", Approve("half", 2, 2, "a"),
        "approvals.tenant, approvals.case_id, approvals.|approvals_one_", Approve("half", 2, 2, "c")},
       {"one person in two slots under two accounts",
        "insert into approvals (tenant, agency, case_id, number, slot, account, person, content_hash, "
        "given_us, voided) "
        "values ('t', 'ag', 'half', 2, 2, 'acc-second', 'p-a', 'hash-half', 1, 0)",
        "approvals.tenant, approvals.case_id, approvals.person|approvals_one_person",
        Approve("half", 2, 2, "c")},
       {"one account in two slots",
        "insert into approvals (tenant, agency, case_id, number, slot, account, person, content_hash, "
        "given_us, voided) "
        "values ('t', 'ag', 'half', 2, 2, 'acc-a', 'p-other', 'hash-half', 1, 0)",
        "approvals.tenant, approvals.case_id, approvals.account|approvals_one_account",
        Approve("half", 2, 2, "c")},
       {"one slot twice", Approve("half", 2, 1, "c"),
        "approvals.tenant, approvals.case_id, approvals.slot|approvals_one_slot", Approve("half", 2, 2, "c")},
       {"approval of another content", Approve("considered", 1, 1, "c", "hash-half"),
        "an approval is bound to the content of its case", lawful},
       {"approval of a draft", Approve("draft", 1, 1, "c"), "only a considered case is approved", lawful},
       {"approval of a case that is being issued", Approve("issuing", 3, 3, "c"),
        "only a considered case is approved", lawful},
       {"approval of a rejected case", Approve("rejected", 1, 1, "c"), "only a considered case is approved",
        lawful},
       {"approval born void", Approve("considered", 1, 1, "c", "", 1), "an approval begins in force", lawful},
       {"approval given to another person", "update approvals set person = 'p-c'" + Case("half"),
        "an approval is made void and nothing else", "update approvals set voided = 1" + Case("half")},
       {"approval dated back", "update approvals set given_us = 5" + Case("half"),
        "an approval is made void and nothing else", "update approvals set voided = 1" + Case("half")},
       {"approval bound to other content", "update approvals set content_hash = 'x'" + Case("half"),
        "an approval is made void and nothing else", "update approvals set voided = 1" + Case("half")},
       {"void approval revived", "update approvals set voided = 0" + Case("half"),
        "an approval is made void and nothing else", Approve("half", 2, 1, "a"),
        "update approvals set voided = 1" + Case("half")},
       {"approvals taken from under a decree", "update approvals set voided = 1" + Case("numbered"),
        "approvals under a decree stay", "update approvals set voided = 1" + Case("issuing")},
       {"approvals of an applied case taken back", "update approvals set voided = 1" + Case("applied"),
        "approvals under a decree stay", "update approvals set voided = 1" + Case("approved")},
       {"approval deleted", "delete from approvals" + Case("half"), "nothing is deleted here",
        "update approvals set voided = 1" + Case("half")},
       {"bar by recusal lifted", "update barred_persons set live = 0" + Case("considered") + " and bar = 4",
        "who declared an interest or recused himself stays barred",
        "update barred_persons set live = 0" + Case("considered") + " and bar = 2"},
       {"bar turned to another person",
        "update barred_persons set person = 'p-c'" + Case("considered") + " and bar = 2",
        "a bar keeps its person", "update barred_persons set live = 0" + Case("considered") + " and bar = 2"},
       {"bar deleted", "delete from barred_persons" + Case("considered"), "nothing is deleted here",
        "update barred_persons set live = 0" + Case("considered") + " and bar = 2"}});
}

void AddCases(std::vector<ForbiddenStatement>& all) {
  all.insert(
      all.end(),
      {{"case born approved", InsertCase("new", "chain-new", 8, 1), "a case begins as a draft",
        InsertCase("new", "chain-new", 1, 1)},
       {"second running case of a chain", InsertCase("new", "chain-approved", 1, 1),
        "cases.tenant, cases.chain_key|cases_running", InsertCase("new", "chain-rejected", 1, 1)},
       {"version skipped", "update cases set version = version + 2" + Case("draft"),
        "a case changes by one version at a time", kTouchDraft},
       {"change without a version", "update cases set updated_us = 9" + Case("draft"),
        "a case changes by one version at a time", kTouchDraft},
       {"proposer replaced", Act("considered", "proposer_account = 'acc-c', proposer_person = 'p-c'"),
        "the proposer of a case stays", Act("considered", "letter_number = '800/1'")},
       {"salt replaced", Act("draft", "content_salt = 'ff'"), "a case keeps its identity", kTouchDraft},
       {"creation dated back", Act("draft", "created_us = 1"), "a case keeps its identity", kTouchDraft},
       {"draft to approved", To("draft", 8), "no gate leads there", To("draft", 2)},
       {"draft to issuing", To("draft", 17), "no gate leads there", To("draft", 13)},
       {"considered to issuing", To("considered", 17), "no gate leads there", To("considered", 16)},
       {"considered to issued", To("considered", 9), "no gate leads there", To("considered", 11)},
       {"approved to applied", To("approved", 10), "no gate leads there", To("approved", 17)},
       {"applied to draft", To("applied", 1), "no gate leads there", To("issued", 15)},
       {"applied to reconcile", To("applied", 15), "no gate leads there", To("issued", 15)},
       {"rejected to submitted", To("rejected", 2), "no gate leads there", To("draft", 2)},
       {"gate added", "insert into case_gates (from_state, to_state) values (1, 8)", "the gates are fixed",
        To("draft", 2)},
       {"gate turned", "update case_gates set to_state = 8 where from_state = 1 and to_state = 2",
        "the gates are fixed", To("draft", 2)},
       {"gate closed", "delete from case_gates", "the gates are fixed", To("draft", 2)},
       {"approved without slots", To("considered", 8), "a case is approved by two who may", To("half", 8),
        Approve("half", 2, 2, "c")},
       {"approved on one slot", To("half", 8), "a case is approved by two who may", To("approved", 17)},
       {"approved on a slot whose holder is barred", To("half", 8), "a case is approved by two who may",
        To("half", 11),
        Approve("half", 2, 2, "c") + "; insert into barred_persons (tenant, agency, case_id, person, bar, "
                                     "live, position) values ('t', 'ag', "
                                     "'half', 'p-c', 3, 1, 9)"},
       {"issued after approvals were voided", To("approved", 17), "a case is approved by two who may",
        To("approved", 7), "update approvals set voided = 1" + Case("approved") + " and slot = 2"},
       {"issued without decrees", To("issuing", 9), "an issued case has a signed decree for every move",
        To("issuing", 15)},
       {"issued on unsigned decrees", To("numbered", 9), "an issued case has a signed decree for every move",
        To("numbered", 15)},
       {"applied on decrees not applied", To("issued", 10),
        "an applied case has an applied decree for every move", To("issued", 10), "",
        Decree("d-sig", "state = 3, registry_revision = 7")},
       {"date changed under approvals", Act("half", "effective_day = effective_day + 1"),
        "approved content never changes", Act("considered", "effective_day = effective_day + 1")},
       {"content hash changed under approvals", Act("approved", "content_hash = 'x'"),
        "approved content never changes", Act("considered", "content_hash = 'x'")},
       {"policy changed under approvals", Act("approved", "policy_hash = 'x'"),
        "approved content never changes", Act("considered", "policy_hash = 'x'")},
       {"content of a rejected case changed", Act("rejected", "content_hash = 'x'"),
        "an ended case stays ended", Act("considered", "content_hash = 'x'")},
       {"case deleted", "delete from cases" + Case("draft"), "nothing is deleted here", To("draft", 13)},
       {"move's target changed under approvals", "update case_moves set to_post = 'x'" + Case("half"),
        "approved content never changes", "update case_moves set to_post = 'x'" + Case("considered")},
       {"move's expected appointment changed under approvals",
        "update case_moves set appointment_revision = 9" + Case("half"), "approved content never changes",
        "update case_moves set appointment_revision = 9" + Case("considered")},
       {"move added under approvals",
        "insert into case_moves select tenant, agency, case_id, 3, 1, 'x', '', 'y', 1, 0, 'ag', 'ag', 0, '' "
        "from cases" +
            Case("half"),
        "approved content never changes",
        "insert into case_moves select tenant, agency, case_id, 3, 1, 'x', '', 'y', 1, 0, 'ag', 'ag', 0, '' "
        "from cases" +
            Case("considered")},
       {"move taken out under approvals", "update case_moves set live = 0" + Case("half") + " and number = 2",
        "approved content never changes",
        "update case_moves set live = 0" + Case("considered") + " and number = 2"},
       {"move deleted", "delete from case_moves" + Case("draft"), "nothing is deleted here",
        "update case_moves set live = 0" + Case("draft")},
       {"move points to a decree of another case",
        "update case_moves set decree_id = 'd-num'" + Case("issuing"), "a move names a decree of its own",
        "update case_moves set decree_id = ''" + Case("issuing")},
       {"move leaves its decree", "update case_moves set decree_id = ''" + Case("numbered"),
        "a move keeps its decree while it stands", "update case_moves set decree_id = ''" + Case("numbered"),
        "", Decree("d-num", "state = 5")},
       {"step reopened after approval", "update move_steps set state = 1" + Case("approved"),
        "the steps of an approved case stay", "update move_steps set state = 1" + Case("considered")},
       {"step deleted", "delete from move_steps" + Case("considered"), "nothing is deleted here",
        "update move_steps set live = 0" + Case("considered")},
       {"checklist settled under approvals", "update checklist set document_reference = 'x'" + Case("half"),
        "approved content never changes",
        "update checklist set document_reference = 'x'" + Case("considered")},
       {"checklist deleted", "delete from checklist" + Case("considered"), "nothing is deleted here",
        "update checklist set live = 0" + Case("considered")},
       {"ground of a veto changed", "update vetoes set reason = 'x'" + Case("vetoed"),
        "a veto keeps its ground", "update vetoes set state = 2" + Case("vetoed")},
       {"confirmed veto dropped", "update vetoes set state = 4" + Case("vetoed"), "a veto is decided once",
        "update vetoes set live = 0" + Case("vetoed"), "update vetoes set state = 3" + Case("vetoed")},
       {"veto deleted", "delete from vetoes" + Case("vetoed"), "nothing is deleted here",
        "update vetoes set live = 0" + Case("vetoed")}});
}

void AddDecrees(std::vector<ForbiddenStatement>& all) {
  const std::string lawful = Insert({});
  const auto with = [](auto change) {
    NewDecree decree;
    change(decree);
    return Insert(decree);
  };
  const std::string move = InsertMove("d-new", "issuing", 1);
  all.insert(
      all.end(),
      {{"two live decrees for one move", InsertMove("d-new", "numbered", 1),
        "decree_moves.tenant, decree_moves.case_id, decree_moves.move|decree_moves_one_live",
        InsertMove("d-new", "numbered", 1), with([](NewDecree& d) { d.case_id = "numbered"; }),
        Decree("d-num", "state = 5")},
       {"decree without approval", with([](NewDecree& d) { d.case_id = "considered"; }),
        "a decree needs a case that is being issued", lawful},
       {"decree of an approved case not being issued", with([](NewDecree& d) { d.case_id = "approved"; }),
        "a decree needs a case that is being issued", lawful},
       {"decree of a rejected case", with([](NewDecree& d) { d.case_id = "rejected"; }),
        "a decree needs a case that is being issued", lawful},
       {"decree after an approval was voided", lawful, "a decree needs closed approvals", To("issuing", 15),
        "update approvals set voided = 1" + Case("issuing") + " and slot = 1"},
       {"decree number left out", with([](NewDecree& d) { d.sequence = 5; }), "decree numbers have no gaps",
        lawful},
       {"decree number used again", with([](NewDecree& d) { d.sequence = 2; }), "decree numbers have no gaps",
        lawful},
       {"first decree of a year not 1", with([](NewDecree& d) { d.year = 2027; }),
        "decree numbers have no gaps", with([](NewDecree& d) { d.year = 2027, d.sequence = 1; })},
       {"printed number used again", with([](NewDecree& d) { d.number = "800.1.3/2/ag/2026"; }),
        "decrees.tenant, decrees.agency, decrees.year, decrees.number|decrees_tenant_agency_year_number_key",
        lawful},
       {"decree born signed", with([](NewDecree& d) { d.state = 2; }), "a decree begins numbered", lawful},
       {"decree of another day than approved", with([](NewDecree& d) { d.effective_day += 30; }),
        "a decree takes effect when its case does", lawful},
       {"decree without its content leaf", with([](NewDecree& d) { d.hash = std::string(64, 'b'); }),
        "a decree needs its content leaf", lawful},
       {"decree signed by the proposer", with([](NewDecree& d) { d.signatory = "acc-prop"; }),
        "who proposed does not sign", lawful},
       {"decree signed by a barred person", with([](NewDecree& d) { d.signatory = "p-barred"; }),
        "a barred person does not sign", lawful},
       {"decree of another case's move", InsertMove("d-new", "approved", 1), "FOREIGN KEY|SQLSTATE 23503",
        move, lawful},
       {"decree of a move that is none", InsertMove("d-new", "issuing", 3),
        "a decree takes up moves of its case", move, lawful},
       {"move put into a signed decree", InsertMove("d-sig", "issued", 1),
        "a decree takes up moves before it is signed", move, lawful},
       {"move taken out of a live decree",
        "update decree_moves set live = 0 where tenant = 't' and decree_id = 'd-num'",
        "a move leaves its decree when that ends", Decree("d-num", "state = 5")},
       {"decree content changed", Decree("d-num", "state = 5, effective_day = 1"),
        "a decree keeps its content", Decree("d-num", "state = 5")},
       {"decree renumbered", Decree("d-num", "state = 5, sequence = 9"), "a decree keeps its content",
        Decree("d-num", "state = 5")},
       {"decree changed without a version",
        "update decrees set state = 5 where tenant = 't' and decree_id = 'd-num'",
        "a decree changes by one version at a time", Decree("d-num", "state = 5")},
       {"decree applied unsigned", Decree("d-num", "state = 3, pdf_hash = 'x', registry_revision = 7"),
        "a decree only goes forward", Decree("d-sig", "state = 3, registry_revision = 7")},
       {"decree back to numbered", Decree("d-sig", "state = 1, pdf_hash = ''"), "a decree only goes forward",
        Decree("d-sig", "state = 5")},
       {"void decree revived", Decree("d-num", "state = 1"), "a decree only goes forward", To("numbered", 15),
        Decree("d-num", "state = 5")},
       {"applied decree voided", Decree("d-app", "state = 5"), "a decree only goes forward",
        Decree("d-app", "state = 4")},
       {"PDF hash replaced", Decree("d-sig", "state = 3, registry_revision = 7, pdf_hash = 'x'"),
        "a decree is signed once", Decree("d-sig", "state = 3, registry_revision = 7")},
       {"signed without a PDF", Decree("d-num", "state = 2, pdf_hash = 'x'"),
        "a decree is signed with its PDF", Decree("d-num", "state = 5")},
       {"signed without moves", Decree("d-new", "state = 2, pdf_hash = 'x'"), "a signed decree has moves",
        Decree("d-new", "state = 5"),
        lawful +
            "; insert into decree_pdfs select tenant, agency, decree_id, canonical from decrees, (select "
            "canonical "
            "from evidence_contents where position = 1000000) c where tenant = 't' and decree_id = 'd-new'"},
       {"registry revision changed", Decree("d-app", "state = 4, registry_revision = 8"),
        "a decree is applied at one revision", Decree("d-app", "state = 4")},
       {"applied without a revision", Decree("d-sig", "state = 3"), "decrees_applied",
        Decree("d-sig", "state = 3, registry_revision = 7")},
       {"decree deleted", "delete from decrees where tenant = 't' and decree_id = 'd-num'",
        "nothing is deleted here", Decree("d-num", "state = 5")},
       {"decree's move deleted", "delete from decree_moves where tenant = 't' and decree_id = 'd-num'",
        "nothing is deleted here", Decree("d-num", "state = 5")},
       {"PDF replaced",
        "update decree_pdfs set pdf = (select salt from evidence_contents where position = 1000000)",
        "a PDF never changes", Decree("d-sig", "state = 5")},
       {"PDF deleted", "delete from decree_pdfs", "nothing is deleted here", Decree("d-sig", "state = 5")},
       {"decree counter set back", "update counters set value = 1 where name = 'decree/t/ag/2026'",
        "decree numbers have no gaps",
        "update counters set value = value + 1 where name = 'decree/t/ag/2026'"},
       {"decree counter skipped", "update counters set value = value + 2 where name = 'decree/t/ag/2026'",
        "decree numbers have no gaps",
        "update counters set value = value + 1 where name = 'decree/t/ag/2026'"},
       {"decree counter deleted", "delete from counters where name like 'decree/%'",
        "nothing is deleted here", "update counters set value = value + 1 where name = 'decree/t/ag/2026'"}});
}

void AddRecords(std::vector<ForbiddenStatement>& all) {
  const auto decision = [](int position) {
    return StrCat(
        "insert into meeting_decisions (tenant, agency, meeting_id, position, case_id, move, vote, "
        "dissenters, note) "
        "values ('t', '', 'm2', ",
        position, ", 'half', 1, 2, '[]', '')");
  };
  const std::string meeting =
      "insert into meetings select tenant, agency, 'm2', meeting_day, place, chair, secretary, agenda, "
      "attendees, quorum, "
      "1 from meetings where meeting_id = 'm1'";
  const std::string request =
      "insert into requests select tenant, principal, 'rq2', method, request_hash, response, time_us from "
      "requests "
      "where request_id = 'rq1'";
  all.insert(
      all.end(),
      {{"meeting changed", "update meetings set chair = 'x'", "a meeting never changes", meeting},
       {"meeting deleted", "delete from meetings", "nothing is deleted here", meeting},
       {"vote changed", "update meeting_decisions set vote = 2", "a decision of a meeting never changes",
        decision(1), meeting},
       {"vote added afterwards", decision(2), "a meeting decides nothing afterwards", decision(1), meeting},
       {"vote deleted", "delete from meeting_decisions", "nothing is deleted here", decision(1), meeting},
       {"response changed", "update responses set content = 'x'", "a response never changes",
        "insert into responses select tenant, agency, 'r2', case_id, employee, content, given_us from "
        "responses"},
       {"response deleted", "delete from responses", "nothing is deleted here",
        "insert into responses select tenant, agency, 'r2', case_id, employee, content, given_us from "
        "responses"},
       {"objection changed", "update objections set content = 'x'", "an objection is answered once",
        "update objections set state = 2"},
       {"answered objection answered again", "update objections set state = 2",
        "an objection is answered once", meeting, "update objections set state = 3"},
       {"objection deleted", "delete from objections", "nothing is deleted here",
        "update objections set state = 3"},
       {"declaration changed", "update declarations set conflict = 1", "a declaration never changes",
        "insert into declarations select tenant, agency, 'dc2', case_id, account, person, 1 from "
        "declarations"},
       {"declaration deleted", "delete from declarations", "nothing is deleted here",
        "insert into declarations select tenant, agency, 'dc2', case_id, account, person, 1 from "
        "declarations"},
       {"delegation prolonged", "update delegations set last_day = last_day + 99",
        "a delegation never changes",
        "insert into delegations values ('t', '', 'dg2', 'acc-a', 'acc-b', 1, 1)"},
       {"delegation to oneself", "insert into delegations values ('t', '', 'dg2', 'acc-a', 'acc-a', 1, 2)",
        "delegations_to_another", "insert into delegations values ('t', '', 'dg2', 'acc-a', 'acc-b', 1, 2)"},
       {"delegation that ends before it begins",
        "insert into delegations values ('t', '', 'dg2', 'acc-a', 'acc-b', 2, 1)", "delegations_in_order",
        "insert into delegations values ('t', '', 'dg2', 'acc-a', 'acc-b', 1, 2)"},
       {"event changed", "update events set kind = 'x' where position = 1", "an event never changes",
        kTouchDraft},
       {"event deleted", "delete from events where position = 1", "nothing is deleted here", kTouchDraft},
       {"evidence changed", "update evidence_contents set canonical = salt where position = 1",
        "an evidence content never changes", kTouchDraft},
       {"evidence deleted", "delete from evidence_contents where position = 1", "nothing is deleted here",
        kTouchDraft},
       {"answer of a request changed", "update requests set response = request_hash",
        "a request never changes", request},
       {"fresh request forgotten", "delete from requests", "a request is kept for a day",
        "delete from requests where request_id = 'rq2'",
        "insert into requests select tenant, principal, 'rq2', method, request_hash, response, 1 from "
        "requests "
        "where request_id = 'rq1'"},
       {"row of a case of another tenant",
        "insert into responses values ('u', 'ag', 'r2', 'considered', 'considered-e1', 'x', 1)",
        "FOREIGN KEY|SQLSTATE 23503",
        "insert into responses values ('t', 'ag', 'r2', 'considered', 'considered-e1', 'x', 1)"}});
}

// Only SQLite deletes what stands in the way of a new row.
void AddReplacements(std::vector<ForbiddenStatement>& all) {
  const std::string voided = "update approvals set voided = 1" + Case("half");
  all.insert(all.end(),
             {{"case replaced by a draft", "insert or replace into cases select * from cases" + Case("draft"),
               "nothing is deleted here", kTouchDraft},
              {"meeting replaced",
               "insert or replace into meetings select tenant, agency, meeting_id, 1, place, 'x', secretary, "
               "agenda, "
               "attendees, quorum, decisions from meetings",
               "nothing is deleted here", kTouchDraft},
              {"approval replaced by way of its slot",
               "insert or replace into approvals (tenant, agency, case_id, number, slot, account, person, "
               "content_hash, "
               "given_us, voided) values ('t', 'ag', 'half', 2, 1, 'acc-c', 'p-c', 'hash-half', 1, 0)",
               "nothing is deleted here", voided},
              {"event replaced by way of its id",
               "insert or replace into events select 999999, event_id, kind, tenant, agency, traceparent, "
               "time_us, payload "
               "from events where position = 1",
               "nothing is deleted here", kTouchDraft}});
}

// Only PostgreSQL empties tables past their rows' triggers.
void AddTruncations(std::vector<ForbiddenStatement>& all) {
  for (const char* table : {"approvals", "meeting_decisions", "decree_pdfs", "events", "evidence_contents",
                            "requests", "counters"}) {
    all.push_back(
        {StrCat(table, " emptied"), StrCat("truncate ", table), "nothing is deleted here", kTouchDraft});
  }
  all.push_back({"every case emptied", "truncate cases cascade", "nothing is deleted here", kTouchDraft});
}

// Ends each transaction that went well.
constexpr char kEnough[] = "enough";

bool Says(absl::string_view message, absl::string_view words, sql::Engine engine) {
  const std::pair<absl::string_view, absl::string_view> two = absl::StrSplit(words, absl::MaxSplits('|', 1));
  if (two.second.empty()) return absl::StrContains(message, words);
  return absl::StrContains(message, engine == sql::Engine::kSqlite ? two.first : two.second);
}

}  // namespace

std::vector<ForbiddenStatement> ForbiddenStatements(sql::Engine engine) {
  std::vector<ForbiddenStatement> all;
  AddApprovals(all);
  AddCases(all);
  AddDecrees(all);
  AddRecords(all);
  engine == sql::Engine::kSqlite ? AddReplacements(all) : AddTruncations(all);
  return all;
}

std::string TryForbidden(sql::Database& database, const ForbiddenStatement& statement) {
  std::string wrong;
  const auto prepare = [&](sql::Connection& conn) {
    return statement.setup.empty() ? absl::OkStatus() : conn.ExecuteScript(statement.setup);
  };
  const absl::Status tried = database.Transaction([&](sql::Connection& conn) -> absl::Status {
    wrong.clear();
    if (const absl::Status ready = prepare(conn); !ready.ok()) {
      wrong = StrCat("the setup fails: ", std::string(ready.message()));
      return ready;
    }
    const absl::Status refused = conn.Execute(statement.sql);
    if (refused.ok()) {
      wrong = "it was taken";
      return absl::CancelledError(kEnough);
    }
    if (!Says(refused.message(), statement.words, conn.engine())) {
      wrong = StrCat("it was refused with: ", std::string(refused.message()));
    }
    return refused;
  });
  if (!wrong.empty()) return wrong;
  if (tried.ok()) return "the transaction went on after a refusal";
  const absl::Status lawful = database.Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(prepare(conn));
    if (!statement.lawful_setup.empty()) {
      SELARAS_RETURN_IF_ERROR(conn.ExecuteScript(statement.lawful_setup));
    }
    SELARAS_ASSIGN_OR_RETURN(const int64_t changed, conn.ExecuteCounted(statement.lawful));
    return changed > 0 ? absl::CancelledError(kEnough) : absl::InternalError("no row changed");
  });
  if (lawful.message() == kEnough) return "";
  return StrCat("its lawful neighbour failed: ", std::string(lawful.message()));
}

}  // namespace selaras::approval
