#include "services/cli/sheets/sheet_decisions.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/sheets/case_sheet.h"

namespace selaras::cli {
namespace {

using ::testing::ElementsAre;

struct Line {
  std::string name, move, decision, note, hash = "h";
};

SheetCells Sheet(const std::vector<Line>& lines) {
  SheetCells cells;
  for (int c = 0; c < kSheetColumns; ++c) cells.rows[0][c] = std::string(kSheetHeadings[c]);
  for (size_t i = 0; i < lines.size(); ++i) {
    auto& row = cells.rows[static_cast<int>(i) + 1];
    row[kCaseColumn] = lines[i].name;
    row[kMoveColumn] = lines[i].move;
    row[kDecisionColumn] = lines[i].decision;
    row[kNoteColumn] = lines[i].note;
    row[kHashColumn] = lines[i].hash;
  }
  return cells;
}

std::vector<std::string> Errors(const SheetDecisions& decisions) {
  std::vector<std::string> errors;
  for (const CellError& error : decisions.errors) errors.push_back(error.cell + " " + error.reason);
  return errors;
}

TEST(SheetDecisionsTest, CasesAreDecidedWholeOrNotAtAll) {
  const SheetDecisions decisions = ReadDecisions(Sheet({{"cases/b", "1", "SETUJU", ""},
                                                        {"cases/a", "1", "tolak", "Masih diperlukan"},
                                                        {"cases/b", "2", "Agree", "baik"},
                                                        {"cases/c", "1", "", ""}}));
  EXPECT_THAT(Errors(decisions), ElementsAre());
  ASSERT_EQ(decisions.cases.size(), 2u);
  EXPECT_EQ(decisions.cases[0].case_name, "cases/b");
  EXPECT_EQ(decisions.cases[0].moves.at(2).note, "baik");
  EXPECT_EQ(decisions.cases[1].moves.at(1).decision, "REFUSE");
  EXPECT_EQ(decisions.undecided_cases, 1);
}

TEST(SheetDecisionsTest, FaultsAreNamedByTheirCell) {
  EXPECT_THAT(Errors(ReadDecisions(Sheet({{"Bidan", "1", "SETUJU", ""},
                                          {"cases/a", "satu", "SETUJU", ""},
                                          {"cases/b", "1", "MUNGKIN", ""},
                                          {"cases/c", "1", "TOLAK", ""},
                                          {"cases/d", "1", "SETUJU", ""},
                                          {"cases/d", "1", "SETUJU", ""},
                                          {"cases/e", "1", "SETUJU", ""},
                                          {"cases/e", "2", "", ""},
                                          {"cases/f", "1", "SETUJU", "", "h"},
                                          {"cases/f", "2", "SETUJU", "", "g"}}))),
              ElementsAre("A2 SHEET_CASE", "B3 SHEET_MOVE", "G4 SHEET_DECISION", "H5 SHEET_NOTE_MISSING",
                          "B7 SHEET_MOVE_TWICE", "I11 SHEET_HASH_ALTERED", "G9 SHEET_UNDECIDED"));
}

TEST(SheetDecisionsTest, WithoutHeadingsNothingIsRead) {
  SheetCells cells = Sheet({{"cases/a", "1", "SETUJU", ""}});
  cells.rows[0].erase(kHashColumn);
  EXPECT_THAT(Errors(ReadDecisions(cells)), ElementsAre("A1 SHEET_HEADINGS"));
}

TEST(SheetDecisionsTest, DecisionsAreBoundToWhatTheServiceHasNow) {
  SheetDecisions decisions = ReadDecisions(Sheet({{"cases/a", "1", "SETUJU", "", "seen"},
                                                  {"cases/b", "1", "SETUJU", "", "seen"},
                                                  {"cases/c", "1", "SETUJU", "", "seen"},
                                                  {"cases/c", "3", "SETUJU", "", "seen"},
                                                  {"cases/d", "1", "SETUJU", "", "seen"}}));
  ASSERT_THAT(Errors(decisions), ElementsAre());
  CheckAgainst({{"cases/a", {"cases/a", "seen", {1}}},
                {"cases/b", {"cases/b", "other", {1}}},
                {"cases/c", {"cases/c", "seen", {1, 2}}}},
               decisions);
  EXPECT_THAT(Errors(decisions), ElementsAre("I3 SHEET_CONTENT_CHANGED", "B5 SHEET_MOVE_UNKNOWN",
                                             "B4 SHEET_MOVE_MISSING", "A6 SHEET_CASE_UNKNOWN"));
}

}  // namespace
}  // namespace selaras::cli
