#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/evaluation/domain/report.h"

namespace selaras::evaluation {
namespace {

// RFC 4180.
std::string Cell(absl::string_view text) {
  if (text.find_first_of(",\"\r\n") == absl::string_view::npos) return std::string(text);
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

std::string Number(const std::optional<double>& value) {
  return value ? FormatNumber(*value) : "";
}

}  // namespace

std::string ReportCsv(const Report& report) {
  std::string csv = "section,subject,kind,item,move_month,month,value\n";
  const auto add = [&](absl::string_view section, absl::string_view subject, absl::string_view kind,
                       absl::string_view item, absl::string_view value) {
    absl::StrAppend(&csv, section, ",", Cell(subject), ",", kind, ",", item, ",,,", Cell(value), "\n");
  };
  add("report", report.cycle, "asked", "format", "selaras-cycle-report-1");
  add("report", report.cycle, "asked", "display_name", report.display_name);
  add("report", report.cycle, "asked", "plan", report.plan);
  add("report", report.cycle, "asked", "goals_hash", report.goals_hash);
  add("report", report.cycle, "asked", "date",
      absl::StrCat(absl::Dec(report.date.year(), absl::kZeroPad4), "-",
                   absl::Dec(report.date.month(), absl::kZeroPad2), "-",
                   absl::Dec(report.date.day(), absl::kZeroPad2)));
  add("report", report.cycle, "result", "moves", absl::StrCat(report.moves));
  for (const GoalResult& goal : report.results) {
    const std::string subject = absl::StrCat(goal.indicator, "|", goal.scope);
    add("goal", subject, "asked", "text_id", goal.text_id);
    add("goal", subject, "asked", "target", FormatNumber(goal.target));
    add("goal", subject, "asked", "good", goal.lower_is_better ? "LOWER" : "HIGHER");
    add("goal", subject, "result", "before", Number(goal.before));
    add("goal", subject, "result", "after", Number(goal.reached));
    add("goal", subject, "result", "reached", goal.IsReached() ? "1" : "0");
  }
  if (report.shortage) {
    add("shortage", "province", "result", "before", absl::StrCat(report.shortage->before));
    add("shortage", "province", "result", "after", absl::StrCat(report.shortage->after));
  }
  if (report.pulse) {
    const std::pair<const char*, double> means[] = {
        {"respondents", static_cast<double>(report.pulse->respondents)},
        {"workload", report.pulse->workload},
        {"clarity", report.pulse->clarity},
        {"support", report.pulse->support},
        {"commute", report.pulse->commute},
        {"wellbeing", report.pulse->wellbeing}};
    for (const auto& [item, value] : means) add("pulse", report.plan, "result", item, FormatNumber(value));
  }
  for (const ReportedEvaluation& evaluation : report.evaluations) {
    for (absl::string_view line : absl::StrSplit(evaluation.text, '\n', absl::SkipEmpty())) {
      // The canonical text begins with its own heading, which stands here too so that the text can be cut out whole.
      absl::StrAppend(&csv, "evaluation,", evaluation.name, ",", line, "\n");
    }
  }
  return csv;
}

}  // namespace selaras::evaluation
