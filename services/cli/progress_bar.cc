#include "services/cli/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

constexpr int kBarWidth = 24;
constexpr absl::Duration kRedraw = absl::Milliseconds(100);  // Faster only flickers.

std::string Clock(absl::Duration span) {
  const int64_t seconds = absl::ToInt64Seconds(span);
  return absl::StrFormat("%d:%02d", seconds / 60, seconds % 60);
}

}  // namespace

std::string ProgressLine(absl::string_view stage, int64_t done, int64_t total, absl::Duration elapsed) {
  std::string line = absl::StrFormat("%-12s ", stage);
  if (total <= 0) {
    return absl::StrCat(line, done > 0 ? absl::StrCat(Thousands(done), "  ") : "", Clock(elapsed));
  }
  const double share = std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
  const int filled = static_cast<int>(share * kBarWidth);
  absl::StrAppend(&line, "[", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), "] ",
                  absl::StrFormat("%3d%%  ", static_cast<int>(share * 100)), Thousands(done), "/",
                  Thousands(total), "  ", Clock(elapsed));
  // An estimate from the first moments only confuses.
  if (share >= 0.02 && share < 1 && elapsed > absl::Seconds(1)) {
    absl::StrAppend(&line, "  ETA ", Clock(elapsed * ((1 - share) / share)));
  }
  return line;
}

ProgressBar::ProgressBar(bool quiet) : terminal_(isatty(STDERR_FILENO) == 1), quiet_(quiet) {}

ProgressBar::~ProgressBar() {
  Finish();
}

void ProgressBar::Update(absl::string_view stage, int64_t done, int64_t total) {
  if (quiet_ || stage.empty()) return;
  const absl::Time now = absl::Now();
  if (stage != stage_) {
    EndStage();
    stage_ = std::string(stage);
    stage_start_ = now;
    last_drawn_ = absl::InfinitePast();
  }
  done_ = done;
  total_ = total;
  if (!terminal_ || now - last_drawn_ < kRedraw) return;
  last_drawn_ = now;
  std::fprintf(stderr, "\r\033[K%s", ProgressLine(stage_, done_, total_, now - stage_start_).c_str());
  std::fflush(stderr);
}

void ProgressBar::Finish() {
  EndStage();
}

void ProgressBar::EndStage() {
  if (quiet_ || stage_.empty()) return;
  std::fprintf(stderr, "%s%-12s %s  %.1f s\n", terminal_ ? "\r\033[K" : "", stage_.c_str(),
               std::max(done_, total_) > 0 ? Thousands(std::max(done_, total_)).c_str() : "-",
               absl::ToDoubleSeconds(absl::Now() - stage_start_));
  stage_.clear();
}

}  // namespace selaras::cli
