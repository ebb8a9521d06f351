#include "services/registry/store/seat_sql.h"

#include <algorithm>
#include <string>

#include "libs/base/status_macros.h"

namespace selaras::registry {
namespace {

constexpr char kLoad[] =
    "select agency_id, version, state, chain_key, effective_day, create_time, expire_time, end_time, "
    "applied_revision, activate_time, active from seat_reservations where tenant = $1 and reservation_id = "
    "$2";
constexpr char kLoadMoves[] =
    "select m.employee_id, m.from_post, m.to_post, m.expected_revision, d.decree_id, d.decree_number, "
    "d.fact_key "
    "from seat_moves m left join seat_decrees d on d.tenant = m.tenant and d.reservation_id = "
    "m.reservation_id "
    "and d.employee_id = m.employee_id where m.tenant = $1 and m.reservation_id = $2 order by m.move_no";
constexpr char kInsert[] =
    "insert into seat_reservations (tenant, reservation_id, agency_id, version, state, chain_key, "
    "effective_day, "
    "create_time, expire_time, end_time, applied_revision, activate_time, active) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
constexpr char kInsertMove[] =
    "insert into seat_moves (tenant, reservation_id, move_no, employee_id, from_post, to_post, "
    "expected_revision, "
    "held) values ($1, $2, $3, $4, $5, $6, $7, $8)";
constexpr char kSave[] =
    "update seat_reservations set version = $3, state = $4, end_time = $5, applied_revision = $6, "
    "activate_time = $7, active = $8 where tenant = $1 and reservation_id = $2 and version = $3 - 1";
constexpr char kInsertDecree[] =
    "insert into seat_decrees (tenant, decree_id, decree_number, reservation_id, employee_id, fact_key, "
    "revision) "
    "values ($1, $2, $3, $4, $5, $6, $7)";

SeatReservation ToReservation(const sql::Row& row) {
  SeatReservation found;
  found.agency = std::string(row.Text(0));
  found.version = row.Int64(1);
  found.state = static_cast<SeatState>(row.Int64(2));
  found.chain_key = std::string(row.Text(3));
  found.effective_day = static_cast<Day>(row.Int64(4));
  found.create_time = absl::FromUnixMicros(row.Int64(5));
  found.expire_time = absl::FromUnixMicros(row.Int64(6));
  found.end_time = absl::FromUnixMicros(row.Int64(7));
  found.applied_revision = row.Int64(8);
  found.activate_time = absl::FromUnixMicros(row.Int64(9));
  found.active = row.Bool(10);
  return found;
}

void AddMove(const sql::Row& row, SeatReservation& reservation) {
  SeatMove& move = reservation.moves.emplace_back();
  move.employee = std::string(row.Text(0));
  move.from_post = std::string(row.Text(1));
  move.to_post = std::string(row.Text(2));
  move.expected_revision = row.Int64(3);
  const auto decree = row.OptionalText(4);
  if (!decree.has_value()) return;
  reservation.decrees.push_back({std::string(*decree), std::string(row.Text(5)), move.employee, move.to_post,
                                 std::string(row.Text(6))});
}

}  // namespace

absl::StatusOr<std::optional<SeatReservation>> LoadSeats(sql::Connection& conn, absl::string_view tenant,
                                                         absl::string_view id) {
  SeatReservation found;
  SELARAS_ASSIGN_OR_RETURN(const bool exists, conn.QueryOne(kLoad, {tenant, id}, [&](const sql::Row& row) {
    found = ToReservation(row);
    return row.status();
  }));
  if (!exists) return std::nullopt;
  found.tenant = std::string(tenant);
  found.id = std::string(id);
  SELARAS_RETURN_IF_ERROR(conn.Query(kLoadMoves, {tenant, id}, [&](const sql::Row& row) {
    AddMove(row, found);
    return row.status();
  }));
  return found;
}

absl::Status InsertSeats(sql::Connection& conn, const SeatReservation& reservation) {
  SELARAS_RETURN_IF_ERROR(conn.Execute(
      kInsert, {reservation.tenant, reservation.id, reservation.agency, reservation.version,
                static_cast<int>(reservation.state), reservation.chain_key, reservation.effective_day,
                absl::ToUnixMicros(reservation.create_time), absl::ToUnixMicros(reservation.expire_time),
                absl::ToUnixMicros(reservation.end_time), reservation.applied_revision,
                absl::ToUnixMicros(reservation.activate_time), reservation.active}));
  int number = 0;
  for (const SeatMove& move : reservation.moves) {
    SELARAS_RETURN_IF_ERROR(conn.Execute(
        kInsertMove, {reservation.tenant, reservation.id, ++number, move.employee, move.from_post,
                      move.to_post, move.expected_revision, reservation.state == SeatState::kHeld}));
  }
  return absl::OkStatus();
}

absl::Status SaveSeats(sql::Connection& conn, const SeatReservation& reservation,
                       absl::Span<const SeatDecree> decrees) {
  SELARAS_ASSIGN_OR_RETURN(
      const int64_t saved,
      conn.ExecuteCounted(kSave, {reservation.tenant, reservation.id, reservation.version,
                                  static_cast<int>(reservation.state),
                                  absl::ToUnixMicros(reservation.end_time), reservation.applied_revision,
                                  absl::ToUnixMicros(reservation.activate_time), reservation.active}));
  if (saved != 1) return absl::AbortedError("another process changed this reservation");
  for (const SeatDecree& decree : decrees) {
    SELARAS_RETURN_IF_ERROR(
        conn.Execute(kInsertDecree, {reservation.tenant, decree.decree, decree.number, reservation.id,
                                     decree.employee, decree.fact_key, reservation.applied_revision}));
  }
  return absl::OkStatus();
}

}  // namespace selaras::registry
