// Decisions in a returned sheet: read, checked cell by cell, bound to the cases as they stand.
#ifndef SELARAS_SERVICES_CLI_SHEETS_SHEET_DECISIONS_H_
#define SELARAS_SERVICES_CLI_SHEETS_SHEET_DECISIONS_H_

#include <map>
#include <string>
#include <vector>

#include "services/cli/sheets/sheet_cells.h"

namespace selaras::cli {

struct CellError {
  std::string cell;    // "G7".
  std::string reason;  // UPPER_SNAKE_CASE.
  std::string cure_id, cure_en;
};

struct MoveDecision {
  std::string decision;  // AGREE, REFUSE, POSTPONE.
  std::string note;
  int row = 0;  // From 0, for errors found later.
};

struct CaseDecisions {
  std::string case_name;
  std::string content_hash;
  std::map<int, MoveDecision> moves;  // By number within the case.
  int first_row = 0;
};

struct SheetDecisions {
  // Cases with at least one decision, in the order of the sheet.
  std::vector<CaseDecisions> cases;
  int undecided_cases = 0;
  std::vector<CellError> errors;  // In the order of the sheet.
  int hash_column = 0, decision_column = 0, note_column = 0, move_column = 0, case_column = 0;
};

// Columns are found by their headings, in any of the first ten rows; empty rows, sorted rows and columns of others do
// not matter. Decisions may be in any case of letters, Indonesian or English. A case is decided whole or not at all.
SheetDecisions ReadDecisions(const SheetCells& cells);

// The case as the service has it now.
struct CaseNow {
  std::string name;
  std::string content_hash;
  std::vector<int> moves;  // Numbers.
};

// Adds an error for each case that is not known, whose content is not what the sheet shows, or whose moves are others.
// `now`: by case name; a case that is not there counts as unknown.
void CheckAgainst(const std::map<std::string, CaseNow>& now, SheetDecisions& decisions);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_SHEETS_SHEET_DECISIONS_H_
