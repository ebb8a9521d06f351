#include "services/approval/letters/document_parts.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/approval/letters/indonesian_text.h"
#include "services/approval/letters/qr_code.h"

namespace selaras::approval::letters {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kLabelWidthMm = 31;
constexpr double kMarkerWidthMm = 7;
constexpr double kEmblemMm = 20;
constexpr size_t kMostEmblemBytes = 1'000'000;
constexpr int kMostEmblemPixels = 2000;  // 20 mm at 2500 dpi: more is a mistake
constexpr double kSignatureWidthMm = 80;
constexpr double kRoomToSignMm = 19;
constexpr double kItemGapMm = 1;

// Two lines, the upper one thick, across the page: the foot of a letterhead.
Picture DoubleRule(double width_mm) {
  return {1.2, [width_mm](cairo_t* canvas, double left, double top) {
            for (const auto& [offset, width] : {std::pair(0.8, 1.6), std::pair(2.8, 0.5)}) {
              cairo_set_line_width(canvas, width);
              cairo_move_to(canvas, left, top + offset);
              cairo_line_to(canvas, left + width_mm * kPointsPerMm, top + offset);
              cairo_stroke(canvas);
            }
          }};
}

absl::StatusOr<std::shared_ptr<cairo_surface_t>> ReadPng(const std::string& bytes) {
  absl::string_view rest = bytes;
  const auto read = [](void* from, unsigned char* to, unsigned int count) {
    auto& text = *static_cast<absl::string_view*>(from);
    if (text.size() < count) return CAIRO_STATUS_READ_ERROR;
    text.copy(reinterpret_cast<char*>(to), count);
    text.remove_prefix(count);
    return CAIRO_STATUS_SUCCESS;
  };
  const absl::Status wrong =
      InvalidField("letterhead.emblem_png", "must be a PNG of at most 2000 pixels a side and 1 MB");
  if (bytes.size() > kMostEmblemBytes) return wrong;
  std::shared_ptr<cairo_surface_t> image(cairo_image_surface_create_from_png_stream(read, &rest),
                                         &cairo_surface_destroy);
  if (cairo_surface_status(image.get()) != CAIRO_STATUS_SUCCESS) return wrong;
  const int side =
      std::max(cairo_image_surface_get_width(image.get()), cairo_image_surface_get_height(image.get()));
  if (side > kMostEmblemPixels) return wrong;
  return image;
}

Picture Emblem(const std::shared_ptr<cairo_surface_t>& image) {
  return {kEmblemMm, [image](cairo_t* canvas, double left, double top) {
            const double scale = kEmblemMm * kPointsPerMm / cairo_image_surface_get_height(image.get());
            cairo_save(canvas);
            cairo_translate(canvas, left, top);
            cairo_scale(canvas, scale, scale);
            cairo_set_source_surface(canvas, image.get(), 0, 0);
            cairo_paint(canvas);
            cairo_restore(canvas);
          }};
}

std::string MarkerText(Marker marker, size_t index) {
  switch (marker) {
    case Marker::kLetters:
      return absl::StrCat(LetterMarker(static_cast<int>(index)), ".");
    case Marker::kNumbers:
      return absl::StrCat(index + 1, ".");
    case Marker::kNone:
      break;
  }
  return "";
}

}  // namespace

absl::Status AddLetterhead(PageFlow& flow, const Letterhead& letterhead) {
  if (letterhead.empty()) return absl::OkStatus();
  const double width = flow.width_mm();
  std::shared_ptr<cairo_surface_t> emblem;
  if (!letterhead.emblem_png.empty()) {
    SELARAS_ASSIGN_OR_RETURN(emblem, ReadPng(letterhead.emblem_png));
  }
  const double left = emblem == nullptr ? 0 : kEmblemMm + 2;
  Cell lines{left, width - left, {}};
  const bool own = letterhead.office.empty();
  lines.pieces.push_back(
      {Uppercase(letterhead.agency), {.size_pt = own ? 15.0 : 12.0, .bold = own, .align = Align::kCentre}});
  if (!own) {
    lines.pieces.push_back(
        {Uppercase(letterhead.office), {.size_pt = 14, .bold = true, .align = Align::kCentre}});
  }
  for (const std::string& line : letterhead.address_lines) {
    lines.pieces.push_back({line, {.size_pt = 8.5, .align = Align::kCentre}});
  }
  Row row{.cells = {std::move(lines)}, .whole = true};
  if (emblem != nullptr) row.cells.push_back({0, kEmblemMm, {Piece{.picture = Emblem(emblem)}}});
  flow.Add(row);
  flow.Add(
      {.cells = {{0, width, {Piece{.picture = DoubleRule(width)}}}}, .gap_before_mm = 1.5, .whole = true});
  return absl::OkStatus();
}

std::vector<Row> MarkedItems(const PageFlow& flow, double left_mm, const std::vector<std::string>& items,
                             Marker marker) {
  const double text_left = left_mm + (marker == Marker::kNone ? 0 : kMarkerWidthMm);
  std::vector<Row> rows;
  for (const std::string& item : items) {
    Row row{.gap_before_mm = kItemGapMm};
    if (marker != Marker::kNone) {
      row.cells.push_back(
          TextCell(left_mm, kMarkerWidthMm, MarkerText(marker, rows.size()), {.size_pt = kBody.size_pt}));
    }
    row.cells.push_back(TextCell(text_left, flow.width_mm() - text_left, item, kBody));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Row> LabelledItems(const PageFlow& flow, const std::string& label,
                               const std::vector<std::string>& items, Marker marker) {
  std::vector<Row> rows = MarkedItems(flow, kItemLeftMm, items, marker);
  if (rows.empty()) return rows;
  const TextStyle style{.size_pt = kBody.size_pt};
  rows[0].gap_before_mm = 2.5;
  // First, so that who has the page read to him hears the label before the text.
  rows[0].cells.insert(rows[0].cells.begin(),
                       {TextCell(0, kLabelWidthMm, label, style), TextCell(kLabelWidthMm, 3, ":", style)});
  return rows;
}

std::vector<Row> Pairs(const PageFlow& flow, double left_mm, double label_width_mm,
                       const std::vector<std::pair<std::string, std::string>>& pairs) {
  const TextStyle style{.size_pt = kBody.size_pt};
  const double value_left = left_mm + label_width_mm + 4;
  std::vector<Row> rows;
  for (const auto& [label, value] : pairs) {
    if (value.empty()) continue;
    rows.push_back({.cells = {TextCell(left_mm, label_width_mm, label, style),
                              TextCell(left_mm + label_width_mm, 4, ":", style),
                              TextCell(value_left, flow.width_mm() - value_left, value, style)},
                    .gap_before_mm = 0.6,
                    .whole = true});
  }
  return rows;
}

Row Paragraph(const PageFlow& flow, std::string text, const TextStyle& style, double gap_before_mm) {
  return {.cells = {TextCell(0, flow.width_mm(), std::move(text), style)}, .gap_before_mm = gap_before_mm};
}

std::vector<Piece> SignaturePieces(const std::vector<std::string>& lines_above, const Signatory& signatory) {
  const TextStyle plain{.size_pt = kBody.size_pt};
  const TextStyle bold{.size_pt = kBody.size_pt, .bold = true};
  std::vector<Piece> pieces;
  for (const std::string& line : lines_above) pieces.push_back({line, plain});
  if (!signatory.on_behalf_of.empty()) {
    pieces.push_back({absl::StrCat("a.n. ", Uppercase(signatory.on_behalf_of)), plain, 1.5});
  }
  pieces.push_back({absl::StrCat(Uppercase(signatory.office), ","), plain,
                    signatory.on_behalf_of.empty() && !lines_above.empty() ? 1.5 : 0});
  double room = kRoomToSignMm;
  if (!signatory.note.empty()) {
    pieces.push_back({signatory.note, {.size_pt = 8}, 7});
    room = 6;
  }
  pieces.push_back(
      {signatory.name.empty() ? "(........................................)" : signatory.name, bold, room});
  if (!signatory.rank.empty()) pieces.push_back({signatory.rank, plain});
  if (!signatory.number.empty())
    pieces.push_back({absl::StrCat("NIP ", GroupedNip(signatory.number)), plain});
  return pieces;
}

absl::StatusOr<Row> SignatureRow(const PageFlow& flow, const std::vector<std::string>& lines_above,
                                 const Signatory& signatory, const Receipt& receipt) {
  const double left = flow.width_mm() - kSignatureWidthMm;
  Row row{.cells = {{left, kSignatureWidthMm, SignaturePieces(lines_above, signatory)}},
          .gap_before_mm = 7,
          .whole = true};
  if (receipt.text.empty()) return row;
  SELARAS_ASSIGN_OR_RETURN(const QrCode code, QrCode::Encode(receipt.text));
  const double side = code.PrintedSideMm();
  Cell proof{0, left - 5, {}};
  proof.pieces.push_back({.picture = {side, [code, side](cairo_t* canvas, double x, double y) {
                                        code.Draw(canvas, x, y, side * kPointsPerMm);
                                      }}});
  if (!receipt.short_code.empty()) {
    proof.pieces.push_back({absl::StrCat("Kode: ", receipt.short_code), {.size_pt = 8.5, .bold = true}, 0.5});
  }
  proof.pieces.push_back({receipt.how_to_check, {.size_pt = 7.5}, 0.5});
  row.cells.push_back(std::move(proof));
  return row;
}

void AddCopies(PageFlow& flow, const std::vector<std::string>& copies) {
  if (copies.empty()) return;
  const TextStyle style{.size_pt = 9};
  std::vector<Row> rows = {
      Paragraph(flow, copies.size() == 1 ? "Tembusan Yth.:" : "Tembusan disampaikan kepada Yth.:", style, 6)};
  for (size_t i = 0; i < copies.size(); ++i) {
    rows.push_back({.cells = {TextCell(0, 6, absl::StrCat(i + 1, "."), style),
                              TextCell(6, flow.width_mm() - 6,
                                       EndedWith(copies[i], i + 1 == copies.size() ? "." : ";"), style)}});
  }
  flow.AddTogether(rows);
}

void RequireText(absl::string_view field, absl::string_view text, std::vector<FieldViolation>& violations) {
  if (text.empty()) violations.push_back({std::string(field), "is missing"});
}

void RequireDate(absl::string_view field, absl::CivilDay date, std::vector<FieldViolation>& violations) {
  if (date == absl::CivilDay()) violations.push_back({std::string(field), "is missing"});
}

}  // namespace selaras::approval::letters
