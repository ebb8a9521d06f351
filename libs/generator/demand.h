#ifndef SELARAS_LIBS_GENERATOR_DEMAND_H_
#define SELARAS_LIBS_GENERATOR_DEMAND_H_

#include "libs/generator/province.h"

namespace selaras::generator {

// Rows from which needs are computed. They give back each post's need: Σ volume × norm over the effective
// time of a person is the need before rounding.
void AddWorkloads(uint64_t seed, Province* province);
void AddStandards(Province* province);

// Monthly indicators of every unit that serves somebody, in [first, last]. Level and trend belong to the unit
// and follow its staffing; a later range continues the earlier one.
void AddIndicators(uint64_t seed, absl::CivilMonth first, absl::CivilMonth last, Province* province);
void AddSurveys(uint64_t seed, Province* province);
void AddElections(Province* province);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_DEMAND_H_
