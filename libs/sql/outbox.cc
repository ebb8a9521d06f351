#include "libs/sql/outbox.h"

namespace selaras::sql {
namespace {

constexpr char kTables[] = R"sql(
create table counters (
  name {text} primary key,
  value {bigint} not null
) {keyed};

create table events (
  position {bigint} primary key,
  event_id {text} not null unique,
  kind {text} not null,
  tenant {text} not null,
  agency {text} not null,
  traceparent {text} not null,
  time_us {bigint} not null,            -- microseconds since 1970 UTC
  payload {bytes} not null
) {strict};

create table event_cursors (
  consumer {text} primary key,
  position {bigint} not null
) {keyed};

create table inbox (
  source {text} not null,
  event_id {text} not null,
  position {bigint} not null,
  primary key (source, event_id)
) {keyed};
create index inbox_by_position on inbox (source, position);

create table requests (
  tenant {text} not null,
  principal {text} not null,
  request_id {text} not null,
  method {text} not null,
  request_hash {bytes} not null,
  response {bytes} not null,
  time_us {bigint} not null,
  primary key (tenant, principal, request_id)
) {keyed};
create index requests_by_time on requests (time_us);
)sql";

// What opens the leaves that this service wrote (libs/feed/feed.h). A content may be deleted when its retention ends:
// the leaf stays and says no more.
constexpr char kEvidenceContents[] = R"sql(
create table evidence_contents (
  position {bigint} primary key,        -- of the event that carries the leaf
  leaf_hash {bytes} not null unique,
  tenant {text} not null,
  agency {text} not null,
  subject {text} not null,
  salt {bytes} not null,
  canonical {bytes} not null
) {strict};
create index evidence_contents_by_subject on evidence_contents (tenant, subject, position);
)sql";

constexpr absl::string_view kNext =
    "insert into counters (name, value) values ($1, 1) "
    "on conflict (name) do update set value = counters.value + 1 returning value";
constexpr absl::string_view kLast = "select value from counters where name = $1";
constexpr absl::string_view kAppend =
    "insert into events (position, event_id, kind, tenant, agency, traceparent, time_us, payload) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8)";
// Number and event in one journey to the server.
constexpr absl::string_view kAppendAtOnce =
    "with next as (insert into counters (name, value) values ('event', 1) "
    "on conflict (name) do update set value = counters.value + 1 returning value) "
    "insert into events (position, event_id, kind, tenant, agency, traceparent, time_us, payload) "
    "select value, $1, $2, $3, $4, $5, cast($6 as bigint), cast($7 as bytea) from next returning position";
constexpr absl::string_view kRead =
    "select position, event_id, kind, tenant, agency, traceparent, time_us, payload from events "
    "where position > $1 order by position limit $2";
constexpr absl::string_view kCursor = "select position from event_cursors where consumer = $1";
constexpr absl::string_view kAdvance =
    "insert into event_cursors (consumer, position) values ($1, $2) "
    "on conflict (consumer) do update set position = excluded.position "
    "where event_cursors.position < excluded.position";
constexpr absl::string_view kReceive =
    "insert into inbox (source, event_id, position) values ($1, $2, $3) on conflict (source, event_id) do "
    "nothing";
constexpr absl::string_view kReceived = "select max(position) from inbox where source = $1";

// Positions of the outbox are a counter of their own: a revision may make several events, or none.
constexpr absl::string_view kEventCounter = "event";

absl::StatusOr<int64_t> NumberOrZero(absl::StatusOr<std::optional<int64_t>> number) {
  if (!number.ok()) return number.status();
  return number->value_or(0);
}

Event EventFrom(const Row& row) {
  return Event{.position = row.Int64(0),
               .event_id = std::string(row.Text(1)),
               .kind = std::string(row.Text(2)),
               .tenant = std::string(row.Text(3)),
               .agency = std::string(row.Text(4)),
               .traceparent = std::string(row.Text(5)),
               .time = absl::FromUnixMicros(row.Int64(6)),
               .payload = std::string(row.Bytes(7))};
}

}  // namespace

const std::vector<Migration> kFeedSchema = {{1, "feed", kTables},
                                            {2, "evidence contents", kEvidenceContents}};

absl::StatusOr<int64_t> NextRevision(Connection& conn, absl::string_view counter) {
  return NumberOrZero(conn.QueryInt64(kNext, {counter}));
}

absl::StatusOr<int64_t> LastRevision(Connection& conn, absl::string_view counter) {
  return NumberOrZero(conn.QueryInt64(kLast, {counter}));
}

absl::StatusOr<int64_t> AppendEvent(Connection& conn, const Event& event) {
  if (conn.engine() == Engine::kPostgres) {
    return NumberOrZero(conn.QueryInt64(
        kAppendAtOnce, {event.event_id, event.kind, event.tenant, event.agency, event.traceparent,
                        absl::ToUnixMicros(event.time), Bytes(event.payload)}));
  }
  absl::StatusOr<int64_t> position = NextRevision(conn, kEventCounter);
  if (!position.ok()) return position;
  absl::Status status =
      conn.Execute(kAppend, {*position, event.event_id, event.kind, event.tenant, event.agency,
                             event.traceparent, absl::ToUnixMicros(event.time), Bytes(event.payload)});
  if (!status.ok()) return status;
  return position;
}

absl::Status ReadEvents(Connection& conn, int64_t after, int limit,
                        absl::FunctionRef<absl::Status(const Event& event)> on_event) {
  return conn.Query(kRead, {after, limit}, [&](const Row& row) { return on_event(EventFrom(row)); });
}

absl::StatusOr<int64_t> ReadCursor(Connection& conn, absl::string_view consumer) {
  return NumberOrZero(conn.QueryInt64(kCursor, {consumer}));
}

absl::Status AdvanceCursor(Connection& conn, absl::string_view consumer, int64_t position) {
  return conn.Execute(kAdvance, {consumer, position});
}

absl::StatusOr<bool> ReceiveEvent(Connection& conn, absl::string_view source, absl::string_view event_id,
                                  int64_t position) {
  absl::StatusOr<int64_t> inserted = conn.ExecuteCounted(kReceive, {source, event_id, position});
  if (!inserted.ok()) return inserted.status();
  return *inserted == 1;
}

absl::StatusOr<int64_t> ReceivedPosition(Connection& conn, absl::string_view source) {
  return NumberOrZero(conn.QueryInt64(kReceived, {source}));
}

}  // namespace selaras::sql
