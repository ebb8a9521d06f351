#include "services/cli/plot/text_plot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

Chart Curve() {
  Chart chart;
  chart.title = "Nilai rencana";
  chart.x_title = "pegawai (orang)";
  chart.panels = {{"poin", {{"nilai", {{0, 0}, {50, 500}, {100, 700}, {400, 1'000}}}}}};
  chart.mark = Mark{100, "rencana ini"};
  return chart;
}

TEST(TextPlot, PlainAsciiToTheCharacter) {
  EXPECT_EQ(TextPlot(Curve(), {.width = 48, .height = 6, .unicode = false}),
            "Nilai rencana\n"
            "poin\n"
            "1.000 +          |              ...............*\n"
            "      |        ..*..............\n"
            "  500 +     *..  |\n"
            "      |   ..     |\n"
            "      | ..       |\n"
            "    0 +*         |\n"
            "      ++-------------------+-------------------+\n"
            "       0                  200                400\n"
            "                 | rencana ini\n"
            "       pegawai (orang)\n");
}

TEST(TextPlot, NoLineIsWiderThanAskedAndNoneEndsInBlanks) {
  Chart chart = Curve();
  chart.title = std::string(200, 'x');
  chart.panels.push_back(
      {"kursi", {{"kurang", {{0, 90}, {400, 12}}}, {"batas", {{0, 95}, {400, 20}}, true}}});
  for (const bool unicode : {false, true}) {
    for (const int width : {40, 80, 133}) {
      for (const int64_t mark : {0, 200, 400}) {
        chart.mark->x = mark;
        const std::string text = TextPlot(chart, {.width = width, .unicode = unicode});
        size_t widest = 0;
        for (const absl::string_view line : absl::StrSplit(text, '\n')) {
          widest = std::max(widest, DisplayWidth(line));
          EXPECT_FALSE(absl::EndsWith(line, " ")) << line;
        }
        EXPECT_EQ(widest, static_cast<size_t>(width));
        EXPECT_TRUE(absl::StrContains(text, "rencana ini"));
        if (!unicode) {
          EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return c > 0; }));
        }
      }
    }
  }
}

TEST(TextPlot, FlatAndSinglePointsAreDrawnAndNothingIsNothing) {
  Chart chart;
  chart.panels = {{"y", {{"a", {{7, 7}}}}}};
  EXPECT_TRUE(absl::StrContains(TextPlot(chart, {.unicode = false}), "*"));
  chart.panels[0].series[0].points.clear();
  EXPECT_EQ(TextPlot(chart, {}), "");
}

TEST(TextPlot, TheLocaleDecides) {
  setenv("LC_ALL", "id_ID.UTF-8", 1);
  EXPECT_TRUE(TerminalSpeaksUtf8());
  setenv("LC_ALL", "C", 1);
  EXPECT_FALSE(TerminalSpeaksUtf8());
  unsetenv("LC_ALL");
  unsetenv("LC_CTYPE");
  setenv("LANG", "C.utf8", 1);
  EXPECT_TRUE(TerminalSpeaksUtf8());
}

}  // namespace
}  // namespace selaras::cli
