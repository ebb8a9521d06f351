// The plan that is meant where none is named.
#ifndef SELARAS_SERVICES_CLI_NEWEST_PLAN_H_
#define SELARAS_SERVICES_CLI_NEWEST_PLAN_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/session.h"

namespace selaras::cli {

// Name of the plan finished last, PLANNED or RELEASED; kNotFound: there is none.
absl::StatusOr<std::string> NewestPlan(Session& session);

}  // namespace selaras::cli

#endif  // SELARAS_SERVICES_CLI_NEWEST_PLAN_H_
