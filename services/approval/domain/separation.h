// Who may not do what although his role allows it. A person is one pair of eyes, with however many accounts:
//   * the proposer alone submits, revises and withdraws; he takes no step, fills no slot, rejects, issues nothing;
//   * one person at most proposes, or closes a step, or fills an approval slot: never two of these;
//   * who is moved, related to somebody moved, has a declared interest or has recused himself does nothing at all.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_SEPARATION_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_SEPARATION_H_

#include "absl/status/status.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/verb.h"

namespace selaras::approval {

// The same pair of eyes: equal persons or equal accounts.
bool IsSamePerson(const Actor& a, const Actor& b);
bool IsBarred(const CaseRecord& record, const Actor& actor);

// kPermissionDenied: CASE_PROPOSER_ONLY, CASE_BARRED, CASE_PROPOSER, CASE_SAME_PERSON. OK for desk verbs whoever acts.
// Says nothing about roles, which the edge checks, nor about states.
absl::Status CheckPerson(const CaseRecord& record, Verb verb, const Actor& actor);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_SEPARATION_H_
