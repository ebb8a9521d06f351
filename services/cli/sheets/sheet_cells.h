// The cells of an XLSX file, whoever wrote it.
#ifndef SELARAS_SERVICES_CLI_SHEETS_SHEET_CELLS_H_
#define SELARAS_SERVICES_CLI_SHEETS_SHEET_CELLS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace selaras::cli {

// Row and column from 0 → text without blanks around it. Whole numbers are written without a point, results stand for
// formulas, empty cells are left out.
struct SheetCells {
  std::map<int, std::map<int, std::string>> rows;

  // "" where there is none.
  const std::string& At(int row, int column) const;
};

// "C7" for row 6, column 2.
std::string CellName(int row, int column);

// First sheet of the file. kNotFound: no such file. kInvalidArgument: no XLSX, larger than 50 MB, damaged, or
// with texts kept inside cells (`inlineStr`), which only a few writers do.
absl::StatusOr<SheetCells> ReadSheetCells(const std::string& path);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_SHEETS_SHEET_CELLS_H_
