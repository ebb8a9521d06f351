#include "libs/cache/cache.h"

namespace selaras {

std::optional<std::string> Cache::GetBlob(absl::string_view key, absl::Duration patience) {
  std::optional<std::string> found;
  const std::string keys[] = {std::string(key)};
  MultiGet(keys, patience, [&](size_t, absl::string_view value) { found.emplace(value); });
  return found;
}

void Cache::SetBlob(absl::string_view key, absl::string_view value, absl::Duration ttl,
                    absl::Duration patience) {
  const CacheEntry entries[] = {{key, value}};
  MultiSet(entries, ttl, patience);
}

}  // namespace selaras
