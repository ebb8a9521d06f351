#include "services/matching/rpc/explain_convert.h"

#include <algorithm>

#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;

std::string PostName(const ProvinceIndex& province, int32_t post) {
  return post < 0 ? "" : names::kPost.Format(province.posts()[post].id);
}

std::string EmployeeName(const ProvinceIndex& province, int32_t person) {
  return names::kEmployee.Format(province.persons()[person].id);
}

void AddTerms(const ScoreTerms& from, const ScoreTerms& to, pb::Explanation* out) {
  for (int t = 0; t < kTermCount; ++t) {
    const Term term = static_cast<Term>(t);
    if (from[term] == 0 && to[term] == 0) continue;
    pb::ScoreTerm& item = *out->add_terms();
    item.set_term(std::string(TermName(term)));
    item.set_points_from(from[term]);
    item.set_points_to(to[term]);
    item.set_assumed(from.Assumed(term) || to.Assumed(term));
  }
}

pb::Alternative::Outcome ToProto(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPlaced:
      return pb::Alternative::OUTCOME_PLACED;
    case Outcome::kUnlawful:
      return pb::Alternative::OUTCOME_UNLAWFUL;
    case Outcome::kBelowCutoff:
      return pb::Alternative::OUTCOME_BELOW_CUTOFF;
    case Outcome::kTied:
      return pb::Alternative::OUTCOME_TIED;
    case Outcome::kUnknownLawfulness:
      return pb::Alternative::OUTCOME_UNKNOWN_LAWFULNESS;
    case Outcome::kOutOfScope:
      return pb::Alternative::OUTCOME_OUT_OF_SCOPE;
    case Outcome::kExcluded:
      return pb::Alternative::OUTCOME_EXCLUDED;
    case Outcome::kNoSeat:
      return pb::Alternative::OUTCOME_NO_SEAT;
  }
  return pb::Alternative::OUTCOME_UNSPECIFIED;
}

const char* ResultOf(RuleNote::Kind kind) {
  switch (kind) {
    case RuleNote::Kind::kForbids:
      return "UNLAWFUL";
    case RuleNote::Kind::kUnknown:
      return "UNKNOWN";
    case RuleNote::Kind::kWarns:
      break;
  }
  return "WARN";
}

void ToProto(const RuleNote& note, pb::RuleResult* out) {
  out->set_code(note.code);
  out->set_result(ResultOf(note.kind));
  out->set_title_id(note.title_id);
  out->set_title_en(note.title_en);
  out->set_legal_basis(note.legal_basis);
  for (const std::string& fact : note.missing) out->add_missing_facts(fact);
}

void ToProto(const Flip& flip, const ProvinceIndex& province, pb::Flip* out) {
  out->set_field(flip.field);
  out->set_points(flip.points);
  out->set_assumed(flip.assumed);
  out->set_text_id(flip.text.id);
  out->set_text_en(flip.text.en);
  out->set_from(flip.from);
  out->set_to(flip.to);
  out->set_post(PostName(province, flip.post));
  out->set_rule(flip.rule);
}

void ToProto(const Alternative& other, const ProvinceIndex& province, bool names_others,
             pb::Alternative* out) {
  out->set_post(PostName(province, other.post));
  out->set_preference_rank(other.preference_rank);
  out->set_outcome(ToProto(other.outcome));
  out->set_value(other.value);
  out->set_cutoff(other.cutoff);
  for (const RuleNote& note : other.rules) ToProto(note, out->add_rules());
  out->set_text_id(other.text.id);
  out->set_text_en(other.text.en);
  if (other.loss.has_value()) out->set_loss(*other.loss);
  out->set_displaced_count(static_cast<int32_t>(other.displaced.size()));
  for (const int32_t person : other.displaced) {
    if (names_others) out->add_displaced(EmployeeName(province, person));
  }
  for (const Flip& flip : other.flips) ToProto(flip, province, out->add_flips());
}

}  // namespace

void ToProto(const Explanation& explanation, const ProvinceIndex& province, bool names_others,
             pb::Explanation* out) {
  out->set_employee(EmployeeName(province, explanation.person));
  out->set_from_post(PostName(province, explanation.from_post));
  out->set_to_post(PostName(province, explanation.to_post));
  out->set_moved(explanation.moved);
  out->set_text_id(explanation.text.id);
  out->set_text_en(explanation.text.en);
  out->set_benefit_id(explanation.benefit.id);
  out->set_benefit_en(explanation.benefit.en);
  AddTerms(explanation.terms_from, explanation.terms_to, out);
  for (const Alternative& other : explanation.alternatives) {
    ToProto(other, province, names_others, out->add_alternatives());
  }
  for (const Flip& flip : explanation.flips) ToProto(flip, province, out->add_flips());
  out->set_limits_active(explanation.limits_active);
}

void ToProto(const PostExplanation& explanation, const ProvinceIndex& province, pb::PostExplanation* out) {
  out->set_post(PostName(province, explanation.post));
  out->set_seats(std::max(explanation.staffing.ceiling, explanation.staffing.before));
  out->set_placed(explanation.staffing.after);
  out->set_critical(explanation.staffing.critical);
  out->set_target(explanation.staffing.target);
  out->set_cutoff(explanation.cutoff);
  out->set_text_id(explanation.text.id);
  out->set_text_en(explanation.text.en);
  out->set_limits_active(explanation.limits_active);
  for (const PostClaim& claim : explanation.claims) {
    pb::PostClaim& to = *out->add_claims();
    to.set_employee(EmployeeName(province, claim.person));
    to.set_placed(claim.placed);
    to.set_value(claim.value);
    to.set_sufficient(claim.sufficient);
    if (claim.loss.has_value()) to.set_loss(*claim.loss);
    for (const int32_t person : claim.displaced) to.add_displaced(EmployeeName(province, person));
  }
}

void ToProto(const ExchangeCycle& cycle, const ProvinceIndex& province, pb::ExchangeCycle* out) {
  out->set_loss(cycle.loss);
  for (const ExchangeStep& step : cycle.steps) {
    pb::ExchangeStep& to = *out->add_steps();
    to.set_employee(EmployeeName(province, step.person));
    to.set_from_post(PostName(province, step.from_post));
    to.set_to_post(PostName(province, step.to_post));
    to.set_rank_from(step.rank_from);
    to.set_rank_to(step.rank_to);
  }
}

void ToProto(const std::string& plan, const Fairness& fairness, pb::FairnessReport* out) {
  out->set_plan(names::kPlan.Format(plan));
  for (const int64_t people : fairness.preference_ranks) out->add_preference_ranks(people);
  out->set_worst_loss(fairness.worst_loss);
  out->set_people_worse(fairness.people_worse);
  int64_t pairs = 0;
  for (int r = 0; r < kEnvyReasons; ++r) {
    pairs += fairness.envy_pairs[r];
    if (fairness.envy_pairs[r] == 0) continue;
    pb::EnvyClass& to = *out->add_envy_classes();
    const BilingualText text = TextFor(static_cast<EnvyReason>(r));
    to.set_reason(std::string(EnvyReasonName(static_cast<EnvyReason>(r))));
    to.set_pairs(fairness.envy_pairs[r]);
    to.set_text_id(text.id);
    to.set_text_en(text.en);
  }
  out->set_envy_pairs(pairs);
  out->set_vacancy_gini_before(fairness.vacancy_gini_before);
  out->set_vacancy_gini_after(fairness.vacancy_gini_after);
  out->set_limits_active(fairness.limits_active);
}

}  // namespace selaras::matching
