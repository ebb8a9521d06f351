#include "services/approval/letters/testing/pdf_text.h"

#include <stdio.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/testing/temp_dir.h"

namespace selaras::approval::letters::testing {

std::optional<std::vector<std::string>> PdfPages(absl::string_view pdf) {
  const selaras::testing::TempDir folder;
  const std::string path = folder.Write("letter.pdf", pdf);
  FILE* pipe = popen(absl::StrCat("pdftotext -raw -enc UTF-8 '", path, "' - 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  char buffer[4096];
  for (size_t count; (count = fread(buffer, 1, sizeof(buffer), pipe)) > 0;) text.append(buffer, count);
  if (pclose(pipe) != 0) return std::nullopt;
  std::vector<std::string> pages = absl::StrSplit(text, '\f');
  pages.pop_back();  // a form feed ends every page, the last one too
  for (std::string& page : pages) {
    page = absl::StrReplaceAll(page, {{"\u00A0", " "}});
    absl::RemoveExtraAsciiWhitespace(&page);
    page = absl::StrReplaceAll(page, {{"\n", " "}});
  }
  return pages;
}

std::string FirstOutOfOrder(absl::string_view text, const std::vector<std::string>& phrases) {
  size_t from = 0;
  for (const std::string& phrase : phrases) {
    const size_t at = text.find(phrase, from);
    if (at == absl::string_view::npos) return phrase;
    from = at + phrase.size();
  }
  return "";
}

}  // namespace selaras::approval::letters::testing
