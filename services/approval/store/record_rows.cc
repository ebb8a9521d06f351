#include "services/approval/store/record_rows.h"

#include <deque>
#include <iterator>

#include "libs/base/status_macros.h"
#include "services/approval/store/columns.h"
#include "services/approval/store/row_insert.h"
#include "services/approval/store/text_list.h"

namespace selaras::approval {
namespace {

using sql::Connection;
using sql::Row;

absl::StatusOr<Meeting> MeetingFrom(const Row& row) {
  Meeting meeting;
  meeting.id = std::string(row.Text(0));
  meeting.tenant = std::string(row.Text(1));
  meeting.date = FromDays(row.Int64(2));
  meeting.place = std::string(row.Text(3));
  meeting.chair = std::string(row.Text(4));
  meeting.secretary = std::string(row.Text(5));
  SELARAS_ASSIGN_OR_RETURN(meeting.agenda, TextsFromJson(row.Text(6)));
  SELARAS_ASSIGN_OR_RETURN(meeting.attendees, TextsFromJson(row.Text(7)));
  meeting.quorum = static_cast<int32_t>(row.Int64(8));
  return meeting;
}

absl::StatusOr<MeetingDecision> DecisionFrom(const Row& row) {
  MeetingDecision decision;
  decision.case_id = std::string(row.Text(0));
  decision.move = static_cast<int32_t>(row.Int64(1));
  decision.vote = static_cast<MeetingVote>(row.Int64(2));
  SELARAS_ASSIGN_OR_RETURN(decision.dissenters, TextsFromJson(row.Text(3)));
  decision.note = std::string(row.Text(4));
  return decision;
}

}  // namespace

absl::StatusOr<Meeting> LoadMeeting(Connection& conn, absl::string_view tenant, absl::string_view id) {
  Meeting meeting;
  SELARAS_ASSIGN_OR_RETURN(
      const bool found,
      conn.QueryOne(
          "select meeting_id, tenant, meeting_day, place, chair, secretary, agenda, attendees, quorum "
          "from meetings where tenant = $1 and meeting_id = $2",
          {tenant, id}, [&](const Row& row) -> absl::Status {
            SELARAS_ASSIGN_OR_RETURN(meeting, MeetingFrom(row));
            return absl::OkStatus();
          }));
  if (!found) return NotFound("MEETING_NOT_FOUND", "meeting", id);
  SELARAS_RETURN_IF_ERROR(
      conn.Query("select case_id, move, vote, dissenters, note from meeting_decisions "
                 "where tenant = $1 and meeting_id = $2 order by position",
                 {tenant, id}, [&](const Row& row) -> absl::Status {
                   SELARAS_ASSIGN_OR_RETURN(MeetingDecision decision, DecisionFrom(row));
                   meeting.decisions.push_back(std::move(decision));
                   return absl::OkStatus();
                 }));
  return meeting;
}

absl::Status InsertMeetingRows(Connection& conn, absl::string_view tenant, const Meeting& meeting) {
  SELARAS_RETURN_IF_ERROR(conn.Execute(
      "insert into meetings (tenant, agency, meeting_id, meeting_day, place, chair, secretary, agenda, "
      "attendees, "
      "quorum, decisions) values ($1, '', $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {tenant, meeting.id, ToDays(meeting.date), meeting.place, meeting.chair, meeting.secretary,
       ToJson(meeting.agenda), ToJson(meeting.attendees), meeting.quorum, meeting.decisions.size()}));
  std::vector<sql::Value> cells;
  std::deque<std::string> dissenters;  // Addresses stay.
  for (size_t i = 0; i < meeting.decisions.size(); ++i) {
    const MeetingDecision& decision = meeting.decisions[i];
    dissenters.push_back(ToJson(decision.dissenters));
    const sql::Value row[] = {tenant,
                              "",
                              meeting.id,
                              i + 1,
                              decision.case_id,
                              decision.move,
                              Number(decision.vote),
                              dissenters.back(),
                              decision.note};
    cells.insert(cells.end(), std::begin(row), std::end(row));
  }
  return InsertRows(
      conn,
      "insert into meeting_decisions (tenant, agency, meeting_id, position, case_id, move, vote, "
      "dissenters, note)",
      9, cells);
}

absl::StatusOr<std::string> AgencyOfCase(Connection& conn, absl::string_view tenant, absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(
      auto agency,
      conn.QueryText("select agency from cases where tenant = $1 and case_id = $2", {tenant, id}));
  if (!agency.has_value()) return NotFound("CASE_NOT_FOUND", "case", id);
  return *std::move(agency);
}

absl::StatusOr<std::string> AgencyOfDecree(Connection& conn, absl::string_view tenant, absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(
      auto agency,
      conn.QueryText("select agency from decrees where tenant = $1 and decree_id = $2", {tenant, id}));
  if (!agency.has_value()) return NotFound("DECREE_NOT_FOUND", "decree", id);
  return *std::move(agency);
}

absl::Status InsertResponseRow(Connection& conn, absl::string_view tenant, absl::string_view agency,
                               const Response& response) {
  return conn.Execute(
      "insert into responses (tenant, agency, response_id, case_id, employee, content, given_us) "
      "values ($1, $2, $3, $4, $5, $6, $7)",
      {tenant, agency, response.id, response.case_id, response.employee, response.text,
       absl::ToUnixMicros(response.time)});
}

absl::Status InsertObjectionRow(Connection& conn, absl::string_view tenant, absl::string_view agency,
                                const Objection& objection) {
  return conn.Execute(
      "insert into objections (tenant, agency, objection_id, decree_id, content, state, given_us) "
      "values ($1, $2, $3, $4, $5, $6, $7)",
      {tenant, agency, objection.id, objection.decree, objection.text, objection.state,
       absl::ToUnixMicros(objection.time)});
}

absl::Status InsertDeclarationRow(Connection& conn, absl::string_view tenant, absl::string_view agency,
                                  const Declaration& declaration) {
  return conn.Execute(
      "insert into declarations (tenant, agency, declaration_id, case_id, account, person, conflict) "
      "values ($1, $2, $3, $4, $5, $6, $7)",
      {tenant, agency, declaration.id, declaration.case_id, declaration.actor.account,
       declaration.actor.person, declaration.conflict});
}

absl::Status InsertDelegationRow(Connection& conn, absl::string_view tenant, absl::string_view agency,
                                 const Delegation& delegation) {
  return conn.Execute(
      "insert into delegations (tenant, agency, delegation_id, from_account, to_account, first_day, "
      "last_day) "
      "values ($1, $2, $3, $4, $5, $6, $7)",
      {tenant, agency, delegation.id, delegation.from_account, delegation.to_account,
       ToDays(delegation.start), ToDays(delegation.end)});
}

}  // namespace selaras::approval
