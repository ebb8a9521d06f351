#include "services/cli/sheets/sheet_decisions.h"

#include <array>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/cli/sheets/case_sheet.h"

namespace selaras::cli {
namespace {

constexpr int kHeadingRows = 10;
// Without these a sheet says nothing.
constexpr SheetColumn kNeeded[] = {kCaseColumn, kMoveColumn, kDecisionColumn, kNoteColumn, kHashColumn};

struct Layout {
  int heading_row = -1;
  std::array<int, kSheetColumns> at = {};
};

std::string Folded(absl::string_view text) {
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
}

bool FindHeadings(const std::map<int, std::string>& row, Layout& layout) {
  layout.at.fill(-1);
  for (const auto& [column, text] : row) {
    for (int c = 0; c < kSheetColumns; ++c) {
      if (Folded(text) == Folded(kSheetHeadings[c])) layout.at[c] = column;
    }
  }
  for (const SheetColumn needed : kNeeded) {
    if (layout.at[needed] < 0) return false;
  }
  return true;
}

// "" = not decided; "?" = no such word.
std::string DecisionOf(const std::string& text) {
  const std::string word = absl::AsciiStrToUpper(text);
  if (word.empty()) return "";
  if (word == kSheetDecisions[0] || word == "AGREE") return "AGREE";
  if (word == kSheetDecisions[1] || word == "REFUSE") return "REFUSE";
  if (word == kSheetDecisions[2] || word == "POSTPONE") return "POSTPONE";
  return "?";
}

class Reader {
 public:
  Reader(const SheetCells& cells, const Layout& layout, SheetDecisions& out)
      : cells_(cells), layout_(layout), out_(out) {}

  void Row(int row) {
    const std::string& name = At(row, kCaseColumn);
    const std::string& number = At(row, kMoveColumn);
    if (name.empty() && number.empty() && At(row, kDecisionColumn).empty())
      return;  // Somebody's blank line or note.
    int move = 0;
    if (name.rfind("cases/", 0) != 0) {
      return Fault(row, kCaseColumn, "SHEET_CASE", "Salin nama berkas dari ekspor, misalnya cases/…",
                   "copy the case from the export, such as cases/…");
    }
    if (!absl::SimpleAtoi(number, &move) || move < 1) {
      return Fault(row, kMoveColumn, "SHEET_MOVE", "Nomor perpindahan: 1, 2, …",
                   "the move's number: 1, 2, …");
    }
    Case& of = by_name_[name];
    if (of.rows.empty()) {
      order_.push_back(name);
      of.read.case_name = name;
      of.read.first_row = row;
      of.read.content_hash = absl::AsciiStrToLower(At(row, kHashColumn));
    } else if (absl::AsciiStrToLower(At(row, kHashColumn)) != of.read.content_hash) {
      Fault(row, kHashColumn, "SHEET_HASH_ALTERED", "Kolom tersembunyi telah berubah; ekspor ulang",
            "the hidden column was altered; export again");
    }
    of.rows.push_back(row);
    const std::string decision = DecisionOf(At(row, kDecisionColumn));
    if (decision == "?") {
      of.decided = true;  // He meant to.
      return Fault(row, kDecisionColumn, "SHEET_DECISION", "Pilih SETUJU, TOLAK atau TUNDA",
                   "choose SETUJU, TOLAK or TUNDA");
    }
    of.decided = of.decided || !decision.empty();
    if (!of.read.moves.try_emplace(move, MoveDecision{decision, At(row, kNoteColumn), row}).second) {
      Fault(row, kMoveColumn, "SHEET_MOVE_TWICE", "Perpindahan ini sudah ada di baris lain; hapus salah satu",
            "this move stands in another row too; delete one");
    }
    if (decision == "REFUSE" && At(row, kNoteColumn).empty()) {
      Fault(row, kNoteColumn, "SHEET_NOTE_MISSING", "Tuliskan alasan penolakan", "write why it is refused");
    }
  }

  void Finish() {
    for (const std::string& name : order_) {
      Case& of = by_name_[name];
      if (!of.decided) {
        ++out_.undecided_cases;
        continue;
      }
      for (const auto& [move, decision] : of.read.moves) {
        if (decision.decision.empty()) {
          Fault(decision.row, kDecisionColumn, "SHEET_UNDECIDED",
                "Berkas diputus seluruhnya: isi juga baris ini",
                "a case is decided whole: fill this row too");
        }
      }
      out_.cases.push_back(std::move(of.read));
    }
  }

 private:
  struct Case {
    CaseDecisions read;
    std::vector<int> rows;
    bool decided = false;
  };

  const std::string& At(int row, SheetColumn column) const { return cells_.At(row, layout_.at[column]); }
  void Fault(int row, SheetColumn column, const char* reason, const char* cure_id, const char* cure_en) {
    out_.errors.push_back({CellName(row, layout_.at[column]), reason, cure_id, cure_en});
  }

  const SheetCells& cells_;
  const Layout& layout_;
  SheetDecisions& out_;
  std::map<std::string, Case> by_name_;
  std::vector<std::string> order_;
};

}  // namespace

SheetDecisions ReadDecisions(const SheetCells& cells) {
  SheetDecisions out;
  Layout layout;
  for (const auto& [row, columns] : cells.rows) {
    if (row >= kHeadingRows) break;
    if (FindHeadings(columns, layout)) {
      layout.heading_row = row;
      break;
    }
  }
  if (layout.heading_row < 0) {
    out.errors.push_back({"A1", "SHEET_HEADINGS", "Judul kolom tidak ditemukan; gunakan berkas dari ekspor",
                          "the headings are not there; use a file of the export"});
    return out;
  }
  out.case_column = layout.at[kCaseColumn];
  out.move_column = layout.at[kMoveColumn];
  out.decision_column = layout.at[kDecisionColumn];
  out.note_column = layout.at[kNoteColumn];
  out.hash_column = layout.at[kHashColumn];
  Reader reader(cells, layout, out);
  for (const auto& [row, columns] : cells.rows) {
    if (row > layout.heading_row) reader.Row(row);
  }
  reader.Finish();
  return out;
}

void CheckAgainst(const std::map<std::string, CaseNow>& now, SheetDecisions& decisions) {
  for (const CaseDecisions& read : decisions.cases) {
    const auto found = now.find(read.case_name);
    if (found == now.end()) {
      decisions.errors.push_back({CellName(read.first_row, decisions.case_column), "SHEET_CASE_UNKNOWN",
                                  "Berkas ini tidak ada atau tidak dapat diputus sekarang",
                                  "there is no such case, or it cannot be decided now"});
      continue;
    }
    if (read.content_hash != found->second.content_hash) {
      decisions.errors.push_back(
          {CellName(read.first_row, decisions.hash_column), "SHEET_CONTENT_CHANGED",
           "Isi berkas bukan lagi yang tertera di lembar ini; ekspor ulang lalu putuskan kembali",
           "the case is not what this sheet shows; export again and decide anew"});
      continue;
    }
    const std::set<int> moves(found->second.moves.begin(), found->second.moves.end());
    for (const auto& [move, decision] : read.moves) {
      if (moves.count(move) == 0) {
        decisions.errors.push_back({CellName(decision.row, decisions.move_column), "SHEET_MOVE_UNKNOWN",
                                    "Berkas tidak memiliki perpindahan ini", "the case has no such move"});
      }
    }
    for (const int move : moves) {
      if (read.moves.count(move) > 0) continue;
      decisions.errors.push_back({CellName(read.first_row, decisions.move_column), "SHEET_MOVE_MISSING",
                                  absl::StrCat("Baris perpindahan ", move, " hilang; ekspor ulang"),
                                  absl::StrCat("the row of move ", move, " is missing; export again")});
    }
  }
}

}  // namespace selaras::cli
