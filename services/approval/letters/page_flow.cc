#include "services/approval/letters/page_flow.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace selaras::approval::letters {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kShortSideMm = 210;  // A4, ISO 216
constexpr double kLongSideMm = 297;
constexpr double kFramePaddingMm = 1.2;
constexpr double kFrameLinePt = 0.5;

double WidthMm(Orientation orientation) {
  return orientation == Orientation::kPortrait ? kShortSideMm : kLongSideMm;
}
double HeightMm(Orientation orientation) {
  return orientation == Orientation::kPortrait ? kLongSideMm : kShortSideMm;
}

Row TableRow(const Table& table, const std::vector<std::string>& texts, const TextStyle& style,
             bool own_align) {
  Row row{.whole = true, .framed = true};
  double left = 0;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    TextStyle cell_style = style;
    if (own_align) cell_style.align = table.columns[i].align;
    row.cells.push_back(
        TextCell(left, table.columns[i].width_mm, i < texts.size() ? texts[i] : "", cell_style));
    left += table.columns[i].width_mm;
  }
  return row;
}

std::vector<Row> TableHead(const Table& table) {
  std::vector<std::string> titles, numbers;
  for (const Column& column : table.columns) {
    titles.push_back(column.title);
    numbers.push_back(absl::StrCat(numbers.size() + 1));
  }
  std::vector<Row> head = {
      TableRow(table, titles, {.size_pt = table.size_pt, .bold = true, .align = Align::kCentre}, false)};
  if (table.numbered_columns) {
    head.push_back(
        TableRow(table, numbers, {.size_pt = table.size_pt - 1.5, .align = Align::kCentre}, false));
  }
  return head;
}

// Cairo 1.16 leaves out the "D:" with which a date of a PDF must begin (ISO 32000-1 §7.9.4). Giving up the seconds
// makes room for it, so that no offset in the file changes.
void RepairCreationDate(std::string& pdf) {
  constexpr absl::string_view kKey = "/CreationDate (";
  const size_t at = pdf.rfind(kKey.data(), std::string::npos, kKey.size());
  if (at == std::string::npos) return;
  const absl::string_view date = absl::string_view(pdf).substr(at + kKey.size(), 16);
  if (date.size() < 16 || date.substr(14) != "Z)") return;  // a Cairo that does better
  pdf.replace(at + kKey.size(), 15, absl::StrCat("D:", date.substr(0, 12), "Z"));
}

}  // namespace

Cell TextCell(double left_mm, double width_mm, std::string text, const TextStyle& style) {
  return {left_mm, width_mm, {Piece{std::move(text), style}}};
}

double PageFlow::LaidCell::Height(size_t first, size_t last) const {
  double height = 0;
  for (size_t i = first; i < last; ++i) height += atoms[i].height_pt + (i > first ? atoms[i].gap_pt : 0);
  return height;
}

double PageFlow::LaidRow::Height() const {
  double height = 0;
  for (const LaidCell& cell : cells) height = std::max(height, cell.Height(cell.next, cell.atoms.size()));
  return height + (framed ? 2 * kFramePaddingMm * kPointsPerMm : 0);
}

PageFlow::PageFlow(PageSetup setup, Orientation orientation) : setup_(std::move(setup)) {
  NewPage(orientation);
}

double PageFlow::width_mm() const {
  return WidthMm(pages_.back().orientation) - setup_.left_mm - setup_.right_mm;
}

double PageFlow::PageHeight() const {
  return (HeightMm(pages_.back().orientation) - setup_.top_mm - setup_.bottom_mm) * kPointsPerMm;
}

double PageFlow::Remaining() const {
  return setup_.top_mm * kPointsPerMm + PageHeight() - y_pt_;
}

void PageFlow::NewPage(Orientation orientation) {
  pages_.push_back({orientation, {}});
  marks_at_top_ = 0;
  y_pt_ = setup_.top_mm * kPointsPerMm;
}

void PageFlow::BreakPage() {
  NewPage(pages_.back().orientation);
  for (const Row& head : std::exchange(repeated_, {})) {
    Add(head);
    repeated_.push_back(head);
  }
  marks_at_top_ = pages_.back().marks.size();
}

PageFlow::LaidCell PageFlow::LayOutCell(const Cell& cell, bool framed) {
  const double padding = framed ? kFramePaddingMm * kPointsPerMm : 0;
  LaidCell laid{(setup_.left_mm + cell.left_mm) * kPointsPerMm, cell.width_mm * kPointsPerMm, {}, 0};
  for (const Piece& piece : cell.pieces) {
    double gap = piece.gap_before_mm * kPointsPerMm;
    if (piece.picture.draw != nullptr) {
      laid.atoms.push_back({gap, piece.picture.height_mm * kPointsPerMm, piece.picture.draw});
      continue;
    }
    absl::StatusOr<std::vector<TextLine>> lines =
        LayOut(piece.text, piece.style, laid.width_pt - 2 * padding, setup_.font_family);
    if (!lines.ok()) {
      status_.Update(lines.status());
      continue;
    }
    for (TextLine& line : *lines) {
      const double height = line.height_pt;
      laid.atoms.push_back(
          {std::exchange(gap, 0), height, [line = std::move(line)](cairo_t* canvas, double left, double top) {
             DrawLine(canvas, line, left, top);
           }});
    }
  }
  return laid;
}

PageFlow::LaidRow PageFlow::LayOutRow(const Row& row) {
  LaidRow laid{{}, row.gap_before_mm * kPointsPerMm, row.whole, row.framed};
  for (const Cell& cell : row.cells) laid.cells.push_back(LayOutCell(cell, row.framed));
  return laid;
}

std::vector<size_t> PageFlow::FittingPart(const LaidRow& row, double height_pt) const {
  if (row.framed) height_pt -= 2 * kFramePaddingMm * kPointsPerMm;
  std::vector<size_t> ends;
  size_t most_left = 0, most_taken = 0;
  for (const LaidCell& cell : row.cells) {
    size_t end = cell.next;
    while (end < cell.atoms.size() && cell.Height(cell.next, end + 1) <= height_pt) ++end;
    const size_t left = cell.atoms.size() - cell.next;
    if (left > end - cell.next && end > cell.next + 1 && cell.atoms.size() - end == 1) --end;  // no widow
    if (left > most_left) {
      most_left = left;
      most_taken = end - cell.next;
    }
    ends.push_back(end);
  }
  if (!AtTop() && most_taken < std::min<size_t>(2, most_left)) return {};
  // At the top of a page something is placed in any case, or a picture taller than a page would break for ever.
  if (most_taken == 0) {
    for (size_t i = 0; i < ends.size(); ++i)
      ends[i] = std::min(row.cells[i].next + 1, row.cells[i].atoms.size());
  }
  return ends;
}

void PageFlow::PlacePart(LaidRow& row, const std::vector<size_t>& ends) {
  std::vector<std::function<void(cairo_t*)>>& marks = pages_.back().marks;
  const double padding = row.framed ? kFramePaddingMm * kPointsPerMm : 0;
  double height = 0;
  for (size_t i = 0; i < ends.size(); ++i) {
    LaidCell& cell = row.cells[i];
    double y = y_pt_ + padding;
    for (size_t first = cell.next; cell.next < ends[i]; ++cell.next) {
      Atom& atom = cell.atoms[cell.next];
      if (cell.next > first) y += atom.gap_pt;
      marks.push_back([draw = std::move(atom.draw), x = cell.left_pt + padding, y](cairo_t* canvas) {
        draw(canvas, x, y);
      });
      y += atom.height_pt;
    }
    height = std::max(height, y + padding - y_pt_);
  }
  if (row.framed) {
    for (const LaidCell& cell : row.cells) {
      marks.push_back([x = cell.left_pt, y = y_pt_, width = cell.width_pt, height](cairo_t* canvas) {
        cairo_set_line_width(canvas, kFrameLinePt);
        cairo_rectangle(canvas, x, y, width, height);
        cairo_stroke(canvas);
      });
    }
  }
  y_pt_ += height;
}

void PageFlow::Place(LaidRow row) {
  if (!AtTop()) y_pt_ += row.gap_pt;
  if (row.whole && row.Height() > Remaining() && !AtTop()) BreakPage();
  const auto has_more = [&] {
    return std::any_of(row.cells.begin(), row.cells.end(),
                       [](const LaidCell& cell) { return cell.next < cell.atoms.size(); });
  };
  do {
    std::vector<size_t> ends;
    if (row.Height() <= Remaining()) {
      for (const LaidCell& cell : row.cells) ends.push_back(cell.atoms.size());
    } else {
      ends = FittingPart(row, Remaining());
    }
    if (!ends.empty()) PlacePart(row, ends);
    if (!has_more()) return;
    BreakPage();
  } while (true);
}

void PageFlow::Add(const Row& row) {
  Place(LayOutRow(row));
}

void PageFlow::AddTogether(const std::vector<Row>& rows) {
  std::vector<LaidRow> laid;
  double height = 0;
  for (const Row& row : rows) {
    laid.push_back(LayOutRow(row));
    height += laid.back().Height() + (&row == &rows.front() && AtTop() ? 0 : laid.back().gap_pt);
  }
  if (height > Remaining() && height <= PageHeight() && !AtTop()) BreakPage();
  for (LaidRow& row : laid) Place(std::move(row));
}

void PageFlow::AddTable(const Table& table, std::vector<Row> lead, std::vector<Row> tail) {
  std::vector<Row> head = TableHead(table);
  std::vector<std::vector<Row>> groups = {std::move(lead)};
  groups[0].insert(groups[0].end(), head.begin(), head.end());
  groups[0][groups[0].size() - head.size()].gap_before_mm = table.gap_before_mm;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    // A head alone at the foot of a page would be a head of nothing.
    if (i > 0) groups.emplace_back();
    groups.back().push_back(TableRow(table, table.rows[i], {.size_pt = table.size_pt}, true));
  }
  std::move(tail.begin(), tail.end(), std::back_inserter(groups.back()));
  for (const std::vector<Row>& group : groups) {
    AddTogether(group);
    repeated_ = head;
  }
  repeated_.clear();
}

void PageFlow::DrawFooter(cairo_t* canvas, size_t page) {
  const double width = (WidthMm(pages_[page].orientation) - setup_.left_mm - setup_.right_mm) * kPointsPerMm;
  const double number_width = 45 * kPointsPerMm;
  const double left = setup_.left_mm * kPointsPerMm;
  const double top = (HeightMm(pages_[page].orientation) - setup_.bottom_mm + 8) * kPointsPerMm;
  const TextStyle style{.size_pt = 7.5};
  TextStyle number_style = style;
  number_style.align = Align::kRight;
  const auto text = LayOut(setup_.footer, style, width - number_width, setup_.font_family);
  const auto number = LayOut(absl::StrCat("Halaman ", page + 1, " dari ", pages_.size()), number_style,
                             number_width, setup_.font_family);
  status_.Update(text.status());
  status_.Update(number.status());
  if (!status_.ok()) return;
  cairo_set_line_width(canvas, 0.4);
  cairo_move_to(canvas, left, top - 3);
  cairo_line_to(canvas, left + width, top - 3);
  cairo_stroke(canvas);
  if (!text->empty()) DrawLine(canvas, text->front(), left, top);
  DrawLine(canvas, number->front(), left + width - number_width, top);
}

absl::StatusOr<std::string> PageFlow::Finish(const DocumentFacts& facts) {
  if (!status_.ok()) return status_;
  std::string pdf;
  const auto append = [](void* out, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append, &pdf, 1, 1);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, facts.title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, facts.author.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Selaras");
  // Without it Cairo would write the clock, and equal decrees would differ.
  const std::string created = absl::StrCat(absl::FormatCivilTime(facts.date), "T00:00:00Z");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
  cairo_t* canvas = cairo_create(surface);
  for (size_t i = 0; i < pages_.size(); ++i) {
    cairo_pdf_surface_set_size(surface, WidthMm(pages_[i].orientation) * kPointsPerMm,
                               HeightMm(pages_[i].orientation) * kPointsPerMm);
    for (const auto& mark : pages_[i].marks) mark(canvas);
    DrawFooter(canvas, i);
    cairo_show_page(canvas);
  }
  cairo_destroy(canvas);
  cairo_surface_finish(surface);
  const cairo_status_t drawn = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (!status_.ok()) return status_;
  if (drawn != CAIRO_STATUS_SUCCESS) {
    return absl::InternalError(absl::StrCat("letter: cairo: ", cairo_status_to_string(drawn)));
  }
  RepairCreationDate(pdf);
  return pdf;
}

}  // namespace selaras::approval::letters
