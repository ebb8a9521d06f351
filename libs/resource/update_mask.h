#ifndef SELARAS_LIBS_RESOURCE_UPDATE_MASK_H_
#define SELARAS_LIBS_RESOURCE_UPDATE_MASK_H_

// Which fields an Update call changes (AIP-134, AIP-161), without protobuf so that use cases can take one.

#include <string>

#include "absl/container/btree_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras {

class UpdateMask {
 public:
  // `updatable` lists the fields that may change, by their proto paths. No paths, or the single path "*",
  // means all of them. A path under an updatable one ("address.district" under "address") is accepted.
  // kInvalidArgument, reason INVALID_UPDATE_MASK (metadata: path): a path that is unknown or may not be
  // changed, or "*" beside others.
  static absl::StatusOr<UpdateMask> Parse(absl::Span<const std::string> paths,
                                          absl::Span<const absl::string_view> updatable);

  // True if `path` is in the mask, or a path above it.
  bool Has(absl::string_view path) const;

  const absl::btree_set<std::string>& paths() const { return paths_; }

 private:
  absl::btree_set<std::string> paths_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_RESOURCE_UPDATE_MASK_H_
