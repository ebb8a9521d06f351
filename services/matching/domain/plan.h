// What a solved instance means for people: moves with reasons, chains, shortages before and after.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/assignment/certificate.h"
#include "services/matching/domain/problem.h"
#include "services/matching/domain/score_terms.h"

namespace selaras::matching {

enum class TransferReason : uint8_t {
  kWorkloadBalance,
  kCompetencyFit,
  kVacancyFill,
  kRotationDue,
  kCareerDevelopment,
  kSelfRequest,
  kSuccession,
  kReorganisation,
  kConflictResolution,
  kDisciplinary,
  kHealthAccess,
};
absl::string_view ReasonName(TransferReason reason);  // VACANCY_FILL …

enum class TransferKind : uint8_t { kIntra, kInterKab, kInterProv, kRegCentral, kCentral };
absl::string_view KindName(TransferKind kind);  // INTRA …
// Kind of a move between two agencies (the legal route): same agency, same 2-digit province …
TransferKind KindOf(const Agency& from, const Agency& to);

// One person's change. Persons and posts are indices of the province.
struct Move {
  std::string id;  // Opaque, from keys: the same move in a child plan has the same id.
  int32_t person;
  int32_t from_post;  // -1 = held no post
  int32_t to_post;
  int32_t chain;  // Index in Plan::chains.
  int64_t gain;   // Points against staying: score, and what the two posts' seats gain and lose at the end.
  ScoreTerms terms_from, terms_to;
  std::vector<TransferReason> reasons;  // Weightiest first, never empty.
  TransferKind kind;
  std::vector<std::string> warnings;   // Codes of rules that warn.
  std::vector<std::string> checklist;  // Codes of rules whose facts are unknown: to be shown in the case.
  // Terms whose worth differs between the posts and rests on assumed values.
  std::vector<Term> assumed;
  bool need_assumed = false;  // The need of one of the two posts is its ceiling, for want of a measured one.
  bool measured() const { return assumed.empty() && !need_assumed; }
};

struct Chain {
  std::string key;  // Hash of its moves and facts, without the plan.
  std::vector<int32_t>
      moves;  // Indices of Plan::moves in order of dependence: what is needed first stands first.
  std::vector<int32_t> agencies;
  bool marked = false;  // Longer than 4, or joins agencies.
};

// Published price of a post with seats for people in scope.
struct PostCutoff {
  int32_t post;
  int64_t points;  // p_X rounded up
  int32_t seats, placed;
};

// People against need in one post.
struct Staffing {
  int32_t critical, target, ceiling, before, after;
};

struct PlanSummary {
  int64_t employees = 0, posts = 0, seats = 0, lawful_pairs = 0, move_budget = -1;
  int64_t moves = 0, chains = 0, measured_moves = 0;
  int64_t objective = 0, bound = 0, status_quo = 0;
  int64_t shortage_before = 0, shortage_after = 0, surplus_before = 0, surplus_after = 0;
  int64_t preferences = 0, preferences_first = 0,
          preferences_any = 0;  // People who wished; rank 1; any rank.
};

struct Plan {
  std::vector<Move> moves;          // Descending by gain, then by id.
  std::vector<Chain> chains;        // Ascending by key.
  std::vector<PostCutoff> cutoffs;  // Ascending by post id.
  std::vector<Staffing> staffing;   // By province post.
  std::vector<int32_t> post_of;     // By province person: post after the plan; -1 = none.
  std::vector<LimitUse> limits;     // MOVES first, caps, absorption, groups, chains.
  std::vector<TierResult> tiers;    // Empty without tiers; the last is the one by points.
  PlanSummary summary;
};

// Groups moves into chains and orders them (fills Plan::chains and Move::chain). At a post with `before`
// people, s seats and critical minimum c, with a arrivals and d departures:
//   max(0, a − (s − before)) arrivals each need one departure, max(0, d − max(0, before − c)) departures one
//   arrival.
// The k-th arrival by id is paired with the k-th departure by id. So any set of whole chains can be carried
// out alone: no post passes its seats, and none falls below its minimum that would not do so anyway.
void JoinChains(const PlanProblem& problem, Plan& plan);

// REQUIRES: the certificate is of problem.instance(). O(persons + posts + moves × score).
Plan MakePlan(const PlanProblem& problem, const assignment::Certificate& certificate);

// Moves, chains, staffing and posts of a placement of problem.instance(), the rest left empty. For those who look at many
// placements.
Plan MakeMoves(const PlanProblem& problem, const std::vector<assignment::PostIndex>& placement);

// Sizes, needs and worth of today, nothing changed: what there is to tell of a problem without solution.
PlanSummary SummaryBefore(const PlanProblem& problem);

// How the plan met the limits of its problem; units absorb silently unless they are full. O(limits × moves).
std::vector<LimitUse> LimitUses(const PlanProblem& problem, const Plan& plan,
                                const assignment::Certificate& certificate);

// Which policy, needs, revision a plan rests on: the head of its text.
struct PlanOrigin {
  std::string policy_hash, need_hash, instance_hash, certificate_hash;
  int64_t registry_revision = 0;
  uint64_t seed = 0;
  std::string parent_hash;  // Of the plan that this one repairs; empty = none.
};

// The plan as canonical text: equal plans give equal bytes, and no personal number is in it. Its
// SHA-256 is the plan's identity.
std::string PlanText(const PlanProblem& problem, const Plan& plan, const PlanOrigin& origin);
// The same of a plan that nothing can be.
std::string InfeasibleText(const PlanProblem& problem, const std::vector<Conflict>& conflicts,
                           const PlanOrigin& origin);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PLAN_H_
