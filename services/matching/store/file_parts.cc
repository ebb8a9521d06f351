#include "services/matching/store/file_parts.h"

#include <zlib.h>

namespace selaras::matching {
namespace {

constexpr int kLevel = 1;  // Digits compress to about a third at any level; 1 is the fastest.

}  // namespace

std::string CompressPart(absl::string_view part) {
  uLongf size = compressBound(part.size());
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(part.data()),
            part.size(), kLevel);
  out.resize(size);
  return out;
}

absl::StatusOr<std::string> ExpandPart(absl::string_view compressed, int64_t size) {
  if (size < 0 || size > static_cast<int64_t>(kPartBytes))
    return absl::DataLossError("part of a plan file is damaged");
  std::string out(size, '\0');
  uLongf expanded = size;
  const int status = uncompress(reinterpret_cast<Bytef*>(out.data()), &expanded,
                                reinterpret_cast<const Bytef*>(compressed.data()), compressed.size());
  if (status != Z_OK || static_cast<int64_t>(expanded) != size) {
    return absl::DataLossError("part of a plan file is damaged");
  }
  return out;
}

}  // namespace selaras::matching
