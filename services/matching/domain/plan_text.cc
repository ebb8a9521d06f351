#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/matching/domain/plan.h"

namespace selaras::matching {
namespace {

// Version 2 has lines that version 1 does not know; a plan without them stays version 1.
bool IsExtended(const Plan& plan) {
  return !plan.tiers.empty() || std::any_of(plan.limits.begin(), plan.limits.end(),
                                            [](const LimitUse& use) { return use.kind != "MOVES"; });
}

std::string Head(int version, const PlanOrigin& origin) {
  return absl::StrCat("selaras-plan ", version, "\npolicy ", origin.policy_hash, "\nneeds ", origin.need_hash,
                      "\nregistry ", origin.registry_revision, "\nseed ", origin.seed, "\n");
}

// Employees stand in the text under their keys.
std::string WithKeys(const PlanProblem& problem, const std::string& field, const std::string& value) {
  if (field != "employee" && field != "employees") return value;
  std::vector<std::string> keys;
  for (const absl::string_view id : absl::StrSplit(value, ", ")) {
    keys.push_back(PersonKey(problem.request().pseudonym_key, id));
  }
  return absl::StrJoin(keys, ",");
}

}  // namespace

std::string InfeasibleText(const PlanProblem& problem, const std::vector<Conflict>& conflicts,
                           const PlanOrigin& origin) {
  std::string text = Head(2, origin);
  if (!origin.parent_hash.empty()) absl::StrAppend(&text, "parent ", origin.parent_hash, "\n");
  absl::StrAppend(&text, "infeasible ", conflicts.size(), "\n");
  for (const Conflict& conflict : conflicts) {
    absl::StrAppend(&text, "k ", conflict.reason);
    for (const auto& [field, value] : conflict.metadata) {
      absl::StrAppend(&text, " ", field, "=", WithKeys(problem, field, value));
    }
    absl::StrAppend(&text, "\n");
  }
  absl::StrAppend(&text, "end\n");
  return text;
}

std::string PlanText(const PlanProblem& problem, const Plan& plan, const PlanOrigin& origin) {
  const ProvinceIndex& index = problem.province();
  const bool extended = IsExtended(plan);
  std::string text = Head(extended ? 2 : 1, origin);
  absl::StrAppend(&text, "instance ", origin.instance_hash, "\ncertificate ", origin.certificate_hash,
                  "\nobjective ", plan.summary.objective, "\nbound ", plan.summary.bound, "\n");
  if (extended) {
    absl::StrAppend(&text, "tiers ", plan.tiers.size(), "\n");
    for (const TierResult& tier : plan.tiers) {
      absl::StrAppend(&text, "t ", tier.tier, " ", tier.objective, " ", tier.bound, "\n");
    }
    absl::StrAppend(&text, "limits ", plan.limits.size(), "\n");
    for (const LimitUse& use : plan.limits) {
      absl::StrAppend(&text, "l ", use.kind, " ", use.within.empty() ? "-" : use.within, " ", use.bound, " ",
                      use.used, " ", use.price_milli, "\n");
    }
  }
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
