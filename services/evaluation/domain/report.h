#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_REPORT_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_REPORT_H_

// The report of a cycle: sealed goals against results, effects with their uncertainty, and everything needed to
// compute them again.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/time/civil_time.h"
#include "services/evaluation/domain/effect.h"
#include "services/evaluation/domain/evaluation_text.h"
#include "services/evaluation/domain/transition.h"

namespace selaras::evaluation {

struct GoalResult {
  std::string indicator, scope, text_id;
  double target = 0;
  std::optional<double> before, reached;  // unset = not measured
  bool lower_is_better = false;

  // A goal that was not measured was not reached.
  bool IsReached() const {
    return reached.has_value() && (lower_is_better ? *reached <= target : *reached >= target);
  }
  friend bool operator==(const GoalResult&, const GoalResult&) = default;
};

struct ReportedEvaluation {
  std::string name;
  const Indicator* indicator = nullptr;
  MoveSide side = MoveSide::kReceiving;
  Effect effect;
  std::string text;  // canonical
  std::string content_hash;
};

struct ShortageChange {
  int64_t before = 0, after = 0;  // seats below target
};

struct Report {
  std::string cycle, display_name, goals_hash, plan;
  absl::CivilDay date;
  int64_t moves = 0;
  std::vector<GoalResult> results;
  std::vector<ReportedEvaluation> evaluations;
  std::optional<ShortageChange> shortage;
  std::optional<PulseMeans> pulse;
  // Names for people, by resource name; what is missing is shown as it is.
  absl::btree_map<std::string, std::string> unit_names;
};

// One page: Indonesian, English below each heading; no script, no outside file; plots as inline SVG with title and
// description, telling the two lines apart by dash and mark, not by colour alone. Texts from outside are escaped.
// `csv_hash`: of the CSV with which it is published.
std::string ReportHtml(const Report& report, const std::string& csv_hash);

// Lines `section,subject,kind,item,move_month,month,value`: sections `report`, `goal`, `shortage`, `pulse`, and
// `evaluation`, whose lines without the first two columns are the evaluation's canonical text, in order.
std::string ReportCsv(const Report& report);

// Plots, also used alone. Width 720.
// Treated and control means by month from the move; "" if there are no months.
std::string EventPlot(const ReportedEvaluation& evaluation, int number);
// Effect and interval of each evaluation in standard deviations of its control units' changes, so that indicators of
// different units share one axis, turned so that right is better. "" if none has an interval.
std::string ForestPlot(const std::vector<ReportedEvaluation>& evaluations);
std::string ShortagePlot(const ShortageChange& shortage);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_REPORT_H_
