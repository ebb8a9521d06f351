#include "libs/rules/evaluator.h"

#include <utility>

namespace selaras::rules {

absl::string_view VerdictName(Verdict verdict) {
  static constexpr absl::string_view kNames[] = {"LAWFUL", "UNLAWFUL", "UNKNOWN"};
  return kNames[static_cast<int>(verdict)];
}

Evaluator::Evaluator(const RulePack& pack, absl::CivilDay date, Stage stage, Facts plan)
    : plan_(std::move(plan)) {
  plan_.SetDay(Fact::plan_date, date);
  for (const Parameter& parameter : pack.parameters()) {
    Value value;  // Unknown where no entry is in force.
    for (const ParameterEntry& entry : parameter.entries) {
      if (entry.validity.Covers(date)) value = entry.value;
    }
    parameters_.push_back(value);
  }
  for (const Rule& rule : pack.rules()) {
    const bool asked = stage == Stage::kPlan ? rule.stages.plan : rule.stages.kase;
    if (asked && rule.validity.Covers(date)) by_scope_[static_cast<int>(rule.scope)].push_back(&rule);
  }
}

Verdict Evaluator::Ask(const Rule& rule, const Facts& person, const Facts& target,
                       const Symbols& symbols) const {
  switch (rule.lawful_if.Evaluate({&person, &target, &plan_, parameters_, &symbols})) {
    case Truth::kTrue:
      return Verdict::kLawful;
    case Truth::kFalse:
      return Verdict::kUnlawful;
    case Truth::kUnknown:
      break;
  }
  return Verdict::kUnknown;
}

std::vector<Outcome> Evaluator::Evaluate(Scope scope, const Facts& person, const Facts& target,
                                         const Symbols& symbols) const {
  std::vector<Outcome> outcomes;
  for (const Rule* rule : RulesOf(scope)) outcomes.push_back({rule, Ask(*rule, person, target, symbols)});
  return outcomes;
}

}  // namespace selaras::rules
