// From the facts of a province, a policy and a request to the assignment instance, and back.
//
//   auto province = std::make_shared<const ProvinceIndex>(ProvinceIndex::Make(std::move(facts)).value());
//   // vectors[i] belongs to province->persons()[i]: the index sorts persons by id.
//   SELARAS_ASSIGN_OR_RETURN(PlanProblem problem, PlanProblem::Build({province, vectors, policy, rules,
//   request})); SELARAS_ASSIGN_OR_RETURN(auto solution, assignment::Solve(problem.instance(), {.seed =
//   seed})); Plan plan = MakePlan(problem, solution.certificate);                             // plan.h
//   Explanation why = ExplainPerson(problem, solution.certificate, plan, id, {});    // explain.h
//
// Who is in the instance: everybody in scope. A person in scope who may not move (a rule of person scope
// forbids it, or a ban) is in it with his own post alone. Everybody out of scope is frozen: he keeps his
// seat, and frozen people hold the most urgent seats of their post, so that those in scope compete for the
// rest.
//
// Cells are finer than position × agency where posts make demands of their own (certificate, grade, heading
// the unit): such posts form a cell of their own, and rules of person-post scope are exact there without a
// matrix. Only kin in line, bans and pins are exceptions of single pairs.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/instance.h"
#include "libs/rules/rule_pack.h"
#include "services/matching/domain/competency_vector.h"
#include "services/matching/domain/facts.h"
#include "services/matching/domain/plan_limits.h"
#include "services/matching/domain/problem_limits.h"
#include "services/matching/domain/score_policy.h"
#include "services/matching/domain/score_terms.h"
#include "services/matching/domain/scorer.h"
#include "services/matching/domain/seat_value.h"

namespace selaras::matching {

// Empty lists = all. A unit stands for itself and all units below it.
struct PlanScope {
  std::vector<std::string> agencies, org_units;
  std::vector<Family> families;
};

struct Pin {
  std::string employee, post, reason;
};

struct Ban {
  std::string employee;
  std::string post;  // Empty = he may not be moved at all.
  std::string reason;
};

struct PlanRequest {
  PlanScope scope;
  std::optional<int64_t> max_moves;  // nullopt = the policy's share of the scope; negative = no limit.
  std::vector<Pin> pins;
  std::vector<Ban> bans;
  PlanLimits limits;
  bool tiers = false;         // Critical seats before everything, then target seats, then points.
  std::string pseudonym_key;  // Secret of the tenant: keys of persons are HMAC-SHA-256 of their ids under it.
};

// Key under which an employee stands in instances and plans: HMAC-SHA-256 under the tenant's secret, 32 hex digits.
std::string PersonKey(absl::string_view secret, absl::string_view employee);

struct ProblemInputs {
  std::shared_ptr<const ProvinceIndex> province;
  std::vector<CompetencyVector> vectors;  // Same order as province->persons().
  ScorePolicy policy;
  std::shared_ptr<const rules::RulePack> rules;
  PlanRequest request;
};

// How much of the scope has measured facts behind each score term, permille: `fit`, `experience`,
// `performance`, `talent`, `distance` (home known), `preference` (any submitted), `need` (posts with a
// measured target).
struct Coverage {
  std::string term;
  int32_t permille;
};

// Immutable once built; safe to read from several threads.
class PlanProblem {
 public:
  // Asked for progress with persons done and in all; may be empty. Returning false cancels (kCancelled).
  using Progress = std::function<bool(int64_t done, int64_t total)>;

  // kInvalidArgument: the policy is out of range, CheckShape of the limits, or (PLAN_REFERENCE_UNKNOWN) a scope, pin,
  // ban or limit names what does not exist. What no plan can keep is no error: see conflicts(). A few seconds
  // for 100,000 people × 200 positions.
  static absl::StatusOr<PlanProblem> Build(ProblemInputs inputs, const Progress& progress = nullptr);

  const assignment::Instance& instance() const { return instance_; }
  const ProvinceIndex& province() const { return *inputs_.province; }
  const ScorePolicy& policy() const { return inputs_.policy; }
  const rules::RulePack& rules() const { return *inputs_.rules; }
  const PlanRequest& request() const { return inputs_.request; }
  const Scorer& scorer() const { return *scorer_; }
  const Lawfulness& lawfulness() const { return *lawfulness_; }

  // Instance index ↔ index in the province; -1 = not in the instance (frozen), or an unplaced post.
  int32_t ProvincePerson(assignment::PersonIndex i) const { return province_person_[i]; }
  int32_t InstancePerson(int32_t person) const { return instance_person_[person]; }
  int32_t ProvincePost(assignment::PostIndex j) const { return province_post_[j]; }
  int32_t InstancePost(int32_t post) const { return instance_post_[post]; }
  // True for the virtual post of people who hold none.
  bool IsUnplaced(assignment::PostIndex j) const { return province_post_[j] < 0; }

  // Whether the post is a target of this plan.
  bool InScope(int32_t post) const { return in_scope_[post]; }
  // Key under which a person of the province stands in instances and plans.
  std::string KeyOf(int32_t person) const;
  // Frozen people in a post (province index): they hold its first seats.
  int32_t FrozenIn(int32_t post) const { return frozen_[post]; }
  // Worth of every seat of a post (province index), frozen ones included.
  const std::vector<assignment::SeatRun>& Seats(int32_t post) const { return seats_[post]; }

  // The terms of the score of a person at a post (province indices), preferences and own-post terms included:
  // their total is instance().Score() wherever the pair is lawful.
  ScoreTerms Terms(int32_t person, int32_t post) const;
  // Rank of the best wish of the person that the post fulfils; 0 = none.
  int32_t WishRank(int32_t person, int32_t post) const;
  // Posts that fulfil a wish of the person, with the best rank that they fulfil.
  absl::flat_hash_map<int32_t, int32_t> WishedPosts(int32_t person) const;
  // Pin of the person, ban of the pair (post -1: of every move); null if none.
  const Pin* PinOf(int32_t person) const;
  const Ban* BanOf(int32_t person, int32_t post) const;

  int64_t scope_size() const { return instance_.person_count(); }
  // M; negative = no limit.
  int64_t move_budget() const { return move_budget_; }
  // Caps and groups that were asked or that the policy sets.
  const std::vector<ProblemLimit>& limits() const { return limits_; }
  // Why nothing keeps all that was asked, as far as it shows before solving; then the instance is not what was asked
  // and is not to be solved. Not empty means INFEASIBLE; the solver may still find the rest to be.
  const std::vector<Conflict>& conflicts() const { return conflicts_; }
  const std::vector<Coverage>& coverage() const { return coverage_; }

 private:
  friend class ProblemBuilder;
  PlanProblem() = default;

  ProblemInputs inputs_;
  std::shared_ptr<const Scorer> scorer_;
  std::shared_ptr<const Lawfulness> lawfulness_;
  assignment::Instance instance_;
  std::vector<int32_t> province_person_, instance_person_, province_post_, instance_post_, frozen_;
  std::vector<std::vector<assignment::SeatRun>> seats_;
  std::vector<bool> in_scope_;
  absl::flat_hash_map<int32_t, int32_t> pins_;  // Person → index of the pin.
  absl::flat_hash_map<int32_t, std::vector<std::pair<int32_t, int32_t>>>
      bans_;  // Person → (post or -1, index).
  int64_t move_budget_ = -1;
  std::vector<ProblemLimit> limits_;
  std::vector<Conflict> conflicts_;
  std::vector<Coverage> coverage_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_H_
