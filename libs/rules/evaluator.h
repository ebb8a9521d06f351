// Asks the rules of a pack that are in force on one date.
#ifndef SELARAS_LIBS_RULES_EVALUATOR_H_
#define SELARAS_LIBS_RULES_EVALUATOR_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/rules/facts.h"
#include "libs/rules/rule_pack.h"

namespace selaras::rules {

enum class Verdict : uint8_t { kLawful, kUnlawful, kUnknown };
absl::string_view VerdictName(Verdict verdict);  // LAWFUL …

enum class Stage : uint8_t { kPlan, kCase };

struct Outcome {
  const Rule* rule;
  Verdict verdict;
  // The move may not be made: unlawful, or unknown where the rule says that unknown bars.
  bool Bars() const {
    return rule->severity == RuleSeverity::kBlock &&
           (verdict == Verdict::kUnlawful ||
            (verdict == Verdict::kUnknown && rule->unknown == UnknownMeans::kBlock));
  }
  bool Warns() const { return rule->severity == RuleSeverity::kWarn && verdict == Verdict::kUnlawful; }
  // Neither forbidden nor shown to be lawful: a fact has to be looked up.
  bool Checklist() const { return verdict == Verdict::kUnknown && !Bars(); }
};

// Holds pointers into the pack, which must outlive it. Immutable; safe to read from several threads.
class Evaluator {
 public:
  // `plan`: the facts of root plan; plan.date is set from `date`.
  Evaluator(const RulePack& pack, absl::CivilDay date, Stage stage, Facts plan = {});

  // Every rule of the scope, by code, lawful ones too. `symbols` must be the pack's or an extended copy in
  // which the facts were interned.
  std::vector<Outcome> Evaluate(Scope scope, const Facts& person, const Facts& target,
                                const Symbols& symbols) const;

  Verdict Ask(const Rule& rule, const Facts& person, const Facts& target, const Symbols& symbols) const;

  // Rules in force of one scope and this stage, by code.
  const std::vector<const Rule*>& RulesOf(Scope scope) const { return by_scope_[static_cast<int>(scope)]; }
  const std::vector<Value>& parameters() const { return parameters_; }

 private:
  Facts plan_;
  std::vector<Value> parameters_;
  std::vector<const Rule*> by_scope_[5];
};

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_EVALUATOR_H_
