#include "services/cli/bundles/folder_bundle.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "libs/csv/csv_reader.h"
#include "services/cli/output_file.h"
#include "services/matching/bundle/bundle_table.h"
#include "services/matching/bundle/bundle_text.h"
#include "services/registry/domain/cell.h"
#include "services/registry/domain/nip.h"
#include "services/registry/domain/occupancy.h"
#include "services/registry/domain/retirement.h"

namespace selaras::cli {
namespace {

namespace fs = std::filesystem;
using matching::BundleFiles;
using matching::BundleTable;

// Rows of a file by heading; a cell is empty where the file has no such column.
class Rows {
 public:
  explicit Rows(const std::string& text)
      : text_(text), csv_([this](std::string* buffer) -> absl::StatusOr<bool> {
          if (given_) return false;
          given_ = true;
          buffer->append(text_);
          return true;
        }) {}

  absl::Status Open() {
    SELARAS_ASSIGN_OR_RETURN(const std::vector<std::string> header, csv_.ReadHeader());
    for (size_t i = 0; i < header.size(); ++i) {
      columns_[absl::AsciiStrToLower(absl::StripAsciiWhitespace(header[i]))] = i;
    }
    return absl::OkStatus();
  }
  absl::StatusOr<bool> Next() {
    for (;;) {
      SELARAS_ASSIGN_OR_RETURN(const bool more, csv_.Next(&row_));
      if (!more || !row_.broken) return more;
    }
  }
  absl::string_view Cell(absl::string_view column) const {
    const auto found = columns_.find(absl::AsciiStrToLower(column));
    return found == columns_.end() || found->second >= row_.cells.size()
               ? absl::string_view()
               : absl::StripAsciiWhitespace(row_.cells[found->second]);
  }
  std::optional<absl::CivilDay> Day(absl::string_view column) const {
    const registry::Column date = {.name = column, .type = registry::CellType::kDate};
    std::string canonical;
    if (!registry::ReadCell(date, Cell(column), &canonical).empty()) return std::nullopt;
    return registry::ParseDay(canonical);
  }

 private:
  const std::string& text_;
  bool given_ = false;
  csv::CsvReader csv_;
  csv::CsvReader::Row row_;
  absl::flat_hash_map<std::string, size_t> columns_;
};

const std::string& TextOf(const BundleFiles& folder, const char* file) {
  static const std::string& none = *new std::string();
  const auto found = folder.find(file);
  return found == folder.end() ? none : found->second;
}

class Converter {
 public:
  Converter(const BundleFiles& folder, absl::CivilDay day) : folder_(folder), day_(day) {}

  absl::StatusOr<FolderBundle> Convert() {
    SELARAS_RETURN_IF_ERROR(ReadPosts());
    SELARAS_RETURN_IF_ERROR(ReadStays());
    SELARAS_RETURN_IF_ERROR(GiveCodes());
    for (const BundleTable& table : matching::BundleTables()) {
      if (folder_.contains(std::string(table.file))) SELARAS_RETURN_IF_ERROR(Rewrite(table));
    }
    return std::move(out_);
  }

 private:
  struct Kind {
    std::string group, family;
  };

  template <typename Each>
  absl::Status ForEach(const char* file, const Each& each) {
    if (TextOf(folder_, file).empty()) return absl::OkStatus();
    Rows rows(TextOf(folder_, file));
    SELARAS_RETURN_IF_ERROR(rows.Open());
    for (;;) {
      SELARAS_ASSIGN_OR_RETURN(const bool more, rows.Next());
      if (!more) return absl::OkStatus();
      each(rows);
    }
  }

  absl::Status ReadPosts() {
    SELARAS_RETURN_IF_ERROR(ForEach("positions.csv", [&](const Rows& row) {
      kinds_[row.Cell("position_code")] = {std::string(row.Cell("group")), std::string(row.Cell("family"))};
    }));
    return ForEach("posts.csv", [&](const Rows& row) {
      positions_[row.Cell("post_code")] = std::string(row.Cell("position_code"));
    });
  }

  absl::Status ReadStays() {
    return ForEach("appointments.csv", [&](const Rows& row) {
      const auto start = row.Day("start_date"), end = row.Day("end_date");
      const auto nip = registry::ParseNip(row.Cell("nip"));
      if (!start.has_value() || !nip.ok()) return;
      std::string position(row.Cell("position_code"));
      if (registry::IsUnknown(position)) position = positions_[row.Cell("post_code")];
      stays_[nip->digits].push_back({registry::ToDay(*start),
                                     end.has_value() ? registry::ToDay(*end) + 1 : registry::kForEver,
                                     std::move(position)});
    });
  }

  absl::Status GiveCodes() {
    out_.pairs = "employee_code,nip\n";
    return ForEach("employees.csv", [&](const Rows& row) {
      const auto nip = registry::ParseNip(row.Cell("nip"));
      if (!nip.ok() || !registry::NipFault(*nip, day_).empty() || codes_.contains(nip->digits)) return;
      const std::string code = absl::StrFormat("E%06d", ++out_.people);
      absl::StrAppend(&out_.pairs, code, ",", nip->digits, "\n");
      codes_.emplace(nip->digits, code);
    });
  }

  std::string RetirementOf(const Rows& row, const std::string& nip) {
    const auto birth = row.Day("birth_date");
    if (!birth.has_value()) return "";
    int age = 0;
    if (!absl::SimpleAtoi(row.Cell("retirement_age"), &age)) {
      const std::vector<registry::Stay>& stays = stays_[nip];
      const int held = registry::HeldAt(stays, registry::ToDay(day_));
      const Kind kind = held < 0 ? Kind() : kinds_[stays[held].post];
      const auto by_rule = registry::RetirementAge(kind.group, kind.family, row.Cell("functional_level"));
      if (!by_rule.has_value()) return "";
      age = *by_rule;
    }
    return FormatCivilDay(registry::RetirementDate(*birth, age));
  }

  // Empty: not a number that has a code.
  std::string CodeOf(absl::string_view nip) const {
    const auto parsed = registry::ParseNip(nip);
    const auto found = parsed.ok() ? codes_.find(parsed->digits) : codes_.end();
    return found == codes_.end() ? "" : found->second;
  }

  absl::Status Rewrite(const BundleTable& table) {
    std::string& text = out_.files[std::string(table.file)] = matching::HeadingLine(table);
    std::vector<std::string> values;
    return ForEach(std::string(table.file).c_str(), [&](const Rows& row) {
      values.clear();
      for (const matching::BundleColumn& column : table.columns) {
        if (column.is_person) {
          values.push_back(CodeOf(row.Cell(column.alias)));
          if (!values.back().empty()) continue;
          ++out_.left_out;
          return;
        }
        if (column.cell.name == "retirement_date") {
          values.push_back(RetirementOf(row, registry::ParseNip(row.Cell("nip"))->digits));
        } else {
          values.emplace_back(row.Cell(column.cell.name));
        }
      }
      matching::AppendRow(values, &text);
    });
  }

  const BundleFiles& folder_;
  const absl::CivilDay day_;
  FolderBundle out_;
  absl::flat_hash_map<std::string, Kind> kinds_;
  absl::flat_hash_map<std::string, std::string> positions_;              // By post.
  absl::flat_hash_map<std::string, std::vector<registry::Stay>> stays_;  // By NIP; `post` holds the position.
  absl::flat_hash_map<std::string, std::string> codes_;                  // By NIP.
};

}  // namespace

absl::StatusOr<BundleFiles> ReadFolder(const std::string& folder) {
  BundleFiles files;
  for (const BundleTable& table : matching::BundleTables()) {
    std::ifstream file(fs::path(folder) / std::string(table.file), std::ios::binary);
    if (!file) continue;
    std::stringstream text;
    text << file.rdbuf();
    files[std::string(table.file)] = text.str();
  }
  if (files.empty()) {
    return absl::NotFoundError(
        absl::StrCat("'", folder, "' holds none of the files of a bundle (docs/bundle.md)"));
  }
  return files;
}

absl::Status WriteFolder(const std::string& folder, const BundleFiles& files) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return absl::InvalidArgumentError(absl::StrCat("cannot make the folder ", folder));
  for (const auto& [name, text] : files)
    SELARAS_RETURN_IF_ERROR(WriteWholeFile((fs::path(folder) / name).string(), text));
  return absl::OkStatus();
}

absl::CivilDay BaseDateOf(const std::string& folder, absl::CivilDay otherwise) {
  std::ifstream file(fs::path(folder) / "province.json");
  const auto json = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("base_date") || !json["base_date"].is_string()) return otherwise;
  return ParseCivilDay(json["base_date"].get<std::string>()).value_or(otherwise);
}

absl::StatusOr<FolderBundle> BundleOfFolder(const BundleFiles& folder, absl::CivilDay day) {
  return Converter(folder, day).Convert();
}

}  // namespace selaras::cli
