#include "services/matching/app/spec_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace selaras::matching {
namespace {

std::string NumberOr(const std::optional<int64_t>& number) {
  return number.has_value() ? absl::StrCat(*number) : "-";
}

void AppendLimits(const PlanLimits& limits, std::string& out) {
  for (const MoveCap& cap : limits.caps) {
    absl::StrAppend(&out, "cap ", cap.agency, " ", cap.org_unit, " ", NumberOr(cap.max_arrivals), " ",
                    NumberOr(cap.max_departures), "\n");
  }
  for (const PersonGroup& group : limits.groups) {
    absl::StrAppend(&out, "group ", static_cast<int>(group.kind), " ", static_cast<int>(group.level), " ",
                    absl::StrJoin(group.employees, " "), "\n");
  }
  if (limits.absorption_permille.has_value()) {
    absl::StrAppend(&out, "absorption ", *limits.absorption_permille, "\n");
  }
  if (!limits.self_requests.empty()) {
    absl::StrAppend(&out, "requests ", absl::StrJoin(limits.self_requests, " "), "\n");
  }
  if (limits.preferences_are_requests) absl::StrAppend(&out, "preferences are requests\n");
  if (limits.max_chain_moves != 0) absl::StrAppend(&out, "chain ", limits.max_chain_moves, "\n");
  if (limits.chains_within_agencies) absl::StrAppend(&out, "chains within agencies\n");
}

}  // namespace

std::string SpecText(const PlanSpec& spec) {
  // Lengths before free texts keep two different specs from meeting.
  const auto text = [](const std::string& value) { return absl::StrCat(value.size(), ":", value); };
  std::string out = absl::StrCat(
      "policy ", spec.policy, "\nsnapshot ", spec.need_snapshot, "\nrevision ", spec.registry_revision,
      "\ndate ", spec.effective_date.has_value() ? absl::FormatCivilTime(*spec.effective_date) : "-",
      "\nagencies ", absl::StrJoin(spec.agencies, " "), "\nunits ", absl::StrJoin(spec.org_units, " "),
      "\nfamilies ", absl::StrJoin(spec.families, " "), "\nmoves ",
      spec.max_moves.has_value() ? absl::StrCat(*spec.max_moves) : "-", "\nseed ", spec.seed, "\n");
  if (!spec.instance_bundle.empty()) absl::StrAppend(&out, "bundle ", spec.instance_bundle, "\n");
  if (!spec.cycle.empty()) absl::StrAppend(&out, "cycle ", spec.cycle, "\n");
  for (const Pin& pin : spec.pins)
    absl::StrAppend(&out, "pin ", pin.employee, " ", pin.post, " ", text(pin.reason), "\n");
  for (const Ban& ban : spec.bans)
    absl::StrAppend(&out, "ban ", ban.employee, " ", ban.post, " ", text(ban.reason), "\n");
  if (spec.tiers) absl::StrAppend(&out, "tiers\n");
  AppendLimits(spec.limits, out);
  return out;
}

}  // namespace selaras::matching
