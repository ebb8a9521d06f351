#include "services/cli/sheets/case_sheet.h"

#include <xlsxwriter.h>

#include "absl/strings/str_cat.h"

namespace selaras::cli {
namespace {

// In characters; the hidden column needs none.
constexpr std::array<double, kSheetColumns> kWidths = {34, 12, 30, 48, 48, 36, 12, 40, 8};
constexpr lxw_color_t kInputColour = 0xFFF8DC;

struct Formats {
  explicit Formats(lxw_workbook* book)
      : heading(workbook_add_format(book)),
        text(workbook_add_format(book)),
        input(workbook_add_format(book)) {
    format_set_bold(heading);
    format_set_bottom(heading, LXW_BORDER_THIN);
    format_set_text_wrap(text);
    format_set_align(text, LXW_ALIGN_VERTICAL_TOP);
    format_set_unlocked(input);
    format_set_text_wrap(input);
    format_set_bg_color(input, kInputColour);
    format_set_border(input, LXW_BORDER_HAIR);
    format_set_num_format(input, "@");
  }
  lxw_format* const heading;
  lxw_format* const text;
  lxw_format* const input;
};

void AddColumns(lxw_worksheet* sheet, const Formats& formats) {
  for (int c = 0; c < kSheetColumns; ++c) {
    lxw_row_col_options options = {};
    options.hidden = c == kHashColumn ? LXW_TRUE : LXW_FALSE;
    worksheet_set_column_opt(sheet, c, c, kWidths[c], nullptr, &options);
    worksheet_write_string(sheet, 0, c, std::string(kSheetHeadings[c]).c_str(), formats.heading);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 0, 0);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4.
  worksheet_fit_to_pages(sheet, 1, 0);
}

void AddChoice(lxw_worksheet* sheet, size_t rows) {
  std::array<std::string, kSheetDecisions.size()> words;
  char* list[kSheetDecisions.size() + 1] = {};
  for (size_t i = 0; i < words.size(); ++i) {
    words[i] = std::string(kSheetDecisions[i]);
    list[i] = words[i].data();
  }
  std::string title = "Keputusan", message = "Pilih SETUJU, TOLAK atau TUNDA.";
  lxw_data_validation validation = {};
  validation.validate = LXW_VALIDATION_TYPE_LIST;
  validation.value_list = list;
  validation.ignore_blank = LXW_VALIDATION_ON;
  validation.error_title = title.data();
  validation.error_message = message.data();
  worksheet_data_validation_range(sheet, 1, kDecisionColumn, static_cast<lxw_row_t>(rows), kDecisionColumn,
                                  &validation);
}

void AddRow(lxw_worksheet* sheet, lxw_row_t at, const SheetRow& row, const Formats& formats) {
  const std::pair<SheetColumn, const std::string*> texts[] = {
      {kCaseColumn, &row.case_name}, {kEmployeeColumn, &row.employee}, {kFromColumn, &row.from},
      {kToColumn, &row.to},          {kReasonColumn, &row.reason},     {kHashColumn, &row.content_hash}};
  for (const auto& [column, text] : texts) {
    worksheet_write_string(sheet, at, static_cast<lxw_col_t>(column), text->c_str(), formats.text);
  }
  worksheet_write_number(sheet, at, kMoveColumn, row.move, formats.text);
  worksheet_write_blank(sheet, at, kDecisionColumn, formats.input);
  worksheet_write_blank(sheet, at, kNoteColumn, formats.input);
}

}  // namespace

absl::Status WriteCaseSheet(const std::string& path, const std::vector<SheetRow>& rows) {
  lxw_workbook* book = workbook_new(path.c_str());
  if (book == nullptr) return absl::InvalidArgumentError(absl::StrCat("cannot write ", path));
  lxw_worksheet* sheet = workbook_add_worksheet(book, "Perpindahan");
  const Formats formats(book);
  AddColumns(sheet, formats);
  for (size_t i = 0; i < rows.size(); ++i) AddRow(sheet, static_cast<lxw_row_t>(i + 1), rows[i], formats);
  if (!rows.empty()) AddChoice(sheet, rows.size());
  lxw_protection protection = {};
  protection.format_columns = LXW_TRUE;
  protection.format_rows = LXW_TRUE;
  protection.sort = LXW_TRUE;
  // No password: this keeps from slips, the hash keeps from the rest.
  worksheet_protect(sheet, nullptr, &protection);
  const lxw_error error = workbook_close(book);
  if (error != LXW_NO_ERROR) {
    return absl::InvalidArgumentError(absl::StrCat("cannot write ", path, ": ", lxw_strerror(error)));
  }
  return absl::OkStatus();
}

}  // namespace selaras::cli
