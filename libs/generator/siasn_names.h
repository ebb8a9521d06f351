#ifndef SELARAS_LIBS_GENERATOR_SIASN_NAMES_H_
#define SELARAS_LIBS_GENERATOR_SIASN_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace selaras::generator {

// The words that a profile export uses for our codes.
std::string EducationLevelName(absl::string_view level);  // 40 → S-1/Sarjana
std::string ProgrammeName(absl::string_view level,
                          absl::string_view field);        // 40, EDU_MATH → S-1 PENDIDIKAN MATEMATIKA
std::string FunctionalLevelName(absl::string_view level);  // JF_AMU → Ahli Muda; empty → empty

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_SIASN_NAMES_H_
