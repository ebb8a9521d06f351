#ifndef SELARAS_LIBS_GENERATOR_PEOPLE_H_
#define SELARAS_LIBS_GENERATOR_PEOPLE_H_

#include "libs/generator/generate.h"
#include "libs/generator/province.h"

namespace selaras::generator {

// One person for every filled seat, and `unplaced` more who hold no post now.
void BuildPeople(uint64_t seed, int unplaced, const Progress& progress, Province* province);

// Gives the person this education and the grade that goes with it and with the years of service.
void SetEducation(int person, const std::string& level, const std::string& field, Province* province);

// III/a is 9 of 17; ids of SIASN are no order.
int GradeOrder(int siasn_id);
int GradeOfOrder(int order);
// JF_AP … JF_AU, JF_PM … JF_PY from the grade, or empty where the group has no levels.
std::string FunctionalLevel(Group group, Employment employment, int grade);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_PEOPLE_H_
