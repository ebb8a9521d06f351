#include "services/approval/app/plan_chains.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::approval {
namespace {

constexpr size_t kMostKept = 16;  // A plan and its newest children.

}  // namespace

absl::StatusOr<std::shared_ptr<const KnownPlan>> PlanChains::Get(const CallScope& scope,
                                                                 absl::string_view plan) {
  const std::string key = absl::StrCat(scope.tenant, "/", plan);
  // Held while reading: a hundred callers of one new plan read it once.
  const absl::MutexLock lock(&mutex_);
  for (const auto& [name, known] : kept_) {
    if (name == key) return known;
  }
  auto known = std::make_shared<KnownPlan>();
  SELARAS_ASSIGN_OR_RETURN(known->head, plans_.GetPlan(scope, plan));
  if (!known->head.usable) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_NOT_USABLE", {{"plan", std::string(plan)}});
  }
  SELARAS_ASSIGN_OR_RETURN(std::vector<PlanChain> chains, plans_.ListChains(scope, plan));
  for (PlanChain& chain : chains) {
    std::string chain_key = chain.key;
    known->chains.emplace(std::move(chain_key), std::move(chain));
  }
  kept_.emplace_front(key, known);
  if (kept_.size() > kMostKept) kept_.pop_back();
  return known;
}

}  // namespace selaras::approval
