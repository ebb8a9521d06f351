// Cells of a bundle's files as text.
#ifndef SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_TEXT_H_
#define SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/matching/bundle/bundle_table.h"

namespace selaras::matching {

// The heading line of all columns.
std::string HeadingLine(const BundleTable& table);
// One row after RFC 4180; values as BundleTable::columns.
void AppendRow(absl::Span<const std::string> values, std::string* out);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_TEXT_H_
