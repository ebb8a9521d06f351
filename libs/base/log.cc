#include "libs/base/log.h"

#include <unistd.h>

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace selaras {
namespace {

const char* SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "DEBUG";
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "ERROR";
}

// JSON string. Bytes from 0x80 pass: what we log is UTF-8.
void AppendQuoted(std::string* out, absl::string_view text) {
  out->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (c == '\n') {
      out->append("\\n");
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", c);
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

void AppendMember(std::string* out, absl::string_view key, absl::string_view value) {
  absl::StrAppend(out, ",\"", key, "\":");
  AppendQuoted(out, value);
}

struct AppendValue {
  std::string* out;
  void operator()(const std::string& value) const { AppendQuoted(out, value); }
  void operator()(int64_t value) const { absl::StrAppend(out, value); }
  void operator()(bool value) const { out->append(value ? "true" : "false"); }
  void operator()(double value) const {
    if (std::isfinite(value)) {
      absl::StrAppend(out, value);
    } else {
      out->append("null");
    }
  }
};

void WriteToStandardError(absl::string_view line) {
  while (!line.empty()) {
    const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
    if (written <= 0) return;  // nowhere left to report to
    line.remove_prefix(written);
  }
}

}  // namespace

absl::StatusOr<Severity> ParseSeverity(absl::string_view text) {
  if (text == "debug") return Severity::kDebug;
  if (text == "info") return Severity::kInfo;
  if (text == "warning") return Severity::kWarning;
  if (text == "error") return Severity::kError;
  return absl::InvalidArgumentError("write debug, info, warning or error");
}

void Logger::Log(Severity severity, LogMessage message, std::initializer_list<LogField> fields,
                 const TraceContext& trace) const {
  if (!IsOn(severity)) return;
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", clock_.Now(), absl::UTCTimeZone()), "\"");
  AppendMember(&line, "severity", SeverityName(severity));
  AppendMember(&line, "service", options_.service);
  AppendMember(&line, "message", message.text());
  if (!trace.empty()) AppendMember(&line, "trace_id", trace.trace_id);
  for (const LogField& field : fields) {
    const auto* text = std::get_if<std::string>(&field.value);
    if (text != nullptr && text->empty()) continue;
    absl::StrAppend(&line, ",\"", field.key, "\":");
    std::visit(AppendValue{&line}, field.value);
  }
  line.append("}\n");
  if (options_.sink) {
    options_.sink(line);
  } else {
    WriteToStandardError(line);
  }
}

}  // namespace selaras
