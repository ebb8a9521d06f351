#ifndef SELARAS_SERVICES_REGISTRY_DOMAIN_NIP_H_
#define SELARAS_SERVICES_REGISTRY_DOMAIN_NIP_H_

// NIP (PNS) and NI PPPK: 18 digits that hold the birth date, the first appointment and the sex
// (Perka BKN 22/2007 and 43/2007). Digits 13-14 tell them apart: 01-12 is a month (PNS), 20 and above a
// contract code (PPPK).

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::registry {

struct Nip {
  std::string digits;  // 18
  absl::CivilDay birth_date;
  int appointed_year = 0;
  int appointed_month = 0;  // 1-12; 0 = PPPK, where it is not told
  char sex = 'M';           // M, F
  int sequence = 0;         // 1-999
  bool pppk = false;
};

// Blanks, dots, apostrophes (spreadsheet text marks) around and between the digits are removed.
// kInvalidArgument with one of the reasons IMPORT_NIP_{SCIENTIFIC, LENGTH, DATE, MONTH, SEX, SEQUENCE}; the
// message never holds the value. SCIENTIFIC: a spreadsheet turned it into a number such as 1.98609E+17 and
// the last digits are lost.
absl::StatusOr<Nip> ParseNip(absl::string_view text);

// What is wrong in itself, given today: reasons IMPORT_NIP_FUTURE, IMPORT_NIP_TOO_YOUNG (below 18 at
// appointment); empty = nothing.
absl::string_view NipFault(const Nip& nip, absl::CivilDay today);
// What is odd but possible: IMPORT_NIP_OLD_AT_ENTRY (above 35); empty = nothing.
absl::string_view NipWarning(const Nip& nip);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_DOMAIN_NIP_H_
