#include "services/matching/rpc/limits_convert.h"

#include "absl/strings/str_cat.h"
#include "libs/base/catalogue.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;

absl::StatusOr<MoveCap> CapOf(const pb::MoveCap& message, const std::string& path) {
  MoveCap cap;
  if (const auto agency = names::kAgency.ParseId(message.within()); agency.ok()) {
    cap.agency = *agency;
  } else if (const auto unit = names::kOrgUnit.ParseId(message.within()); unit.ok()) {
    cap.org_unit = *unit;
  } else {
    return InvalidField(absl::StrCat(path, ".within"), "agencies/{agency} or orgUnits/{org_unit}");
  }
  if (message.has_max_arrivals()) cap.max_arrivals = message.max_arrivals();
  if (message.has_max_departures()) cap.max_departures = message.max_departures();
  return cap;
}

absl::StatusOr<std::string> EmployeeOf(const std::string& name, const std::string& path) {
  absl::StatusOr<std::string> id = names::kEmployee.ParseId(name);
  if (!id.ok()) return InvalidField(path, "employees/{employee}");
  return id;
}

absl::StatusOr<PersonGroup> GroupOf(const pb::Group& message, const std::string& path) {
  PersonGroup group;
  if (!pb::Group::Kind_IsValid(message.kind()) || message.kind() == pb::Group::KIND_UNSPECIFIED) {
    return InvalidField(absl::StrCat(path, ".kind"), "KIND_TOGETHER or KIND_APART");
  }
  if (!pb::Group::Level_IsValid(message.level()) || message.level() == pb::Group::LEVEL_UNSPECIFIED) {
    return InvalidField(absl::StrCat(path, ".level"), "LEVEL_AGENCY, LEVEL_DEPARTMENT or LEVEL_UNIT");
  }
  group.kind = static_cast<GroupKind>(message.kind());
  group.level = static_cast<GroupLevel>(message.level());
  for (const std::string& name : message.employees()) {
    SELARAS_ASSIGN_OR_RETURN(group.employees.emplace_back(),
                             EmployeeOf(name, absl::StrCat(path, ".employees")));
  }
  return group;
}

}  // namespace

absl::StatusOr<PlanLimits> LimitsOf(const pb::PlanLimits& message, const std::string& path) {
  PlanLimits limits;
  for (int k = 0; k < message.caps_size(); ++k) {
    SELARAS_ASSIGN_OR_RETURN(limits.caps.emplace_back(),
                             CapOf(message.caps(k), absl::StrCat(path, ".caps[", k, "]")));
  }
  for (int k = 0; k < message.groups_size(); ++k) {
    SELARAS_ASSIGN_OR_RETURN(limits.groups.emplace_back(),
                             GroupOf(message.groups(k), absl::StrCat(path, ".groups[", k, "]")));
  }
  if (message.has_absorption_permille()) limits.absorption_permille = message.absorption_permille();
  for (const std::string& name : message.self_requests()) {
    SELARAS_ASSIGN_OR_RETURN(limits.self_requests.emplace_back(),
                             EmployeeOf(name, absl::StrCat(path, ".self_requests")));
  }
  limits.preferences_are_requests = message.preferences_are_requests();
  limits.max_chain_moves = message.max_chain_moves();
  limits.chains_within_agencies = message.chains_within_agencies();
  return limits;
}

void ToProto(const PlanLimits& limits, pb::PlanLimits* out) {
  for (const MoveCap& cap : limits.caps) {
    pb::MoveCap& to = *out->add_caps();
    to.set_within(cap.agency.empty() ? names::kOrgUnit.Format(cap.org_unit)
                                     : names::kAgency.Format(cap.agency));
    if (cap.max_arrivals.has_value()) to.set_max_arrivals(*cap.max_arrivals);
    if (cap.max_departures.has_value()) to.set_max_departures(*cap.max_departures);
  }
  for (const PersonGroup& group : limits.groups) {
    pb::Group& to = *out->add_groups();
    to.set_kind(static_cast<pb::Group::Kind>(group.kind));
    to.set_level(static_cast<pb::Group::Level>(group.level));
    for (const std::string& id : group.employees) to.add_employees(names::kEmployee.Format(id));
  }
  if (limits.absorption_permille.has_value()) out->set_absorption_permille(*limits.absorption_permille);
  for (const std::string& id : limits.self_requests) out->add_self_requests(names::kEmployee.Format(id));
  out->set_preferences_are_requests(limits.preferences_are_requests);
  out->set_max_chain_moves(limits.max_chain_moves);
  out->set_chains_within_agencies(limits.chains_within_agencies);
}

void ToProto(const LimitUse& use, pb::LimitUse* out) {
  out->set_kind(use.kind);
  out->set_within(use.within);
  out->set_bound(use.bound);
  out->set_used(use.used);
  out->set_price_milli(use.price_milli);
}

void ToProto(const Conflict& conflict, pb::Conflict* out) {
  out->set_reason(conflict.reason);
  for (const auto& [key, value] : conflict.metadata) (*out->mutable_metadata())[key] = value;
  out->set_text_id(Explain(conflict.reason, Language::kIndonesian, conflict.metadata));
  out->set_text_en(Explain(conflict.reason, Language::kEnglish, conflict.metadata));
}

void ToProto(const TierResult& tier, pb::TierResult* out) {
  out->set_tier(tier.tier);
  out->set_objective(tier.objective);
  out->set_bound(tier.bound);
}

pb::Verdict VerdictMessage(const PlanResult& result) {
  return static_cast<pb::Verdict>(VerdictOf(result));
}

}  // namespace selaras::matching
