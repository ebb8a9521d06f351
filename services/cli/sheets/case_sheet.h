// The workbook in which people decide on moves away from a terminal: one row per move, one sheet. Headings are
// Indonesian. Only decision and note may be filled in; the content hash of each case stands in a hidden column, so that a
// decision is bound to what was seen.
#ifndef SELARAS_SERVICES_CLI_SHEETS_CASE_SHEET_H_
#define SELARAS_SERVICES_CLI_SHEETS_CASE_SHEET_H_

#include <array>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace selaras::cli {

// In the order in which they are written. Readers find them by their headings.
enum SheetColumn {
  kCaseColumn,
  kMoveColumn,
  kEmployeeColumn,
  kFromColumn,
  kToColumn,
  kReasonColumn,
  kDecisionColumn,
  kNoteColumn,
  kHashColumn,
  kSheetColumns,
};

inline constexpr std::array<absl::string_view, kSheetColumns> kSheetHeadings = {
    "Berkas", "Perpindahan", "Pegawai", "Dari jabatan dan unit", "Ke jabatan dan unit",
    "Alasan", "Keputusan",   "Catatan", "Isi (jangan diubah)"};

// What may be chosen: agree, refuse, postpone.
inline constexpr std::array<absl::string_view, 3> kSheetDecisions = {"SETUJU", "TOLAK", "TUNDA"};

struct SheetRow {
  std::string case_name;
  int move = 0;          // Number within the case.
  std::string employee;  // Opaque id; a name only where the caller asked for it and may.
  std::string from, to;
  std::string reason;
  std::string content_hash;
};

// kInvalidArgument: the file cannot be written there.
absl::Status WriteCaseSheet(const std::string& path, const std::vector<SheetRow>& rows);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_SHEETS_CASE_SHEET_H_
