// Cases for tests: at rest in any state, and driven there by acts.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_TESTING_SAMPLE_CASE_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_TESTING_SAMPLE_CASE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/approval/domain/decide.h"

namespace selaras::approval::testing {

// Accounts and their persons. kSecondAccount is another account of kApproverOne's person.
inline const Actor kProposerActor{"acc-proposer", "p-proposer"};
inline const Actor kCommittee{"acc-committee", "p-committee"};
inline const Actor kSecretaryActor{"acc-secretary", "p-secretary"};
inline const Actor kOriginActor{"acc-origin", "p-origin"};
inline const Actor kApproverOne{"acc-one", "p-one"};
inline const Actor kApproverTwo{"acc-two", "p-two"};
inline const Actor kApproverThree{"acc-three", "p-three"};
inline const Actor kSecondAccount{"acc-one-again", "p-one"};
inline const Actor kDeskActor{"approval", "approval"};

// Steps of 10 working days, two slots, 120 days to expiry, no holidays.
const Terms& SampleTerms();
// Monday 2 March 2026, 09:00 in Jakarta.
DecideContext SampleContext();

CaseMove SampleMove(int32_t number, MoveKind kind);
// A draft as OpenCase gives it, one move of each kind, of plan `plan-1` (of a letter where `from_plan` is false).
CaseRecord Draft(const std::vector<MoveKind>& kinds, bool from_plan = true);

// What every test asks of a decision: its next record. Fails the test and returns the record as it was otherwise.
CaseRecord After(const CaseRecord& record, const Act& act, const Actor& actor);
absl::Status Refused(const CaseRecord& record, const Act& act, const Actor& actor);

// The draft driven by acts up to `state`, which is one of DRAFT … APPROVED, ISSUING, ISSUED, APPLIED, VETOED (asked),
// RETURNED, RECONCILE (refused to reserve), or an end.
CaseRecord DrivenTo(CaseState state, const std::vector<MoveKind>& kinds, bool from_plan = true);

// A decree for each move.
DecreesNumbered NumberedAll(const CaseRecord& record);

}  // namespace selaras::approval::testing

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_TESTING_SAMPLE_CASE_H_
