#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/evaluation/domain/report.h"
#include "services/evaluation/domain/svg.h"

namespace selaras::evaluation {
namespace {

constexpr char kStyle[] =
    "body{font:16px/1.5 sans-serif;color:#111;background:#fff;max-width:60rem;margin:2rem auto;padding:0 "
    "1rem}"
    "h1{line-height:1.2}h2{margin-top:2.5rem;border-bottom:2px solid #333}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left;color:#444}"
    "th,td{border:1px solid #999;padding:.35rem .5rem;text-align:left;vertical-align:top}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}thead th{background:#eee}"
    "svg{max-width:100%;height:auto}figure{margin:1.5rem 0}code{overflow-wrap:anywhere}"
    "[lang=en]{color:#555;font-style:italic}@media print{body{margin:0}h2,figure,tr{break-inside:avoid}}";

std::string Date(absl::CivilDay day) {
  constexpr absl::string_view kMonths[] = {"Januari",   "Februari", "Maret",    "April",
                                           "Mei",       "Juni",     "Juli",     "Agustus",
                                           "September", "Oktober",  "November", "Desember"};
  return absl::StrCat(day.day(), " ", kMonths[day.month() - 1], " ", day.year());
}

void Heading(std::string& out, absl::string_view indonesian, absl::string_view english) {
  absl::StrAppend(&out, "<h2>", indonesian, "</h2>\n<p lang=\"en\">", english, "</p>\n");
}

const std::string& NameOf(const Report& report, const std::string& unit) {
  const auto name = report.unit_names.find(unit);
  return name == report.unit_names.end() || name->second.empty() ? unit : name->second;
}

// At most ten by name.
std::string NamesOf(const Report& report, const std::vector<std::string>& units) {
  constexpr size_t kMost = 10;
  std::vector<std::string> names;
  for (size_t i = 0; i < units.size() && i < kMost; ++i) names.push_back(NameOf(report, units[i]));
  std::string text = absl::StrJoin(names, ", ");
  if (units.size() > kMost) absl::StrAppend(&text, " dan ", units.size() - kMost, " unit lain");
  return Escape(text);
}

std::string Cell(const std::optional<double>& value) {
  return absl::StrCat("<td class=\"n\">", value ? Decimal(*value) : "–", "</td>");
}

std::string GoalName(const GoalResult& goal) {
  if (!goal.text_id.empty()) return goal.text_id;
  if (const Indicator* indicator = FindIndicator(goal.indicator)) return std::string(indicator->text_id);
  return goal.indicator;
}

absl::string_view Outcome(const GoalResult& goal) {
  if (!goal.reached) return "– Tidak terukur";
  return goal.IsReached() ? "✓ Tercapai" : "✗ Belum tercapai";
}

void Goals(const Report& report, std::string& out) {
  Heading(out, "Sasaran dan hasil", "Goals as sealed before the plan, and what was reached");
  if (report.results.empty()) {
    absl::StrAppend(&out, "<p>Siklus ini tidak mempunyai sasaran.</p>\n");
    return;
  }
  absl::StrAppend(
      &out,
      report.goals_hash.empty()
          ? std::string("<p><strong>Sasaran siklus ini tidak disegel sebelum rencana disusun.</strong></p>\n")
          : absl::StrCat("<p>Disegel sebelum rencana disusun, sidik <code>", Escape(report.goals_hash),
                         "</code>.</p>\n"));
  absl::StrAppend(&out,
                  "<table><caption>Sasaran yang tidak terukur dihitung belum tercapai.</caption><thead><tr>"
                  "<th scope=\"col\">Sasaran</th><th scope=\"col\">Cakupan</th><th scope=\"col\">Sebelum</th>"
                  "<th scope=\"col\">Sasaran</th><th scope=\"col\">Sesudah</th><th scope=\"col\">Hasil</th>"
                  "</tr></thead><tbody>\n");
  for (const GoalResult& goal : report.results) {
    const bool all = goal.scope.empty() || goal.scope == "province";
    absl::StrAppend(&out, "<tr><th scope=\"row\">", Escape(GoalName(goal)), "</th><td>",
                    all ? "seluruh provinsi" : Escape(NameOf(report, goal.scope)), "</td>", Cell(goal.before),
                    "<td class=\"n\">", goal.lower_is_better ? "≤ " : "≥ ", Decimal(goal.target), "</td>",
                    Cell(goal.reached), "<td>", Outcome(goal), "</td></tr>\n");
  }
  absl::StrAppend(&out, "</tbody></table>\n");
}

std::string Interval(const std::optional<Difference>& difference) {
  if (!difference || !difference->low) return "–";
  return absl::StrCat(Decimal(*difference->low), " … ", Decimal(*difference->high));
}

std::string PValue(const std::optional<Permutation>& permutation) {
  if (!permutation) return "–";
  return permutation->p_value < 0.001 ? "&lt; 0,001" : Decimal(permutation->p_value, 3);
}

void EffectRow(const ReportedEvaluation& evaluation, std::string& out) {
  const Effect& effect = evaluation.effect;
  std::string verdict(VerdictTextId(effect.verdict));
  if (!effect.reasons.empty()) {
    absl::StrAppend(&verdict, ": ",
                    absl::StrJoin(effect.reasons, "; ", [](std::string* text, const std::string& reason) {
                      absl::StrAppend(text, ReasonTextId(reason));
                    }));
  }
  absl::StrAppend(&out, "<tr><th scope=\"row\">", evaluation.indicator->text_id, "</th><td>",
                  evaluation.side == MoveSide::kReceiving ? "penerima" : "asal", "</td><td class=\"n\">",
                  effect.treated.size(), " / ", effect.controls.size(), "</td>",
                  Cell(effect.difference ? std::make_optional(effect.difference->effect) : std::nullopt),
                  "<td class=\"n\">", Interval(effect.difference), "</td><td class=\"n\">",
                  PValue(effect.permutation), "</td><td class=\"n\">", Interval(effect.placebo), "</td><td>",
                  verdict, "</td></tr>\n");
}

void Effects(const Report& report, std::string& out) {
  Heading(out, "Dampak mutasi",
          "Effects: change of units with moves beside the change of matched untouched units");
  absl::StrAppend(&out,
                  "<p>Dampak adalah perubahan rata-rata unit yang terdampak dikurangi perubahan rata-rata "
                  "unit pembanding sejenis "
                  "yang tidak tersentuh mutasi (<em>difference-in-differences</em>). Bulan mutasi tidak "
                  "dihitung. Selang yang "
                  "memuat nol berarti perubahan belum dapat dibedakan dari kebetulan. Uji plasebo memakai "
                  "dua paruh waktu sebelum "
                  "mutasi dan harus memuat nol.</p>\n");
  if (const std::string plot = ForestPlot(report.evaluations); !plot.empty()) {
    absl::StrAppend(&out, "<figure>", plot, "</figure>\n");
  }
  absl::StrAppend(&out,
                  "<table><caption>Selang kepercayaan 95 %; p dari uji permutasi.</caption><thead><tr>"
                  "<th scope=\"col\">Indikator</th><th scope=\"col\">Unit</th>"
                  "<th scope=\"col\">Terdampak / pembanding</th><th scope=\"col\">Dampak</th><th "
                  "scope=\"col\">Selang</th>"
                  "<th scope=\"col\">p</th><th scope=\"col\">Plasebo</th><th scope=\"col\">Putusan</th>"
                  "</tr></thead><tbody>\n");
  for (const ReportedEvaluation& evaluation : report.evaluations) EffectRow(evaluation, out);
  absl::StrAppend(&out, "</tbody></table>\n");
  int number = 0;
  for (const ReportedEvaluation& evaluation : report.evaluations) {
    const std::string plot = EventPlot(evaluation, ++number);
    if (plot.empty()) continue;
    absl::StrAppend(&out, "<figure><figcaption><strong>", evaluation.indicator->text_id, ", unit ",
                    evaluation.side == MoveSide::kReceiving ? "penerima" : "asal", ".</strong> ",
                    VerdictTextId(evaluation.effect.verdict), ".");
    if (!evaluation.effect.declined.empty()) {
      absl::StrAppend(&out, " Menurun di luar kebiasaan unit pembanding: ",
                      NamesOf(report, evaluation.effect.declined), ".");
    }
    absl::StrAppend(&out, "</figcaption>\n", plot, "</figure>\n");
  }
}

void Pulses(const PulseMeans& pulse, std::string& out) {
  Heading(out, "Suara pegawai yang pindah",
          "Pulse survey of movers, newest answer of each, 1 (bad) to 5 (good)");
  absl::StrAppend(
      &out, "<table><caption>", pulse.respondents,
      " pegawai menjawab.</caption><thead><tr><th scope=\"col\">Beban kerja</th>"
      "<th scope=\"col\">Kejelasan tugas</th><th scope=\"col\">Dukungan</th><th scope=\"col\">Perjalanan</th>"
      "<th scope=\"col\">Kesejahteraan</th></tr></thead><tbody><tr>",
      Cell(pulse.workload), Cell(pulse.clarity), Cell(pulse.support), Cell(pulse.commute),
      Cell(pulse.wellbeing), "</tr></tbody></table>\n");
}

}  // namespace

std::string ReportHtml(const Report& report, const std::string& csv_hash) {
  const std::string name = Escape(report.display_name.empty() ? report.cycle : report.display_name);
  std::string out = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"id\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Laporan siklus ",
      name, "</title><style>", kStyle, "</style></head>\n<body>\n<h1>Laporan siklus ", name, "</h1>\n<p>",
      Date(report.date), " · ", Decimal(static_cast<double>(report.moves), 0),
      " perpindahan berlaku · rencana <code>", Escape(report.plan), "</code></p>\n");
  Goals(report, out);
  if (report.shortage) {
    Heading(out, "Kekurangan pegawai", "Seats below the measured need, in the whole province");
    absl::StrAppend(&out, "<figure>", ShortagePlot(*report.shortage), "</figure>\n");
  }
  Effects(report, out);
  if (report.pulse) Pulses(*report.pulse, out);
  Heading(out, "Hitung ulang", "Every number can be computed again");
  absl::StrAppend(
      &out,
      "<p>Semua nilai bulanan, aturan, dan hasil ada dalam berkas CSV laporan ini, sidik SHA-256 <code>",
      csv_hash,
      "</code>. Cara menghitung ulang dengan perangkat umum tertulis dalam docs/evaluation.md.</p>\n"
      "<table><thead><tr><th scope=\"col\">Evaluasi</th><th scope=\"col\">Benih acak</th>"
      "<th scope=\"col\">Sidik</th></tr></thead><tbody>\n");
  for (const ReportedEvaluation& evaluation : report.evaluations) {
    absl::StrAppend(&out, "<tr><td><code>", Escape(evaluation.name), "</code></td><td><code>",
                    absl::StrFormat("%016x", evaluation.effect.seed), "</code></td><td><code>",
                    evaluation.content_hash, "</code></td></tr>\n");
  }
  absl::StrAppend(&out, "</tbody></table>\n</body></html>\n");
  return out;
}

}  // namespace selaras::evaluation
