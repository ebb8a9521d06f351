// Options of limits and tiers on the command line, and their figures for people.
#ifndef SELARAS_SERVICES_CLI_PLANS_LIMIT_OPTIONS_H_
#define SELARAS_SERVICES_CLI_PLANS_LIMIT_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "selaras/matching/v1alpha/limits.pb.h"
#include "selaras/matching/v1alpha/plan.pb.h"

namespace selaras::cli {

struct LimitOptions {
  std::vector<std::string> max_in, max_out;  // agencies/x=5, orgUnits/y=2
  std::vector<std::string> together, apart;  // EMPLOYEE,EMPLOYEE…[@unit|department|agency]
  std::optional<int32_t> absorption;
  std::vector<std::string> self_requests;
  bool preferences_are_requests = false;
  int32_t max_chain = 0;
  bool chains_within_agencies = false;

  bool any() const;
};

void AddLimitOptions(CLI::App& command, LimitOptions& options);

// kInvalidArgument: a text of another shape, with the shape.
absl::StatusOr<matching::v1alpha::PlanLimits> LimitsOf(const LimitOptions& options);

// Tables of limits, tiers and conflicts, as far as there are any, and the gap. Ends with a line feed unless empty.
std::string LimitsText(const matching::v1alpha::PlanResult& result, bool indonesian);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_PLANS_LIMIT_OPTIONS_H_
