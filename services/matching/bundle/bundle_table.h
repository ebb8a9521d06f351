// The files of a self-contained bundle and the columns that are read of them: docs/formats.md §3 as far as planning
// needs it, with codes of the caller's own in place of NIPs (docs/bundle.md). What a cell may hold is said once, by the
// registry's table; here stands which cells are read.
#ifndef SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_TABLE_H_
#define SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/registry/domain/record_schema.h"

namespace selaras::matching {

struct BundleColumn {
  registry::Column cell;
  absl::string_view alias;  // Heading of the province folder that is taken too; empty = none.
  bool is_id = false;       // An outside id, of whatever.
  bool is_person = false;   // Of a person: personal numbers are refused.
  int stored = -1;          // Place in the registry's record, for checks between cells; -1 = none.
};

struct BundleTable {
  absl::string_view file;
  bool required = false;
  const registry::RecordSchema* schema = nullptr;  // Null: needs.csv.
  std::vector<BundleColumn> columns;

  // Place of a column. REQUIRES: there is one.
  int Index(absl::string_view column) const;
};

// In the order in which rows refer to each other.
absl::Span<const BundleTable> BundleTables();
// Null: not a file of a bundle.
const BundleTable* FindBundleTable(absl::string_view file);

// Files of the province folder that planning does not need: known, never read.
bool IsUnusedFile(absl::string_view file);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_TABLE_H_
