#include "services/cli/sheets/sheet_cells.h"

#include <cmath>
#include <fstream>
#include <orcus/orcus_xlsx.hpp>
#include <orcus/spreadsheet/import_interface.hpp>
#include <orcus/zip_archive.hpp>
#include <orcus/zip_archive_stream.hpp>
#include <sstream>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace selaras::cli {
namespace {

namespace ss = orcus::spreadsheet;

constexpr size_t kMostBytes = 50 << 20;
constexpr int kRows = 1 << 20;
constexpr int kColumns = 1 << 14;

// Texts that cells refer to by number; formatted segments become one text.
class Strings final : public ss::iface::import_shared_strings {
 public:
  size_t append(std::string_view text) override {
    all_.emplace_back(text);
    return all_.size() - 1;
  }
  size_t add(std::string_view text) override { return append(text); }
  void set_segment_font(size_t) override {}
  void set_segment_bold(bool) override {}
  void set_segment_italic(bool) override {}
  void set_segment_font_name(std::string_view) override {}
  void set_segment_font_size(double) override {}
  void set_segment_font_color(ss::color_elem_t, ss::color_elem_t, ss::color_elem_t,
                              ss::color_elem_t) override {}
  void append_segment(std::string_view text) override { segments_.append(text); }
  size_t commit_segments() override {
    all_.push_back(std::move(segments_));
    segments_.clear();
    return all_.size() - 1;
  }

  std::string At(size_t index) const { return index < all_.size() ? all_[index] : ""; }

 private:
  std::vector<std::string> all_;
  std::string segments_;
};

std::string NumberText(double value) {
  if (std::floor(value) == value && std::abs(value) < 1e15) return absl::StrFormat("%.0f", value);
  return absl::StrFormat("%.15g", value);
}

class Sheet;

// What a formula came to when it was last reckoned.
class Formula final : public ss::iface::import_formula {
 public:
  explicit Formula(Sheet& sheet) : sheet_(sheet) {}
  void set_position(ss::row_t row, ss::col_t column) override {
    row_ = row;
    column_ = column;
    result_.clear();
  }
  void set_formula(ss::formula_grammar_t, std::string_view) override {}
  void set_shared_formula_index(size_t) override {}
  void set_result_string(std::string_view value) override { result_ = std::string(value); }
  void set_result_value(double value) override { result_ = NumberText(value); }
  void set_result_bool(bool value) override { result_ = value ? "TRUE" : "FALSE"; }
  void set_result_empty() override {}
  void commit() override;

 private:
  Sheet& sheet_;
  ss::row_t row_ = 0;
  ss::col_t column_ = 0;
  std::string result_;
};

class Sheet final : public ss::iface::import_sheet {
 public:
  explicit Sheet(const Strings& strings) : strings_(strings) {}

  ss::iface::import_formula* get_formula() override { return &formula_; }
  void set_auto(ss::row_t row, ss::col_t column, std::string_view text) override {
    Set(row, column, std::string(text));
  }
  void set_string(ss::row_t row, ss::col_t column, ss::string_id_t index) override {
    Set(row, column, strings_.At(index));
  }
  void set_value(ss::row_t row, ss::col_t column, double value) override {
    Set(row, column, NumberText(value));
  }
  void set_bool(ss::row_t row, ss::col_t column, bool value) override {
    Set(row, column, value ? "TRUE" : "FALSE");
  }
  void set_date_time(ss::row_t row, ss::col_t column, int year, int month, int day, int, int,
                     double) override {
    Set(row, column, absl::StrFormat("%04d-%02d-%02d", year, month, day));
  }
  void set_format(ss::row_t, ss::col_t, size_t) override {}
  void set_format(ss::row_t, ss::col_t, ss::row_t, ss::col_t, size_t) override {}
  void fill_down_cells(ss::row_t row, ss::col_t column, ss::row_t times) override {
    const std::string text = cells_.At(row, column);
    for (ss::row_t i = 1; i <= times; ++i) Set(row + i, column, text);
  }
  ss::range_size_t get_sheet_size() const override { return {kRows, kColumns}; }

  void Set(int row, int column, std::string text) {
    const absl::string_view kept = absl::StripAsciiWhitespace(text);
    if (!kept.empty()) cells_.rows[row][column] = std::string(kept);
  }
  SheetCells Take() { return std::move(cells_); }

 private:
  const Strings& strings_;
  SheetCells cells_;
  Formula formula_{*this};
};

void Formula::commit() {
  sheet_.Set(row_, column_, result_);
}

class Settings final : public ss::iface::import_global_settings {
 public:
  void set_origin_date(int, int, int) override {}
  void set_default_formula_grammar(ss::formula_grammar_t grammar) override { grammar_ = grammar; }
  ss::formula_grammar_t get_default_formula_grammar() const override { return grammar_; }
  void set_character_set(orcus::character_set_t) override {}

 private:
  ss::formula_grammar_t grammar_ = ss::formula_grammar_t::xlsx;
};

// "B7", "$B$7" and "B7:C9".
class References final : public ss::iface::import_reference_resolver {
 public:
  ss::src_address_t resolve_address(std::string_view text) override {
    int column = 0, row = 0;
    for (const char c : text) {
      if (absl::ascii_isalpha(static_cast<unsigned char>(c)) && column < kColumns) {
        column = column * 26 + (absl::ascii_toupper(static_cast<unsigned char>(c)) - 'A' + 1);
      } else if (absl::ascii_isdigit(static_cast<unsigned char>(c)) && row < kRows) {
        row = row * 10 + (c - '0');
      } else if (c != '$') {
        throw std::invalid_argument("not a cell");
      }
    }
    if (column == 0 || row == 0) throw std::invalid_argument("not a cell");
    return {0, row - 1, column - 1};
  }
  ss::src_range_t resolve_range(std::string_view text) override {
    const size_t colon = text.find(':');
    ss::src_range_t range;
    range.first = resolve_address(text.substr(0, colon));
    range.last = colon == std::string_view::npos ? range.first : resolve_address(text.substr(colon + 1));
    return range;
  }
};

// Keeps the first sheet; the others go nowhere.
class Book final : public ss::iface::import_factory {
 public:
  ss::iface::import_global_settings* get_global_settings() override { return &settings_; }
  ss::iface::import_shared_strings* get_shared_strings() override { return &strings_; }
  ss::iface::import_reference_resolver* get_reference_resolver(ss::formula_ref_context_t) override {
    return &references_;
  }
  ss::iface::import_sheet* append_sheet(ss::sheet_t index, std::string_view) override {
    return get_sheet(index);
  }
  ss::iface::import_sheet* get_sheet(std::string_view) override { return &first_; }
  ss::iface::import_sheet* get_sheet(ss::sheet_t index) override { return index == 0 ? &first_ : &others_; }
  void finalize() override {}

  SheetCells Take() { return first_.Take(); }

 private:
  Settings settings_;
  Strings strings_;
  References references_;
  Sheet first_{strings_}, others_{strings_};
};

// True if a page keeps texts within its cells instead of by number: liborcus passes over those cells without a word, so
// that decisions would be lost.
bool HasInlineTexts(const std::string& file) {
  orcus::zip_archive_stream_blob stream(reinterpret_cast<const uint8_t*>(file.data()), file.size());
  orcus::zip_archive archive(&stream);
  archive.load();
  for (size_t i = 0; i < archive.get_file_entry_count(); ++i) {
    const std::string_view name = archive.get_file_entry_name(i);
    if (name.find("worksheets/") == std::string_view::npos) continue;
    std::vector<unsigned char> page;
    if (!archive.read_file_entry(name, page)) continue;
    const std::string_view text(reinterpret_cast<const char*>(page.data()), page.size());
    if (text.find("inlineStr") != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

const std::string& SheetCells::At(int row, int column) const {
  static const std::string* const kNone = new std::string;
  const auto found = rows.find(row);
  if (found == rows.end()) return *kNone;
  const auto cell = found->second.find(column);
  return cell == found->second.end() ? *kNone : cell->second;
}

std::string CellName(int row, int column) {
  std::string letters;
  for (int left = column + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return absl::StrCat(letters, row + 1);
}

absl::StatusOr<SheetCells> ReadSheetCells(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::stringstream bytes;
  bytes << file.rdbuf();
  const std::string text = bytes.str();
  if (text.size() > kMostBytes)
    return absl::InvalidArgumentError(absl::StrCat(path, " is larger than 50 MB"));
  try {
    Book book;
    orcus::orcus_xlsx filter(&book);
    if (!orcus::orcus_xlsx::detect(reinterpret_cast<const unsigned char*>(text.data()), text.size())) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, " is no XLSX file; save it as Excel 2007-365 (.xlsx)"));
    }
    if (HasInlineTexts(text)) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, " was written by a program that keeps texts inside cells; open it in LibreOffice or Excel, ",
          "save it there, and import that"));
    }
    filter.read_stream(text);
    return book.Take();
  } catch (const std::exception&) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is damaged; export the sheet again"));
  }
}

}  // namespace selaras::cli
