#include "services/matching/app/spec_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace selaras::matching {

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
  return out;
}

}  // namespace selaras::matching
