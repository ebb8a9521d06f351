#include "services/approval/app/expiry_desk.h"

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/approval/domain/route.h"

namespace selaras::approval {
namespace {

constexpr int kAtATime = 100;
constexpr absl::Duration kIdle = absl::Hours(1);

}  // namespace

ExpiryDesk::ExpiryDesk(const Deps& deps) : deps_(deps), desk_([this] { return Round(); }, kIdle) {}

Desk::Found ExpiryDesk::Round() {
  for (int number = 1; number <= kStateCount && !desk_.stopping(); ++number) {
    const CaseState state = static_cast<CaseState>(number);
    if (FindGate(state, Verb::kExpire) == nullptr) continue;
    const auto waiting = deps_.cases.store().Waiting(state, IssueStep::kNone, kAtATime);
    if (!waiting.ok()) return Desk::Found::kTrouble;
    for (const auto& [tenant, id] : *waiting) {
      const absl::StatusOr<bool> expired = Expire(tenant, id);
      if (!expired.ok()) return Desk::Found::kTrouble;
      if (!*expired) break;
    }
  }
  return Desk::Found::kNothing;
}

absl::StatusOr<bool> ExpiryDesk::Expire(const std::string& tenant, const std::string& case_id) {
  const CallScope scope = DeskScope(deps_.clock, deps_.ids, tenant);
  const auto done = deps_.cases.Do(scope, {case_id, std::nullopt, {}}, approval::Expire{});
  if (done.ok()) return true;
  // Not quiet yet, or somebody acted meanwhile.
  if (IsRefusal(done.status()) || absl::IsAborted(done.status())) return false;
  return done.status();
}

}  // namespace selaras::approval
