#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/report.h"
#include "services/evaluation/domain/svg.h"

namespace selaras::evaluation {
namespace {

constexpr int kWidth = 720;
constexpr char kTreated[] = "stroke=\"#0b4f8a\" stroke-width=\"2.5\"";
constexpr char kControl[] = "stroke=\"#a04000\" stroke-width=\"2\" stroke-dasharray=\"6 4\"";
constexpr char kGrid[] = "stroke=\"#ddd\"";
constexpr char kAxis[] = "stroke=\"#333\"";
constexpr char kQuiet[] = "fill=\"#444\"";

// Linear map of values to pixels.
struct Scale {
  double low, high, from, to;
  double At(double value) const { return from + (value - low) / (high - low) * (to - from); }
};

absl::string_view SideTextId(MoveSide side) {
  return side == MoveSide::kReceiving ? "unit penerima" : "unit asal";
}

// Decimals that tell ticks of this distance apart.
int PlacesOf(const std::vector<double>& ticks) {
  if (ticks.size() < 2) return 2;
  return std::clamp(static_cast<int>(std::ceil(-std::log10(ticks[1] - ticks[0]) - 1e-9)), 0, 6);
}

struct ForestRow {
  const ReportedEvaluation* evaluation;
  double effect, low, high;  // standardised, right is better
};

// nullopt: no interval, or controls that do not vary.
std::optional<ForestRow> RowOf(const ReportedEvaluation& evaluation) {
  const Effect& effect = evaluation.effect;
  if (!effect.difference || !effect.difference->low || effect.controls.size() < 2) return std::nullopt;
  std::vector<double> changes;
  for (const MeasuredUnit& unit : effect.controls) changes.push_back(unit.change);
  const double deviation = std::sqrt(SampleVariance(changes));
  if (deviation <= 0) return std::nullopt;
  const double unit = (evaluation.indicator->good == Good::kHigher ? 1 : -1) / deviation;
  const double a = *effect.difference->low * unit, b = *effect.difference->high * unit;
  return ForestRow{&evaluation, effect.difference->effect * unit, std::min(a, b), std::max(a, b)};
}

void DrawMark(Svg& svg, Verdict verdict, double x, double y) {
  switch (verdict) {
    case Verdict::kImproved:
      return svg.Circle(x, y, 6, "fill=\"#0b4f8a\"");
    case Verdict::kWorsened:
      return svg.Rect(x - 5, y - 5, 10, 10, "fill=\"#a04000\"");
    case Verdict::kNoClearChange:
      return svg.Diamond(x, y, 7, "fill=\"#fff\" stroke=\"#333\" stroke-width=\"2\"");
    case Verdict::kInsufficient:
      return svg.Circle(x, y, 5, "fill=\"#fff\" stroke=\"#777\" stroke-width=\"2\"");
  }
}

}  // namespace

std::string EventPlot(const ReportedEvaluation& evaluation, int number) {
  const std::vector<EventMonth>& months = evaluation.effect.event_months;
  if (months.size() < 2) return "";
  double low = months[0].treated_mean, high = low;
  for (const EventMonth& month : months) {
    low = std::min({low, month.treated_mean, month.control_mean});
    high = std::max({high, month.treated_mean, month.control_mean});
  }
  const double room = high > low ? 0.12 * (high - low) : 1;
  const Scale y{low - room, high + room, 262, 34};
  const Scale x{static_cast<double>(months.front().month), static_cast<double>(months.back().month), 70, 590};
  const std::string title =
      absl::StrCat(evaluation.indicator->text_id, ", ", SideTextId(evaluation.side), ": rata-rata per bulan");
  Svg svg(absl::StrCat("e", number), kWidth, 312, title,
          absl::StrCat("Garis penuh dengan titik: ", evaluation.effect.treated.size(),
                       " unit yang terdampak mutasi, dari ", Decimal(months.front().treated_mean),
                       " menjadi ", Decimal(months.back().treated_mean), ". Garis putus dengan kotak: ",
                       evaluation.effect.controls.size(), " unit pembanding, dari ",
                       Decimal(months.front().control_mean), " menjadi ", Decimal(months.back().control_mean),
                       ". Bulan 0 adalah bulan mutasi dan tidak dihitung."));
  const std::vector<double> ticks = Ticks(y.low, y.high);
  for (double tick : ticks) {
    svg.Line(x.from, y.At(tick), x.to, y.At(tick), kGrid);
    svg.Text(x.from - 8, y.At(tick) + 4, Decimal(tick, PlacesOf(ticks)), Anchor::kEnd, kQuiet);
  }
  if (months.front().month < 0 && months.back().month > 0) {
    svg.Rect(x.At(-0.5), y.to, x.At(0.5) - x.At(-0.5), y.from - y.to, "fill=\"#eee\"");
    svg.Line(x.At(0), y.to, x.At(0), y.from, "stroke=\"#333\" stroke-dasharray=\"2 3\"");
    svg.Text(x.At(0), 26, "bulan mutasi", Anchor::kMiddle, kQuiet);
  }
  svg.Line(x.from, y.from, x.to, y.from, kAxis);
  for (const EventMonth& month : months) {
    if (month.month % 3 != 0) continue;
    svg.Line(x.At(month.month), y.from, x.At(month.month), y.from + 5, kAxis);
    svg.Text(x.At(month.month), y.from + 20,
             absl::StrCat(month.month > 0 ? "+" : "", Decimal(month.month, 0)), Anchor::kMiddle, kQuiet);
  }
  svg.Text((x.from + x.to) / 2, 304, "bulan dari mutasi", Anchor::kMiddle, kQuiet);
  std::vector<std::pair<double, double>> treated, control;
  for (const EventMonth& month : months) {
    treated.emplace_back(x.At(month.month), y.At(month.treated_mean));
    control.emplace_back(x.At(month.month), y.At(month.control_mean));
  }
  svg.Polyline(control, kControl);
  svg.Polyline(treated, kTreated);
  for (const auto& [px, py] : control)
    svg.Rect(px - 3, py - 3, 6, 6, "fill=\"#fff\" stroke=\"#a04000\" stroke-width=\"1.5\"");
  for (const auto& [px, py] : treated) svg.Circle(px, py, 3.5, "fill=\"#0b4f8a\"");
  // Labels at the ends of the lines, kept a line apart.
  double at_treated = treated.back().second + 4, at_control = control.back().second + 4;
  if (std::abs(at_treated - at_control) < 16) {
    const double middle = (at_treated + at_control) / 2, sign = at_treated <= at_control ? 1 : -1;
    at_treated = middle - 8 * sign;
    at_control = middle + 8 * sign;
  }
  svg.Text(x.to + 12, at_treated, "● unit mutasi", Anchor::kStart, "fill=\"#0b4f8a\" font-weight=\"bold\"");
  svg.Text(x.to + 12, at_control, "□ pembanding", Anchor::kStart, "fill=\"#a04000\"");
  return svg.Finish();
}

std::string ForestPlot(const std::vector<ReportedEvaluation>& evaluations) {
  std::vector<ForestRow> rows;
  double reach = 1;
  for (const ReportedEvaluation& evaluation : evaluations) {
    const std::optional<ForestRow> row = RowOf(evaluation);
    if (!row) continue;
    rows.push_back(*row);
    reach = std::max({reach, std::abs(row->low), std::abs(row->high)});
  }
  if (rows.empty()) return "";
  std::string description = "Titik adalah dampak, garis adalah selang kepercayaan 95 %. ";
  for (const ForestRow& row : rows) {
    absl::StrAppend(&description, row.evaluation->indicator->text_id, ", ", SideTextId(row.evaluation->side),
                    ": ", VerdictTextId(row.evaluation->effect.verdict), ". ");
  }
  constexpr int kTop = 44, kRow = 44;
  const int bottom = kTop + kRow * static_cast<int>(rows.size());
  Svg svg("forest", kWidth, bottom + 50, "Dampak mutasi per indikator dengan selang kepercayaan",
          description);
  const Scale x{-reach * 1.08, reach * 1.08, 285, 515};
  svg.Text(x.At(0) - 10, 22, "← lebih buruk", Anchor::kEnd, kQuiet);
  svg.Text(x.At(0) + 10, 22, "lebih baik →", Anchor::kStart, kQuiet);
  for (double tick : Ticks(x.low, x.high)) {
    svg.Line(x.At(tick), kTop - 10, x.At(tick), bottom,
             tick == 0 ? "stroke=\"#333\" stroke-width=\"1.5\"" : kGrid);
    svg.Text(x.At(tick), bottom + 18, Decimal(tick, 1), Anchor::kMiddle, kQuiet);
  }
  svg.Text((x.from + x.to) / 2, bottom + 38, "dalam simpangan baku perubahan unit pembanding",
           Anchor::kMiddle, kQuiet);
  for (size_t i = 0; i < rows.size(); ++i) {
    const ForestRow& row = rows[i];
    const Effect& effect = row.evaluation->effect;
    const double y = kTop + kRow * (static_cast<double>(i) + 0.4);
    svg.Text(8, y - 2, row.evaluation->indicator->text_id, Anchor::kStart, "font-weight=\"bold\"");
    svg.Text(8, y + 14, SideTextId(row.evaluation->side), Anchor::kStart, kQuiet);
    svg.Line(x.At(row.low), y, x.At(row.high), y, "stroke=\"#333\" stroke-width=\"2\"");
    for (double end : {row.low, row.high})
      svg.Line(x.At(end), y - 5, x.At(end), y + 5, "stroke=\"#333\" stroke-width=\"2\"");
    DrawMark(svg, effect.verdict, x.At(row.effect), y);
    svg.Text(530, y - 2, VerdictTextId(effect.verdict), Anchor::kStart,
             "font-size=\"12\" font-weight=\"bold\"");
    svg.Text(530, y + 14,
             absl::StrCat(Decimal(effect.difference->effect), " [", Decimal(*effect.difference->low), "; ",
                          Decimal(*effect.difference->high), "]"),
             Anchor::kStart, "font-size=\"12\" fill=\"#444\"");
  }
  return svg.Finish();
}

std::string ShortagePlot(const ShortageChange& shortage) {
  const double most = static_cast<double>(std::max<int64_t>({shortage.before, shortage.after, 1}));
  Svg svg("shortage", kWidth, 112, "Kekurangan pegawai sebelum dan sesudah",
          absl::StrCat("Sebelum: ", Decimal(static_cast<double>(shortage.before), 0),
                       " formasi di bawah kebutuhan; sesudah: ",
                       Decimal(static_cast<double>(shortage.after), 0), "."));
  const Scale x{0, most, 110, 600};
  const auto bar = [&](double y, absl::string_view label, int64_t value, absl::string_view style) {
    svg.Text(100, y + 20, label, Anchor::kEnd);
    svg.Rect(x.from, y, std::max(1.0, x.At(static_cast<double>(value)) - x.from), 30, style);
    svg.Text(std::max(1.0, x.At(static_cast<double>(value))) + 8, y + 20,
             Decimal(static_cast<double>(value), 0), Anchor::kStart, "font-weight=\"bold\"");
  };
  bar(14, "sebelum", shortage.before, "fill=\"#fff\" stroke=\"#333\" stroke-width=\"2\"");
  bar(62, "sesudah", shortage.after, "fill=\"#0b4f8a\"");
  return svg.Finish();
}

}  // namespace selaras::evaluation
