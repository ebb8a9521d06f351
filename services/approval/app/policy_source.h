// The sealed policy that a case is pinned to.
#ifndef SELARAS_SERVICES_APPROVAL_APP_POLICY_SOURCE_H_
#define SELARAS_SERVICES_APPROVAL_APP_POLICY_SOURCE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "libs/base/call_scope.h"
#include "libs/policy/bundle.h"
#include "libs/rules/rule_pack.h"
#include "services/approval/domain/terms.h"

namespace selaras::approval {

struct CasePolicy {
  std::string hash;
  Terms terms;
  std::shared_ptr<const rules::RulePack> rules;
  policy::Bundle bundle;  // For what only some read: letters.
};

// From a sealed bundle, as it is in force on `date`. kInvalidArgument POLICY_INVALID: every mistake of its files.
absl::StatusOr<CasePolicy> MakeCasePolicy(policy::Bundle bundle, absl::CivilDay date);

// Thread-safe.
class PolicySource {
 public:
  virtual ~PolicySource() = default;
  // By content hash; empty = the newest sealed one. kNotFound POLICY_UNKNOWN. Sealed policies never change, so answers
  // are kept.
  virtual absl::StatusOr<std::shared_ptr<const CasePolicy>> Get(const CallScope& scope,
                                                                absl::string_view hash) = 0;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_POLICY_SOURCE_H_
