// Until when what the case waits for should be done. No law sets these terms: they are policy, and being late stops
// nothing.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_DUE_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_DUE_H_

#include "services/approval/domain/case_record.h"
#include "services/approval/domain/decide.h"

namespace selaras::approval {

// Gives the step that each move waits for its date, and the record its own where the state `was` has been left. Dates
// once given stay. Counted from context.today.
void SetDueDates(CaseRecord& record, CaseState was, const DecideContext& context);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_DUE_H_
