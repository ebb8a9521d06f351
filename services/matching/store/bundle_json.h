// What is told of a bundle beside its files, as JSON: counts, faults, what was not read.
#ifndef SELARAS_SERVICES_MATCHING_STORE_BUNDLE_JSON_H_
#define SELARAS_SERVICES_MATCHING_STORE_BUNDLE_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/matching/app/bundle_store.h"

namespace selaras::matching {

std::string BundleJson(const BundleRecord& record);
// Fills what BundleJson holds. kDataLoss: another shape.
absl::Status FillFromJson(absl::string_view text, BundleRecord& record);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_BUNDLE_JSON_H_
