#ifndef SELARAS_LIBS_GENERATOR_DEPARTMENTS_H_
#define SELARAS_LIBS_GENERATOR_DEPARTMENTS_H_

#include <vector>

namespace selaras::generator {

struct DepartmentFact {
  const char* code;
  const char* name;
  const char* field;
  const char* sector;  // EDU HEALTH ENG SOC AGRI ECO GOV
  const char* head;    // position of the head; empty = KADIS of the sector
  double weight;       // size of its office staff against the mean
  bool branches;       // has technical offices in the regencies
};

// Departments of an agency, the indispensable ones first.
const std::vector<DepartmentFact>& Departments();

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_DEPARTMENTS_H_
