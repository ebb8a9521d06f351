// What a plan must keep beside rules and seats, as it was asked. Limits bind the plan, not single pairs.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_LIMITS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_LIMITS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/base/error.h"

namespace selaras::matching {

// At most so many people into, or out of, an agency, or a unit with all below it. Moves within do not count.
struct MoveCap {
  std::string agency, org_unit;  // One of the two.
  std::optional<int64_t> max_arrivals, max_departures;
};

// Stored and sent; same numbers as in the proto.
enum class GroupKind { kTogether = 1, kApart = 2 };
// A department is a unit without a parent.
enum class GroupLevel { kAgency = 1, kDepartment = 2, kUnit = 3 };

// People who are placed in one agency, department or unit, or no two of them in one.
struct PersonGroup {
  GroupKind kind = GroupKind::kTogether;
  GroupLevel level = GroupLevel::kUnit;
  std::vector<std::string> employees;
};

inline constexpr int32_t kNoAbsorptionLimit = 1000;

struct PlanLimits {
  std::vector<MoveCap> caps;
  std::vector<PersonGroup> groups;
  // Arrivals in a unit at most this share of its people now, rounded up, at least one; nullopt = the policy's,
  // kNoAbsorptionLimit and more = none.
  std::optional<int32_t> absorption_permille;
  std::vector<std::string> self_requests;  // Employees.
  bool preferences_are_requests = false;
  int32_t max_chain_moves = 0;  // 0 = any.
  bool chains_within_agencies = false;

  bool LimitsChains() const { return max_chain_moves > 0 || chains_within_agencies; }
};

// Every mistake that shows without the province: negative numbers, a cap on nothing or of nothing, a group of
// fewer than two or of a person twice, people both together and apart. kInvalidArgument with the fields, each
// below `path` ("spec.limits").
absl::Status CheckShape(const PlanLimits& limits, absl::string_view path);

// Why no plan keeps everything that was asked: a reason of the catalogue and the placeholders of its message.
struct Conflict {
  std::string reason;
  Metadata metadata;

  friend bool operator==(const Conflict&, const Conflict&) = default;
};

// One limit as the plan met it.
struct LimitUse {
  std::string
      kind;  // MOVES, ARRIVALS, DEPARTURES, ABSORPTION, TOGETHER, APART, CHAIN_LENGTH, CHAIN_AGENCIES.
  std::string within;  // `agencies/{agency}`, `orgUnits/{org_unit}` or empty.
  int64_t bound = 0, used = 0;
  int64_t price_milli = 0;  // What one more would add to the bound, thousandths of a point.

  friend bool operator==(const LimitUse&, const LimitUse&) = default;
};

// One tier of a plan: what it reached and what bounds it. Seats, or points in the last.
struct TierResult {
  std::string tier;  // CRITICAL, TARGET, POINTS.
  int64_t objective = 0, bound = 0;

  friend bool operator==(const TierResult&, const TierResult&) = default;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_LIMITS_H_
