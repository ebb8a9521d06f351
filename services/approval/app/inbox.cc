#include "services/approval/app/inbox.h"

#include "libs/base/status_macros.h"
#include "services/approval/domain/separation.h"

namespace selaras::approval {
namespace {

constexpr int kCasesAtATime = 500;

Roles RolesOfCaller(const CallScope& scope, const CaseRecord& record) {
  Roles roles = 0;
  const Principal& caller = scope.principal;
  if (caller.Has(selaras::Role::kAnalyst)) roles |= kAnalyst;
  if (caller.Has(selaras::Role::kApprover)) roles |= kApprover;
  if (caller.Has(selaras::Role::kSecretary)) roles |= kSecretary;
  if (caller.Has(selaras::Role::kIntegrator)) roles |= kIntegrator;
  if (caller.Has(selaras::Role::kOperator)) roles |= kOperator;
  if (ActorOf(scope).account == record.proposer.account) roles |= kProposer;
  return roles;
}

}  // namespace

absl::StatusOr<InboxPage> ReadInbox(const CallScope& scope, CaseService& cases, const std::string& after,
                                    int size) {
  const absl::CivilDay today = cases.Today(scope);
  const Actor actor = ActorOf(scope);
  InboxPage page;
  CaseFilter filter;
  filter.open_only = true;
  filter.agency = scope.principal.agency;
  filter.after = after;
  filter.limit = kCasesAtATime;
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const CasePage some, cases.store().ListCases(scope, filter));
    for (const CaseRecord& record : some.cases) {
      if (static_cast<int>(page.tasks.size()) >= size) {
        page.next = filter.after;
        return page;
      }
      const Roles roles = RolesOfCaller(scope, record);
      for (const CaseTask& task : TasksOf(record, today)) {
        if ((task.roles & roles) == 0 || !CheckPerson(record, task.verb, actor).ok()) continue;
        page.tasks.push_back({record.id, task});
      }
      filter.after = record.id;
    }
    if (static_cast<int>(some.cases.size()) < filter.limit) return page;
  }
}

}  // namespace selaras::approval
