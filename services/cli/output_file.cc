#include "services/cli/output_file.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace selaras::cli {

absl::Status WriteWholeFile(const std::string& path, absl::string_view content) {
  const std::string part = path + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(part, path, error);
  if (!file || error) return absl::InvalidArgumentError(absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

}  // namespace selaras::cli
