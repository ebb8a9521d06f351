// From the files of a bundle to the facts that planning reads, and to the files as they are kept: columns that are read,
// rows that landed, canonical values. Reading what is kept gives the same facts again.
#ifndef SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_FACTS_H_
#define SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_FACTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/matching/bundle/bundle_rows.h"
#include "services/matching/domain/competency_vector.h"
#include "services/matching/domain/facts.h"

namespace selaras::matching {

// By name, whole texts.
using BundleFiles = std::map<std::string, std::string>;

inline constexpr size_t kMostBundleFaults = 1000;  // Listed; all are counted.

struct BundleFacts {
  Province province;                     // Ids are the caller's codes; tenant is empty; persons ascend by id.
  std::vector<Competency> competencies;  // As province.persons.
  BundleFiles kept;                      // Only where asked for.
  std::string content_hash;              // Over `kept`; only with it.
  std::vector<BundleFault> faults;
  int64_t fault_count = 0;
  std::vector<std::string> ignored;
};

// SHA-256, lower-case hex, over `selaras-bundle 1\n` and per file, ascending by name, `f NAME BYTES\n` and its bytes.
std::string BundleHash(const BundleFiles& files);

// `keep`: fill `kept` and `content_hash`. kInvalidArgument: BUNDLE_FILE_MISSING, BUNDLE_FILE_UNKNOWN,
// BUNDLE_FILE_UNREADABLE, BUNDLE_COLUMN_MISSING, BUNDLE_ID_IS_NIP. Some seconds and 500 MB per 100,000 people.
absl::StatusOr<BundleFacts> ReadBundle(const BundleFiles& files, absl::CivilDay effective_date, bool keep);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_FACTS_H_
