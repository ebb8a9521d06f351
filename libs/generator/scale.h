#ifndef SELARAS_LIBS_GENERATOR_SCALE_H_
#define SELARAS_LIBS_GENERATOR_SCALE_H_

#include <array>
#include <string>

#include "absl/status/statusor.h"
#include "libs/generator/generate.h"

namespace selaras::generator {

// What preset, scenario and province together mean: how many people of which family, in which region, with
// how many facilities where no real list gives them.
struct Scale {
  std::string region;  // 31, 18, 1271 or 99
  std::string tenant, name;
  int people = 0;
  std::array<double, kFamilies> mix{};  // share of teachers, health, functional, structural, staff; sum 1
  std::string government;               // name of the province's own agency where regencies have theirs
  bool autonomous = false;              // regencies are agencies of their own
  int regencies = 0, districts = 0, villages = 0;
  int sd = 0, smp = 0, sma = 0, smk = 0, slb = 0;
  int puskesmas = 0, hospitals = 0;
  int departments = 0;  // per agency
  int divisions = 3;    // per department
  int sections = 2;     // per division
};

// Errors: INVALID_ARGUMENT naming the option.
absl::StatusOr<Scale> ResolveScale(const GeneratorOptions& options);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_SCALE_H_
