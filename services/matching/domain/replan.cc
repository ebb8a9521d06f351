#include "services/matching/domain/replan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/matching/domain/chain_limits.h"

namespace selaras::matching {
namespace {

using assignment::PostIndex;

bool Contradict(const Pin& pin, const Ban& ban) {
  return pin.employee == ban.employee && (ban.post.empty() || ban.post == pin.post);
}

absl::Status Contradiction(const Pin& pin) {
  return Error(absl::StatusCode::kFailedPrecondition, "REPLAN_CONFLICT",
               {{"employee", pin.employee}, {"post", pin.post}});
}

absl::Status UnknownIn(absl::string_view plan, absl::string_view kind, absl::string_view id) {
  return Error(absl::StatusCode::kInvalidArgument, "REPLAN_REFERENCE_UNKNOWN",
               {{"kind", std::string(kind)}, {"id", std::string(id)}, {"plan", std::string(plan)}});
}

// −1 = not there. Both lists ascend.
int32_t FindPerson(const assignment::Instance& instance, const std::string& key) {
  const auto it =
      std::lower_bound(instance.persons.begin(), instance.persons.end(), key,
                       [](const assignment::Person& p, const std::string& k) { return p.key < k; });
  return it != instance.persons.end() && it->key == key ? static_cast<int32_t>(it - instance.persons.begin())
                                                        : -1;
}

int32_t FindPost(const assignment::Instance& instance, const std::string& id) {
  const auto it = std::lower_bound(instance.posts.begin(), instance.posts.end(), id,
                                   [](const assignment::Post& p, const std::string& k) { return p.id < k; });
  return it != instance.posts.end() && it->id == id ? static_cast<int32_t>(it - instance.posts.begin()) : -1;
}

// Instance index of an employee; −1 = frozen or unknown.
int32_t InstancePersonOf(const PlanProblem& problem, const std::string& employee) {
  const int32_t person = problem.province().FindPerson(employee);
  return person < 0 ? -1 : problem.InstancePerson(person);
}

// Where the person is if nobody moves him: the pin, the present post, or the unplaced post; −1 = pinned away from no
// post.
PostIndex StayOf(const PlanProblem& problem, int32_t i) {
  const int32_t person = problem.ProvincePerson(i);
  const int32_t post = problem.province().PersonRefsOf(person).post;
  if (post >= 0) return problem.InstancePost(post);
  return problem.PinOf(person) == nullptr ? problem.instance().persons[i].reference_post : -1;
}

int64_t Strayed(const std::vector<PostIndex>& a, const std::vector<PostIndex>& b) {
  int64_t strayed = 0;
  for (size_t i = 0; i < a.size(); ++i) strayed += a[i] != b[i] ? 1 : 0;
  return strayed;
}

}  // namespace

absl::StatusOr<Constraints> JoinConstraints(const Constraints& parent, const Constraints& more) {
  Constraints joined;
  absl::flat_hash_map<std::string, const Pin*> fresh;
  for (const Pin& pin : more.pins) {
    const auto [it, added] = fresh.emplace(pin.employee, &pin);
    if (!added && it->second->post != pin.post) return Contradiction(pin);
    if (added) joined.pins.push_back(pin);
  }
  for (const Pin& pin : parent.pins) {
    const bool lifted =
        std::any_of(more.bans.begin(), more.bans.end(), [&](const Ban& ban) { return Contradict(pin, ban); });
    if (!fresh.contains(pin.employee) && !lifted) joined.pins.push_back(pin);
  }
  absl::flat_hash_set<std::pair<std::string, std::string>> seen;
  for (const std::vector<Ban>* bans : {&parent.bans, &more.bans}) {
    for (const Ban& ban : *bans) {
      if (seen.emplace(ban.employee, ban.post).second) joined.bans.push_back(ban);
    }
  }
  for (const Ban& ban : joined.bans) {
    const auto pinned = fresh.find(ban.employee);
    if (pinned != fresh.end() && Contradict(*pinned->second, ban)) return Contradiction(*pinned->second);
  }
  return joined;
}

absl::Status CheckConstraints(const assignment::Instance& instance, absl::string_view plan,
                              const Constraints& parent, const Constraints& more,
                              absl::FunctionRef<std::string(absl::string_view)> key_of) {
  absl::flat_hash_set<std::string> constrained;
  for (const Pin& pin : parent.pins) constrained.insert(pin.employee);
  for (const Ban& ban : parent.bans) constrained.insert(ban.employee);
  for (const Pin& pin : more.pins) {
    const int32_t i = FindPerson(instance, key_of(pin.employee));
    if (i < 0) return UnknownIn(plan, "employee", pin.employee);
    const int32_t j = FindPost(instance, pin.post);
    if (j < 0) return UnknownIn(plan, "post", pin.post);
    if (instance.SeatCount(j) == 0) {
      return Error(absl::StatusCode::kFailedPrecondition, "PIN_NO_SEAT", {{"post", pin.post}});
    }
    if (!constrained.contains(pin.employee) && !instance.Score(i, j).has_value()) {
      return Error(absl::StatusCode::kFailedPrecondition, "REPLAN_PIN_UNLAWFUL",
                   {{"employee", pin.employee}, {"post", pin.post}, {"plan", std::string(plan)}});
    }
  }
  for (const Ban& ban : more.bans) {
    if (FindPerson(instance, key_of(ban.employee)) < 0) return UnknownIn(plan, "employee", ban.employee);
    if (!ban.post.empty() && FindPost(instance, ban.post) < 0) return UnknownIn(plan, "post", ban.post);
  }
  return absl::OkStatus();
}

std::vector<PostIndex> EarlierPlacement(const PlanProblem& problem, const EarlierPlan& earlier) {
  std::vector<PostIndex> placement(problem.instance().persons.size());
  for (size_t i = 0; i < placement.size(); ++i) placement[i] = StayOf(problem, static_cast<int32_t>(i));
  for (const EarlierPlan::Move& move : earlier.moves) {
    const int32_t i = InstancePersonOf(problem, move.employee);
    const int32_t post = problem.province().FindPost(move.to_post);
    if (i >= 0) placement[i] = post < 0 ? -1 : problem.InstancePost(post);
  }
  return placement;
}

std::vector<PostIndex> UndoneOnly(const PlanProblem& problem, const EarlierPlan& earlier) {
  const assignment::Instance& instance = problem.instance();
  std::vector<PostIndex> placement = EarlierPlacement(problem, earlier);
  std::set<absl::string_view> undone;
  for (const EarlierPlan::Move& move : earlier.moves) {
    const int32_t i = InstancePersonOf(problem, move.employee);
    if (i >= 0 && (placement[i] < 0 || !instance.Score(i, placement[i]).has_value()))
      undone.insert(move.chain);
  }
  for (const EarlierPlan::Move& move : earlier.moves) {
    const int32_t i = InstancePersonOf(problem, move.employee);
    if (i >= 0 && undone.contains(move.chain)) placement[i] = StayOf(problem, i);
  }
  for (const Pin& pin : problem.request().pins) {
    const int32_t i = InstancePersonOf(problem, pin.employee);
    if (i >= 0) placement[i] = instance.persons[i].reference_post;  // The pin is his reference.
  }
  return placement;
}

void KeepEarlierIfNoWorse(const PlanProblem& problem, const EarlierPlan& earlier,
                          assignment::Certificate& certificate) {
  // With tiers the worth in points does not say which of two plans is better.
  if (!certificate.tiers.empty()) return;
  const std::vector<PostIndex> before = EarlierPlacement(problem, earlier);
  for (const std::vector<PostIndex>& other : {before, UndoneOnly(problem, earlier)}) {
    if (std::find(other.begin(), other.end(), -1) != other.end()) continue;
    const absl::StatusOr<int64_t> value = assignment::Objective(problem.instance(), other);
    if (!value.ok() || *value < certificate.objective) continue;
    if (*value == certificate.objective && Strayed(other, before) >= Strayed(certificate.placement, before))
      continue;
    if (!KeepsChainLimits(problem, other)) continue;
    certificate.objective = *value;
    certificate.placement = other;
  }
}

ReplanSummary CompareWithParent(const PlanProblem& problem, const Plan& plan,
                                const assignment::Certificate& certificate, const EarlierPlan& earlier) {
  ReplanSummary summary;
  summary.people_changed = Strayed(certificate.placement, EarlierPlacement(problem, earlier));
  summary.value_lost = earlier.objective - certificate.objective;
  const std::vector<PostIndex> alone = UndoneOnly(problem, earlier);
  if (std::find(alone.begin(), alone.end(), -1) == alone.end()) {
    const absl::StatusOr<int64_t> value = assignment::Objective(problem.instance(), alone);
    if (value.ok()) summary.value_lost_alone = earlier.objective - *value;
  }
  std::set<absl::string_view> before;
  for (const EarlierPlan::Move& move : earlier.moves) before.insert(move.chain);
  for (const Chain& chain : plan.chains)
    ++(before.contains(chain.key) ? summary.chains_kept : summary.chains_new);
  summary.chains_gone = static_cast<int64_t>(before.size()) - summary.chains_kept;
  return summary;
}

}  // namespace selaras::matching
