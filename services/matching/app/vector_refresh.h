// Brings the cached vectors of a whole province up to date. Changes no plan, only its time.
#ifndef SELARAS_SERVICES_MATCHING_APP_VECTOR_REFRESH_H_
#define SELARAS_SERVICES_MATCHING_APP_VECTOR_REFRESH_H_

#include "absl/status/statusor.h"
#include "services/matching/app/readers.h"
#include "services/matching/app/vector_source.h"

namespace selaras::matching {

struct Refreshed {
  int64_t employees = 0;
  int64_t hits = 0;
  int64_t recomputed = 0;
  int64_t registry_revision = 0;
};

absl::StatusOr<Refreshed> RefreshVectors(const CallScope& call, const ReadAt& at, RegistryReader& registry,
                                         VectorSource& source);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_VECTOR_REFRESH_H_
