#include "services/registry/domain/cell.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/registry/domain/nip.h"
#include "services/registry/domain/record.h"

namespace selaras::registry {
namespace {

constexpr size_t kMaxToken = 64;
constexpr size_t kMaxList = 64;

// Length in characters; -1: not UTF-8, or holds a control character other than tab and line ends.
int Utf8Length(absl::string_view text) {
  int length = 0;
  for (size_t i = 0; i < text.size(); ++length) {
    const unsigned char c = text[i];
    if (c < 0x80) {
      if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return -1;
      ++i;
      continue;
    }
    const int more = c >= 0xF0 && c < 0xF5 ? 3 : c >= 0xE0 ? 2 : c >= 0xC2 ? 1 : -1;
    if (more < 0 || c >= 0xF5 || i + more >= text.size()) return -1;
    for (int k = 1; k <= more; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return -1;
    }
    const unsigned char next = text[i + 1];
    if ((c == 0xE0 && next < 0xA0) || (c == 0xED && next >= 0xA0) || (c == 0xF0 && next < 0x90) ||
        (c == 0xF4 && next >= 0x90)) {
      return -1;
    }
    i += more + 1;
  }
  return length;
}

absl::string_view ReadText(const Column& column, absl::string_view text, std::string* out) {
  const int length = Utf8Length(text);
  if (length < 0) return "IMPORT_TEXT_NOT_UTF8";
  if (length > column.max) return "IMPORT_TEXT_TOO_LONG";
  *out = std::string(text);
  for (char& c : *out) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return "";
}

bool IsToken(absl::string_view text) {
  if (text.empty() || text.size() > kMaxToken) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == ' ' || c == '+';
  });
}

bool Contains(absl::string_view list, absl::string_view item) {
  for (absl::string_view candidate : absl::StrSplit(list, ' ')) {
    if (candidate == item) return true;
  }
  return false;
}

absl::string_view ReadCode(const Column& column, absl::string_view text, std::string* out) {
  if (Contains(column.allowed, text)) {
    *out = std::string(text);
    return "";
  }
  const std::string upper = absl::AsciiStrToUpper(text);
  if (Contains(column.allowed, upper)) {
    *out = upper;
    return "";
  }
  // Spreadsheets drop a leading zero.
  const std::string padded = absl::StrCat("0", text);
  if (text.size() == 1 && Contains(column.allowed, padded)) {
    *out = padded;
    return "";
  }
  return "IMPORT_CODE_UNKNOWN";
}

absl::string_view ReadDate(absl::string_view text, std::string* out) {
  std::string iso(text.substr(0, 10));
  // A spreadsheet may have added midnight.
  if (text.size() > 10 && text.substr(10) != " 00:00:00" && text.substr(10) != "T00:00:00") {
    return "IMPORT_DATE_MALFORMED";
  }
  if (text.size() >= 10 && (text[2] == '-' || text[2] == '/') && text[5] == text[2]) {
    iso = absl::StrCat(text.substr(6, 4), "-", text.substr(3, 2), "-", text.substr(0, 2));
  }
  const std::optional<absl::CivilDay> day = ParseDay(iso);
  if (!day.has_value() || day->year() < 1900 || day->year() > 2100) return "IMPORT_DATE_MALFORMED";
  *out = std::move(iso);
  return "";
}

absl::string_view ReadInt(const Column& column, absl::string_view text, std::string* out) {
  int64_t value;
  if (absl::EndsWith(text, ".0")) text.remove_suffix(2);  // spreadsheets
  if (!absl::SimpleAtoi(text, &value)) return "IMPORT_NUMBER_MALFORMED";
  if (static_cast<double>(value) < column.min || static_cast<double>(value) > column.max) {
    return "IMPORT_NUMBER_RANGE";
  }
  *out = absl::StrCat(value);
  return "";
}

absl::string_view ReadReal(const Column& column, absl::string_view text, std::string* out) {
  std::string dotted(text);
  if (dotted.find('.') == std::string::npos) std::replace(dotted.begin(), dotted.end(), ',', '.');
  double value;
  if (!absl::SimpleAtod(dotted, &value) || !std::isfinite(value)) return "IMPORT_NUMBER_MALFORMED";
  if (value < column.min || value > column.max) return "IMPORT_NUMBER_RANGE";
  *out = absl::StrCat(value);
  if (double kept; !absl::SimpleAtod(*out, &kept) || kept != value) *out = dotted;  // more than six digits
  return "";
}

absl::string_view ReadFlag(absl::string_view text, std::string* out) {
  if (text == "0" || absl::EqualsIgnoreCase(text, "false") || absl::EqualsIgnoreCase(text, "tidak")) {
    out->assign(1, '0');
  } else if (text == "1" || absl::EqualsIgnoreCase(text, "true") || absl::EqualsIgnoreCase(text, "ya")) {
    out->assign(1, '1');
  } else {
    return "IMPORT_FLAG_MALFORMED";
  }
  return "";
}

absl::string_view ReadTokens(absl::string_view text, std::string* out) {
  std::vector<absl::string_view> tokens = absl::StrSplit(text, '|', absl::SkipWhitespace());
  for (absl::string_view& token : tokens) {
    token = absl::StripAsciiWhitespace(token);
    if (!IsToken(token)) return "IMPORT_TOKEN_MALFORMED";
  }
  if (tokens.size() > kMaxList) return "IMPORT_TEXT_TOO_LONG";
  *out = absl::StrJoin(tokens, "|");
  return "";
}

absl::string_view ReadLevels(absl::string_view text, std::string* out) {
  std::vector<std::string> levels;
  for (absl::string_view item : absl::StrSplit(text, '|', absl::SkipWhitespace())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(item, absl::MaxSplits(':', 1));
    const absl::string_view cluster = absl::StripAsciiWhitespace(pair.first);
    int level;
    if (!IsToken(cluster) || !absl::SimpleAtoi(pair.second, &level) || level < 0 || level > 5) {
      return "IMPORT_LEVELS_MALFORMED";
    }
    levels.push_back(absl::StrCat(cluster, ":", level));
  }
  if (levels.size() > kMaxList) return "IMPORT_TEXT_TOO_LONG";
  std::sort(levels.begin(), levels.end());
  *out = absl::StrJoin(levels, "|");
  return "";
}

absl::string_view ReadGrade(absl::string_view text, std::string* out) {
  int value;
  if (absl::ConsumePrefix(&text, "P")) {
    if (!absl::SimpleAtoi(text, &value) || value < 1 || value > 17) return "IMPORT_GRADE_UNKNOWN";
  } else if (!absl::SimpleAtoi(text, &value) || GradeOrder(value) == 0) {
    return "IMPORT_GRADE_UNKNOWN";
  }
  *out = absl::StrCat(value);
  return "";
}

}  // namespace

int GradeOrder(int siasn_id) {
  const int group = siasn_id / 10, step = siasn_id % 10;
  if (group < 1 || group > 4 || step < 1 || step > (group == 4 ? 5 : 4)) return 0;
  return (group - 1) * 4 + step;
}

bool IsUnknown(absl::string_view text) {
  return text.empty() || text == "-" || absl::EqualsIgnoreCase(text, "NULL");
}

absl::string_view ReadCell(const Column& column, absl::string_view text, std::string* out) {
  out->clear();
  text = absl::StripAsciiWhitespace(text);
  if (IsUnknown(text)) return column.required ? "IMPORT_CELL_REQUIRED" : "";
  switch (column.type) {
    case CellType::kText:
      return ReadText(column, text, out);
    case CellType::kCode:
      return ReadCode(column, text, out);
    case CellType::kToken:
      if (!IsToken(text)) return "IMPORT_TOKEN_MALFORMED";
      *out = std::string(text);
      return "";
    case CellType::kDate:
      return ReadDate(text, out);
    case CellType::kInt:
      return ReadInt(column, text, out);
    case CellType::kReal:
      return ReadReal(column, text, out);
    case CellType::kFlag:
      return ReadFlag(text, out);
    case CellType::kTokens:
      return ReadTokens(text, out);
    case CellType::kLevels:
      return ReadLevels(text, out);
    case CellType::kGrade:
      return ReadGrade(text, out);
    case CellType::kNip: {
      absl::StatusOr<Nip> nip = ParseNip(text);
      if (nip.ok()) {
        *out = std::move(nip->digits);
        return "";
      }
      for (absl::string_view reason : {"IMPORT_NIP_SCIENTIFIC", "IMPORT_NIP_LENGTH", "IMPORT_NIP_DATE",
                                       "IMPORT_NIP_MONTH", "IMPORT_NIP_SEX", "IMPORT_NIP_SEQUENCE"}) {
        if (nip.status().message() == reason) return reason;
      }
      return "IMPORT_NIP_LENGTH";
    }
  }
  return "IMPORT_TOKEN_MALFORMED";
}

std::string ShapeOf(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty()) return "empty";
  int digits = 0;
  bool exponent = false, other = false;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) {
      ++digits;
    } else if (c == 'E' || c == 'e') {
      exponent = true;
    } else if (c != '.' && c != ',' && c != '+' && c != '-') {
      other = true;
    }
  }
  if (digits == static_cast<int>(text.size())) return absl::StrCat(digits, " digits");
  if (!other && exponent && digits > 0) return "number in scientific notation";
  if (!other && !exponent && digits > 0) return absl::StrCat("number or date of ", text.size());
  const int length = Utf8Length(text);
  return length < 0 ? absl::StrCat(text.size(), " bytes, not UTF-8") : absl::StrCat("text of ", length);
}

}  // namespace selaras::registry
