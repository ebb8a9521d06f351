#include "libs/base/trace.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"

namespace selaras {
namespace {

bool IsLowerHex(absl::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
}

bool IsZero(absl::string_view text) {
  return text.find_first_not_of('0') == absl::string_view::npos;
}

template <size_t kBytes>
std::string RandomHex(IdSource& ids) {
  std::array<uint8_t, kBytes> bytes;
  ids.Fill(absl::MakeSpan(bytes));
  bytes[kBytes - 1] |= 1;  // all zero is not a valid id
  return HexEncode(bytes);
}

}  // namespace

std::optional<TraceContext> ParseTraceparent(absl::string_view text) {
  // A later version may append fields after a dash; its first four read as version 00.
  if (text.size() < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return std::nullopt;
  const absl::string_view version = text.substr(0, 2);
  const absl::string_view trace_id = text.substr(3, 32);
  const absl::string_view span_id = text.substr(36, 16);
  const absl::string_view flags = text.substr(53, 2);
  if (!IsLowerHex(version) || version == "ff" || !IsLowerHex(trace_id) || IsZero(trace_id) ||
      !IsLowerHex(span_id) || IsZero(span_id) || !IsLowerHex(flags)) {
    return std::nullopt;
  }
  if (text.size() > 55 && (version == "00" || text[55] != '-')) return std::nullopt;
  const char last = flags[1];
  const int low = last <= '9' ? last - '0' : last - 'a' + 10;
  return TraceContext{std::string(trace_id), std::string(span_id), (low & 1) == 1};
}

std::string FormatTraceparent(const TraceContext& trace) {
  return absl::StrCat("00-", trace.trace_id, "-", trace.span_id, trace.sampled ? "-01" : "-00");
}

TraceContext NewTrace(IdSource& ids) {
  return {RandomHex<16>(ids), RandomHex<8>(ids), true};
}

TraceContext ChildOf(const TraceContext& parent, IdSource& ids) {
  if (parent.empty()) return NewTrace(ids);
  return {parent.trace_id, RandomHex<8>(ids), parent.sampled};
}

}  // namespace selaras
