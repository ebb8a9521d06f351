#include "services/approval/domain/decree_number.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace selaras::approval {
namespace {

constexpr absl::string_view kMonths[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                         "VII", "VIII", "IX",  "X",  "XI", "XII"};

}  // namespace

std::string WrongInNumberForm(absl::string_view form) {
  for (const absl::string_view needed : {"{sequence}", "{year}"}) {
    if (!absl::StrContains(form, needed)) return absl::StrCat("lacks ", needed);
  }
  const std::string filled = FillNumberForm(form, 1, "a", absl::CivilDay(2026, 1, 1));
  if (filled.find_first_of("{}") != std::string::npos) {
    return "only {sequence}, {agency}, {year}, {month} and {month_roman} are filled in";
  }
  return "";
}

std::string FillNumberForm(absl::string_view form, int64_t sequence, absl::string_view agency,
                           absl::CivilDay date) {
  return absl::StrReplaceAll(form, {{"{sequence}", absl::StrCat(sequence)},
                                    {"{agency}", agency},
                                    {"{year}", absl::StrFormat("%04d", date.year())},
                                    {"{month}", absl::StrFormat("%02d", date.month())},
                                    {"{month_roman}", kMonths[date.month() - 1]}});
}

}  // namespace selaras::approval
