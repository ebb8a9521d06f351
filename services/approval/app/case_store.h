// Where cases lie. One act = one transaction (CaseUnit): the versioned rows, evidence leaves, events and the idempotency
// record together. The database itself refuses what must never be: schema/0002_guards.sql.
#ifndef SELARAS_SERVICES_APPROVAL_APP_CASE_STORE_H_
#define SELARAS_SERVICES_APPROVAL_APP_CASE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/call_scope.h"
#include "services/approval/domain/case_record.h"
#include "services/approval/domain/decide.h"

namespace selaras::approval {

struct CaseSummary {
  std::string id;
  std::string chain_key;
  CaseState state;
};

struct Response {
  std::string id, case_id, employee, text;
  absl::Time time;
};
struct Objection {
  std::string id, decree, text;
  int32_t state = 1;  // FILED, UPHELD, DISMISSED
  absl::Time time;
};
struct Declaration {
  std::string id, case_id;
  Actor actor;
  bool conflict = false;
};
struct Delegation {
  std::string id;
  std::string from_account, to_account;
  absl::CivilDay start, end;
};

// Reads of one snapshot, rows of one tenant only. kNotFound with reason CASE_NOT_FOUND, DECREE_NOT_FOUND …
class CaseReads {
 public:
  virtual ~CaseReads() = default;
  virtual absl::StatusOr<CaseRecord> LoadCase(absl::string_view id) = 0;
  virtual absl::StatusOr<Decree> LoadDecree(absl::string_view id) = 0;
  virtual absl::StatusOr<std::string> LoadPdf(absl::string_view decree) = 0;
  virtual absl::StatusOr<Meeting> LoadMeeting(absl::string_view id) = 0;
  // Not ended (APPLIED, REJECTED, WITHDRAWN, EXPIRED, REPLACED are ends). One at most.
  virtual absl::StatusOr<std::optional<std::string>> RunningCaseOf(absl::string_view chain_key) = 0;
  // Every case of the plan, ended ones too, by id.
  virtual absl::StatusOr<std::vector<CaseSummary>> CasesOfPlan(absl::string_view plan) = 0;
  virtual absl::StatusOr<std::vector<Decree>> DecreesOf(absl::string_view case_id) = 0;
};

// A transaction under way.
class CaseUnit : public CaseReads {
 public:
  // A new id; 16 random bytes.
  virtual std::string NewId() = 0;
  virtual std::string NewSalt() = 0;
  // kAlreadyExists CASE_CHAIN_RUNNING: the chain key has a running case.
  // With the leaves and events of its opening (domain/open_case.h).
  virtual absl::Status InsertCase(const Actor& actor, const Decision& opened) = 0;
  // Writes the decision over the version before it (kAborted CASE_CHANGED otherwise), its leaves and events.
  virtual absl::Status Save(const Actor& actor, const Decision& decision) = 0;
  // A leaf, and an event where told, that belongs to no case.
  virtual absl::Status Tell(const Actor& actor, absl::string_view subject, const Happening& happening) = 0;
  // The next number of an agency and year: gapless, given back by a rollback.
  virtual absl::StatusOr<int64_t> TakeDecreeNumber(absl::string_view agency, int32_t year) = 0;
  // Writes decree and its content leaf; returns the leaf's hash, hex, which is the decree's content_hash.
  virtual absl::StatusOr<std::string> InsertDecree(const Actor& actor, const Decree& decree) = 0;
  virtual absl::Status SignDecree(const Actor& actor, absl::string_view decree, absl::string_view pdf) = 0;
  // kApplied (with revision), kRevoked or kVoid.
  virtual absl::Status EndDecree(const Actor& actor, absl::string_view decree, DecreeState state,
                                 int64_t registry_revision) = 0;
  // Event with payload selaras.approval.v1alpha.DecreeEvent, serialised by the caller.
  virtual absl::Status TellDecree(absl::string_view kind, const Decree& decree,
                                  absl::string_view payload) = 0;
  virtual absl::Status InsertMeeting(const Actor& actor, const Meeting& meeting) = 0;
  virtual absl::Status InsertResponse(const Actor& actor, const Response& response) = 0;
  virtual absl::Status InsertObjection(const Actor& actor, const Objection& objection) = 0;
  virtual absl::Status InsertDeclaration(const Declaration& declaration) = 0;
  virtual absl::Status InsertDelegation(const Delegation& delegation) = 0;
};

// What repeats the same act: empty request_id for acts of desks, which repeat by state.
struct ActKey {
  std::string request_id;
  std::string method;
  std::string request_hash;
};

struct CaseFilter {
  std::optional<CaseState> state;
  bool open_only = false;  // Without those that have ended.
  std::string plan;        // Empty = all.
  std::string agency;      // Empty = all.
  std::string after;       // Id after which the page begins.
  int32_t limit = 100;
};
struct CasePage {
  std::vector<CaseRecord> cases;  // By id.
  int64_t total = 0;
};
struct DecreePage {
  std::vector<Decree> decrees;
  int64_t total = 0;
};

// Thread-safe.
class CaseStore {
 public:
  virtual ~CaseStore() = default;
  // Runs `work` in one transaction; a repeat of the key returns the first answer and runs nothing (sql::RunOnce). `work`
  // may run again after a lost connection, so it sets its results anew each time.
  virtual absl::StatusOr<std::string> Run(
      const CallScope& scope, const ActKey& key,
      absl::FunctionRef<absl::StatusOr<std::string>(CaseUnit& unit)> work) = 0;
  virtual absl::Status Read(const CallScope& scope,
                            absl::FunctionRef<absl::Status(CaseReads& reads)> work) = 0;

  virtual absl::StatusOr<CasePage> ListCases(const CallScope& scope, const CaseFilter& filter) = 0;
  virtual absl::StatusOr<DecreePage> ListDecrees(const CallScope& scope, absl::string_view case_id,
                                                 absl::string_view after, int32_t limit) = 0;
  // Cases of every tenant that a desk has to go on with: (tenant, id), oldest act first. `issue_step` narrows kIssuing
  // and kIssued; kNone = any step.
  virtual absl::StatusOr<std::vector<std::pair<std::string, std::string>>> Waiting(CaseState state,
                                                                                   IssueStep issue_step,
                                                                                   int32_t limit) = 0;
  // Cases of every tenant; a state without any is left out. One index entry is read per case.
  virtual absl::StatusOr<absl::btree_map<CaseState, int64_t>> CountByState() = 0;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_CASE_STORE_H_
