#include "libs/rest/text.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"

namespace selaras::rest {
namespace {

constexpr size_t kMaxParameters = 256;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Length of the character that begins at `at`; 0 = malformed.
size_t CharacterAt(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(at);
  if (first < 0x80) return 1;
  const size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + size > text.size()) return 0;
  uint32_t value = first & (0x7F >> size);
  for (size_t i = at + 1; i < at + size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    value = value << 6 | (byte(i) & 0x3F);
  }
  if (size == 3 && (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF))) return 0;
  if (size == 4 && (value < 0x10000 || value > 0x10FFFF)) return 0;
  return size;
}

// Weight of one item of Accept-Language, such as "en-GB;q=0.8"; 1 if none is given.
double WeightOf(const std::vector<absl::string_view>& parts) {
  for (size_t i = 1; i < parts.size(); ++i) {
    absl::string_view part = absl::StripAsciiWhitespace(parts[i]);
    double weight;
    if (absl::ConsumePrefix(&part, "q=")) return absl::SimpleAtod(part, &weight) ? weight : 0;
  }
  return 1;
}

bool IsLanguage(absl::string_view tag, absl::string_view language) {
  return absl::EqualsIgnoreCase(tag.substr(0, tag.find('-')), language);
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t size = CharacterAt(text, at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

std::optional<std::string> PercentDecode(absl::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_blank) {
      c = ' ';
    }
    if (static_cast<uint8_t>(c) < 0x20 || c == 0x7F) return std::nullopt;
    out.push_back(c);
  }
  if (!IsUtf8(out)) return std::nullopt;
  return out;
}

absl::StatusOr<QueryParameters> ParseQuery(absl::string_view query) {
  QueryParameters parameters;
  for (absl::string_view item : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> halves =
        absl::StrSplit(item, absl::MaxSplits('=', 1));
    auto name = PercentDecode(halves.first, true);
    auto value = PercentDecode(halves.second, true);
    if (!name.has_value() || name->empty()) {
      return InvalidField("?", "a query parameter needs a name, percent-encoded as UTF-8");
    }
    if (!value.has_value()) {
      return InvalidField("?",
                          "a value of the query is not percent-encoded UTF-8 without control characters");
    }
    if (parameters.size() == kMaxParameters) return InvalidField("?", "more than 256 query parameters");
    parameters.emplace_back(*std::move(name), *std::move(value));
  }
  return parameters;
}

Language PreferredLanguage(absl::string_view accept_language) {
  double indonesian = 0;
  double english = 0;
  for (absl::string_view item : absl::StrSplit(accept_language, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(item, ';');
    const absl::string_view tag = absl::StripAsciiWhitespace(parts[0]);
    if (IsLanguage(tag, "id")) indonesian = std::max(indonesian, WeightOf(parts));
    if (IsLanguage(tag, "en")) english = std::max(english, WeightOf(parts));
  }
  return english > indonesian ? Language::kEnglish : Language::kIndonesian;
}

MediaType ParseMediaType(absl::string_view content_type) {
  const std::vector<absl::string_view> parts = absl::StrSplit(content_type, ';');
  MediaType media{.type = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts[0]))};
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> halves =
        absl::StrSplit(parts[i], absl::MaxSplits('=', 1));
    const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(halves.first));
    absl::string_view value = absl::StripAsciiWhitespace(halves.second);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (name == "charset") media.charset = absl::AsciiStrToLower(value);
    if (name == "boundary") media.boundary = std::string(value);
  }
  return media;
}

}  // namespace selaras::rest
