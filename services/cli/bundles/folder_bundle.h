// From a province folder with NIPs (docs/formats.md §3) to a bundle with opaque codes (docs/bundle.md).
#ifndef SELARAS_SERVICES_CLI_BUNDLES_FOLDER_BUNDLE_H_
#define SELARAS_SERVICES_CLI_BUNDLES_FOLDER_BUNDLE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/matching/bundle/bundle_facts.h"

namespace selaras::cli {

// Every file of the folder, as text. kNotFound: no such folder, or none of a bundle's files in it.
absl::StatusOr<matching::BundleFiles> ReadFolder(const std::string& folder);
// Writes each file whole.
absl::Status WriteFolder(const std::string& folder, const matching::BundleFiles& files);
// `base_date` of province.json; `otherwise` where there is none.
absl::CivilDay BaseDateOf(const std::string& folder, absl::CivilDay otherwise);

struct FolderBundle {
  matching::BundleFiles files;
  // `employee_code,nip`, for the owner of the folder alone: never part of a bundle.
  std::string pairs;
  int64_t people = 0;
  int64_t left_out = 0;  // Rows of people whose number is not valid, and what hangs on them.
};

// People become E000001 … in the order of employees.csv. Names, birth dates and sex stay behind; of the birth date the
// retirement date is kept, as the registry computes it. Other cells are copied as they are.
absl::StatusOr<FolderBundle> BundleOfFolder(const matching::BundleFiles& folder, absl::CivilDay day);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_BUNDLES_FOLDER_BUNDLE_H_
