// The same rules for very many persons against a fixed list of targets, without asking every pair.
//
// A rule reads only some facts of the person. People who agree in those facts get the same answers, so each
// rule is asked once per distinct combination of what it reads, and its answers over all targets are kept as
// bits. A person then costs one lookup per rule, and a scan of targets / 64 words.
//
//   TargetMasks masks(evaluator, {Scope::kPersonAgency, Scope::kPersonPosition}, targets, symbols);
//   masks.Barred(facts, symbols, &barred);      // bit t set: some rule bars target t
#ifndef SELARAS_LIBS_RULES_TARGET_MASKS_H_
#define SELARAS_LIBS_RULES_TARGET_MASKS_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "libs/rules/evaluator.h"

namespace selaras::rules {

// Not thread-safe: it remembers.
class TargetMasks {
 public:
  // Rules that read facts of root pair are left out: such facts belong to single pairs. Warnings are left out
  // too.
  TargetMasks(const Evaluator& evaluator, absl::Span<const Scope> scopes, std::vector<Facts> targets);

  // One bit per target, set where a rule bars it. O(rules × (facts read + targets / 64)) once its
  // combinations are known.
  void Barred(const Facts& person, const Symbols& symbols, std::vector<uint64_t>* barred);

  // Distinct combinations met so far, all rules together.
  int64_t combinations() const;

 private:
  struct RuleMemo {
    const Rule* rule;
    std::vector<Fact> reads;  // Of the person.
    // Targets that agree in what the rule reads of them: one that stands for all, and a bit for each.
    std::vector<int32_t> representatives;
    std::vector<std::vector<uint64_t>> members;
    absl::flat_hash_map<std::vector<int64_t>, std::vector<uint64_t>> answers;
  };
  void ClassifyTargets(const std::vector<Fact>& reads, RuleMemo& memo) const;
  const std::vector<uint64_t>& AnswersOf(RuleMemo& memo, const Facts& person, const Symbols& symbols);

  const Evaluator& evaluator_;
  std::vector<Facts> targets_;
  std::vector<RuleMemo> memos_;
  std::vector<int64_t> signature_;
};

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_TARGET_MASKS_H_
