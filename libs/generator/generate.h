#ifndef SELARAS_LIBS_GENERATOR_GENERATE_H_
#define SELARAS_LIBS_GENERATOR_GENERATE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/generator/province.h"

namespace selaras::generator {

struct GeneratorOptions {
  // S 2,000 people · M 15,000 (Medan) · L 75,000 (DKI Jakarta) · XL 110,000 (Lampung: province and 15
  // agencies).
  std::string preset = "S";
  // baseline, or one of Scenarios().
  std::string scenario = "baseline";
  uint64_t seed = 1;
  // 31, 18, 12.71 or 99 (fictional). Empty: the scenario's, else the preset's.
  std::string province;
  // Persons; 0 = the preset's.
  int people = 0;
  // Share of planted bad rows in each table about persons, 0 … 0.2.
  double dirty = 0.005;
  // Months of indicators, up to the month before the base date.
  int months = 24;
  // Also writes siasn_profile.csv. `siasn_bom` starts it with a byte order mark.
  bool siasn = false;
  bool siasn_bom = true;

  // Real lists, all optional (CSV). Institutions and regions only, no persons.
  // npsn, name, level, status, regency, district, kemendagri_district_code_by_name, lat, lng
  std::vector<std::string> school_files;
  // id, name, address, lat, lng, type (puskesmas) or hospital_code, name, province, type, class, owner, beds
  std::vector<std::string> facility_files;
  // year, city, district, subdistrict, population
  std::vector<std::string> population_files;
  // code, name, lat, lng (centroids) or code, regency_code, name
  std::vector<std::string> district_files;
};

// stage: a word; done and total in units of the stage. Called from the generating thread.
using Progress = std::function<void(absl::string_view stage, int64_t done, int64_t total)>;

// Names of the scenarios that plant facts.
const std::vector<std::string>& Scenarios();

// Builds the province in memory. Deterministic: equal options (and equal files) give equal provinces.
// Errors: INVALID_ARGUMENT (option, or a list without a needed column), NOT_FOUND (file).
// Complexity: linear in people, units and months; about 1.2 KB of memory a person.
absl::StatusOr<Province> BuildProvince(const GeneratorOptions& options, const Progress& progress);

// Builds and writes the province folder (docs/formats.md §3) into out_dir, which is created. Equal options
// give byte-identical files. Errors: as BuildProvince, and UNKNOWN where a file cannot be written.
absl::Status Generate(const GeneratorOptions& options, const std::string& out_dir, const Progress& progress);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_GENERATE_H_
