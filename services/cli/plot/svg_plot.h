// A chart as an SVG picture that stands alone: no script, no external font, no style sheet; black on white prints well.
#ifndef SELARAS_SERVICES_CLI_PLOT_SVG_PLOT_H_
#define SELARAS_SERVICES_CLI_PLOT_SVG_PLOT_H_

#include <string>

#include "services/cli/plot/chart.h"

namespace selaras::cli {

// 900 units wide; each panel 300 high. Text is escaped. Empty if there is no point.
std::string SvgPlot(const Chart& chart);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_PLOT_SVG_PLOT_H_
