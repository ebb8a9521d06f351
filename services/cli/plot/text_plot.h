// A chart in a terminal: braille dots, or plain ASCII.
#ifndef SELARAS_SERVICES_CLI_PLOT_TEXT_PLOT_H_
#define SELARAS_SERVICES_CLI_PLOT_TEXT_PLOT_H_

#include <string>

#include "services/cli/plot/chart.h"

namespace selaras::cli {

struct TextPlotOptions {
  int width = 80;   // Columns, labels included. REQUIRES ≥ 40.
  int height = 14;  // Rows of one panel, axis and titles not counted. REQUIRES ≥ 4.
  bool unicode = true;
};

// Every panel with its axes, labels and the mark; each line ends with a line feed, has no trailing blanks and is at most
// `width` columns wide. Titles that are wider are cut. Empty if there is no point.
std::string TextPlot(const Chart& chart, const TextPlotOptions& options);

// Whether the environment's locale (LC_ALL, LC_CTYPE, LANG, in that order) says UTF-8.
bool TerminalSpeaksUtf8();

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_PLOT_TEXT_PLOT_H_
