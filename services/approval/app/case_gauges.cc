#include "services/approval/app/case_gauges.h"

#include <string>

#include "absl/strings/ascii.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {
namespace {

// Shorter than a scrape is not seen; the count reads one index entry per case.
constexpr absl::Duration kBetweenCounts = absl::Seconds(10);
constexpr CaseState kFirst = CaseState::kDraft;
constexpr CaseState kLast = CaseState::kReplaced;

}  // namespace

CaseGauges::CaseGauges(CaseStore& store, const Logger& logger, Metrics& metrics)
    : store_(store), logger_(logger), desk_([this] { return Round(); }, kBetweenCounts) {
  for (int number = static_cast<int>(kFirst); number <= static_cast<int>(kLast); ++number) {
    const auto state = static_cast<CaseState>(number);
    gauges_[state] = &metrics.GetGauge({"selaras_approval_cases", "Cases of all tenants, by state."},
                                       {{"state", absl::AsciiStrToLower(StateName(state))}});
  }
}

absl::Status CaseGauges::Refresh() {
  SELARAS_ASSIGN_OR_RETURN(const auto counts, store_.CountByState());
  for (const auto& [state, gauge] : gauges_) {
    const auto found = counts.find(state);
    gauge->Set(found == counts.end() ? 0 : static_cast<double>(found->second));
  }
  return absl::OkStatus();
}

Desk::Found CaseGauges::Round() {
  if (const absl::Status status = Refresh(); !status.ok()) {
    // No trouble for the desk: the next count is soon enough, and readiness tells of the database.
    logger_.Log(Severity::kWarning, "cases are not counted",
                {log_keys::kComponent("case gauges"), log_keys::kError(std::string(status.message()))});
  }
  return Desk::Found::kNothing;
}

}  // namespace selaras::approval
