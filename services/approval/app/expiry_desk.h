// Ends cases that nobody has touched for longer than their policy allows.
#ifndef SELARAS_SERVICES_APPROVAL_APP_EXPIRY_DESK_H_
#define SELARAS_SERVICES_APPROVAL_APP_EXPIRY_DESK_H_

#include "services/approval/app/case_service.h"
#include "services/approval/app/desk.h"

namespace selaras::approval {

class ExpiryDesk {
 public:
  struct Deps {
    CaseService& cases;
    const Clock& clock;
    IdSource& ids;
  };
  explicit ExpiryDesk(const Deps& deps);

  void Start() { desk_.Start(); }
  void Stop() { desk_.Stop(); }
  // Every state in which a case may wait for people, the longest untouched first.
  Desk::Found Round();

 private:
  // False once a case is not quiet long enough: those behind it are not either.
  absl::StatusOr<bool> Expire(const std::string& tenant, const std::string& case_id);

  const Deps deps_;
  Desk desk_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_EXPIRY_DESK_H_
