// A made-up province shaped by rules and agencies, where synthetic_province.h is shaped by professions: people are lawful
// only in a band of grades of their own field, many only in their own agency, some in a few agencies, few everywhere; some
// are frozen where they are; people without a post wait in their agency's unplaced post, which all of its people may
// return to at a loss. Deterministic in the seed on every machine.
#ifndef SELARAS_LIBS_ASSIGNMENT_TESTING_SYNTHETIC_AGENCIES_H_
#define SELARAS_LIBS_ASSIGNMENT_TESTING_SYNTHETIC_AGENCIES_H_

#include <cstdint>

#include "libs/assignment/instance.h"

namespace selaras::assignment {

struct AgenciesShape {
  int32_t persons = 93'000;
  int32_t posts = 39'000;  // Besides the unplaced ones, one per agency.
  int32_t agencies = 16;   // Of uneven size: the first has about nine times the people of the last.
  int32_t districts = 44;
  int32_t fields = 40;     // Of work.
  int32_t grades = 6;      // Per field.
  double own_only = 0.45;  // Share of people who stay in their agency.
  double anywhere = 0.1;   // Share of people lawful in all agencies.
  double frozen = 0.06;
  double unplaced = 0.02;
  uint64_t seed = 1;
};

Instance MakeAgencies(const AgenciesShape& shape);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_TESTING_SYNTHETIC_AGENCIES_H_
