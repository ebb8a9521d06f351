#ifndef SELARAS_LIBS_BASE_LOG_H_
#define SELARAS_LIBS_BASE_LOG_H_

// Structured log: one JSON object per line, on standard error.
//
//   logger.Log(Severity::kWarning, "peer slow", {log_keys::kPeer("needs"), log_keys::kMillis(8)},
//   call.trace);
//   {"time":"2026-04-01T02:03:04.567890Z","severity":"WARNING","service":"matching","message":"peer slow",
//    "trace_id":"…","peer":"needs","millis":8}
//
// A value can be logged only through a key, and all keys stand in libs/base/log_keys.h: there
// is none for a NIP, NIK, name or birth date, and a message is a constant of the program. That
// is how personal data stays out.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "libs/base/clock.h"
#include "libs/base/trace.h"

namespace selaras {

enum class Severity { kDebug, kInfo, kWarning, kError };

// "debug", "info", "warning", "error". kInvalidArgument otherwise.
absl::StatusOr<Severity> ParseSeverity(absl::string_view text);

struct LogField {
  const char* key;
  std::variant<std::string, int64_t, double, bool> value;
};

// Makes fields of one name and type; declared in log_keys.h only.
template <typename T>
class LogKey {
 public:
  constexpr explicit LogKey(const char* name) : name_(name) {}
  LogField operator()(T value) const { return {name_, std::move(value)}; }
  const char* name() const { return name_; }

 private:
  const char* name_;
};

// A constant of the program: only string literals convert, so no message is built from values.
class LogMessage {
 public:
  template <size_t kSize>
  consteval LogMessage(const char (&text)[kSize]) : text_(text) {}  // NOLINT: implicit by intent
  const char* text() const { return text_; }

 private:
  const char* text_;
};

// Thread-safe; each line is one write, so lines of threads do not mix.
class Logger {
 public:
  struct Options {
    std::string service;                               // value of "service" in every line
    Severity min_severity = Severity::kInfo;           // lines below it are not made
    std::function<void(absl::string_view line)> sink;  // gets each line with its '\n'; null = standard error
  };

  // `clock` must outlive the logger.
  Logger(const Clock& clock, Options options) : clock_(clock), options_(std::move(options)) {}

  // Fields with empty text are left out.
  void Log(Severity severity, LogMessage message, std::initializer_list<LogField> fields = {},
           const TraceContext& trace = {}) const;

  bool IsOn(Severity severity) const { return severity >= options_.min_severity; }

 private:
  const Clock& clock_;
  const Options options_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_LOG_H_
