// What an approval is bound to. The content is what an approver sees: who moves where, of what kind, when, after which
// plan and policy, and what was settled. Not in it: states, steps, approvals, and who acted.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_CONTENT_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_CONTENT_H_

#include <string>

#include "services/approval/domain/case_record.h"

namespace selaras::approval {

// One encoding: equal contents, and only those, give equal bytes. Lines `key LENGTH:text`, moves by number, items by
// (move, code).
std::string CanonicalContent(const CaseRecord& record);

// SHA-256, hex, over the salt with its length and the canonical content: the hash tells nothing to whoever lacks the salt.
std::string ContentHash(const CaseRecord& record);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_CONTENT_H_
