#include "services/approval/app/policy_source.h"

#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/policy/reader.h"
#include "services/approval/policy/terms_reader.h"

namespace selaras::approval {

absl::StatusOr<CasePolicy> MakeCasePolicy(policy::Bundle bundle, absl::CivilDay date) {
  policy::Reader reader(bundle, date);
  Terms terms = ReadTerms(reader);
  SELARAS_RETURN_IF_ERROR(reader.status());
  terms.policy_hash = bundle.content_hash();
  for (const policy::File& file : bundle.files()) {
    if (file.name != "rules.yaml") continue;
    SELARAS_ASSIGN_OR_RETURN(rules::RulePack pack, rules::RulePack::Parse(file.name, file.text));
    return CasePolicy{bundle.content_hash(), std::move(terms),
                      std::make_shared<const rules::RulePack>(std::move(pack)), std::move(bundle)};
  }
  return Error(absl::StatusCode::kInvalidArgument, "POLICY_INVALID", {{"errors", "rules.yaml is missing"}});
}

}  // namespace selaras::approval
