#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_INDONESIAN_TEXT_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_INDONESIAN_TEXT_H_

// How dates, numbers, lists and numbers of civil servants are written in official Indonesian. Pure functions.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::approval::letters {

// "2 April 2026".
std::string LongDate(absl::CivilDay day);

// "Senin" … "Minggu".
std::string DayName(absl::CivilDay day);

// Spelt out: 0 "nol", 26 "dua puluh enam", 2026 "dua ribu dua puluh enam". REQUIRES: 0 <= number < 1'000'000.
std::string NumberWords(int number);

// "Kamis tanggal dua bulan April tahun dua ribu dua puluh enam", as minutes open.
std::string DateInWords(absl::CivilDay day);

// Ordinal of a dictum, from 1: "KESATU", "KEDUA" … "KESEPULUH", "KESEBELAS", "KEDUA BELAS", "KEDUA PULUH".
// REQUIRES: 1 <= number < 100.
std::string DictumName(int number);

// 18 digits in groups as domain.md §1.1 prints them, joined by no-break spaces so that the number never breaks
// over a line; any other text is returned as it is.
std::string GroupedNip(absl::string_view nip);

// Marker of an item, from 0: "a", "b" … "z", "aa", "ab" ….
std::string LetterMarker(int index);

// "a", "a dan b", "a, b, dan c".
std::string JoinWithDan(const std::vector<std::string>& items);

// Upper case by Unicode's rules whatever the locale. Text that is not UTF-8 is returned as it is.
std::string Uppercase(absl::string_view text);

// The text without trailing spaces and marks `. ; ,`, then `mark`.
std::string EndedWith(absl::string_view text, absl::string_view mark);

// First character in lower case where it is ASCII: a sentence becomes part of another one.
std::string LowerFirst(absl::string_view text);

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_INDONESIAN_TEXT_H_
