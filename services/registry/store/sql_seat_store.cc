#include "services/registry/store/sql_seat_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/civil_date.h"
#include "libs/base/digest.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/feed/feed.h"
#include "libs/sql/outbox.h"
#include "libs/sql/requests.h"
#include "services/registry/store/fact_sql.h"
#include "services/registry/store/seat_sql.h"

namespace selaras::registry {
namespace {

constexpr char kChain[] =
    "select reservation_id from seat_reservations where tenant = $1 and chain_key = $2 and state in (1, 2)";
constexpr char kHold[] =
    "select reservation_id from seat_moves where tenant = $1 and employee_id = $2 and held = 1";
constexpr char kUsedDecree[] =
    "select reservation_id from seat_decrees where tenant = $1 and (decree_id = $2 or decree_number = $3) "
    "order by decree_id limit 1";
// Of each held reservation what it needs more than it frees: a chain is applied or released as a whole, and none
// may count on another's departures.
constexpr char kSeatsHeld[] =
    "select sum(case when need > 0 then need else 0 end) from "
    "(select sum(case when to_post = $2 then 1 else 0 end) - sum(case when from_post = $2 then 1 else 0 end) "
    "as need "
    "from seat_moves where tenant = $1 and held = 1 and (to_post = $2 or from_post = $2) group by "
    "reservation_id) t";
constexpr char kList[] =
    "select reservation_id from seat_reservations where tenant = $1 and ($2 = 0 or state = $2) "
    "and ($3 = '' or chain_key = $3) and ($4 = '' or reservation_id < $4) order by reservation_id desc limit "
    "$5";
constexpr char kCount[] =
    "select count(*) from seat_reservations where tenant = $1 and ($2 = 0 or state = $2) "
    "and ($3 = '' or chain_key = $3)";
constexpr char kExpiring[] =
    "select tenant, reservation_id from seat_reservations where state = 1 and expire_time <= $1 "
    "order by expire_time, reservation_id limit $2";
constexpr char kActivating[] =
    "select tenant, reservation_id from seat_reservations where state = 2 and active = 0 and activate_time "
    "<= $1 "
    "order by activate_time, reservation_id limit $2";

void ReachBeforeCommit(SeatAct act) {
  switch (act) {
    case SeatAct::kReserve:
      return failpoint::Reach("registry.reserve.before_commit");
    case SeatAct::kRelease:
      return failpoint::Reach("registry.release.before_commit");
    case SeatAct::kExpire:
      return failpoint::Reach("registry.expire.before_commit");
    case SeatAct::kApply:
      return failpoint::Reach("registry.apply.before_commit");
    case SeatAct::kActivate:
      return failpoint::Reach("registry.activate.before_commit");
  }
}

void ReachAfterCommit(SeatAct act) {
  switch (act) {
    case SeatAct::kReserve:
      return failpoint::Reach("registry.reserve.after_commit");
    case SeatAct::kRelease:
      return failpoint::Reach("registry.release.after_commit");
    case SeatAct::kExpire:
      return failpoint::Reach("registry.expire.after_commit");
    case SeatAct::kApply:
      return failpoint::Reach("registry.apply.after_commit");
    case SeatAct::kActivate:
      return failpoint::Reach("registry.activate.after_commit");
  }
}

// Opaque ids only: what was decided about whom, and by which decree it was done.
std::vector<std::pair<std::string, std::string>> LeafFields(const SeatReservation& reservation) {
  std::vector<std::pair<std::string, std::string>> fields = {
      {"chain_key", reservation.chain_key},
      {"effective_date", FormatCivilDay(FromDay(reservation.effective_day))},
      {"state", absl::StrCat(static_cast<int>(reservation.state))}};
  if (reservation.applied_revision > 0)
    fields.emplace_back("revision", absl::StrCat(reservation.applied_revision));
  for (size_t i = 0; i < reservation.moves.size(); ++i) {
    const SeatMove& move = reservation.moves[i];
    const std::string key = absl::StrFormat("move%03d", i + 1);
    fields.emplace_back(absl::StrCat(key, ".employee"), absl::StrCat("employees/", move.employee));
    if (!move.from_post.empty())
      fields.emplace_back(absl::StrCat(key, ".from_post"), absl::StrCat("posts/", move.from_post));
    fields.emplace_back(absl::StrCat(key, ".to_post"), absl::StrCat("posts/", move.to_post));
    fields.emplace_back(absl::StrCat(key, ".expected_revision"), absl::StrCat(move.expected_revision));
    if (i >= reservation.decrees.size()) continue;
    fields.emplace_back(absl::StrCat(key, ".decree"),
                        absl::StrCat("decrees/", reservation.decrees[i].decree));
    fields.emplace_back(absl::StrCat(key, ".decree_number"), reservation.decrees[i].number);
  }
  return fields;
}

// Keeps what is believed now.
auto Collect(std::vector<Fact>& facts) {
  return [&facts](const FactView& fact) {
    if (fact.known_to == 0) facts.push_back(Keep(fact));
    return absl::OkStatus();
  };
}

class SqlSeatTransaction final : public SeatTransaction {
 public:
  SqlSeatTransaction(sql::Connection& conn, IdSource& ids, absl::string_view tenant)
      : conn_(conn), ids_(ids), tenant_(tenant) {}

  absl::StatusOr<std::string> Once(const SeatRequest& request, absl::Time now,
                                   absl::FunctionRef<absl::StatusOr<std::string>()> act) override {
    return sql::RunOnce(conn_,
                        {tenant_, request.principal, request.request_id, request.method, request.fingerprint},
                        now, act);
  }

  absl::StatusOr<std::optional<SeatReservation>> Find(absl::string_view id) override {
    return LoadSeats(conn_, tenant_, id);
  }
  absl::StatusOr<std::optional<std::string>> FindChain(absl::string_view chain_key) override {
    return conn_.QueryText(kChain, {tenant_, chain_key});
  }
  absl::StatusOr<std::optional<std::string>> FindHold(absl::string_view employee) override {
    return conn_.QueryText(kHold, {tenant_, employee});
  }
  absl::StatusOr<std::optional<std::string>> FindDecree(const SeatDecree& decree) override {
    return conn_.QueryText(kUsedDecree, {tenant_, decree.decree, decree.number});
  }
  absl::StatusOr<int> SeatsHeld(absl::string_view post) override {
    SELARAS_ASSIGN_OR_RETURN(const std::optional<int64_t> held,
                             conn_.QueryInt64(kSeatsHeld, {tenant_, post}));
    return static_cast<int>(held.value_or(0));
  }

  absl::Status Insert(const SeatReservation& reservation) override { return InsertSeats(conn_, reservation); }
  absl::Status Save(const SeatReservation& reservation, absl::Span<const SeatDecree> decrees) override {
    return SaveSeats(conn_, reservation, decrees);
  }

  absl::StatusOr<std::vector<Fact>> Believed(absl::string_view subject) override {
    std::vector<Fact> facts;
    SELARAS_RETURN_IF_ERROR(ReadSubject(conn_, tenant_, subject, Collect(facts)));
    return facts;
  }
  absl::StatusOr<std::vector<Fact>> Holders(absl::string_view post) override {
    std::vector<Fact> facts;
    SELARAS_RETURN_IF_ERROR(ReadHolders(conn_, tenant_, post, Collect(facts)));
    return facts;
  }

  absl::StatusOr<int64_t> WriteRevision(absl::string_view source, absl::Time now,
                                        const FactWrites& writes) override {
    SELARAS_ASSIGN_OR_RETURN(const int64_t revision, TakeRevision(conn_, tenant_));
    SELARAS_RETURN_IF_ERROR(registry::WriteRevision(conn_, tenant_, revision, source, now, writes));
    return revision;
  }

  absl::Status Tell(const SeatNotice& notice) override {
    const SeatReservation& reservation = *notice.reservation;
    SELARAS_RETURN_IF_ERROR(sql::AppendEvent(conn_, {.event_id = ids_.NewId(),
                                                     .kind = std::string(notice.kind),
                                                     .tenant = reservation.tenant,
                                                     .agency = reservation.agency,
                                                     .traceparent = notice.traceparent,
                                                     .time = notice.time,
                                                     .payload = notice.payload})
                                .status());
    if (!notice.leaf) return absl::OkStatus();
    return feed::AppendLeaf(conn_, ids_, {reservation.tenant, reservation.agency, notice.traceparent},
                            {.service = "registry",
                             .kind = std::string(notice.kind),
                             .subject = absl::StrCat("seatReservations/", reservation.id),
                             .actor = notice.actor,
                             .time = notice.time,
                             .fields = LeafFields(reservation)})
        .status();
  }

 private:
  sql::Connection& conn_;
  IdSource& ids_;
  const absl::string_view tenant_;
};

int StateNumber(const SeatListing& listing) {
  return listing.state.has_value() ? static_cast<int>(*listing.state) : 0;
}

}  // namespace

absl::Status SqlSeatStore::Transact(SeatAct act, absl::string_view tenant,
                                    absl::FunctionRef<absl::Status(SeatTransaction&)> work) {
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    SqlSeatTransaction seats(conn, ids_, tenant);
    SELARAS_RETURN_IF_ERROR(work(seats));
    ReachBeforeCommit(act);
    return absl::OkStatus();
  }));
  ReachAfterCommit(act);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<SeatReservation>> SqlSeatStore::Get(absl::string_view tenant,
                                                                 absl::string_view id) {
  std::optional<SeatReservation> found;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(found, LoadSeats(conn, tenant, id));
    return absl::OkStatus();
  }));
  return found;
}

absl::StatusOr<std::vector<SeatReservation>> SqlSeatStore::List(absl::string_view tenant,
                                                                const SeatListing& listing,
                                                                absl::string_view before, int limit) {
  std::vector<SeatReservation> reservations;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    reservations.clear();
    std::vector<std::string> ids;
    SELARAS_RETURN_IF_ERROR(conn.Query(
        kList, {tenant, StateNumber(listing), listing.chain_key, before, limit}, [&](const sql::Row& row) {
          ids.emplace_back(row.Text(0));
          return row.status();
        }));
    for (const std::string& id : ids) {
      SELARAS_ASSIGN_OR_RETURN(std::optional<SeatReservation> found, LoadSeats(conn, tenant, id));
      reservations.push_back(*std::move(found));
    }
    return absl::OkStatus();
  }));
  return reservations;
}

absl::StatusOr<int64_t> SqlSeatStore::Count(absl::string_view tenant, const SeatListing& listing) {
  int64_t count = 0;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::optional<int64_t> found,
                             conn.QueryInt64(kCount, {tenant, StateNumber(listing), listing.chain_key}));
    count = found.value_or(0);
    return absl::OkStatus();
  }));
  return count;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> SqlSeatStore::Due(
    absl::string_view statement, absl::Time now, int limit) {
  std::vector<std::pair<std::string, std::string>> due;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    due.clear();
    return conn.Query(statement, {absl::ToUnixMicros(now), limit}, [&](const sql::Row& row) {
      due.emplace_back(std::string(row.Text(0)), std::string(row.Text(1)));
      return row.status();
    });
  }));
  return due;
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> SqlSeatStore::Expiring(absl::Time now,
                                                                                        int limit) {
  return Due(kExpiring, now, limit);
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> SqlSeatStore::Activating(absl::Time now,
                                                                                          int limit) {
  return Due(kActivating, now, limit);
}

}  // namespace selaras::registry
