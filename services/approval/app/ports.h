// What approval asks of others. Each call may be lost or repeated: the request ids given make repeats harmless.
#ifndef SELARAS_SERVICES_APPROVAL_APP_PORTS_H_
#define SELARAS_SERVICES_APPROVAL_APP_PORTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "libs/base/call_scope.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/decide.h"

namespace selaras::approval {

// The registry: who people are, and the only owner of seats. kFailedPrecondition and kAlreadyExists are refusals (their
// reason leads to RECONCILE); kUnavailable and kDeadlineExceeded are lost answers: ask again with the same request id.
class RegistryPort {
 public:
  virtual ~RegistryPort() = default;
  // Whose number and letterhead a decree of this authority about the move bears. `code` stands in numbers.
  struct Issuer {
    std::string agency, code;
  };
  virtual absl::StatusOr<Issuer> IssuerOf(const CallScope& scope, Authority authority,
                                          const CaseMove& move) = 0;
  // Fills in the present post of whoever's move names none, as letters do. A plan's chain says who holds none, so it is
  // never filled in: whoever got a post since is found out by Screen. kNotFound EMPLOYEE_NOT_FOUND.
  virtual absl::Status FillPresentPosts(const CallScope& scope, std::vector<CaseMove>& moves) = 0;
  // Fills kind and agencies of moves from the registry's posts and agencies. kNotFound names the post or employee.
  virtual absl::Status Classify(const CallScope& scope, std::vector<CaseMove>& moves) = 0;
  // The rule pack of the policy at stage case, on the facts of now.
  virtual absl::StatusOr<Screen> ScreenMoves(const CallScope& scope, const CaseRecord& record) = 0;
  virtual absl::StatusOr<std::string> Reserve(const CallScope& scope, const CaseRecord& record,
                                              absl::string_view request_id) = 0;
  virtual absl::Status Release(const CallScope& scope, absl::string_view reservation,
                               absl::string_view request_id) = 0;
  // The registry's revision.
  virtual absl::StatusOr<int64_t> Apply(const CallScope& scope, const CaseRecord& record,
                                        const std::vector<Decree>& decrees, absl::string_view request_id) = 0;
};

struct PlanChain {
  std::string key;
  std::vector<CaseMove> moves;  // Employee and posts only.
};
struct PlanHead {
  std::string id, etag, parent, policy_hash;
  std::optional<absl::CivilDay> effective_date;  // nullopt: the plan was made for the day it was made on.
  bool ended = false, usable = false, released = false;  // Usable: PLANNED or RELEASED.
  std::string failure_reason;
  int64_t value_lost = 0, value_lost_alone = 0;  // Of a child plan.
};

// Matching: plans and their chains.
class PlanPort {
 public:
  virtual ~PlanPort() = default;
  virtual absl::StatusOr<PlanHead> GetPlan(const CallScope& scope, absl::string_view plan) = 0;
  virtual absl::StatusOr<std::vector<PlanChain>> ListChains(const CallScope& scope,
                                                            absl::string_view plan) = 0;
  // Asks for the child plan in which `employee` does not get `post`; `settled` people keep what the parent gave them.
  virtual absl::StatusOr<std::string> Replan(const CallScope& scope, absl::string_view plan,
                                             const CaseMove& banned, const std::vector<CaseMove>& settled,
                                             absl::string_view reason, absl::string_view request_id) = 0;
  // Why he moves, told to the person: reason, benefit, wishes (Indonesian).
  struct Why {
    std::string reason, benefit;
    std::vector<std::string> wishes;
  };
  virtual absl::StatusOr<Why> Explain(const CallScope& scope, absl::string_view plan,
                                      absl::string_view employee) = 0;
};

// The outside technical consideration (pertek, I-MUT). The one built in is a simulator and says so in its references.
class ConsiderationPort {
 public:
  virtual ~ConsiderationPort() = default;
  struct Answer {
    bool in_favour;
    std::string reference;
  };
  // Hands the move in, or asks again: equal `reference_key`, equal answer. nullopt = not answered yet.
  virtual absl::StatusOr<std::optional<Answer>> Ask(const CallScope& scope, const CaseRecord& record,
                                                    int32_t move, absl::string_view reference_key) = 0;
};

// What people read. Names of people are in the documents and nowhere else.
class LetterPort {
 public:
  virtual ~LetterPort() = default;
  // PDF; equal decree, equal bytes.
  virtual absl::StatusOr<std::string> RenderDecree(const CallScope& scope, const CaseRecord& record,
                                                   const Decree& decree) = 0;
  virtual absl::StatusOr<std::string> RenderReason(const CallScope& scope, const CaseRecord& record,
                                                   const CaseMove& move) = 0;
  virtual absl::StatusOr<std::string> RenderMinutes(const CallScope& scope, const Meeting& meeting,
                                                    const std::vector<CaseRecord>& cases) = 0;
  // Payload of `DecreeIssued` and `DecreeApplied`: selaras.approval.v1alpha.DecreeEvent. Its plan is the first of the
  // lineage, so that every generation's moves count to one cycle.
  virtual absl::StatusOr<std::string> EventOf(const CallScope& scope, const CaseRecord& record,
                                              const Decree& decree) = 0;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_PORTS_H_
