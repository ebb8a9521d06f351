#include "services/matching/app/explain_desk.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/log_keys.h"
#include "libs/base/status_macros.h"
#include "services/matching/app/embargo.h"

namespace selaras::matching {
namespace {

constexpr size_t kShelves = 2;  // As many as plans that PlanDesk keeps.

absl::Status CheckReachOf(const Principal& principal, const SolvedPlan& solved, absl::string_view employee) {
  if (principal.agency.empty()) return absl::OkStatus();
  const ProvinceIndex& province = solved.problem->province();
  const int32_t person = province.FindPerson(employee);
  if (person < 0) return absl::OkStatus();  // Who reads on says so.
  const auto id = [&](int32_t agency) { return agency < 0 ? "" : province.agencies()[agency].id; };
  std::string brought_to;
  for (const Move& move : solved.plan.moves) {
    if (move.person == person) brought_to = id(province.PostRefsOf(move.to_post).agency);
  }
  return CheckReach(principal, employee, id(province.PersonRefsOf(person).agency), brought_to);
}

}  // namespace

absl::StatusOr<ExplainDesk::Opened> ExplainDesk::OpenOf(const CallScope& call, const std::string& id,
                                                        absl::string_view employee) {
  SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.desk.Get(call, id));
  SELARAS_RETURN_IF_ERROR(CheckEmbargo(call.principal, plan, employee));
  Record(call, plan, "explanation of a person read before release");
  SELARAS_ASSIGN_OR_RETURN(Opened opened, OpenPlan(call, plan));
  SELARAS_RETURN_IF_ERROR(CheckReachOf(call.principal, *opened.solved_, employee));
  return opened;
}

absl::StatusOr<ExplainDesk::Opened> ExplainDesk::Open(const CallScope& call, const std::string& id,
                                                      LogMessage what) {
  SELARAS_ASSIGN_OR_RETURN(const PlanRecord plan, deps_.desk.Get(call, id));
  SELARAS_RETURN_IF_ERROR(CheckEmbargo(call.principal, plan));
  Record(call, plan, what);
  return OpenPlan(call, plan);
}

void ExplainDesk::Record(const CallScope& call, const PlanRecord& plan, LogMessage what) const {
  if (plan.state == PlanState::kReleased) return;
  deps_.logger.Log(selaras::Severity::kInfo, what,
                   {log_keys::kResource("plans/" + plan.id), log_keys::kPrincipal(call.principal.id)},
                   call.trace);
}

ExplainDesk::Shelf* ExplainDesk::Find(const std::string& plan,
                                      const std::shared_ptr<const SolvedPlan>& solved) {
  for (Shelf& shelf : shelves_) {
    if (shelf.plan == plan && shelf.solved.lock() == solved) return &shelf;
  }
  return nullptr;
}

absl::StatusOr<ExplainDesk::Opened> ExplainDesk::OpenPlan(const CallScope& call, const PlanRecord& plan) {
  Opened opened;
  SELARAS_ASSIGN_OR_RETURN(opened.solved_, deps_.desk.Solved(call, plan));
  if (opened.solved_->certificate.placement.size() != opened.solved_->problem->instance().persons.size()) {
    return Error(absl::StatusCode::kFailedPrecondition, "PLAN_STATE", {{"plan", plan.id}});
  }
  const std::lock_guard lock(mutex_);
  // Of a plan that nobody keeps any more nothing here is of use.
  std::erase_if(shelves_, [](const Shelf& shelf) { return shelf.solved.expired(); });
  if (const Shelf* shelf = Find(plan.id, opened.solved_); shelf != nullptr) {
    opened.graph_ = shelf->graph;
    return opened;
  }
  opened.graph_ = std::make_shared<const DisplacementGraph>(opened.solved_->problem->instance(),
                                                            opened.solved_->certificate);
  shelves_.push_front({plan.id, opened.solved_, opened.graph_, nullptr, nullptr});
  if (shelves_.size() > kShelves) shelves_.pop_back();
  return opened;
}

absl::StatusOr<std::shared_ptr<const std::vector<ExchangeCycle>>> ExplainDesk::Exchanges(
    const std::string& plan, const Opened& opened) {
  const std::lock_guard lock(mutex_);
  Shelf* const shelf = Find(plan, opened.solved_);
  if (shelf != nullptr && shelf->exchanges != nullptr) return shelf->exchanges;
  auto found = std::make_shared<const std::vector<ExchangeCycle>>(FindExchanges(opened.view()));
  if (shelf != nullptr) shelf->exchanges = found;
  return found;
}

absl::StatusOr<Fairness> ExplainDesk::FairnessOf(const std::string& plan, const Opened& opened) {
  const std::lock_guard lock(mutex_);
  Shelf* const shelf = Find(plan, opened.solved_);
  if (shelf != nullptr && shelf->fairness != nullptr) return *shelf->fairness;
  auto measured = std::make_shared<const Fairness>(MeasureFairness(opened.view()));
  if (shelf != nullptr) shelf->fairness = measured;
  return *measured;
}

}  // namespace selaras::matching
