#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_TESTING_PDF_TEXT_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_TESTING_PDF_TEXT_H_

// What a reader gets out of a PDF, by poppler's pdftotext.

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace selaras::approval::letters::testing {

// Text of each page in the order it was drawn, every run of white space (no-break spaces too) as one space. Empty
// optional: pdftotext is missing or refuses the file.
std::optional<std::vector<std::string>> PdfPages(absl::string_view pdf);

// The first phrase that does not stand in `text` behind all phrases before it; "" if each does.
std::string FirstOutOfOrder(absl::string_view text, const std::vector<std::string>& phrases);

}  // namespace selaras::approval::letters::testing

// Pages of `pdf` (a StatusOr<std::string>) into `pages`, or the end of the test.
#define SELARAS_READ_PDF_OR_SKIP(pages, pdf)                                          \
  ASSERT_TRUE((pdf).ok()) << (pdf).status();                                          \
  const auto pages##_read_ = ::selaras::approval::letters::testing::PdfPages(*(pdf)); \
  if (!pages##_read_) GTEST_SKIP() << "pdftotext is missing; install poppler-utils";  \
  const std::vector<std::string>& pages = *pages##_read_

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_TESTING_PDF_TEXT_H_
