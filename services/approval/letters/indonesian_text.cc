#include "services/approval/letters/indonesian_text.h"

#include <glib.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace selaras::approval::letters {
namespace {

constexpr absl::string_view kMonths[] = {"Januari",   "Februari", "Maret",    "April",
                                         "Mei",       "Juni",     "Juli",     "Agustus",
                                         "September", "Oktober",  "November", "Desember"};
constexpr absl::string_view kDigits[] = {"",     "satu",  "dua",     "tiga",     "empat",   "lima",
                                         "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"};
constexpr char kNoBreakSpace[] = "\u00A0";

std::string Words(int number);

// `head`, and the words of `rest` if there is a rest.
std::string WithRest(std::string head, int rest) {
  if (rest > 0) absl::StrAppend(&head, " ", Words(rest));
  return head;
}

std::string Words(int number) {
  if (number < 12) return std::string(kDigits[number]);
  if (number < 20) return absl::StrCat(kDigits[number - 10], " belas");
  if (number < 100) return WithRest(absl::StrCat(kDigits[number / 10], " puluh"), number % 10);
  if (number < 200) return WithRest("seratus", number - 100);
  if (number < 1000) return WithRest(absl::StrCat(kDigits[number / 100], " ratus"), number % 100);
  if (number < 2000) return WithRest("seribu", number - 1000);
  return WithRest(absl::StrCat(Words(number / 1000), " ribu"), number % 1000);
}

}  // namespace

std::string LongDate(absl::CivilDay day) {
  return absl::StrCat(day.day(), " ", kMonths[day.month() - 1], " ", day.year());
}

std::string DayName(absl::CivilDay day) {
  switch (absl::GetWeekday(day)) {
    case absl::Weekday::monday:
      return "Senin";
    case absl::Weekday::tuesday:
      return "Selasa";
    case absl::Weekday::wednesday:
      return "Rabu";
    case absl::Weekday::thursday:
      return "Kamis";
    case absl::Weekday::friday:
      return "Jumat";
    case absl::Weekday::saturday:
      return "Sabtu";
    case absl::Weekday::sunday:
      return "Minggu";
  }
  return "";
}

std::string NumberWords(int number) {
  return number == 0 ? "nol" : Words(number);
}

std::string DateInWords(absl::CivilDay day) {
  return absl::StrCat(DayName(day), " tanggal ", NumberWords(day.day()), " bulan ", kMonths[day.month() - 1],
                      " tahun ", NumberWords(static_cast<int>(day.year())));
}

std::string DictumName(int number) {
  const std::string words = number == 1 ? "satu" : Words(number);
  return absl::AsciiStrToUpper(absl::StrCat("ke", words));
}

std::string GroupedNip(absl::string_view nip) {
  if (nip.size() != 18 || !std::all_of(nip.begin(), nip.end(), absl::ascii_isdigit)) return std::string(nip);
  return absl::StrCat(nip.substr(0, 8), kNoBreakSpace, nip.substr(8, 6), kNoBreakSpace, nip.substr(14, 1),
                      kNoBreakSpace, nip.substr(15));
}

std::string LetterMarker(int index) {
  const std::string last(1, static_cast<char>('a' + index % 26));
  return index < 26 ? last : absl::StrCat(LetterMarker(index / 26 - 1), last);
}

std::string JoinWithDan(const std::vector<std::string>& items) {
  if (items.size() < 3) return absl::StrJoin(items, " dan ");
  return absl::StrCat(absl::StrJoin(items.begin(), items.end() - 1, ", "), ", dan ", items.back());
}

std::string Uppercase(absl::string_view text) {
  if (!g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr)) return std::string(text);
  std::string upper;
  const char* end = text.data() + text.size();
  for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
    // g_utf8_strup would follow the locale (the Turkish i); one character at a time does not.
    char bytes[6];
    const int length = g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(at)), bytes);
    upper.append(bytes, static_cast<size_t>(length));
  }
  return upper;
}

std::string EndedWith(absl::string_view text, absl::string_view mark) {
  while (!text.empty() && absl::string_view(" \t\n.;,").find(text.back()) != absl::string_view::npos) {
    text.remove_suffix(1);
  }
  return absl::StrCat(text, mark);
}

std::string LowerFirst(absl::string_view text) {
  std::string lower(text);
  if (!lower.empty()) lower[0] = absl::ascii_tolower(lower[0]);
  return lower;
}

}  // namespace selaras::approval::letters
