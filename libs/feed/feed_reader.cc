#include "libs/feed/feed_reader.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "libs/feed/event_proto.h"

namespace selaras::feed {

struct FeedReader::Failure {
  const char* stage;  // a value of the label
  absl::Status status;
  const sql::Event* event = nullptr;  // the one whose handler failed
};

namespace {

// A page must go on where the last one ended, or events were lost or given other numbers.
absl::Status CheckOrder(const v1alpha::ListEventsResponse& page, int64_t after) {
  int64_t last = after;
  for (const v1alpha::Event& event : page.events()) {
    if (event.position() != ++last) {
      return absl::DataLossError(absl::StrCat("after position ", last - 1, " comes ", event.position()));
    }
  }
  if (page.latest_position() < last) {
    return absl::DataLossError(
        absl::StrCat("the feed ends at ", page.latest_position(), ", ", last, " was there already"));
  }
  return absl::OkStatus();
}

}  // namespace

FeedReader::FeedReader(Options options, sql::Database& db, const Logger& logger, Metrics& metrics)
    : options_(std::move(options)),
      db_(db),
      logger_(logger),
      lag_(metrics.GetGauge({"selaras_feed_lag", "Events of the source that were not taken yet."},
                            {{"reader", options_.reader}, {"source", options_.source}})),
      events_(metrics.GetCounter({"selaras_feed_events_total", "Events taken from the source."},
                                 {{"reader", options_.reader}, {"source", options_.source}})),
      failures_(
          metrics,
          {"selaras_feed_failures_total", "Pages of the source that could not be taken whole, by stage."},
          "stage", {"peer", "feed", "handler", "database"},
          {{"reader", options_.reader}, {"source", options_.source}}) {
  lag_.Set(std::numeric_limits<double>::quiet_NaN());
}

FeedReader::~FeedReader() {
  Stop();
}

void FeedReader::Start() {
  thread_ = std::thread([this] { Run(); });
}

void FeedReader::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void FeedReader::Run() {
  absl::Duration pause = options_.first_pause;
  while (true) {
    const absl::StatusOr<int> taken = TakePage();
    const bool progress = taken.ok() && *taken > 0;
    if (progress) pause = options_.first_pause;
    const absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    if (progress && position_ < latest_) continue;
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause)) return;
    pause = std::min(2 * pause, options_.longest_pause);
  }
}

absl::StatusOr<int> FeedReader::TakePage() {
  v1alpha::ListEventsResponse page;
  int64_t after = 0;
  if (absl::Status status = db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
        SELARAS_ASSIGN_OR_RETURN(after, sql::ReceivedPosition(conn, options_.source));
        return absl::OkStatus();
      });
      !status.ok()) {
    Report({"database", status});
    return status;
  }
  if (absl::Status status = Fetch(after, page); !status.ok()) return status;
  std::vector<sql::Event> events;
  events.reserve(page.events_size());
  for (const v1alpha::Event& event : page.events()) events.push_back(FromProto(event));

  std::optional<size_t> failed;
  const absl::Status status = Take(events, failed);
  size_t taken = status.ok() ? events.size() : 0;
  const sql::Event* const culprit = failed.has_value() ? &events[*failed] : nullptr;
  if (failed.value_or(0) > 0) {
    std::optional<size_t> failed_again;
    const size_t before = *failed;
    if (Take(absl::MakeConstSpan(events).first(before), failed_again).ok()) taken = before;
  }
  events_.Increment(static_cast<double>(taken));
  Note(after + static_cast<int64_t>(taken), page.latest_position());
  if (!status.ok()) {
    Report({culprit != nullptr ? "handler" : "database", status, culprit});
    return status;
  }
  failures_in_a_row_ = 0;
  return static_cast<int>(taken);
}

absl::Status FeedReader::Fetch(int64_t after, v1alpha::ListEventsResponse& page) {
  v1alpha::ListEventsRequest request;
  request.set_after_position(after);
  request.set_page_size(options_.page_size);
  absl::StatusOr<v1alpha::ListEventsResponse> answer = options_.poll(request);
  if (!answer.ok()) {
    Report({"peer", answer.status()});
    return answer.status();
  }
  page = *std::move(answer);
  absl::Status status = CheckOrder(page, after);
  if (!status.ok()) Report({"feed", status});
  return status;
}

absl::Status FeedReader::Take(absl::Span<const sql::Event> events, std::optional<size_t>& failed) {
  failed.reset();
  if (events.empty()) return absl::OkStatus();
  const absl::Status status = db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    failed.reset();
    for (size_t i = 0; i < events.size(); ++i) {
      const sql::Event& event = events[i];
      SELARAS_ASSIGN_OR_RETURN(const bool fresh,
                               sql::ReceiveEvent(conn, options_.source, event.event_id, event.position));
      if (!fresh) continue;
      if (absl::Status status = options_.handle(conn, event); !status.ok()) {
        failed = i;
        return status;
      }
    }
    failpoint::Reach("feed.take.before_commit");
    return absl::OkStatus();
  });
  failpoint::Reach("feed.take.after_commit");
  return status;
}

void FeedReader::Report(const Failure& failure) {
  failures_.At(failure.stage).Increment();
  const int count = ++failures_in_a_row_;
  if ((count & (count - 1)) != 0) return;
  const sql::Event none;
  const sql::Event& event = failure.event == nullptr ? none : *failure.event;
  // A peer that is away comes back by itself; the rest wants a person.
  logger_.Log(
      failure.stage == absl::string_view("peer") ? Severity::kWarning : Severity::kError, "feed is not taken",
      {log_keys::kPeer(options_.source), log_keys::kComponent(absl::StrCat("feed ", failure.stage)),
       log_keys::kCode(absl::StatusCodeToString(failure.status.code())),
       log_keys::kReason(ReasonOf(failure.status)), log_keys::kError(std::string(failure.status.message())),
       log_keys::kState(event.kind), log_keys::kRevision(event.position), log_keys::kCount(count)},
      ParseTraceparent(event.traceparent).value_or(TraceContext{}));
}

void FeedReader::Note(int64_t position, int64_t latest) {
  lag_.Set(static_cast<double>(latest - position));
  const absl::MutexLock lock(&mutex_);
  position_ = position;
  latest_ = latest;
}

bool FeedReader::DrainedTo(int64_t position, absl::Duration wait) const {
  const absl::MutexLock lock(&mutex_);
  const auto drained = [&] {
    mutex_.AssertReaderHeld();
    return position_ >= position;
  };
  return mutex_.AwaitWithTimeout(absl::Condition(&drained), wait);
}

}  // namespace selaras::feed
