// Large texts as compressed parts (zlib), so that neither a row nor memory has to hold a whole instance
// twice.
#ifndef SELARAS_SERVICES_MATCHING_STORE_FILE_PARTS_H_
#define SELARAS_SERVICES_MATCHING_STORE_FILE_PARTS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::matching {

inline constexpr size_t kPartBytes = 1 << 20;

std::string CompressPart(absl::string_view part);
// kDataLoss: not a part of `size` bytes.
absl::StatusOr<std::string> ExpandPart(absl::string_view compressed, int64_t size);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_FILE_PARTS_H_
