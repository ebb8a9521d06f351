#ifndef SELARAS_SERVICES_APPROVAL_LETTERS_PAGE_FLOW_H_
#define SELARAS_SERVICES_APPROVAL_LETTERS_PAGE_FLOW_H_

// Fills A4 pages from top to bottom with rows of text, pictures and tables, and writes them as PDF.
//
//   PageFlow flow({.footer = "Nomor 821/1/2026"});
//   flow.Add({.cells = {TextCell(0, flow.width_mm(), "Isi surat.", {.align = Align::kJustify})}});
//   absl::StatusOr<std::string> pdf = flow.Finish({.title = "Surat", .date = absl::CivilDay(2026, 4, 2)});
//
// Equal calls give equal bytes where the same fonts and versions of Cairo and Pango are installed: nothing is read
// from the clock, no ids are drawn. Fonts are embedded as subsets. Each page ends with the footer and "Halaman 1
// dari 2". One thread. Lengths are millimetres from the left margin; type is in points.

#include <cairo.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/approval/letters/text_layout.h"

namespace selaras::approval::letters {

enum class Orientation { kPortrait, kLandscape };

struct PageSetup {
  double left_mm = 25;
  double right_mm = 20;
  double top_mm = 18;
  double bottom_mm = 22;  // the footer stands inside it
  std::string footer;     // one line, cut at the page number; empty = only the page number
  std::string font_family = kFontFamily;
};

// Drawn with its upper left corner at the given point.
struct Picture {
  double height_mm = 0;
  std::function<void(cairo_t*, double left_pt, double top_pt)> draw;
};

// Text, or a picture where one is given.
struct Piece {
  std::string text;
  TextStyle style;
  double gap_before_mm = 0;
  Picture picture;
};

struct Cell {
  double left_mm = 0;
  double width_mm = 0;
  std::vector<Piece> pieces;  // one below the other
};

Cell TextCell(double left_mm, double width_mm, std::string text, const TextStyle& style = {});

// Cells side by side. A row goes on over the page unless it is `whole`; at least two lines of its longest cell
// stand on either page. A whole row taller than a page goes on all the same.
struct Row {
  std::vector<Cell> cells;
  double gap_before_mm = 0;  // not at the top of a page
  bool whole = false;
  bool framed = false;  // a thin line around each cell, and room inside it
};

struct Column {
  std::string title;
  double width_mm = 0;
  Align align = Align::kLeft;
};

// The head stands again on every page the table reaches; a row is never torn. Rows have as many cells as columns.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
  double size_pt = 9;
  bool numbered_columns = false;  // 1, 2, 3 … below the head, as annexes of decrees have it
  double gap_before_mm = 2;
};

// What the file says about itself.
struct DocumentFacts {
  std::string title;
  std::string author;
  absl::CivilDay date;
};

class PageFlow {
 public:
  explicit PageFlow(PageSetup setup, Orientation orientation = Orientation::kPortrait);

  // Between the margins of the present page.
  double width_mm() const;

  void NewPage(Orientation orientation);
  void Add(const Row& row);
  // The rows stand on one page if one page can hold them.
  void AddTogether(const std::vector<Row>& rows);
  // `lead` (a heading, a sentence) stands on the page of the table's head and first row, `tail` (a signature) on that
  // of its last row.
  void AddTable(const Table& table, std::vector<Row> lead = {}, std::vector<Row> tail = {});

  // The PDF. Errors: those of LayOut for any text added so far (the first one), and kInternal where Cairo fails.
  absl::StatusOr<std::string> Finish(const DocumentFacts& facts);

 private:
  struct Atom {  // what no page break divides: a line or a picture
    double gap_pt = 0;
    double height_pt = 0;
    std::function<void(cairo_t*, double left_pt, double top_pt)> draw;
  };
  struct LaidCell {
    double left_pt = 0, width_pt = 0;
    std::vector<Atom> atoms;
    size_t next = 0;  // first atom not yet placed
    double Height(size_t first, size_t last) const;
  };
  struct LaidRow {
    std::vector<LaidCell> cells;
    double gap_pt = 0;
    bool whole = false, framed = false;
    double Height() const;  // of what is not yet placed, without the gap
  };
  struct Page {
    Orientation orientation;
    std::vector<std::function<void(cairo_t*)>> marks;
  };

  LaidRow LayOutRow(const Row& row);
  LaidCell LayOutCell(const Cell& cell, bool framed);
  void Place(LaidRow row);
  // Places the atoms [next, ends[i]) of each cell.
  void PlacePart(LaidRow& row, const std::vector<size_t>& ends);
  // How much of the row fits into `height_pt`; empty if it should rather begin on a new page.
  std::vector<size_t> FittingPart(const LaidRow& row, double height_pt) const;
  void BreakPage();
  bool AtTop() const { return pages_.back().marks.size() == marks_at_top_; }
  double Remaining() const;
  double PageHeight() const;
  void DrawFooter(cairo_t* canvas, size_t page);

  PageSetup setup_;
  std::vector<Page> pages_;
  std::vector<Row> repeated_;  // head of the table being placed
  size_t marks_at_top_ = 0;    // marks of the repeated head on the present page
  double y_pt_ = 0;            // from the page's upper edge
  absl::Status status_;
};

}  // namespace selaras::approval::letters

#endif  // SELARAS_SERVICES_APPROVAL_LETTERS_PAGE_FLOW_H_
