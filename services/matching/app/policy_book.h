// From a sealed policy to what the domain computes with.
#ifndef SELARAS_SERVICES_MATCHING_APP_POLICY_BOOK_H_
#define SELARAS_SERVICES_MATCHING_APP_POLICY_BOOK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "libs/rules/rule_pack.h"
#include "services/matching/app/plan_record.h"
#include "services/matching/domain/score_policy.h"

namespace selaras::matching {

struct LoadedPolicy {
  ScorePolicy scores;
  std::shared_ptr<const rules::RulePack> rules;
  std::string description_id, description_en;
};

// What is in force on `date`. kInvalidArgument (POLICY_INVALID): every mistake of the files, with file and
// line.
absl::StatusOr<LoadedPolicy> LoadPolicy(const PolicyRecord& policy, absl::CivilDay date);

// Id, name and hash of a bundle. kInvalidArgument (POLICY_INVALID).
absl::StatusOr<PolicyRecord> RecordOf(std::vector<PolicyRecord::File> files);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_POLICY_BOOK_H_
