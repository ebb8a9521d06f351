#ifndef SELARAS_LIBS_SQL_OUTBOX_H_
#define SELARAS_LIBS_SQL_OUTBOX_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/sql/database.h"
#include "libs/sql/migrator.h"

// Events between services, exactly once: the sender appends to its outbox in the transaction that makes the
// event true; a relay reads them in order and delivers, possibly twice; the receiver takes each once, in the
// transaction that acts on it.
//
//   sender:    AppendEvent(conn, {.event_id = ids.NewId(), .kind = "DecreeIssued", ...});
//   relay:     ReadEvents(conn, *ReadCursor(conn, "registry"), 100, deliver);  AdvanceCursor(conn,
//   "registry", last); receiver:  if (*ReceiveEvent(conn, "approval", event_id, position)) Apply(conn,
//   event);
//
// All tables come from kFeedSchema: Migrate(db, kFeedSchema, "feed").
namespace selaras::sql {

extern const std::vector<Migration> kFeedSchema;

// The next value of a counter, from 1, without gaps and in the order of commits: the counter's row belongs to
// the transaction until it ends, and a rollback gives the number back. `counter` names it; "revision" is the
// service's own. Under Writers::kConcurrent take it late: whoever takes it next waits for this commit.
absl::StatusOr<int64_t> NextRevision(Connection& conn, absl::string_view counter = "revision");
// The last value given in a committed transaction, or in this one; 0 if none.
absl::StatusOr<int64_t> LastRevision(Connection& conn, absl::string_view counter = "revision");

struct Event {
  int64_t position = 0;  // in the sender's feed, from 1 without gaps, in commit order; AppendEvent gives it
  std::string event_id;  // unique for ever
  std::string kind;      // what happened, past participle: "DecreeIssued"
  std::string tenant;
  std::string agency;       // the owning agency, "" if none
  std::string traceparent;  // W3C trace context of the act, "" if none
  absl::Time time;          // kept to the microsecond
  std::string payload;      // the kind's own format
};

// Appends to the outbox; returns the position. kAlreadyExists: the event_id is taken.
absl::StatusOr<int64_t> AppendEvent(Connection& conn, const Event& event);

// At most `limit` events after position `after`, in order. An error of `on_event` ends the reading and is
// returned.
absl::Status ReadEvents(Connection& conn, int64_t after, int limit,
                        absl::FunctionRef<absl::Status(const Event& event)> on_event);

// Up to where `consumer` has taken the outbox; 0 at first. Advancing to a lower position changes nothing.
absl::StatusOr<int64_t> ReadCursor(Connection& conn, absl::string_view consumer);
absl::Status AdvanceCursor(Connection& conn, absl::string_view consumer, int64_t position);

// Notes that an event of `source` arrived; false if it had arrived before, and then nothing is to be done.
// `position` is the one in the source's feed.
absl::StatusOr<bool> ReceiveEvent(Connection& conn, absl::string_view source, absl::string_view event_id,
                                  int64_t position);
// The highest position received from `source`; 0 if none. The place to go on from after a restart, as relays
// deliver in order.
absl::StatusOr<int64_t> ReceivedPosition(Connection& conn, absl::string_view source);

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_OUTBOX_H_
