// Why a person is placed where he is, and why not elsewhere: in Indonesian and English, from templates in one
// place (explain_text.inc). Numbers shown are those that the solver used.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/assignment/certificate.h"
#include "services/matching/domain/plan.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

struct BilingualText {
  std::string id, en;
  friend bool operator==(const BilingualText&, const BilingualText&) = default;
};

enum class Outcome : uint8_t {
  kPlaced,
  kUnlawful,
  kBelowCutoff,  // Lawful, but his in no optimum (exact only without active limits).
  // Another optimum has him there, and the published tie rule decided (or, where that was not settled, he is
  // exactly at the cutoff).
  kTied,
  kUnknownLawfulness,  // Not forbidden, but a fact is missing that the policy wants to know first.
};

struct RuleNote {
  std::string code, title_id, title_en, legal_basis;
  bool unknown = false;  // A fact is missing; false: the rule forbids it.
};

// Another post: a wish that was not met, or one that was asked for.
struct Alternative {
  int32_t post;             // Province index.
  int32_t preference_rank;  // 0 = not a wish.
  Outcome outcome;
  int64_t value = 0;  // Points of the person there; 0 where unlawful.
  // What would have sufficed: his value there and what the plan would lose by giving it to him; at least p_X
  // + u_i, and just that where a limit is active or the search was given up (Displacement).
  int64_t cutoff = 0;
  std::vector<RuleNote> rules;
  BilingualText text;
};

struct Explanation {
  int32_t person;
  int32_t from_post, to_post;  // -1 = none.
  bool moved;
  bool frozen;  // Out of the plan's scope.
  BilingualText text;
  BilingualText benefit;  // Told also to the public; empty if he is not moved.
  ScoreTerms terms_from, terms_to;
  std::vector<Alternative> alternatives;  // Wishes by rank, then the posts asked for.
  bool limits_active;                     // λ > 0: cutoffs then explain under that limit.
};

// A wish for a unit or district is answered by its best post for the person (highest value over cutoff among
// the lawful, else the first by id of his position). kNotFound: no such person or post. Few milliseconds.
absl::StatusOr<Explanation> ExplainPerson(const PlanProblem& problem,
                                          const assignment::Certificate& certificate, const Plan& plan,
                                          absl::string_view employee_id, absl::Span<const std::string> posts);

// The need that one move serves: "bidan kurang 3 → 2 di Puskesmas Way Urang", and what the post is for.
BilingualText BenefitOf(const PlanProblem& problem, const Plan& plan, const Move& move);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_H_
