#include "services/matching/bundle/bundle_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace selaras::matching {

std::string HeadingLine(const BundleTable& table) {
  std::string line;
  for (const BundleColumn& column : table.columns)
    absl::StrAppend(&line, line.empty() ? "" : ",", column.cell.name);
  return line + "\n";
}

void AppendRow(absl::Span<const std::string> values, std::string* out) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out->push_back(',');
    if (values[i].find_first_of(",;|\t\"\n\r") == std::string::npos) {
      out->append(values[i]);
    } else {
      absl::StrAppend(out, "\"", absl::StrReplaceAll(values[i], {{"\"", "\"\""}}), "\"");
    }
  }
  out->push_back('\n');
}

}  // namespace selaras::matching
