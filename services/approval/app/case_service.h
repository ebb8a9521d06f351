// What people do with cases. Each act: load, decide (domain), save, in one transaction; a repeat of the request id does
// nothing and answers with the case as it stands.
#ifndef SELARAS_SERVICES_APPROVAL_APP_CASE_SERVICE_H_
#define SELARAS_SERVICES_APPROVAL_APP_CASE_SERVICE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "libs/base/ids.h"
#include "services/approval/app/case_store.h"
#include "services/approval/app/plan_chains.h"
#include "services/approval/app/policy_source.h"
#include "services/approval/app/ports.h"

namespace selaras::approval {

// The case on which somebody acts, and what keeps the act from happening twice.
struct ActOn {
  std::string case_id;
  std::optional<int64_t> version;  // nullopt: whatever stands (desks).
  ActKey key;
};

// Account and person of a call.
Actor ActorOf(const CallScope& scope);

// Thread-safe.
class CaseService {
 public:
  struct Deps {
    CaseStore& store;
    PlanChains& chains;
    RegistryPort& registry;
    PolicySource& policies;
    absl::TimeZone zone;         // In which civil dates of the tenant are read.
    std::function<void()> wake;  // Tells the desks that there may be work; null = none.
  };
  explicit CaseService(Deps deps) : deps_(std::move(deps)) {}

  // kNotFound CHAIN_NOT_FOUND; kAlreadyExists CASE_CHAIN_RUNNING.
  absl::StatusOr<CaseRecord> CreateFromChain(const CallScope& scope, const ActKey& key,
                                             absl::string_view plan, absl::string_view chain_key,
                                             std::optional<absl::CivilDay> effective_date);
  absl::StatusOr<CaseRecord> CreateFromLetter(const CallScope& scope, const ActKey& key,
                                              absl::string_view letter_number, std::vector<CaseMove> moves,
                                              absl::CivilDay effective_date);
  absl::StatusOr<CaseRecord> Get(const CallScope& scope, absl::string_view id);

  // Any act that needs nothing from outside. kAborted CASE_CHANGED: another version stands.
  absl::StatusOr<CaseRecord> Do(const CallScope& scope, const ActOn& on, const Act& act);
  // As Do, with Classify for new moves.
  absl::StatusOr<CaseRecord> DoRevise(const CallScope& scope, const ActOn& on, Revise act);
  // Asks the registry and the rule pack, then acts.
  absl::StatusOr<CaseRecord> DoScreen(const CallScope& scope, const ActOn& on);
  // Only for the agency that the person leaves. kPermissionDenied CASE_AGENCY.
  absl::StatusOr<CaseRecord> DoConsent(const CallScope& scope, const ActOn& on, const GiveConsent& act);
  // Replaces this case and the others that the child plan undoes, and makes drafts of its new chains.
  absl::StatusOr<CaseRecord> DoConfirmVeto(const CallScope& scope, const ActOn& on, const ConfirmVeto& act);
  // Gives back seats and voids decrees before a RETURN.
  absl::StatusOr<CaseRecord> DoReconcile(const CallScope& scope, const ActOn& on, const Reconcile& act);

  // One transaction over all cases of the agenda.
  absl::StatusOr<Meeting> RecordMeeting(const CallScope& scope, const ActKey& key, Meeting meeting);
  absl::StatusOr<Meeting> GetMeeting(const CallScope& scope, absl::string_view id);
  absl::StatusOr<Response> Respond(const CallScope& scope, const ActKey& key, Response response);
  absl::StatusOr<Declaration> Declare(const CallScope& scope, const ActKey& key, Declaration declaration);
  absl::StatusOr<Delegation> Delegate(const CallScope& scope, const ActKey& key, Delegation delegation);

  // Terms of the case's policy and today, for whoever shows due dates.
  absl::StatusOr<DecideContext> ContextFor(const CallScope& scope, absl::string_view policy_hash);
  absl::CivilDay Today(const CallScope& scope) const;

  // A draft from a letter, not yet kept; Insert keeps it, in a transaction of the caller.
  absl::StatusOr<CaseRecord> PrepareLetter(const CallScope& scope, absl::string_view letter_number,
                                           std::vector<CaseMove> moves, absl::CivilDay effective_date,
                                           const Actor& proposer);
  absl::StatusOr<CaseRecord> Insert(const CallScope& scope, CaseUnit& unit, CaseRecord record);

  // Inside a transaction of the caller: load, decide, save.
  absl::StatusOr<CaseRecord> ActIn(const CallScope& scope, CaseUnit& unit, const ActOn& on, const Act& act);
  CaseStore& store() { return deps_.store; }

 private:
  absl::StatusOr<CaseRecord> RunAct(const CallScope& scope, const ActOn& on,
                                    absl::FunctionRef<absl::StatusOr<CaseRecord>(CaseUnit& unit)> work);
  absl::StatusOr<CaseRecord> RecordFor(const CallScope& scope, const KnownPlan& plan, const PlanChain& chain);

  const Deps deps_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_CASE_SERVICE_H_
