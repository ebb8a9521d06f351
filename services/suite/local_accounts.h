// Accounts of a fresh installation on one machine: a token per role, in files that only their owner can read.
#ifndef SELARAS_SERVICES_SUITE_LOCAL_ACCOUNTS_H_
#define SELARAS_SERVICES_SUITE_LOCAL_ACCOUNTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "libs/base/ids.h"

namespace selaras::suite {

struct LocalAccounts {
  std::string tokens_file;    // Hashes, for the server (docs/formats.md §6).
  std::string service_token;  // With which the services call each other.
};

// Makes what is missing in `folder`: NAME.token for analyst, operator, approver, approver-2, secretary, auditor, portal,
// integrator and service, and `tokens`. What is there stays. kUnavailable: a file cannot be written or read.
absl::StatusOr<LocalAccounts> EnsureLocalAccounts(const std::string& folder, const std::string& tenant,
                                                  IdSource& ids);

}  // namespace selaras::suite

#endif  // SELARAS_SERVICES_SUITE_LOCAL_ACCOUNTS_H_
