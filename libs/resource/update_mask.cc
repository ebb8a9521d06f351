#include "libs/resource/update_mask.h"

#include "libs/base/error.h"

namespace selaras {
namespace {

// True if `path` is `above` or lies under it.
bool IsUnder(absl::string_view path, absl::string_view above) {
  return path.substr(0, above.size()) == above && (path.size() == above.size() || path[above.size()] == '.');
}

}  // namespace

absl::StatusOr<UpdateMask> UpdateMask::Parse(absl::Span<const std::string> paths,
                                             absl::Span<const absl::string_view> updatable) {
  UpdateMask mask;
  if (paths.empty() || (paths.size() == 1 && paths[0] == "*")) {
    for (absl::string_view path : updatable) mask.paths_.emplace(path);
    return mask;
  }
  for (const std::string& path : paths) {
    bool known = false;
    for (absl::string_view candidate : updatable) known = known || IsUnder(path, candidate);
    if (!known) return Error(absl::StatusCode::kInvalidArgument, "INVALID_UPDATE_MASK", {{"path", path}});
    mask.paths_.insert(path);
  }
  return mask;
}

bool UpdateMask::Has(absl::string_view path) const {
  for (const std::string& candidate : paths_) {
    if (IsUnder(path, candidate)) return true;
  }
  return false;
}

}  // namespace selaras
