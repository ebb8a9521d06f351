#ifndef SELARAS_LIBS_GENERATOR_SCENARIO_H_
#define SELARAS_LIBS_GENERATOR_SCENARIO_H_

#include "libs/generator/province.h"

namespace selaras::generator {

// A scenario plants facts at three moments and records their codes in `planted`, so that an acceptance test
// can name them. `baseline` plants nothing.
void PlantInOrganisation(Province* province);  // needs and staffing bias, before posts are staffed
void PlantInPeople(Province* province);        // persons, before their records are drawn
void PlantInRecords(Province* province);       // single rows, last

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_SCENARIO_H_
