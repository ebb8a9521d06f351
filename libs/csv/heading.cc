#include "libs/csv/heading.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace selaras::csv {
namespace {

constexpr size_t kLongest = 40;
constexpr int kMostDigits = 3;

bool IsWord(absl::string_view heading) {
  const auto digits = std::count_if(heading.begin(), heading.end(), absl::ascii_isdigit);
  return !heading.empty() && heading.size() <= kLongest && digits <= kMostDigits &&
         absl::ascii_isalpha(heading[0]) && std::all_of(heading.begin(), heading.end(), absl::ascii_isprint);
}

}  // namespace

std::string ReportedHeading(absl::string_view heading, size_t cell, bool any_known) {
  return any_known && IsWord(heading) ? std::string(heading) : absl::StrCat("#", cell + 1);
}

}  // namespace selaras::csv
