#ifndef SELARAS_LIBS_GENERATOR_AFTERMATH_H_
#define SELARAS_LIBS_GENERATOR_AFTERMATH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace selaras::generator {

// The months after a province's moves: what its units report once people have changed places, with effects planted
// whose recovery tests an evaluation.
//
// Each series of indicators.csv goes on as its own history says (libs/generator/history.h: level, trend, season, noise
// and its persistence), with a shock a month that all units of a kind share. Units that received somebody get the
// planted effects on top, from the month after the move; so an effect of 0 leaves exactly the series that an untouched
// unit would have, and untouched units are honest controls.

// A planted change of one indicator's value in units that received somebody.
struct PlantedEffect {
  std::string word;    // of indicators.csv: COMPLAINTS …
  std::string family;  // of the position moved to: TEACHER HEALTH FUNCTIONAL STRUCTURAL STAFF; "" = any
  double share = 0;    // −0.15: 15 % less. −0.9 … 9
};

struct AftermathOptions {
  std::string province_folder;  // org_units.csv, indicators.csv and, for appraisals, appraisals.csv
  // CSV, a row a person: effective_date (YYYY-MM-DD), from_unit (empty: none), to_unit, position, family. Unit and
  // position codes of the province folder.
  std::string moves_file;
  std::string out_folder;  // created
  uint64_t seed = 1;
  // Whole months after the month of the last move. The files begin with the month after the history.
  int months = 12;
  // Empty with `default_effects`: complaints fall by 15 % in every receiving unit; lead time grows by 8 % where the
  // family came to with the most receiving units that report one; all else stays. 50 receiving units and three times as
  // many controls tell the first at about seven, the second at about nine standard errors.
  std::vector<PlantedEffect> effects;
  bool default_effects = true;
  // Also the appraisals of the calendar year after the history, drawn from each person's last.
  bool appraisals = true;
};

// What was planted, as planted.json tells it (docs/formats.md §3.1): the effects, and for each indicator of an
// evaluation and each group of units the effect to be found, its expected standard error and the verdict.
using Planted = nlohmann::ordered_json;

// Writes out_folder/indicators.csv (columns and forms of the province folder), appraisals.csv and planted.json. Equal
// options and files give equal bytes. Linear in the rows of the history.
// Errors: INVALID_ARGUMENT (an option; a move's unit, family or date, with its line), NOT_FOUND (a file),
// FAILED_PRECONDITION (fewer than 12 months of history), UNKNOWN (a file cannot be written).
absl::StatusOr<Planted> GenerateAftermath(const AftermathOptions& options);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_AFTERMATH_H_
