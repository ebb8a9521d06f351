// What is written is read; what other writers do to a sheet does not matter.
#include "services/cli/sheets/sheet_cells.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/sheets/case_sheet.h"
#include "services/cli/sheets/sheet_decisions.h"

namespace selaras::cli {
namespace {

class SheetFileTest : public ::testing::Test {
 protected:
  void TearDown() override { std::remove(path_.c_str()); }
  // A workbook written by `fill`, as another program would write it.
  SheetCells Written(const std::function<void(lxw_worksheet*)>& fill) {
    lxw_workbook* book = workbook_new(path_.c_str());
    fill(workbook_add_worksheet(book, nullptr));
    workbook_add_worksheet(book, "Lain");
    EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
    const auto cells = ReadSheetCells(path_);
    EXPECT_TRUE(cells.ok()) << cells.status();
    return cells.value_or(SheetCells());
  }
  static void Headings(lxw_worksheet* sheet, lxw_row_t row) {
    for (int c = 0; c < kSheetColumns; ++c) {
      worksheet_write_string(sheet, row, c, std::string(kSheetHeadings[c]).c_str(), nullptr);
    }
  }

  const std::string path_ = absl::StrCat(::testing::TempDir(), "/case_sheet.", getpid(), ".xlsx");
};

TEST_F(SheetFileTest, WhatIsWrittenIsRead) {
  const std::vector<SheetRow> rows = {
      {"cases/a", 1, "01pegawai", "Bidan, Puskesmas Tébet", "Bidan, Puskesmas Koja", "VACANCY_FILL",
       "hash-a"},
      {"cases/a", 2, "02pegawai", "Guru <Kelas> & \"Wali\"", "", "", "hash-a"}};
  ASSERT_TRUE(WriteCaseSheet(path_, rows).ok());
  const auto cells = ReadSheetCells(path_);
  ASSERT_TRUE(cells.ok()) << cells.status();
  for (int c = 0; c < kSheetColumns; ++c) EXPECT_EQ(cells->At(0, c), kSheetHeadings[c]);
  EXPECT_EQ(cells->At(1, kCaseColumn), "cases/a");
  EXPECT_EQ(cells->At(1, kMoveColumn), "1");
  EXPECT_EQ(cells->At(1, kFromColumn), "Bidan, Puskesmas Tébet");
  EXPECT_EQ(cells->At(2, kFromColumn), "Guru <Kelas> & \"Wali\"");
  EXPECT_EQ(cells->At(2, kToColumn), "");
  EXPECT_EQ(cells->At(2, kDecisionColumn), "");
  EXPECT_EQ(cells->At(1, kHashColumn), "hash-a");
  const SheetDecisions decisions = ReadDecisions(*cells);
  EXPECT_TRUE(decisions.errors.empty());
  EXPECT_EQ(decisions.undecided_cases, 1);
}

TEST_F(SheetFileTest, NumbersAsTextEmptyRowsFormulasAndShiftedHeadingsAreRead) {
  const SheetCells cells = Written([](lxw_worksheet* sheet) {
    worksheet_write_string(sheet, 0, 0, "Rapat koordinasi", nullptr);
    Headings(sheet, 2);
    worksheet_write_string(sheet, 5, kCaseColumn, " cases/a ", nullptr);
    worksheet_write_string(sheet, 5, kMoveColumn, "1", nullptr);
    worksheet_write_string(sheet, 5, kDecisionColumn, " setuju", nullptr);
    worksheet_write_string(sheet, 5, kHashColumn, "HASH-A", nullptr);
    worksheet_write_string(sheet, 9, kCaseColumn, "cases/a", nullptr);
    worksheet_write_number(sheet, 9, kMoveColumn, 2.0, nullptr);
    worksheet_write_formula_str(sheet, 9, kDecisionColumn, "=G6", nullptr, "Tunda");
    worksheet_write_string(sheet, 9, kHashColumn, "hash-a", nullptr);
    worksheet_write_string(sheet, 9, kSheetColumns + 3, "catatan orang lain", nullptr);
    worksheet_write_string(sheet, 12, kNoteColumn, "tanda tangan", nullptr);
  });
  const SheetDecisions decisions = ReadDecisions(cells);
  for (const CellError& error : decisions.errors) ADD_FAILURE() << error.cell << " " << error.reason;
  ASSERT_EQ(decisions.cases.size(), 1u);
  EXPECT_EQ(decisions.cases[0].content_hash, "hash-a");
  EXPECT_EQ(decisions.cases[0].moves.at(1).decision, "AGREE");
  EXPECT_EQ(decisions.cases[0].moves.at(2).decision, "POSTPONE");
}

TEST_F(SheetFileTest, WhatIsNoWorkbookIsSaid) {
  std::ofstream(path_) << "Berkas;Keputusan\n";
  EXPECT_EQ(ReadSheetCells(path_).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadSheetCells("/nowhere.xlsx").status().code(), absl::StatusCode::kNotFound);
}

// Written row by row, liborcus would pass over such texts.
TEST_F(SheetFileTest, TextsInsideCellsAreRefusedRatherThanLost) {
  lxw_workbook_options options = {};
  options.constant_memory = LXW_TRUE;
  lxw_workbook* book = workbook_new_opt(path_.c_str(), &options);
  worksheet_write_string(workbook_add_worksheet(book, nullptr), 0, 0, "Berkas", nullptr);
  ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
  const absl::Status status = ReadSheetCells(path_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("LibreOffice"), absl::string_view::npos) << status;
}

TEST_F(SheetFileTest, ADamagedWorkbookIsAnErrorNotACrash) {
  ASSERT_TRUE(WriteCaseSheet(path_, {{"cases/a", 1, "p", "x", "y", "r", "h"}}).ok());
  std::ifstream in(path_, std::ios::binary);
  std::string whole((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  in.close();
  for (size_t keep : {whole.size() / 4, whole.size() / 2, whole.size() - 10}) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << whole.substr(0, keep);
    EXPECT_FALSE(ReadSheetCells(path_).ok()) << keep;
  }
}

TEST(CellNameTest, LettersCountInTwentySixes) {
  EXPECT_EQ(CellName(0, 0), "A1");
  EXPECT_EQ(CellName(6, 25), "Z7");
  EXPECT_EQ(CellName(9, 26), "AA10");
  EXPECT_EQ(CellName(9, 701), "ZZ10");
  EXPECT_EQ(CellName(9, 702), "AAA10");
}

}  // namespace
}  // namespace selaras::cli
