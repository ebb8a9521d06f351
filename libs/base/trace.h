#ifndef SELARAS_LIBS_BASE_TRACE_H_
#define SELARAS_LIBS_BASE_TRACE_H_

// W3C trace context (https://www.w3.org/TR/trace-context/, version 00): one trace id goes through every hop
// and the outbox, so that all log lines of one request can be found.

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/base/ids.h"

namespace selaras {

struct TraceContext {
  std::string trace_id;  // 32 lower-case hex digits, not all zero; empty = no trace
  std::string span_id;   // 16 lower-case hex digits, not all zero
  bool sampled = true;

  bool empty() const { return trace_id.empty(); }
  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

// Name of the metadata entry and HTTP header.
inline constexpr char kTraceparentKey[] = "traceparent";

// nullopt if malformed: callers then start a new trace, as the specification says.
std::optional<TraceContext> ParseTraceparent(absl::string_view text);

// "00-<trace id>-<span id>-<01|00>". REQUIRES: not empty.
std::string FormatTraceparent(const TraceContext& trace);

TraceContext NewTrace(IdSource& ids);
// Same trace, new span. An empty parent starts a new trace.
TraceContext ChildOf(const TraceContext& parent, IdSource& ids);

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_TRACE_H_
