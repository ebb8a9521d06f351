// Takes bundles in: gathers the bytes of a stream, reads them whole, stores them whole or not at all.
#ifndef SELARAS_SERVICES_MATCHING_APP_BUNDLE_DESK_H_
#define SELARAS_SERVICES_MATCHING_APP_BUNDLE_DESK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/base/call_scope.h"
#include "libs/base/ids.h"
#include "services/matching/app/bundle_store.h"

namespace selaras::matching {

// The bytes of one upload. Not thread-safe.
class BundleUpload {
 public:
  static constexpr size_t kMostBytes = size_t{1} << 30;

  // Appends to the file. kResourceExhausted: BUNDLE_TOO_LARGE.
  absl::Status Add(const std::string& file, absl::string_view data);
  const BundleFiles& files() const { return files_; }

 private:
  BundleFiles files_;
  size_t bytes_ = 0;
};

// Thread-safe, without state of its own.
class BundleDesk {
 public:
  struct Deps {
    BundleStore& store;
    IdSource& ids;
    absl::TimeZone zone;  // Of the province: where the effective date is unset, it is today there.
  };
  explicit BundleDesk(const Deps& deps) : deps_(deps) {}

  struct Asked {
    std::string request_id, display_name;
    std::optional<absl::CivilDay> effective_date;
  };
  // kInvalidArgument as ReadBundle, and without a request_id.
  absl::StatusOr<BundleRecord> Import(const CallScope& call, const Asked& asked, const BundleUpload& upload);

 private:
  const Deps deps_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_BUNDLE_DESK_H_
