#include "absl/strings/str_cat.h"
#include "services/matching/domain/plan.h"

namespace selaras::matching {

std::string PlanText(const PlanProblem& problem, const Plan& plan, const PlanOrigin& origin) {
  const ProvinceIndex& index = problem.province();
  std::string text = "selaras-plan 1\n";
  absl::StrAppend(&text, "policy ", origin.policy_hash, "\nneeds ", origin.need_hash, "\nregistry ",
                  origin.registry_revision, "\nseed ", origin.seed, "\ninstance ", origin.instance_hash,
                  "\ncertificate ", origin.certificate_hash, "\nobjective ", plan.summary.objective,
                  "\nbound ", plan.summary.bound, "\n");
  if (!origin.parent_hash.empty()) absl::StrAppend(&text, "parent ", origin.parent_hash, "\n");
  absl::StrAppend(&text, "moves ", plan.moves.size(), "\n");
  for (const Move& move : plan.moves) {
    absl::StrAppend(&text, "m ", move.id, " ", problem.KeyOf(move.person), " ",
                    move.from_post < 0 ? "-" : index.posts()[move.from_post].id, " ",
                    index.posts()[move.to_post].id, " ", move.gain, " ", KindName(move.kind), " ",
                    move.measured() ? "measured" : "assumed");
    for (const TransferReason reason : move.reasons) absl::StrAppend(&text, " ", ReasonName(reason));
    absl::StrAppend(&text, "\n");
  }
  absl::StrAppend(&text, "chains ", plan.chains.size(), "\n");
  for (const Chain& chain : plan.chains) {
    absl::StrAppend(&text, "c ", chain.key, chain.marked ? " marked" : " plain");
    for (const int32_t move : chain.moves) absl::StrAppend(&text, " ", plan.moves[move].id);
    absl::StrAppend(&text, "\n");
  }
  absl::StrAppend(&text, "end\n");
  return text;
}

}  // namespace selaras::matching
