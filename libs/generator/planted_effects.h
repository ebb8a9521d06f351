#ifndef SELARAS_LIBS_GENERATOR_PLANTED_EFFECTS_H_
#define SELARAS_LIBS_GENERATOR_PLANTED_EFFECTS_H_

#include <string>
#include <vector>

#include "libs/generator/aftermath.h"
#include "libs/generator/history.h"
#include "libs/generator/touched_units.h"
#include "nlohmann/json.hpp"

namespace selaras::generator {

// The effects of AftermathOptions::default_effects for these moves.
std::vector<PlantedEffect> DefaultEffects(const History& history, const TouchedUnits& touched);

// Factor on the values of `word` in a unit in a month: the product of 1 + share of what is planted there by then.
double EffectFactor(const std::vector<PlantedEffect>& effects, const TouchedUnits& touched,
                    const std::string& unit, const std::string& word, absl::CivilMonth month);

// What an evaluation has to find: for each indicator of its (complaints_per_1000, satisfaction, lead_time_days,
// backlog_per_1000) and each group of units (RECEIVING by family and all, SENDING), the mean effect in the indicator's
// unit, the standard error to be expected from the noise on record, and the verdict: IMPROVED or WORSENED where the
// effect is at least four such errors, UNDECIDED where it is less but not 0 (units that sent and received, too few
// units), NO_CLEAR_CHANGE where it is 0 (one time in twenty chance says otherwise), INSUFFICIENT_DATA below 5 treated
// or 10 untouched units of their kinds.
nlohmann::ordered_json ExpectedVerdicts(const History& history, const TouchedUnits& touched,
                                        const std::vector<PlantedEffect>& effects, absl::CivilMonth last);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_PLANTED_EFFECTS_H_
