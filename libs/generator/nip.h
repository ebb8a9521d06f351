#ifndef SELARAS_LIBS_GENERATOR_NIP_H_
#define SELARAS_LIBS_GENERATOR_NIP_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::generator {

// Synthetic NIPs: right by every rule of form, with sequence 901-999, which real holders hardly reach.
class NipMint {
 public:
  // contract: PPPK form, year and counter code 21 instead of year and month. Never the same twice; when the
  // 99 sequences of one birth date, appointment and sex are used up, the result is empty.
  std::string Next(absl::CivilDay birth, absl::CivilDay appointed, bool female, bool contract);

 private:
  absl::flat_hash_map<std::string, int> used_;
};

// True when the 18 digits are a NIP or NI PPPK by form: real birth date, month 01-12 or contract code ≥ 20,
// sex, sequence.
bool IsNip(absl::string_view text);

// 20240131 for 2024-01-31.
std::string Compact(absl::CivilDay day);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_NIP_H_
