// A progress line with bar and time left on a terminal; one plain line per stage elsewhere. Writes to stderr
// only, so that stdout stays for results.
#ifndef SELARAS_SERVICES_CLI_PROGRESS_BAR_H_
#define SELARAS_SERVICES_CLI_PROGRESS_BAR_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace selaras::cli {

// What the line says at one moment: pure, for tests. `elapsed` counts from the start of the stage; `total` 0
// = unknown.
std::string ProgressLine(absl::string_view stage, int64_t done, int64_t total, absl::Duration elapsed);

class ProgressBar {
 public:
  // `quiet` writes nothing (--json without a terminal).
  explicit ProgressBar(bool quiet);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // A new stage ends the line of the one before.
  void Update(absl::string_view stage, int64_t done, int64_t total);
  void Finish();

 private:
  void EndStage();

  const bool terminal_;
  const bool quiet_;
  std::string stage_;
  int64_t done_ = 0;
  int64_t total_ = 0;
  absl::Time stage_start_;
  absl::Time last_drawn_;
};

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_PROGRESS_BAR_H_
