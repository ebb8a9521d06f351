#include "services/matching/rpc/ranking_convert.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/matching/app/plan_outcome.h"
#include "services/matching/rpc/names.h"

namespace selaras::matching {
namespace {

namespace pb = v1alpha;
using google::protobuf::RepeatedPtrField;

absl::Status Unknown(const char* kind, const std::string& id) {
  return Error(absl::StatusCode::kInvalidArgument, "PLAN_REFERENCE_UNKNOWN", {{"kind", kind}, {"id", id}});
}

const char* WordOf(RankVerdict verdict) {
  switch (verdict) {
    case RankVerdict::kLawful:
      return "LAWFUL";
    case RankVerdict::kUnlawful:
      return "UNLAWFUL";
    case RankVerdict::kUnknown:
      return "UNKNOWN";
  }
  return "UNKNOWN";
}

void AddRules(const RankJudgement& judgement, RepeatedPtrField<pb::RuleResult>* out) {
  for (const RankRule& found : judgement.rules) {
    pb::RuleResult& rule = *out->Add();
    rule.set_code(found.rule->code);
    rule.set_result(found.result == RankRule::kUnlawful  ? "UNLAWFUL"
                    : found.result == RankRule::kUnknown ? "UNKNOWN"
                                                         : "WARN");
    rule.set_title_id(found.rule->title_id);
    rule.set_title_en(found.rule->title_en);
    rule.set_legal_basis(found.rule->legal_basis);
  }
}

void AddTerms(const ScoreTerms& from, const ScoreTerms& to, RepeatedPtrField<pb::ScoreTerm>* out) {
  for (int t = 0; t < kTermCount; ++t) {
    const Term term = static_cast<Term>(t);
    if (from[term] == 0 && to[term] == 0) continue;
    pb::ScoreTerm& item = *out->Add();
    item.set_term(std::string(TermName(term)));
    item.set_points_from(from[term]);
    item.set_points_to(to[term]);
    item.set_assumed(to.Assumed(term));
  }
}

template <typename Row>
void FillPair(const Ranking& ranking, int32_t person, const RankTarget& target, bool as_case,
              const Ranked& row, Row* out) {
  out->set_value(row.value);
  out->set_score(row.score);
  const RankJudgement judgement = ranking.Judge(person, target, as_case);
  out->set_lawfulness(WordOf(judgement.verdict));
  AddRules(judgement, out->mutable_rules());
  const int32_t own = ranking.province().PersonRefsOf(person).post;
  const ScoreTerms from = own < 0 ? ScoreTerms() : ranking.TermsAt(person, ranking.TargetOf(own));
  AddTerms(from, ranking.TermsAt(person, target), out->mutable_terms());
}

template <typename Request>
std::string BoundTo(const char* method, const std::string& tenant, const std::string& agency,
                    Request& request) {
  request.clear_page_token();
  request.clear_page_size();
  request.clear_unlawful_size();
  return absl::StrCat(method, "|", tenant, "|", agency, "|", request.SerializeAsString());
}

}  // namespace

absl::StatusOr<PlanScope> RankScopeOf(const pb::PlanScope& message) {
  PlanScope scope;
  for (const std::string& name : message.agencies()) {
    SELARAS_ASSIGN_OR_RETURN(scope.agencies.emplace_back(), names::kAgency.ParseId(name));
  }
  for (const std::string& name : message.org_units()) {
    SELARAS_ASSIGN_OR_RETURN(scope.org_units.emplace_back(), names::kOrgUnit.ParseId(name));
  }
  for (const std::string& name : message.families()) {
    SELARAS_ASSIGN_OR_RETURN(const Family family, ParseFamily(name));
    scope.families.push_back(family);
  }
  return scope;
}

absl::StatusOr<RankTarget> TargetOf(const pb::RankCandidatesRequest& request, const Ranking& ranking) {
  const ProvinceIndex& province = ranking.province();
  if (request.has_hypothetical()) {
    const pb::HypotheticalPost& asked = request.hypothetical();
    SELARAS_ASSIGN_OR_RETURN(const std::string position_id, names::kPosition.ParseId(asked.position()));
    SELARAS_ASSIGN_OR_RETURN(const std::string unit_id, names::kOrgUnit.ParseId(asked.org_unit()));
    const int32_t position = province.FindPosition(position_id), unit = province.FindUnit(unit_id);
    if (position < 0) return Unknown("position", position_id);
    if (unit < 0 || province.FindAgency(province.units()[unit].agency) < 0)
      return Unknown("org unit", unit_id);
    if (asked.min_grade() < 0) return InvalidField("hypothetical.min_grade", "a SIASN grade, or 0 for none");
    return ranking.ThoughtOf(position, unit, asked.head_of_unit(), asked.certificate(), asked.min_grade());
  }
  SELARAS_ASSIGN_OR_RETURN(const std::string id, names::kPost.ParseId(request.post()));
  const int32_t post = province.FindPost(id);
  if (post < 0) return Error(absl::StatusCode::kNotFound, "POST_NOT_FOUND");
  return ranking.TargetOf(post);
}

std::string QueryOf(const std::string& tenant, const std::string& agency, pb::RankPostsRequest request) {
  return BoundTo("posts", tenant, agency, request);
}

std::string QueryOf(const std::string& tenant, const std::string& agency, pb::RankCandidatesRequest request) {
  return BoundTo("candidates", tenant, agency, request);
}

void ToProto(const RankingBase& base, pb::RankingBasis* out) {
  out->set_policy(names::kPolicy.Format(base.view->policy));
  out->set_registry_revision(base.view->facts->at.revision);
  SetDate(*base.view->facts->at.effective_date, out->mutable_effective_date());
  if (base.plan.has_value()) out->set_plan(names::kPlan.Format(base.plan->id));
}

void ToProto(const Ranking& ranking, int32_t person, const Ranked& row, pb::RankedPost* out) {
  out->set_post(names::kPost.Format(ranking.province().posts()[row.index].id));
  FillPair(ranking, person, ranking.TargetOf(row.index), /*as_case=*/false, row, out);
}

void ToProto(const Ranking& ranking, const RankTarget& target, const Ranked& row, pb::RankedCandidate* out) {
  const Person& person = ranking.province().persons()[row.index];
  out->set_employee(names::kEmployee.Format(person.id));
  FillPair(ranking, row.index, target, ranking.IsExecutive(target), row, out);
  const int32_t own = ranking.province().PersonRefsOf(row.index).post;
  if (own >= 0) out->set_present_post(names::kPost.Format(ranking.province().posts()[own].id));
}

}  // namespace selaras::matching
