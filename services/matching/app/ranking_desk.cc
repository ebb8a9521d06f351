#include "services/matching/app/ranking_desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"

namespace selaras::matching {
namespace {

constexpr size_t kPlansKept = 4;  // 320 KB each at 40,000 posts.
constexpr int kCutoffsAtOnce = 20000;

// Who sees himself only.
bool IsOnlyEmployee(const Principal& principal) {
  return !principal.HasAny({Role::kAnalyst, Role::kPortal, Role::kIntegrator});
}

absl::Status Foreign() {
  return Error(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN");
}

}  // namespace

absl::StatusOr<RankingBase> RankingDesk::BaseOf(const CallScope& call, const std::string& policy,
                                                const std::string& plan) {
  RankingBase base;
  if (policy.empty() && plan.empty()) return InvalidField("policy", "policies/…, or name a plan");
  if (!plan.empty()) {
    SELARAS_ASSIGN_OR_RETURN(base.plan, deps_.store.GetPlan(call.tenant, plan));
    if (base.plan->state != PlanState::kReleased) {
      if (!call.principal.HasAny({Role::kAnalyst, Role::kAuditor})) {
        return Error(absl::StatusCode::kFailedPrecondition, "PLAN_EMBARGOED", {{"plan", plan}});
      }
      if (base.plan->state != PlanState::kPlanned) {
        return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", plan}});
      }
      deps_.logger.Log(
          selaras::Severity::kInfo, "prices read before release",
          {log_keys::kResource(absl::StrCat("plans/", plan)), log_keys::kPrincipal(call.principal.id)},
          call.trace);
    }
    if (!policy.empty() && policy != base.plan->spec.policy) {
      return InvalidField("policy", absl::StrCat("that of the plan, policies/", base.plan->spec.policy));
    }
  }
  SELARAS_ASSIGN_OR_RETURN(base.view,
                           deps_.keeper.View(call.tenant, policy.empty() ? base.plan->spec.policy : policy));
  if (base.plan.has_value()) {
    SELARAS_ASSIGN_OR_RETURN(base.prices, PricesOf(call, plan, base.view->facts));
  }
  return base;
}

absl::StatusOr<std::shared_ptr<const std::vector<int64_t>>> RankingDesk::PricesOf(
    const CallScope& call, const std::string& plan, const std::shared_ptr<const SnapshotFacts>& facts) {
  {
    absl::MutexLock lock(&mutex_);
    for (const Kept& kept : kept_) {
      if (kept.plan == plan && kept.tenant == call.tenant && kept.facts.lock() == facts) return kept.prices;
    }
  }
  auto prices = std::make_shared<std::vector<int64_t>>(facts->province->posts().size(), 0);
  std::string after;
  while (true) {
    SELARAS_ASSIGN_OR_RETURN(const Page<CutoffRecord> page,
                             deps_.store.ListCutoffs(call.tenant, plan, after, kCutoffsAtOnce));
    for (const CutoffRecord& cutoff : page.items) {
      const int32_t post = facts->province->FindPost(cutoff.post);
      if (post >= 0) (*prices)[post] = cutoff.points;
    }
    if (!page.more) break;
    after = page.items.back().post;
  }
  absl::MutexLock lock(&mutex_);
  kept_.push_front({call.tenant, plan, facts, prices});
  if (kept_.size() > kPlansKept) kept_.pop_back();
  return std::shared_ptr<const std::vector<int64_t>>(prices);
}

absl::StatusOr<RankingSubject> RankingDesk::StoredPerson(const CallScope& call, const RankingBase& base,
                                                         const std::string& employee) {
  if (IsOnlyEmployee(call.principal) && call.principal.employee != employee) return Foreign();
  const ProvinceIndex& province = *base.view->facts->province;
  const int32_t person = province.FindPerson(employee);
  if (person < 0) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
  if (!call.principal.MayReach(province.persons()[person].agency)) return Foreign();
  return RankingSubject{base.view->ranking, person};
}

absl::StatusOr<RankingSubject> RankingDesk::PersonThoughtOf(const CallScope& call, const RankingBase& base,
                                                            Person person) {
  const ProvinceIndex& province = *base.view->facts->province;
  const int32_t stored = person.id.empty() ? -1 : province.FindPerson(person.id);
  if (!person.id.empty() && stored < 0) return Error(absl::StatusCode::kNotFound, "EMPLOYEE_NOT_FOUND");
  if (stored >= 0 && !call.principal.MayReach(province.persons()[stored].agency)) return Foreign();
  if (IsOnlyEmployee(call.principal)) {
    if (stored < 0 || call.principal.employee != person.id) return Foreign();
    person.relatives = province.persons()[stored].relatives;
  }
  const CompetencyVector vector = stored >= 0 ? base.view->facts->vectors[stored] : UnknownVector();
  SELARAS_ASSIGN_OR_RETURN(auto what_if, base.view->ranking->WhatIf(std::move(person), vector));
  return RankingSubject{std::move(what_if.first), what_if.second};
}

int32_t RankingDesk::AgencyOf(const CallScope& call, const ProvinceIndex& province) {
  if (call.principal.agency.empty()) return -1;
  const int32_t agency = province.FindAgency(call.principal.agency);
  return agency < 0 ? INT32_MAX : agency;
}

absl::StatusOr<std::vector<std::optional<SlateLoss>>> RankingDesk::Losses(
    const CallScope& call, const PlanRecord& plan, const std::string& post,
    absl::Span<const std::string> employees) {
  SELARAS_ASSIGN_OR_RETURN(const auto solved, deps_.plans.Solved(call, plan));
  const ProvinceIndex& province = solved->problem->province();
  std::vector<std::optional<SlateLoss>> losses(employees.size());
  std::vector<int32_t> persons;
  std::vector<size_t> places;
  for (size_t n = 0; n < employees.size(); ++n) {
    const int32_t person = province.FindPerson(employees[n]);
    if (person < 0) continue;
    persons.push_back(person);
    places.push_back(n);
  }
  const int32_t at = province.FindPost(post);
  if (at < 0) return losses;
  const auto found = SlateLosses(*solved->problem, solved->certificate, at, persons);
  for (size_t n = 0; n < places.size(); ++n) losses[places[n]] = found[n];
  return losses;
}

}  // namespace selaras::matching
