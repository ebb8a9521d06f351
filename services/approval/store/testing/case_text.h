// Every field of a case as text, so that tests compare whole records and show where they differ.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_TESTING_CASE_TEXT_H_
#define SELARAS_SERVICES_APPROVAL_STORE_TESTING_CASE_TEXT_H_

#include <string>

#include "services/approval/domain/case_record.h"

namespace selaras::approval {

std::string TextOf(const CaseRecord& record);
std::string TextOf(const Decree& decree);
std::string TextOf(const Meeting& meeting);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_TESTING_CASE_TEXT_H_
