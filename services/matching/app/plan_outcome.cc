#include "services/matching/app/plan_outcome.h"

#include <algorithm>
#include <utility>

#include "libs/assignment/certificate_text.h"
#include "libs/assignment/instance_text.h"
#include "libs/base/error.h"

namespace selaras::matching {
namespace {

std::string PostId(const ProvinceIndex& province, int32_t post) {
  return post < 0 ? "" : province.posts()[post].id;
}

std::vector<TermRecord> TermsOf(const Move& move) {
  std::vector<TermRecord> terms;
  for (int t = 0; t < kTermCount; ++t) {
    const Term term = static_cast<Term>(t);
    const int32_t from = move.terms_from[term], to = move.terms_to[term];
    if (from == 0 && to == 0) continue;
    terms.push_back({std::string(TermName(term)), from, to,
                     move.terms_from.Assumed(term) || move.terms_to.Assumed(term)});
  }
  return terms;
}

MoveRecord RecordOf(const Plan& plan, const Move& move, const ProvinceIndex& province) {
  MoveRecord record;
  record.id = move.id;
  record.employee = province.persons()[move.person].id;
  record.from_post = PostId(province, move.from_post);
  record.to_post = PostId(province, move.to_post);
  record.chain = plan.chains[move.chain].key;
  record.gain = move.gain;
  record.measured = move.measured();
  for (const Term term : move.assumed) record.assumed.emplace_back(TermName(term));
  if (move.need_assumed) record.assumed.emplace_back("need");
  for (const TransferReason reason : move.reasons) record.reasons.emplace_back(ReasonName(reason));
  record.kind = std::string(KindName(move.kind));
  record.warnings = move.warnings;
  record.terms = TermsOf(move);
  return record;
}

}  // namespace

PlanOutcome MakeOutcome(const SolvedPlan& solved, PlanResult result, uint64_t seed, std::string instance_text,
                        const std::string& parent_hash) {
  const ProvinceIndex& province = solved.problem->province();
  const Plan& plan = solved.plan;
  PlanOutcome outcome;
  std::string certificate = assignment::CertificateText(solved.certificate);
  result.summary = plan.summary;
  result.limits = plan.limits;
  result.tiers = plan.tiers;
  result.instance_hash = solved.certificate.instance_sha256;
  result.certificate_hash = assignment::Sha256Hex(certificate);
  PlanOrigin origin = {result.policy_hash,
                       result.need_hash,
                       result.instance_hash,
                       result.certificate_hash,
                       result.registry_revision,
                       seed,
                       parent_hash};
  std::string text = PlanText(*solved.problem, plan, origin);
  result.plan_hash = assignment::Sha256Hex(text);
  for (const Move& move : plan.moves) outcome.moves.push_back(RecordOf(plan, move, province));
  for (const Chain& chain : plan.chains) {
    ChainRecord record;
    record.id = chain.key;
    record.marked = chain.marked;
    for (const int32_t move : chain.moves) record.moves.push_back(plan.moves[move].id);
    for (const int32_t agency : chain.agencies) record.agencies.push_back(province.agencies()[agency].id);
    outcome.chains.push_back(std::move(record));
  }
  for (const PostCutoff& cutoff : plan.cutoffs) {
    outcome.cutoffs.push_back({PostId(province, cutoff.post), cutoff.points, cutoff.seats, cutoff.placed});
  }
  outcome.files[PlanFile::kInstance] = std::move(instance_text);
  outcome.files[PlanFile::kCertificate] = std::move(certificate);
  outcome.files[PlanFile::kText] = std::move(text);
  outcome.result = std::move(result);
  return outcome;
}

PlanOutcome MakeInfeasible(const PlanProblem& problem, std::vector<Conflict> conflicts, PlanResult result,
                           uint64_t seed, const std::string& parent_hash) {
  PlanOutcome outcome;
  result.summary = SummaryBefore(problem);
  result.conflicts = std::move(conflicts);
  const PlanOrigin origin = {.policy_hash = result.policy_hash,
                             .need_hash = result.need_hash,
                             .registry_revision = result.registry_revision,
                             .seed = seed,
                             .parent_hash = parent_hash};
  std::string text = InfeasibleText(problem, result.conflicts, origin);
  result.plan_hash = assignment::Sha256Hex(text);
  outcome.files[PlanFile::kText] = std::move(text);
  outcome.result = std::move(result);
  return outcome;
}

PlanVerdict VerdictOf(const PlanResult& result) {
  if (!result.conflicts.empty()) return PlanVerdict::kInfeasible;
  const bool gap = std::any_of(result.tiers.begin(), result.tiers.end(),
                               [](const TierResult& tier) { return tier.objective != tier.bound; });
  return gap || result.summary.objective != result.summary.bound ? PlanVerdict::kWithin
                                                                 : PlanVerdict::kOptimal;
}

absl::StatusOr<Family> ParseFamily(absl::string_view name) {
  if (name == "TEACHER") return Family::kTeacher;
  if (name == "HEALTH") return Family::kHealth;
  if (name == "FUNCTIONAL") return Family::kFunctional;
  if (name == "STRUCTURAL") return Family::kStructural;
  if (name == "STAFF") return Family::kStaff;
  return InvalidField("spec.scope.families", "one of TEACHER, HEALTH, FUNCTIONAL, STRUCTURAL, STAFF");
}

}  // namespace selaras::matching
