// Why a person is placed where he is, and why not elsewhere; who a post went to, and who not: in Indonesian and
// English, from templates in one place (explain_text.inc). Numbers shown are those that the solver used. What they
// mean and when they are exact: docs/explanations.md.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/assignment/certificate.h"
#include "services/matching/domain/displacement_graph.h"
#include "services/matching/domain/plan.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

struct BilingualText {
  std::string id, en;
  friend bool operator==(const BilingualText&, const BilingualText&) = default;
};

// A solved plan as explanations read it; the graph is of its instance and certificate.
struct PlanView {
  const PlanProblem& problem;
  const assignment::Certificate& certificate;
  const Plan& plan;
  const DisplacementGraph& graph;
};

// λ or a cap has a price, or the proof leaves a gap: prices then explain under the limits.
bool LimitsActive(const assignment::Certificate& certificate);

enum class Outcome : uint8_t {
  kPlaced,
  kUnlawful,
  kBelowCutoff,  // Lawful, but his in no best plan (exact only without active limits).
  // Another best plan has him there, and the published tie rule decided (or, where that was not settled, he is
  // exactly at the cutoff).
  kTied,
  kUnknownLawfulness,  // Not forbidden, but a fact is missing that the policy wants to know first.
  kOutOfScope,         // By every rule lawful, but the person or the post is no part of the plan.
  kExcluded,           // The same, but a pin or a ban of the request decided.
  kNoSeat,             // Nothing there that the plan could fill.
};

struct RuleNote {
  enum class Kind : uint8_t { kForbids, kUnknown, kWarns };
  std::string code, title_id, title_en, legal_basis;
  Kind kind = Kind::kForbids;
  std::vector<std::string> missing;  // Facts it reads that nobody delivered: `person.bonded_until`.
};

// One fact, corrected, that would flip an outcome.
struct Flip {
  std::string field;     // `assessments.M3`, …; of a rule: `person.tenure_months`, …
  std::string from, to;  // Empty = unknown; `to` empty = would have to be looked up.
  bool assumed = false;
  int64_t points = 0;  // By which the other post rises against his own; 0 for a rule.
  int32_t post = -1;   // Where he would be instead, province index.
  std::string rule;    // Code; empty = points decide.
  BilingualText text;
};

// Another post: a wish that was not met, or one that was asked for.
struct Alternative {
  int32_t post;             // Province index; -1 = there is none.
  int32_t preference_rank;  // 0 = not a wish.
  Outcome outcome;
  int64_t value = 0;  // Points of the person there, whatever the rules say.
  // What would have sufficed: value + loss where that is exact, else p_X + tolls + u_i. 0 where no plan of this
  // scope could place him there.
  int64_t cutoff = 0;
  std::optional<int64_t> loss;     // What the plan would lose by giving it to him; only if exact.
  std::vector<int32_t> displaced;  // Province persons who would have to give way, in order.
  std::vector<Flip> flips;
  std::vector<RuleNote> rules;  // All that bar; if none does, what is unknown or warns.
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
  std::vector<Flip> flips;                // After which no best plan would leave him in `to_post`.
  bool limits_active;                     // Cutoffs then explain under the limits.
};

// A wish for a unit or district is answered by its best post for the person (highest value over cutoff among
// the lawful, else the first by id of his position). kNotFound: no such person or post. Within 200 ms for 100,000
// people and 40,000 posts.
absl::StatusOr<Explanation> ExplainPerson(const PlanView& view, absl::string_view employee_id,
                                          absl::Span<const std::string> posts);

// The need that one move serves: "bidan kurang 3 → 2 di Puskesmas Way Urang", and what the post is for.
BilingualText BenefitOf(const PlanProblem& problem, const Plan& plan, const Move& move);

// A rule's outcome as it is told; `missing` from the facts that it reads of the pair.
RuleNote NoteOf(const PlanProblem& problem, int32_t person, int32_t post, const rules::Outcome& outcome);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_EXPLAIN_H_
