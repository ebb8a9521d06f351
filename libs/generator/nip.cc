#include "libs/generator/nip.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace selaras::generator {
namespace {

int Digits(absl::string_view text) {
  int value = 0;
  for (char c : text) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

std::string Compact(absl::CivilDay day) {
  return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
}

std::string NipMint::Next(absl::CivilDay birth, absl::CivilDay appointed, bool female, bool contract) {
  const std::string middle = contract ? absl::StrFormat("%04d21", appointed.year())
                                      : absl::StrFormat("%04d%02d", appointed.year(), appointed.month());
  const std::string head = absl::StrCat(Compact(birth), middle, female ? "2" : "1");
  int& used = used_[head];
  if (used == 99) return "";
  return absl::StrCat(head, 900 + ++used);
}

bool IsNip(absl::string_view text) {
  if (text.size() != 18) return false;
  for (char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  const int year = Digits(text.substr(0, 4)), month = Digits(text.substr(4, 2)),
            day = Digits(text.substr(6, 2));
  const absl::CivilDay birth(year, month, day);
  if (birth.year() != year || birth.month() != month || birth.day() != day) return false;
  const int code = Digits(text.substr(12, 2));
  if (code == 0 || (code > 12 && code < 20)) return false;
  return (text[14] == '1' || text[14] == '2') && text.substr(15) != "000";
}

}  // namespace selaras::generator
