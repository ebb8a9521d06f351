#include "services/matching/bundle/outside_id.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/registry/domain/cell.h"

namespace selaras::matching {

bool IsOutsideId(absl::string_view text) {
  return !text.empty() && text.size() <= 63 && absl::ascii_isalnum(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-'; }) &&
         !absl::StrContains(text, "..");
}

bool LooksLikePersonalNumber(absl::string_view text) {
  int digits = 0;
  for (const char c : text) {
    if (absl::ascii_isdigit(c)) {
      ++digits;
    } else if (c != ' ' && c != '.' && c != '-' && c != '/' && c != '\'' && c != '_') {
      return registry::ShapeOf(text) == "number in scientific notation";
    }
  }
  return digits == 16 || digits == 18;
}

}  // namespace selaras::matching
