#ifndef SELARAS_SERVICES_NEEDS_APP_POLICY_READING_H_
#define SELARAS_SERVICES_NEEDS_APP_POLICY_READING_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "libs/policy/bundle.h"
#include "services/needs/domain/need_policy.h"

namespace selaras::needs {

// The numbers of the bundle's needs.yaml in force on `date`. kInvalidArgument, reason POLICY_INVALID: every
// mistake of the file, with its line.
absl::StatusOr<NeedPolicy> ReadNeedPolicy(const policy::Bundle& bundle, absl::CivilDay date);

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_APP_POLICY_READING_H_
