#ifndef SELARAS_LIBS_GENERATOR_FOLDER_H_
#define SELARAS_LIBS_GENERATOR_FOLDER_H_

#include <string>

#include "absl/status/status.h"
#include "libs/generator/generate.h"
#include "libs/generator/province.h"

namespace selaras::generator {

// Writes the province folder, version 1 (docs/formats.md §3), planting the options' share of bad rows.
// Errors: UNKNOWN where a file cannot be written.
absl::Status WriteFolder(const GeneratorOptions& options, const Province& province,
                         const std::string& out_dir, const Progress& progress);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_FOLDER_H_
