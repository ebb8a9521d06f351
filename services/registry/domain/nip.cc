#include "services/registry/domain/nip.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/registry/domain/record.h"

namespace selaras::registry {
namespace {

constexpr int kMinAgeAtEntry = 18;    // domain.md §1.1
constexpr int kUsualAgeAtEntry = 35;  // same; special hires up to 46 exist
constexpr int kFirstPppkCode = 20;

absl::Status Bad(absl::string_view reason) {
  return absl::InvalidArgumentError(reason);
}

bool IsDropped(char c) {
  return c == ' ' || c == '\'' || c == '.' || c == '-' || c == '\t';
}

// 1.98609E+17, 1,98609E+17
bool LooksScientific(absl::string_view text) {
  bool exponent = false;
  for (const char c : text) {
    if (c == 'E' || c == 'e') {
      exponent = true;
    } else if (!absl::ascii_isdigit(c) && c != '.' && c != ',' && c != '+' && c != ' ') {
      return false;
    }
  }
  return exponent;
}

int Number(absl::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

int AgeAtEntry(const Nip& nip) {
  const int month = nip.appointed_month == 0 ? 12 : nip.appointed_month;
  return nip.appointed_year - static_cast<int>(nip.birth_date.year()) -
         (month < nip.birth_date.month() ? 1 : 0);
}

}  // namespace

absl::StatusOr<Nip> ParseNip(absl::string_view text) {
  if (LooksScientific(text)) return Bad("IMPORT_NIP_SCIENTIFIC");
  Nip nip;
  for (const char c : text) {
    if (IsDropped(c)) continue;
    if (!absl::ascii_isdigit(c)) return Bad("IMPORT_NIP_LENGTH");
    nip.digits.push_back(c);
  }
  if (nip.digits.size() != 18) return Bad("IMPORT_NIP_LENGTH");
  const absl::string_view d = nip.digits;
  const int year = Number(d.substr(0, 4)), month = Number(d.substr(4, 2)), day = Number(d.substr(6, 2));
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1) return Bad("IMPORT_NIP_DATE");
  nip.birth_date = absl::CivilDay(year, month, day);
  if (nip.birth_date.day() != day) return Bad("IMPORT_NIP_DATE");
  nip.appointed_year = Number(d.substr(8, 4));
  const int code = Number(d.substr(12, 2));
  nip.pppk = code >= kFirstPppkCode;
  if (!nip.pppk && (code < 1 || code > 12)) return Bad("IMPORT_NIP_MONTH");
  nip.appointed_month = nip.pppk ? 0 : code;
  if (nip.appointed_year < 1940 || nip.appointed_year > 2100) return Bad("IMPORT_NIP_MONTH");
  if (d[14] != '1' && d[14] != '2') return Bad("IMPORT_NIP_SEX");
  nip.sex = d[14] == '1' ? 'M' : 'F';
  nip.sequence = Number(d.substr(15, 3));
  if (nip.sequence == 0) return Bad("IMPORT_NIP_SEQUENCE");
  return nip;
}

absl::string_view NipFault(const Nip& nip, absl::CivilDay today) {
  const absl::CivilDay appointed(nip.appointed_year, std::max(nip.appointed_month, 1), 1);
  if (appointed > today) return "IMPORT_NIP_FUTURE";
  if (AgeAtEntry(nip) < kMinAgeAtEntry) return "IMPORT_NIP_TOO_YOUNG";
  return "";
}

absl::string_view NipWarning(const Nip& nip) {
  return !nip.pppk && AgeAtEntry(nip) > kUsualAgeAtEntry ? "IMPORT_NIP_OLD_AT_ENTRY" : "";
}

}  // namespace selaras::registry
