#ifndef SELARAS_LIBS_GENERATOR_NAMES_H_
#define SELARAS_LIBS_GENERATOR_NAMES_H_

#include <string>

#include "libs/generator/random.h"

namespace selaras::generator {

// A two-word name put together from syllables. It sounds like the region and belongs to nobody.
std::string InventName(bool female, Random* random);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_NAMES_H_
