#include "services/matching/bundle/outside_id.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace selaras::matching {

bool IsOutsideId(absl::string_view text) {
  return !text.empty() && text.size() <= 63 && absl::ascii_isalnum(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-'; }) &&
         !absl::StrContains(text, "..");
}

namespace {

// 1.98609E+17, 3,2E15: what a spreadsheet makes of 16 or 18 digits.
bool IsShortenedNumber(absl::string_view text) {
  const size_t e = text.find_first_of("eE");
  if (e == absl::string_view::npos || e == 0 || !absl::ascii_isdigit(text[0])) return false;
  absl::string_view exponent = text.substr(e + 1);
  absl::ConsumePrefix(&exponent, "+");
  return (exponent == "15" || exponent == "17") && std::all_of(text.begin(), text.begin() + e, [](char c) {
           return absl::ascii_isdigit(c) || c == '.' || c == ',';
         });
}

}  // namespace

bool LooksLikePersonalNumber(absl::string_view text) {
  int digits = 0;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) {
      ++digits;
    } else if (c != ' ' && c != '.' && c != '-' && c != '/' && c != '\'' && c != '_') {
      return IsShortenedNumber(text);
    }
  }
  return digits == 16 || digits == 18;
}

}  // namespace selaras::matching
