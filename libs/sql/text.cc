#include "libs/sql/text.h"

#include <cstdint>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace selaras::sql {
namespace {

// True if the eight bytes are ASCII and none is 0.
bool IsPlain(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  constexpr uint64_t kHigh = 0x8080808080808080u;
  constexpr uint64_t kOnes = 0x0101010101010101u;
  return ((word | (word - kOnes)) & kHigh) == 0;
}

// Length of the sequence at the start of `text` (not empty), 0 if it is not valid.
size_t SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const auto is_tail = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const uint8_t first = byte(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  if (first < 0xC2 || first > 0xF4 || !is_tail(1)) return 0;
  if (first < 0xE0) return 2;
  if (!is_tail(2)) return 0;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  const bool overlong = first == 0xF0 && byte(1) < 0x90;
  const bool too_large = first == 0xF4 && byte(1) > 0x8F;
  return overlong || too_large || !is_tail(3) ? 0 : 4;
}

// End of the quoted string, identifier or comment that starts at `i`; `i` if none does.
size_t SkipQuoted(absl::string_view sql, size_t i) {
  const absl::string_view rest = sql.substr(i);
  size_t end = absl::string_view::npos;
  if (rest[0] == '\'' || rest[0] == '"') {
    // A doubled quote ends one string and starts the next, which skips the same text.
    end = sql.find(rest[0], i + 1);
    return end == absl::string_view::npos ? sql.size() : end + 1;
  }
  if (rest.substr(0, 2) == "--") {
    end = sql.find('\n', i);
    return end == absl::string_view::npos ? sql.size() : end;
  }
  if (rest.substr(0, 2) == "/*") {
    end = sql.find("*/", i + 2);
    return end == absl::string_view::npos ? sql.size() : end + 2;
  }
  return i;
}

}  // namespace

bool IsStorableText(absl::string_view text) {
  while (!text.empty()) {
    if (text.size() >= 8 && IsPlain(text.data())) {
      text.remove_prefix(8);
      continue;
    }
    const size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

absl::Status CheckParameter(const Value& value, size_t number) {
  if (value.type() != Value::Type::kText || IsStorableText(value.string_value())) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the text of parameter ", number, " is not UTF-8 without NUL"));
}

std::string NumberParameters(absl::string_view sql) {
  std::string result;
  result.reserve(sql.size());
  for (size_t i = 0; i < sql.size();) {
    if (const size_t end = SkipQuoted(sql, i); end > i) {
      result.append(sql.data() + i, end - i);
      i = end;
      continue;
    }
    const bool is_parameter = sql[i] == '$' && i + 1 < sql.size() && absl::ascii_isdigit(sql[i + 1]);
    result.push_back(is_parameter ? '?' : sql[i]);
    ++i;
  }
  return result;
}

}  // namespace selaras::sql
