// Numbers of decrees as they are printed.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_DECREE_NUMBER_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_DECREE_NUMBER_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::approval {

// What is wrong with a form; "" = nothing. It must hold {sequence} and {year}, so that numbers differ, and may hold
// {agency}, {month} (01 … 12) and {month_roman} (I … XII).
std::string WrongInNumberForm(absl::string_view form);

// The form filled in. `agency` is the code that stands in numbers. REQUIRES: WrongInNumberForm(form) is "", sequence ≥ 1.
std::string FillNumberForm(absl::string_view form, int64_t sequence, absl::string_view agency,
                           absl::CivilDay date);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_DECREE_NUMBER_H_
