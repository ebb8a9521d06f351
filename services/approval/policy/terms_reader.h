// Reads approval.yaml of a policy bundle into the domain's Terms.
#ifndef SELARAS_SERVICES_APPROVAL_POLICY_TERMS_READER_H_
#define SELARAS_SERVICES_APPROVAL_POLICY_TERMS_READER_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "libs/policy/bundle.h"
#include "libs/policy/reader.h"
#include "services/approval/domain/terms.h"

namespace selaras::approval {

// As in force on the reader's date, without policy_hash. Mistakes, keys that nobody reads included, are noted in
// `reader`: look at reader.status() before the result is used.
Terms ReadTerms(policy::Reader& reader);

// The terms of `bundle` in force on `date`, with its hash. kInvalidArgument POLICY_INVALID: every mistake at once.
absl::StatusOr<Terms> TermsOf(const policy::Bundle& bundle, absl::CivilDay date);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_POLICY_TERMS_READER_H_
