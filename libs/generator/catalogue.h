#ifndef SELARAS_LIBS_GENERATOR_CATALOGUE_H_
#define SELARAS_LIBS_GENERATOR_CATALOGUE_H_

#include <string>
#include <vector>

#include "libs/generator/province.h"

namespace selaras::generator {

// The position catalogue: every position with purpose, requirements and competency standard. The same for
// every province that is generated. Numbers that the law leaves open are assumptions of docs/formats.md's
// readers' kind: plausible, not authoritative.
std::vector<Position> BuildCatalogue();

void AppendTeachers(std::vector<Position>* out);
void AppendHealthProfessions(std::vector<Position>* out);
void AppendFunctionalProfessions(std::vector<Position>* out);
void AppendStructural(std::vector<Position>* out);
void AppendStaff(std::vector<Position>* out);

// Required levels: `base` for all nine, public service one above it (at most 5) where the post serves the
// public.
Levels RequiredLevels(int base, bool serves_public);

// A functional profession; becomes up to two positions, CODE-A (skilled) and CODE-X (expert).
struct Profession {
  const char* code;
  const char* title;
  const char* purpose_id;
  const char* purpose_en;
  const char* fields;
  const char* certificate;
  const char* cluster;  // technical competency
  bool skilled, expert;
  const char* employers;
  int strategic;
};
void AppendProfession(const Profession& profession, Family family, std::vector<Position>* out);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_CATALOGUE_H_
