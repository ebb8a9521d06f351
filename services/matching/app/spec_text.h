// What was asked, as canonical text: equal specs give equal bytes. Tells a repeated request from another one.
#ifndef SELARAS_SERVICES_MATCHING_APP_SPEC_TEXT_H_
#define SELARAS_SERVICES_MATCHING_APP_SPEC_TEXT_H_

#include <string>

#include "services/matching/app/plan_record.h"

namespace selaras::matching {

std::string SpecText(const PlanSpec& spec);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_SPEC_TEXT_H_
