#include "services/cli/plot/svg_plot.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace selaras::cli {
namespace {

TEST(SvgPlot, StandsAloneAndEscapesText) {
  Chart chart;
  chart.title = "Nilai <a> & \"b\"";
  chart.x_title = "orang";
  chart.panels = {{"poin", {{"nilai", {{0, 0}, {50, 500}}}, {"batas", {{0, 10}, {50, 600}}, true}}},
                  {"kursi", {{"kurang", {{0, 9}, {50, 9}}}}}};
  chart.mark = Mark{20, "rencana ini: 20"};
  const std::string svg = SvgPlot(chart);
  EXPECT_TRUE(absl::StartsWith(svg, "<svg xmlns="));
  EXPECT_TRUE(absl::EndsWith(svg, "</svg>\n"));
  EXPECT_TRUE(absl::StrContains(svg, "Nilai &lt;a&gt; &amp; &quot;b&quot;"));
  EXPECT_FALSE(absl::StrContains(svg, "<a>"));
  for (const char* part : {"rencana ini: 20", "poin", "kursi", "batas", "stroke-dasharray", "<polyline"}) {
    EXPECT_TRUE(absl::StrContains(svg, part)) << part;
  }
  for (const char* outside : {"href", "url(", "@import", "script"})
    EXPECT_FALSE(absl::StrContains(svg, outside));
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(SvgPlot, NothingIsNothing) {
  EXPECT_EQ(SvgPlot(Chart()), "");
}

}  // namespace
}  // namespace selaras::cli
