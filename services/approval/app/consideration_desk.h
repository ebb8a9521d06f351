// Hands moves that need it to the technical consideration outside (pertek, I-MUT) and takes the answers in.
#ifndef SELARAS_SERVICES_APPROVAL_APP_CONSIDERATION_DESK_H_
#define SELARAS_SERVICES_APPROVAL_APP_CONSIDERATION_DESK_H_

#include <string>

#include "libs/base/log.h"
#include "services/approval/app/case_service.h"
#include "services/approval/app/desk.h"
#include "services/approval/app/ports.h"

namespace selaras::approval {

class ConsiderationDesk {
 public:
  struct Deps {
    CaseService& cases;
    ConsiderationPort& outside;
    const Clock& clock;
    IdSource& ids;
    const Logger& logger;
  };
  explicit ConsiderationDesk(const Deps& deps);

  void Start() { desk_.Start(); }
  void Stop() { desk_.Stop(); }
  void Wake() { desk_.Wake(); }
  Desk::Found Round();

 private:
  // True if an answer was taken in.
  absl::StatusOr<bool> AskFor(const std::string& tenant, const std::string& case_id);

  const Deps deps_;
  Desk desk_;
};

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_CONSIDERATION_DESK_H_
