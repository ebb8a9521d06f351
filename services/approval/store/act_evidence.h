// What the acts of this service leave as evidence, and what they tell other services.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_ACT_EVIDENCE_H_
#define SELARAS_SERVICES_APPROVAL_STORE_ACT_EVIDENCE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/call_scope.h"
#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "services/approval/app/case_store.h"

namespace selaras::approval {

// Writes leaves and events of one act. Lives as long as its transaction.
class ActEvidence {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  ActEvidence(sql::Connection& conn, IdSource& ids, const CallScope& scope);

  // Returns the leaf's hash, 32 bytes. `subject`: resource name; `account` "" = the service by itself.
  absl::StatusOr<std::string> Leaf(absl::string_view kind, absl::string_view subject,
                                   absl::string_view agency, absl::string_view account, absl::Time time,
                                   Fields fields);
  absl::Status Event(absl::string_view kind, absl::string_view agency, absl::Time time,
                     absl::string_view payload);
  // A leaf, and where told an event whose payload is the subject.
  absl::Status Tell(const Actor& actor, absl::string_view subject, absl::string_view agency, absl::Time time,
                    const Happening& happening);

 private:
  sql::Connection& conn_;
  IdSource& ids_;
  const std::string tenant_;
  const std::string traceparent_;
};

// Fields of the leaf of a new decree, `record` being its case: who goes where by which authority, on which days, under
// which policy.
ActEvidence::Fields DecreeFields(const Decree& decree, const CaseRecord& record);
ActEvidence::Fields MeetingFields(const Meeting& meeting);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_ACT_EVIDENCE_H_
