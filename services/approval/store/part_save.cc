#include "services/approval/store/part_save.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "libs/base/status_macros.h"
#include "services/approval/store/columns.h"
#include "services/approval/store/row_insert.h"
#include "services/approval/store/text_list.h"

namespace selaras::approval {
namespace {

using Cells = std::vector<sql::Value>;

void Append(Cells& cells, std::initializer_list<sql::Value> row) {
  cells.insert(cells.end(), row);
}

// Writes the parts of one case. Upserts revive rows that went earlier.
class PartWriter {
 public:
  PartWriter(sql::Connection& conn, const CaseRecord& before, const CaseRecord& after)
      : conn_(conn), before_(before), after_(after), agency_changed_(before.agency != after.agency) {}

  absl::Status VoidApprovals();
  absl::Status Moves();
  absl::Status Steps();
  absl::Status Checklist();
  absl::Status Bars();
  absl::Status VetoRow();
  absl::Status NewApprovals();

 private:
  const CaseMove* MoveBefore(int32_t number) const;
  absl::Status StepsOf(const CaseMove& move, Cells& cells);

  sql::Connection& conn_;
  const CaseRecord& before_;
  const CaseRecord& after_;
  const bool agency_changed_;  // Then every row is written again: it carries the owning agency.
};

// --- Approvals

auto Fixed(const Approval& a) {
  return std::tie(a.slot, a.actor.account, a.actor.person, a.content_hash, a.time);
}

absl::Status PartWriter::VoidApprovals() {
  if (after_.approvals.size() < before_.approvals.size()) return absl::InternalError("an approval went");
  for (size_t i = 0; i < before_.approvals.size(); ++i) {
    const Approval& was = before_.approvals[i];
    const Approval& is = after_.approvals[i];
    if (Fixed(was) != Fixed(is) || (was.voided && !is.voided)) {
      return absl::InternalError("an approval changed other than to void");
    }
    if (was.voided == is.voided) continue;
    SELARAS_RETURN_IF_ERROR(
        conn_.Execute("update approvals set voided = 1 where tenant = $1 and case_id = $2 and number = $3",
                      {after_.tenant, after_.id, i + 1}));
  }
  return absl::OkStatus();
}

absl::Status PartWriter::NewApprovals() {
  Cells cells;
  for (size_t i = before_.approvals.size(); i < after_.approvals.size(); ++i) {
    const Approval& approval = after_.approvals[i];
    Append(cells, {after_.tenant, after_.agency, after_.id, i + 1, approval.slot, approval.actor.account,
                   approval.actor.person, approval.content_hash, absl::ToUnixMicros(approval.time),
                   approval.voided});
  }
  return InsertRows(
      conn_,
      "insert into approvals (tenant, agency, case_id, number, slot, account, person, content_hash, "
      "given_us, voided)",
      10, cells);
}

// --- Moves

bool Same(const CaseMove& a, const CaseMove& b) {
  return std::tie(a.employee, a.from_post, a.to_post, a.kind, a.self_request, a.from_agency, a.to_agency,
                  a.appointment_revision, a.decree) == std::tie(b.employee, b.from_post, b.to_post, b.kind,
                                                                b.self_request, b.from_agency, b.to_agency,
                                                                b.appointment_revision, b.decree);
}

const CaseMove* PartWriter::MoveBefore(int32_t number) const {
  const auto found = std::find_if(before_.moves.begin(), before_.moves.end(),
                                  [&](const CaseMove& move) { return move.number == number; });
  return found == before_.moves.end() ? nullptr : &*found;
}

absl::Status PartWriter::Moves() {
  for (const CaseMove& move : before_.moves) {
    const bool stays = std::any_of(after_.moves.begin(), after_.moves.end(),
                                   [&](const CaseMove& m) { return m.number == move.number; });
    if (stays) continue;
    SELARAS_RETURN_IF_ERROR(
        conn_.Execute("update case_moves set live = 0 where tenant = $1 and case_id = $2 and number = $3",
                      {after_.tenant, after_.id, move.number}));
    SELARAS_RETURN_IF_ERROR(
        conn_.Execute("update move_steps set live = 0 where tenant = $1 and case_id = $2 and move = $3",
                      {after_.tenant, after_.id, move.number}));
  }
  Cells fresh;
  for (const CaseMove& move : after_.moves) {
    const CaseMove* const was = MoveBefore(move.number);
    if (was != nullptr && !agency_changed_ && Same(*was, move)) continue;
    const Cells row = {after_.tenant,     after_.agency,
                       after_.id,         move.number,
                       move.employee,     move.from_post,
                       move.to_post,      Number(move.kind),
                       move.self_request, move.from_agency,
                       move.to_agency,    move.appointment_revision,
                       move.decree,       1};
    if (was == nullptr) {
      fresh.insert(fresh.end(), row.begin(), row.end());
      continue;
    }
    // An update and no upsert: what only changes the decree is none of new content.
    SELARAS_RETURN_IF_ERROR(conn_.Execute(
        "update case_moves set agency = $2, employee = $5, from_post = $6, to_post = $7, kind = $8, "
        "self_request = $9, from_agency = $10, to_agency = $11, appointment_revision = $12, decree_id = $13, "
        "live = $14 where tenant = $1 and case_id = $3 and number = $4",
        row));
  }
  return InsertRows(
      conn_,
      "insert into case_moves (tenant, agency, case_id, number, employee, from_post, to_post, kind, "
      "self_request, "
      "from_agency, to_agency, appointment_revision, decree_id, live)",
      14, fresh,
      "on conflict (tenant, case_id, number) do update set agency = excluded.agency, "
      "employee = excluded.employee, from_post = excluded.from_post, to_post = excluded.to_post, "
      "kind = excluded.kind, self_request = excluded.self_request, from_agency = excluded.from_agency, "
      "to_agency = excluded.to_agency, appointment_revision = excluded.appointment_revision, "
      "decree_id = excluded.decree_id, live = 1");
}

// --- Steps

bool Same(const MoveStep& a, const MoveStep& b) {
  return std::tie(a.step, a.state, a.reference, a.account, a.person, a.due) ==
         std::tie(b.step, b.state, b.reference, b.account, b.person, b.due);
}

absl::Status PartWriter::StepsOf(const CaseMove& move, Cells& cells) {
  const CaseMove* const was = MoveBefore(move.number);
  const size_t had = was == nullptr ? 0 : was->steps.size();
  for (size_t i = 0; i < move.steps.size(); ++i) {
    const MoveStep& step = move.steps[i];
    if (i < had && !agency_changed_ && Same(was->steps[i], step)) continue;
    const std::optional<int64_t> due = step.due ? std::make_optional(ToDays(*step.due)) : std::nullopt;
    Append(cells, {after_.tenant, after_.agency, after_.id, move.number, i + 1, 1, Number(step.step),
                   Number(step.state), step.reference, step.account, step.person, due});
  }
  if (had <= move.steps.size()) return absl::OkStatus();
  return conn_.Execute(
      "update move_steps set live = 0 where tenant = $1 and case_id = $2 and move = $3 and position > $4",
      {after_.tenant, after_.id, move.number, move.steps.size()});
}

absl::Status PartWriter::Steps() {
  Cells cells;
  for (const CaseMove& move : after_.moves) SELARAS_RETURN_IF_ERROR(StepsOf(move, cells));
  return InsertRows(
      conn_,
      "insert into move_steps (tenant, agency, case_id, move, position, live, step, state, reference, "
      "account, person, due_day)",
      12, cells,
      "on conflict (tenant, case_id, move, position) do update set agency = excluded.agency, "
      "live = 1, step = excluded.step, state = excluded.state, reference = excluded.reference, "
      "account = excluded.account, person = excluded.person, due_day = excluded.due_day");
}

// --- Checklist

bool Same(const ChecklistItem& a, const ChecklistItem& b) {
  return std::tie(a.code, a.move, a.text_id, a.settled, a.settled_by, a.document_reference) ==
         std::tie(b.code, b.move, b.text_id, b.settled, b.settled_by, b.document_reference);
}

absl::Status PartWriter::Checklist() {
  const std::vector<ChecklistItem>& was = before_.checklist;
  const std::vector<ChecklistItem>& is = after_.checklist;
  Cells cells;
  for (size_t i = 0; i < is.size(); ++i) {
    if (i < was.size() && !agency_changed_ && Same(was[i], is[i])) continue;
    Append(cells, {after_.tenant, after_.agency, after_.id, i + 1, 1, is[i].code, is[i].move, is[i].text_id,
                   is[i].settled, is[i].settled_by, is[i].document_reference});
  }
  SELARAS_RETURN_IF_ERROR(InsertRows(
      conn_,
      "insert into checklist (tenant, agency, case_id, position, live, code, move, text_id, settled, "
      "settled_by, document_reference)",
      11, cells,
      "on conflict (tenant, case_id, position) do update set agency = excluded.agency, live = 1, "
      "code = excluded.code, move = excluded.move, text_id = excluded.text_id, "
      "settled = excluded.settled, settled_by = excluded.settled_by, "
      "document_reference = excluded.document_reference"));
  if (was.size() <= is.size()) return absl::OkStatus();
  return conn_.Execute(
      "update checklist set live = 0 where tenant = $1 and case_id = $2 and position > $3 and live = 1",
      {after_.tenant, after_.id, is.size()});
}

// --- Bars

bool Same(const BarredPerson& a, const BarredPerson& b) {
  return std::tie(a.person, a.bar) == std::tie(b.person, b.bar);
}

absl::Status PartWriter::Bars() {
  const std::vector<BarredPerson>& was = before_.barred;
  const std::vector<BarredPerson>& is = after_.barred;
  for (const BarredPerson& one : was) {
    if (std::any_of(is.begin(), is.end(), [&](const BarredPerson& other) { return Same(one, other); }))
      continue;
    SELARAS_RETURN_IF_ERROR(conn_.Execute(
        "update barred_persons set live = 0 where tenant = $1 and case_id = $2 and person = $3 and bar = $4",
        {after_.tenant, after_.id, one.person, Number(one.bar)}));
  }
  Cells cells;
  for (size_t i = 0; i < is.size(); ++i) {
    if (i < was.size() && !agency_changed_ && Same(was[i], is[i])) continue;
    Append(cells, {after_.tenant, after_.agency, after_.id, is[i].person, Number(is[i].bar), 1,
                   static_cast<int64_t>(i) + 1});
  }
  return InsertRows(
      conn_, "insert into barred_persons (tenant, agency, case_id, person, bar, live, position)", 7, cells,
      "on conflict (tenant, case_id, person, bar) do update set agency = excluded.agency, live = 1, "
      "position = excluded.position");
}

// --- Veto

bool Ended(const Veto& veto) {
  return veto.state == VetoState::kConfirmed || veto.state == VetoState::kDropped ||
         veto.state == VetoState::kFailed;
}

auto Answer(const Veto& v) {
  return std::make_tuple(v.state, v.child_plan, v.value_lost, v.value_lost_alone, ToJson(v.changes),
                         v.replaced_cases, v.new_chain_keys, v.failure_reason);
}

auto Ground(const Veto& v) {
  return std::tie(v.move, v.reason, v.actor.account, v.actor.person, v.came_from);
}

absl::Status PartWriter::VetoRow() {
  const std::optional<Veto>& was = before_.veto;
  const std::optional<Veto>& is = after_.veto;
  const bool another =
      was.has_value() && (!is.has_value() || Ground(*was) != Ground(*is) || (Ended(*was) && !Ended(*is)));
  if (another) {
    SELARAS_RETURN_IF_ERROR(
        conn_.Execute("update vetoes set live = 0 where tenant = $1 and case_id = $2 and live = 1",
                      {after_.tenant, after_.id}));
  }
  if (!is.has_value()) return absl::OkStatus();
  if (was.has_value() && !another && !agency_changed_ && Answer(*was) == Answer(*is)) return absl::OkStatus();
  const std::string changes = ToJson(is->changes);
  const std::string replaced = ToJson(is->replaced_cases);
  const std::string chains = ToJson(is->new_chain_keys);
  if (was.has_value() && !another) {
    return conn_.Execute(
        "update vetoes set agency = $3, state = $4, child_plan = $5, value_lost = $6, value_lost_alone = $7, "
        "changes = $8, replaced_cases = $9, new_chain_keys = $10, failure_reason = $11 "
        "where tenant = $1 and case_id = $2 and live = 1",
        {after_.tenant, after_.id, after_.agency, Number(is->state), is->child_plan, is->value_lost,
         is->value_lost_alone, changes, replaced, chains, is->failure_reason});
  }
  return conn_.Execute(
      "insert into vetoes (tenant, agency, case_id, number, live, state, move, reason, account, person, "
      "came_from, "
      "child_plan, value_lost, value_lost_alone, changes, replaced_cases, new_chain_keys, failure_reason) "
      "values ($1, $2, $3, (select 1 + coalesce(max(number), 0) from vetoes where tenant = $1 and case_id = "
      "$3), 1, "
      "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
      {after_.tenant, after_.agency, after_.id, Number(is->state), is->move, is->reason, is->actor.account,
       is->actor.person, Number(is->came_from), is->child_plan, is->value_lost, is->value_lost_alone, changes,
       replaced, chains, is->failure_reason});
}

}  // namespace

absl::Status SaveParts(sql::Connection& conn, const CaseRecord& before, const CaseRecord& after) {
  PartWriter writer(conn, before, after);
  SELARAS_RETURN_IF_ERROR(writer.VoidApprovals());
  SELARAS_RETURN_IF_ERROR(writer.Moves());
  SELARAS_RETURN_IF_ERROR(writer.Steps());
  SELARAS_RETURN_IF_ERROR(writer.Checklist());
  SELARAS_RETURN_IF_ERROR(writer.Bars());
  SELARAS_RETURN_IF_ERROR(writer.VetoRow());
  return writer.NewApprovals();
}

}  // namespace selaras::approval
