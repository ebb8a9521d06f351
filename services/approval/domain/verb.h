// What can be done to a case, who does it, and the words for states, verbs, steps and kinds as they stand in the contract,
// in documents and in evidence.
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_VERB_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_VERB_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/approval/domain/case_record.h"

namespace selaras::approval {

// In the order of the alternatives of Act (decide.h).
enum class Verb : uint8_t {
  kSubmit,
  kRevise,
  kScreen,
  kSettleItem,
  kRecommend,
  kMeet,
  kGiveConsent,
  kConsider,
  kApprove,
  kReject,
  kConfirmVeto,
  kReturnCase,
  kRecuse,
  kDeclareInterest,
  kWithdraw,
  kStartIssue,
  kReconcile,
  kVetoAnswered,
  kReplaced,
  kSeatsReserved,
  kOutsideRefused,
  kDecreesNumbered,
  kDecreesSigned,
  kDecreesApplied,
  kSeatsReleased,
  kExpire,
};
inline constexpr int kVerbCount = static_cast<int>(Verb::kExpire) + 1;
inline constexpr int kStateCount = static_cast<int>(CaseState::kReplaced);  // States are 1 … kStateCount.

// Acts of the desks, which act by themselves: nobody's permission is asked.
constexpr bool IsDeskVerb(Verb verb) {
  return verb >= Verb::kVetoAnswered;
}

// Those who may do a verb. A set is written kAnalyst | kSecretary.
enum Role : uint16_t {
  kProposer = 1,  // The analyst who proposed the case, and nobody else.
  kAnalyst = 2,
  kApprover = 4,
  kSecretary = 8,
  kIntegrator = 16,  // System of another agency or of BKN.
  kOperator = 32,
  kDesk = 64,  // The service itself.
};
using Roles = uint16_t;

// "SUBMITTED"; "RecordMeeting" (desk acts have their own name, "SeatsReserved"); "CONSENT"; "INTER_KAB"; "GOVERNOR";
// "approver". Total over the enums.
absl::string_view StateName(CaseState state);
absl::string_view VerbName(Verb verb);
absl::string_view StepName(Step step);
absl::string_view KindName(MoveKind kind);
absl::string_view AuthorityName(Authority authority);
absl::string_view RoleName(Role role);
// In the order of Role.
std::vector<Role> RolesOf(Roles roles);

// A set of states.
class StateSet {
 public:
  constexpr StateSet() = default;
  template <typename... States>
  static constexpr StateSet Of(States... states) {
    StateSet set;
    ((set.bits_ |= uint32_t{1} << static_cast<int>(states)), ...);
    return set;
  }
  // Both ends included, in the order of the enum.
  static constexpr StateSet Range(CaseState first, CaseState last) {
    StateSet set;
    for (int s = static_cast<int>(first); s <= static_cast<int>(last); ++s) set.bits_ |= uint32_t{1} << s;
    return set;
  }
  constexpr StateSet operator|(StateSet other) const {
    StateSet set;
    set.bits_ = bits_ | other.bits_;
    return set;
  }
  constexpr bool Has(CaseState state) const { return bits_ >> static_cast<int>(state) & 1; }
  constexpr bool empty() const { return bits_ == 0; }
  // Ascending.
  std::vector<CaseState> List() const;

 private:
  uint32_t bits_ = 0;
};

// No act follows.
constexpr bool IsEnd(CaseState state) {
  return StateSet::Of(CaseState::kApplied, CaseState::kRejected, CaseState::kWithdrawn, CaseState::kExpired,
                      CaseState::kReplaced)
      .Has(state);
}

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_VERB_H_
