#include "services/evaluation/domain/report.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "libs/base/digest.h"
#include "services/evaluation/domain/svg.h"

namespace selaras::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ReportedEvaluation Evaluated(const char* indicator_name, MoveSide side, double planted, int seed,
                             int controls = 24) {
  std::mt19937_64 random(static_cast<uint64_t>(seed));
  std::normal_distribution<double> bell;
  const Indicator* indicator = FindIndicator(indicator_name);
  std::vector<UnitSeries> units;
  std::vector<TreatedUnit> treated;
  const Month first = 2025 * 12, move = first + 12;
  for (int u = 0; u < 8 + controls; ++u) {
    UnitSeries unit{absl::StrFormat("orgUnits/u%03d", u), "OFFICE/", {}};
    for (Month m = first; m < first + 19; ++m) {
      unit.values[m] = 20 + bell(random) + std::sin(m) + (u < 8 && m > move ? planted : 0);
    }
    if (u < 8) treated.push_back({unit.unit, move});
    units.push_back(std::move(unit));
  }
  ReportedEvaluation evaluation;
  evaluation.name = absl::StrCat("evaluations/e", seed);
  evaluation.indicator = indicator;
  evaluation.side = side;
  evaluation.effect = EstimateEffect({units, treated, {}, indicator->good}, {});
  evaluation.text = EvaluationText(*indicator, side, "plans/p", 9, {}, evaluation.effect);
  evaluation.content_hash = Sha256Hex(evaluation.text);
  return evaluation;
}

Report MakeReport() {
  Report report;
  report.cycle = "cycles/c1";
  report.display_name = "Siklus <2026> & \"uji\"";
  report.goals_hash = "abc123";
  report.plan = "plans/p";
  report.date = absl::CivilDay(2026, 10, 1);
  report.moves = 1234;
  report.results = {{"shortage", "province", "Kekurangan, seluruh <b>", 900, 1210.0, 874.0, true},
                    {"satisfaction", "orgUnits/x", "", 82, 79.25, 80.5, false},
                    {"happiness", "", "Bahagia", 1, std::nullopt, std::nullopt, true}};
  report.evaluations = {Evaluated("complaints_per_1000", MoveSide::kReceiving, -2.5, 1),
                        Evaluated("satisfaction", MoveSide::kReceiving, 0.1, 2),
                        Evaluated("lead_time_days", MoveSide::kSending, 2.2, 3),
                        Evaluated("backlog_per_1000", MoveSide::kSending, 0, 4, 6)};
  report.shortage = ShortageChange{1210, 874};
  report.pulse = PulseMeans{12, 3.25, 4, 3.5, 2.75, 3};
  report.unit_names = {{"orgUnits/u004", "SMP Negeri 4 <Medan>"}};
  return report;
}

TEST(ReportTest, GoalsAreReachedInTheirDirectionAndNeverUnmeasured) {
  const Report report = MakeReport();
  EXPECT_TRUE(report.results[0].IsReached());
  EXPECT_FALSE(report.results[1].IsReached());
  EXPECT_FALSE(report.results[2].IsReached());
  const std::string html = ReportHtml(report, "csvhash");
  EXPECT_THAT(html, HasSubstr("✓ Tercapai"));
  EXPECT_THAT(html, HasSubstr("✗ Belum tercapai"));
  EXPECT_THAT(html, HasSubstr("– Tidak terukur"));
  EXPECT_THAT(html, HasSubstr("1.234 perpindahan"));
  EXPECT_THAT(html, HasSubstr("79,25"));
}

TEST(ReportTest, ThePageStandsAloneAndEscapesWhatPeopleWrote) {
  const std::string html = ReportHtml(MakeReport(), "csvhash");
  EXPECT_THAT(html, HasSubstr("Siklus &lt;2026&gt; &amp; &quot;uji&quot;"));
  EXPECT_THAT(html, HasSubstr("seluruh &lt;b&gt;"));
  for (const char* outside : {"<script", "<link", "src=", "href=", "url(", "@import"}) {
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
  EXPECT_THAT(html, HasSubstr("SMP Negeri 4 &lt;Medan&gt;"));
  EXPECT_THAT(html, HasSubstr("<html lang=\"id\">"));
  // Every picture has a name and a description.
  size_t pictures = 0, titles = 0, descriptions = 0;
  for (size_t at = 0; (at = html.find("<svg", at)) != std::string::npos; ++at) ++pictures;
  for (size_t at = 0; (at = html.find("<title id=", at)) != std::string::npos; ++at) ++titles;
  for (size_t at = 0; (at = html.find("<desc id=", at)) != std::string::npos; ++at) ++descriptions;
  EXPECT_EQ(pictures, 6u);
  EXPECT_EQ(titles, pictures);
  EXPECT_EQ(descriptions, pictures);
}

TEST(ReportTest, GoalsThatWereNotSealedAreSaidToBe) {
  Report report = MakeReport();
  report.goals_hash = "";
  EXPECT_THAT(ReportHtml(report, "h"), HasSubstr("tidak disegel"));
}

// Whoever has the CSV has the canonical texts, and can compute the effect from the values alone.
TEST(ReportTest, TheCsvHoldsTheCanonicalTextsAndTheEffectCanBeComputedFromThem) {
  const Report report = MakeReport();
  const std::vector<std::string> lines = absl::StrSplit(ReportCsv(report), '\n', absl::SkipEmpty());
  for (const std::string& line : lines) {
    if (absl::StrContains(line, '"')) continue;
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 6) << line;
  }
  const ReportedEvaluation& evaluation = report.evaluations[0];
  std::string text;
  const std::string prefix = absl::StrCat("evaluation,", evaluation.name, ",");
  std::map<std::string, std::map<std::string, double>> treated, control;
  for (const std::string& line : lines) {
    if (!absl::StartsWith(line, prefix)) continue;
    absl::StrAppend(&text, line.substr(prefix.size()), "\n");
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    if (cells[2] == "treated") treated[cells[3]][cells[5]] = std::stod(cells[6]);
    if (cells[2] == "control") control[cells[3]][cells[5]] = std::stod(cells[6]);
  }
  EXPECT_EQ(Sha256Hex(text), evaluation.content_hash);
  const auto mean_change = [](const std::map<std::string, std::map<std::string, double>>& units) {
    double sum = 0;
    for (const auto& [unit, months] : units) {
      double before = 0, after = 0;
      for (const auto& [month, value] : months) {
        if (month < "2026-01") before += value / 12;
        if (month > "2026-01") after += value / 6;
      }
      sum += after - before;
    }
    return sum / static_cast<double>(units.size());
  };
  EXPECT_EQ(treated.size(), 8u);
  EXPECT_NEAR(mean_change(treated) - mean_change(control), evaluation.effect.difference->effect, 1e-9);
}

TEST(ReportTest, NothingMeasuredStillGivesAPage) {
  Report report;
  report.cycle = "cycles/c";
  const std::string html = ReportHtml(report, "h");
  EXPECT_THAT(html, HasSubstr("tidak mempunyai sasaran"));
  EXPECT_THAT(html, Not(HasSubstr("<svg")));
}

TEST(SvgTest, NumbersAreWrittenAsInIndonesia) {
  EXPECT_EQ(Decimal(1234567.5), "1.234.567,5");
  EXPECT_EQ(Decimal(-0.254), "−0,25");
  EXPECT_EQ(Decimal(-0.001), "0");
  EXPECT_EQ(Decimal(999.999, 1), "1.000");
  EXPECT_EQ(Decimal(12, 0), "12");
}

TEST(SvgTest, TicksAreRound) {
  EXPECT_THAT(Ticks(0, 10), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(Ticks(-1, 1), ElementsAre(-1, -0.5, 0, 0.5, 1));
  EXPECT_EQ(Ticks(17.3, 22.9).front(), 18);
}

// For looking at: SELARAS_REPORT_DIR=/tmp evaluation_domain_test writes the page and its pictures there.
TEST(ReportTest, WritesItselfForTheEye) {
  const char* folder = std::getenv("SELARAS_REPORT_DIR");
  if (folder == nullptr) GTEST_SKIP() << "set SELARAS_REPORT_DIR to a folder to write the report to";
  const Report report = MakeReport();
  std::ofstream(absl::StrCat(folder, "/report.html")) << ReportHtml(report, "csvhash");
  std::ofstream(absl::StrCat(folder, "/report.csv")) << ReportCsv(report);
  std::ofstream(absl::StrCat(folder, "/forest.svg")) << ForestPlot(report.evaluations);
  std::ofstream(absl::StrCat(folder, "/event1.svg")) << EventPlot(report.evaluations[0], 1);
  std::ofstream(absl::StrCat(folder, "/event2.svg")) << EventPlot(report.evaluations[1], 2);
  std::ofstream(absl::StrCat(folder, "/shortage.svg")) << ShortagePlot(*report.shortage);
}

}  // namespace
}  // namespace selaras::evaluation
