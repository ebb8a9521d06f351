// Decrees after they were issued: reading, documents, objections, revocation.
#ifndef SELARAS_SERVICES_APPROVAL_APP_DECREE_SERVICE_H_
#define SELARAS_SERVICES_APPROVAL_APP_DECREE_SERVICE_H_

#include <string>

#include "services/approval/app/case_service.h"
#include "services/approval/app/ports.h"

namespace selaras::approval {

// Thread-safe.
class DecreeService {
 public:
  struct Deps {
    CaseService& cases;
    LetterPort& letters;
  };
  explicit DecreeService(const Deps& deps) : deps_(deps) {}

  // kPermissionDenied CASE_NOT_HIS: the account of a person whom the decree does not concern.
  absl::StatusOr<Decree> Get(const CallScope& scope, absl::string_view id);
  absl::StatusOr<DecreePage> List(const CallScope& scope, absl::string_view case_id, absl::string_view after,
                                  int32_t limit);
  // The signed PDF. kFailedPrecondition DECREE_NOT_SIGNED.
  absl::StatusOr<std::string> Pdf(const CallScope& scope, absl::string_view id);
  // The reason letter of a move, and the minutes of a meeting.
  absl::StatusOr<std::string> ReasonLetter(const CallScope& scope, absl::string_view case_id, int32_t move);
  absl::StatusOr<std::string> Minutes(const CallScope& scope, absl::string_view meeting);

  // Within the legal term after the decree. kFailedPrecondition OBJECTION_TERM_OVER.
  absl::StatusOr<Objection> Object(const CallScope& scope, const ActKey& key, Objection objection);
  // Before it was applied: VOID by way of Reconcile. An applied one is REVOKED, and a draft case for the way back is made,
  // which is decided like any other: the registry's history keeps both moves.
  absl::StatusOr<Decree> Revoke(const CallScope& scope, const ActKey& key, absl::string_view id,
                                std::optional<int64_t> version, absl::string_view reason);

 private:
  absl::Status CheckConcerns(const CallScope& scope, const CaseRecord& record,
                             const std::vector<int32_t>& moves);

  const Deps deps_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_DECREE_SERVICE_H_
