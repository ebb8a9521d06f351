// From facts to the files of a bundle: the other way round of ReadBundle.
#ifndef SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_WRITER_H_
#define SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_WRITER_H_

#include "absl/types/span.h"
#include "services/matching/bundle/bundle_facts.h"

namespace selaras::matching {

// Every file, also those without rows: what is empty is then known to be empty. ReadBundle on the same effective date
// gives these facts again, but for profile revisions, reasons of needs and the age of levels assessed before 1900.
// Assessments are told by their age: one row per age met. REQUIRES: competencies as province.persons.
BundleFiles WriteBundle(const Province& province, absl::Span<const Competency> competencies);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_BUNDLE_BUNDLE_WRITER_H_
