#include "services/cli/plans/limit_options.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "libs/base/status_macros.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;

absl::StatusOr<std::pair<std::string, int64_t>> CapOf(const std::string& text, absl::string_view flag) {
  const size_t equals = text.rfind('=');
  int64_t bound = 0;
  const std::string within = text.substr(0, equals);
  if (equals == std::string::npos || !absl::SimpleAtoi(text.substr(equals + 1), &bound) ||
      !(absl::StartsWith(within, "agencies/") || absl::StartsWith(within, "orgUnits/"))) {
    return absl::InvalidArgumentError(
        absl::StrCat(flag, " '", text, "': write agencies/ID=NUMBER or orgUnits/ID=NUMBER"));
  }
  return std::make_pair(within, bound);
}

std::string EmployeeName(absl::string_view text) {
  return absl::StartsWith(text, "employees/") ? std::string(text) : absl::StrCat("employees/", text);
}

absl::Status AddGroup(const std::string& text, pb::Group::Kind kind, pb::PlanLimits& limits) {
  const size_t at = text.rfind('@');
  const std::string level = at == std::string::npos ? "unit" : text.substr(at + 1);
  pb::Group& group = *limits.add_groups();
  group.set_kind(kind);
  group.set_level(level == "agency"       ? pb::Group::LEVEL_AGENCY
                  : level == "department" ? pb::Group::LEVEL_DEPARTMENT
                  : level == "unit"       ? pb::Group::LEVEL_UNIT
                                          : pb::Group::LEVEL_UNSPECIFIED);
  for (const absl::string_view employee : absl::StrSplit(text.substr(0, at), ',', absl::SkipEmpty())) {
    group.add_employees(EmployeeName(employee));
  }
  if (group.level() == pb::Group::LEVEL_UNSPECIFIED || group.employees_size() < 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        "group '", text, "': write EMPLOYEE,EMPLOYEE… and, if not unit, @department or @agency"));
  }
  return absl::OkStatus();
}

std::string PointsOf(int64_t milli) {
  return milli == 0 ? "-" : absl::StrFormat("%d.%03d", milli / 1000, milli % 1000);
}

}  // namespace

bool LimitOptions::any() const {
  return !max_in.empty() || !max_out.empty() || !together.empty() || !apart.empty() ||
         absorption.has_value() || !self_requests.empty() || preferences_are_requests || max_chain != 0 ||
         chains_within_agencies;
}

void AddLimitOptions(CLI::App& command, LimitOptions& options) {
  const auto list = [&](const char* flag, std::vector<std::string>& to, const char* help) {
    command.add_option(flag, to, help)->allow_extra_args(false)->group("Limits");
  };
  list("--max-in", options.max_in,
       "agencies/ID=N or orgUnits/ID=N: at most N arrive there, or below; may be given again");
  list("--max-out", options.max_out, "The same for departures");
  command
      .add_option("--absorption", options.absorption,
                  "Arrivals in a unit, permille of its people now; default: the policy's")
      ->check(CLI::NonNegativeNumber)
      ->group("Limits");
  list("--together", options.together,
       "EMPLOYEE,EMPLOYEE…: in one unit (@department, @agency: in one of those)");
  list("--apart", options.apart, "EMPLOYEE,EMPLOYEE…: no two of them in one unit (@department, @agency)");
  list("--self-request", options.self_requests,
       "EMPLOYEE who asked to move: his post or one that he prefers, nothing else");
  command
      .add_flag("--preferences-are-requests", options.preferences_are_requests,
                "So for everybody with a preference")
      ->group("Limits");
  command.add_option("--max-chain", options.max_chain, "No chain of more moves than this")
      ->check(CLI::PositiveNumber)
      ->group("Limits");
  command
      .add_flag("--chains-within-agencies", options.chains_within_agencies,
                "No chain joins moves of two agencies; a move between them stands alone")
      ->group("Limits");
}

absl::StatusOr<pb::PlanLimits> LimitsOf(const LimitOptions& options) {
  pb::PlanLimits limits;
  for (const std::string& text : options.max_in) {
    SELARAS_ASSIGN_OR_RETURN(const auto cap, CapOf(text, "--max-in"));
    pb::MoveCap& to = *limits.add_caps();
    to.set_within(cap.first);
    to.set_max_arrivals(cap.second);
  }
  for (const std::string& text : options.max_out) {
    SELARAS_ASSIGN_OR_RETURN(const auto cap, CapOf(text, "--max-out"));
    pb::MoveCap& to = *limits.add_caps();
    to.set_within(cap.first);
    to.set_max_departures(cap.second);
  }
  for (const std::string& text : options.together) {
    SELARAS_RETURN_IF_ERROR(AddGroup(text, pb::Group::KIND_TOGETHER, limits));
  }
  for (const std::string& text : options.apart) {
    SELARAS_RETURN_IF_ERROR(AddGroup(text, pb::Group::KIND_APART, limits));
  }
  if (options.absorption.has_value()) limits.set_absorption_permille(*options.absorption);
  for (const std::string& employee : options.self_requests) limits.add_self_requests(EmployeeName(employee));
  limits.set_preferences_are_requests(options.preferences_are_requests);
  limits.set_max_chain_moves(options.max_chain);
  limits.set_chains_within_agencies(options.chains_within_agencies);
  return limits;
}

std::string LimitsText(const pb::PlanResult& result, bool indonesian) {
  std::string text;
  if (!result.conflicts().empty()) {
    for (const pb::Conflict& conflict : result.conflicts()) {
      absl::StrAppend(&text, "- ", indonesian ? conflict.text_id() : conflict.text_en(), "\n");
    }
    return text;
  }
  if (!result.tiers().empty()) {
    Table tiers({{"tier"}, {"reached", Align::kRight}, {"proven bound", Align::kRight}});
    for (const pb::TierResult& tier : result.tiers()) {
      tiers.Add({tier.tier(), Thousands(tier.objective()), Thousands(tier.bound())});
    }
    absl::StrAppend(&text, tiers.ToString());
  }
  // The number of moves stands among the plan's own figures.
  Table limits({{"limit"},
                {"within"},
                {"used", Align::kRight},
                {"bound", Align::kRight},
                {"price of one", Align::kRight}});
  for (const pb::LimitUse& use : result.limits()) {
    if (use.kind() == "MOVES" && use.price_milli() == 0) continue;
    limits.Add({use.kind(), use.within().empty() ? "-" : use.within(), Thousands(use.used()),
                Thousands(use.bound()), PointsOf(use.price_milli())});
  }
  if (!limits.empty()) absl::StrAppend(&text, limits.ToString());
  return text;
}

}  // namespace selaras::cli
