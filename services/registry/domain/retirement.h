#ifndef SELARAS_SERVICES_REGISTRY_DOMAIN_RETIREMENT_H_
#define SELARAS_SERVICES_REGISTRY_DOMAIN_RETIREMENT_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::registry {

// Retirement age (BUP) by PP 11/2017 art. 239 and UU 14/2005 (teachers); nullopt = cannot be told. `group`
// and `family` are those of the present position, empty = holds none; `functional_level` is the person's
// (JF_PM … JF_AU or empty).
std::optional<int> RetirementAge(absl::string_view group, absl::string_view family,
                                 absl::string_view functional_level);

// First of the month after the month in which the age is reached.
absl::CivilDay RetirementDate(absl::CivilDay birth_date, int age);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_DOMAIN_RETIREMENT_H_
