#include "libs/generator/scenario.h"

namespace selaras::generator {

void PlantInOrganisation(Province*) {}
void PlantInPeople(Province*) {}
void PlantInRecords(Province*) {}

}  // namespace selaras::generator
