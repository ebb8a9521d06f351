#ifndef SELARAS_LIBS_GENERATOR_STAFFING_H_
#define SELARAS_LIBS_GENERATOR_STAFFING_H_

#include "libs/generator/province.h"

namespace selaras::generator {

// Sets each unit's staffing bias and quality: places near the capital and pleasant offices have more people
// than they need, far ones fewer.
void BiasUnits(uint64_t seed, Province* province);

// Sets incumbents and ceilings of every post from its need and its unit's bias, so that exactly `people`
// seats are filled. Structural posts are filled or vacant, never doubled.
void StaffPosts(uint64_t seed, int people, Province* province);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_STAFFING_H_
