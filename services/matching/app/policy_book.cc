#include "services/matching/app/policy_book.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/policy/bundle.h"
#include "libs/policy/reader.h"
#include "services/matching/policy/score_policy_reader.h"

namespace selaras::matching {
namespace {

constexpr char kRulesFile[] = "rules.yaml";
constexpr size_t kHashDigitsInId = 12;  // Of one name, two bundles never meet in 48 bits.

absl::StatusOr<policy::Bundle> BundleOf(const std::vector<PolicyRecord::File>& files) {
  std::vector<policy::File> parts;
  for (const PolicyRecord::File& file : files) parts.push_back({file.name, file.text});
  return policy::Bundle::FromFiles(std::move(parts));
}

}  // namespace

absl::StatusOr<LoadedPolicy> LoadPolicy(const PolicyRecord& policy, absl::CivilDay date) {
  SELARAS_ASSIGN_OR_RETURN(const policy::Bundle bundle, BundleOf(policy.files));
  policy::Reader reader(bundle, date);
  LoadedPolicy loaded;
  loaded.scores = ReadScorePolicy(reader);
  const policy::Section weights = reader.Open("weights");
  loaded.description_id = weights.Text("description_id");
  loaded.description_en = weights.Text("description_en");
  SELARAS_RETURN_IF_ERROR(reader.status());
  SELARAS_RETURN_IF_ERROR(Validate(loaded.scores));
  for (const PolicyRecord::File& file : policy.files) {
    if (file.name != kRulesFile) continue;
    SELARAS_ASSIGN_OR_RETURN(rules::RulePack pack, rules::RulePack::Parse(file.name, file.text));
    loaded.rules = std::make_shared<const rules::RulePack>(std::move(pack));
  }
  if (loaded.rules == nullptr) {
    return Error(absl::StatusCode::kInvalidArgument, "POLICY_INVALID", {{"errors", "rules.yaml is missing"}});
  }
  return loaded;
}

absl::StatusOr<PolicyRecord> RecordOf(std::vector<PolicyRecord::File> files) {
  SELARAS_ASSIGN_OR_RETURN(const policy::Bundle bundle, BundleOf(files));
  policy::Reader reader(bundle, absl::CivilDay());
  PolicyRecord record;
  record.display_name = reader.Open("weights").Text("name");
  SELARAS_RETURN_IF_ERROR(reader.status());
  record.content_hash = bundle.content_hash();
  record.id = absl::StrCat(record.display_name, "-", record.content_hash.substr(0, kHashDigitsInId));
  record.files = std::move(files);
  return record;
}

}  // namespace selaras::matching
