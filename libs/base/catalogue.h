#ifndef SELARAS_LIBS_BASE_CATALOGUE_H_
#define SELARAS_LIBS_BASE_CATALOGUE_H_

// The one catalogue of reasons: what a program reads (reason) and what people read (Indonesian first,
// English). The texts stand in libs/base/messages.inc; a new reason is a new line there and nowhere else.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/error.h"

namespace selaras {

enum class Language { kIndonesian, kEnglish };

struct CatalogueEntry {
  absl::string_view reason;
  absl::string_view indonesian;
  absl::string_view english;
};

// All entries, ascending by reason.
absl::Span<const CatalogueEntry> Catalogue();

// Null if unknown. O(log n).
const CatalogueEntry* FindReason(absl::string_view reason);

// The text for people with every {key} replaced by its metadata value; a key without value stays as "{key}".
// An unknown reason gives a general sentence that names it.
std::string Explain(absl::string_view reason, Language language, const Metadata& metadata);

// Names between braces in order of appearance.
std::vector<std::string> Placeholders(absl::string_view text);

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_CATALOGUE_H_
