#ifndef SELARAS_LIBS_FEED_FEED_READER_H_
#define SELARAS_LIBS_FEED_FEED_READER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/base/log.h"
#include "libs/metrics/metrics.h"
#include "libs/sql/database.h"
#include "libs/sql/outbox.h"

namespace selaras::feed {

namespace v1alpha {
class ListEventsRequest;
class ListEventsResponse;
}  // namespace v1alpha

// Takes the feed of one source (a peer, or the service itself) into this service's database, in order, each event
// exactly once in effect: the note that it arrived (sql::ReceiveEvent) and what the handler writes are one
// transaction. Needs Migrate(db, sql::kFeedSchema, "feed"). Several processes on one database may each run a reader
// of the same source; one of them takes each event.
//
//   FeedReader reader({.source = "approval", .reader = "evaluation", .poll = call ListEvents, .handle = apply},
//                     db, logger, metrics);
//   reader.Start();
//
// An event whose handler fails stops the feed there, as later ones may rest on it: the ones before it are kept, it
// is tried again after a pause for as long as it takes, with log lines (the status's reason, the event's kind and position,
// the act's trace) and a count. Whatever a handler need not understand (an unknown kind) it
// passes by returning OK. A feed that went back or has a hole (a peer restored from an old copy) stops likewise,
// with kDataLoss. Of failures in a row the 1st, 2nd, 4th, 8th … are logged.
//
// Metrics, by `reader` and `source`: selaras_feed_lag (events behind at the last page; NaN before the first),
// selaras_feed_events_total, selaras_feed_failures_total{stage = peer, feed, handler, database}.
class FeedReader {
 public:
  // Asks the source; must return in bounded time (a deadline), as Stop waits for it. Called by the reader's thread.
  using Poll = std::function<absl::StatusOr<v1alpha::ListEventsResponse>(const v1alpha::ListEventsRequest&)>;
  // Acts on one event within the transaction that notes its arrival. Called by the reader's thread; MAY RUN AGAIN
  // for the same event, also after it returned OK, if the transaction is retried. `event.traceparent` continues
  // the trace of the act.
  using Handle = std::function<absl::Status(sql::Connection& conn, const sql::Event& event)>;

  struct Options {
    std::string source;  // name of the feed in this database: the service's; do not rename
    std::string
        reader;  // service that reads; only a label, as services of one process may read the same source
    Poll poll;
    Handle handle;
    // DEFAULT 200. Events a transaction; larger is faster in catching up and holds other writers up longer.
    // REQUIRES 1 to 2,000.
    int page_size = 200;
    // Pause after a page that brought nothing, or after a failure: the first, doubled each time up to the longest.
    // An event that comes ends the doubling. The longest bounds how late an event is taken.
    absl::Duration first_pause = absl::Milliseconds(50);
    absl::Duration longest_pause = absl::Seconds(1);
  };

  // All must outlive the reader.
  FeedReader(Options options, sql::Database& db, const Logger& logger, Metrics& metrics);
  ~FeedReader();  // Stop()
  FeedReader(const FeedReader&) = delete;
  FeedReader& operator=(const FeedReader&) = delete;

  // Starts the thread. Call once.
  void Start();
  // Ends the thread after the transaction under way. Idempotent.
  void Stop();

  // Takes what there is now, one page, on the caller's thread; returns the number of events taken. For tests and
  // for tools; not while started. The first failure is returned; events before it are kept.
  absl::StatusOr<int> TakePage();

  // True once every event up to `position` of the source was taken, also by an earlier run (known after the first
  // page). Waits for it up to `wait`.
  bool DrainedTo(int64_t position, absl::Duration wait = absl::ZeroDuration()) const;

 private:
  struct Failure;

  void Run();
  absl::Status Fetch(int64_t after, v1alpha::ListEventsResponse& page);
  absl::Status Take(absl::Span<const sql::Event> events, std::optional<size_t>& failed);
  void Report(const Failure& failure);
  void Note(int64_t position, int64_t latest);

  const Options options_;
  sql::Database& db_;
  const Logger& logger_;
  Gauge& lag_;
  Counter& events_;
  const CounterSet failures_;
  int failures_in_a_row_ = 0;

  mutable absl::Mutex mutex_;
  int64_t position_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t latest_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace selaras::feed

#endif  // SELARAS_LIBS_FEED_FEED_READER_H_
