// What waits for the caller: tasks of open cases that his role may close and that separation of persons leaves him.
#ifndef SELARAS_SERVICES_APPROVAL_APP_INBOX_H_
#define SELARAS_SERVICES_APPROVAL_APP_INBOX_H_

#include <string>
#include <vector>

#include "services/approval/app/case_service.h"
#include "services/approval/domain/tasks.h"

namespace selaras::approval {

struct InboxTask {
  std::string case_id;
  CaseTask task;
};

struct InboxPage {
  std::vector<InboxTask> tasks;  // By case id.
  std::string next;              // Case id after which the next page begins; empty = the end.
};

// Whole cases only, so a page may hold a few tasks more than `size`. Reads cases until it has enough.
absl::StatusOr<InboxPage> ReadInbox(const CallScope& scope, CaseService& cases, const std::string& after,
                                    int size);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_APP_INBOX_H_
