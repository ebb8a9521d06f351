#ifndef SELARAS_LIBS_GENERATOR_TOUCHED_UNITS_H_
#define SELARAS_LIBS_GENERATOR_TOUCHED_UNITS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "libs/generator/history.h"

namespace selaras::generator {

// Where people came and left: month of the first move of each unit.
struct TouchedUnits {
  using Months = std::map<std::string, absl::CivilMonth>;  // by unit code

  std::map<std::string, Months> receiving;  // by family of the position moved to; "" = any
  Months sending;
  absl::CivilMonth last_move;
  int64_t moves = 0;

  bool Touched(const std::string& unit) const {
    return sending.contains(unit) || receiving.at("").contains(unit);
  }
};

// TEACHER HEALTH FUNCTIONAL STRUCTURAL STAFF.
bool IsFamily(absl::string_view word);

// Reads the moves (aftermath.h). A move before the last month of the history is refused: what came of it would have to
// be in the history. Errors: NOT_FOUND, INVALID_ARGUMENT with the line.
absl::StatusOr<TouchedUnits> ReadMoves(const std::string& file, const History& history);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_TOUCHED_UNITS_H_
