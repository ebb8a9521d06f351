// Bundles of facts brought by a caller: immutable once stored.
#ifndef SELARAS_SERVICES_MATCHING_APP_BUNDLE_STORE_H_
#define SELARAS_SERVICES_MATCHING_APP_BUNDLE_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/matching/app/act.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/bundle/bundle_facts.h"

namespace selaras::matching {

struct BundleRecord {
  std::string tenant;
  std::string id;
  std::string display_name;
  std::string content_hash;  // Of the files as they are kept.
  absl::CivilDay effective_date;
  absl::Time create_time;
  int64_t employees = 0, posts = 0, positions = 0, needs = 0;
  std::vector<BundleFault> faults;
  int64_t fault_count = 0;
  std::vector<std::string> ignored;
};

class BundleStore {
 public:
  virtual ~BundleStore() = default;
  // In one transaction with its files and its leaf. A repeat of the act's request returns the first bundle.
  virtual absl::StatusOr<BundleRecord> CreateBundle(const Act& act, const BundleRecord& record,
                                                    const BundleFiles& files) = 0;
  // kNotFound: BUNDLE_NOT_FOUND.
  virtual absl::StatusOr<BundleRecord> GetBundle(absl::string_view tenant, absl::string_view id) = 0;
  // Newest first, those made before `after` (an id; empty = all).
  virtual absl::StatusOr<Page<BundleRecord>> ListBundles(absl::string_view tenant, absl::string_view after,
                                                         int limit) = 0;
  // kDataLoss: a part is damaged.
  virtual absl::StatusOr<BundleFiles> ReadBundleFiles(absl::string_view tenant, absl::string_view id) = 0;
  // The leaf that somebody was given the keys of an instance.
  virtual absl::Status NoteKeysExported(const Act& act, absl::string_view plan, int64_t keys) = 0;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_BUNDLE_STORE_H_
