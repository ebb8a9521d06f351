#include "libs/rules/target_masks.h"

#include <algorithm>
#include <utility>

namespace selaras::rules {

TargetMasks::TargetMasks(const Evaluator& evaluator, absl::Span<const Scope> scopes,
                         std::vector<Facts> targets)
    : evaluator_(evaluator), targets_(std::move(targets)) {
  for (const Scope scope : scopes) {
    for (const Rule* rule : evaluator.RulesOf(scope)) {
      if (rule->severity != RuleSeverity::kBlock) continue;
      RuleMemo memo{rule, {}, {}};
      bool of_pairs = false;
      for (const Fact fact : rule->lawful_if.FactsUsed()) {
        const Root root = InfoOf(fact).root;
        of_pairs |= root == Root::pair;
        if (root == Root::person || root == Root::present) memo.reads.push_back(fact);
      }
      if (!of_pairs) memos_.push_back(std::move(memo));
    }
  }
}

const std::vector<uint64_t>& TargetMasks::AnswersOf(RuleMemo& memo, const Facts& person,
                                                    const Symbols& symbols) {
  signature_.clear();
  for (const Fact fact : memo.reads) {
    const Value& value = person.Get(fact);
    signature_.push_back(value.number);
    signature_.push_back(value.known ? 1 : 0);
  }
  const auto it = memo.answers.find(signature_);
  if (it != memo.answers.end()) return it->second;
  std::vector<uint64_t> bits((targets_.size() + 63) / 64);
  for (size_t t = 0; t < targets_.size(); ++t) {
    const Outcome outcome{memo.rule, evaluator_.Ask(*memo.rule, person, targets_[t], symbols)};
    if (outcome.Bars()) bits[t / 64] |= uint64_t{1} << (t % 64);
  }
  return memo.answers.emplace(signature_, std::move(bits)).first->second;
}

void TargetMasks::Barred(const Facts& person, const Symbols& symbols, std::vector<uint64_t>* barred) {
  barred->assign((targets_.size() + 63) / 64, 0);
  for (RuleMemo& memo : memos_) {
    const std::vector<uint64_t>& answers = AnswersOf(memo, person, symbols);
    for (size_t w = 0; w < answers.size(); ++w) (*barred)[w] |= answers[w];
  }
}

int64_t TargetMasks::combinations() const {
  int64_t count = 0;
  for (const RuleMemo& memo : memos_) count += static_cast<int64_t>(memo.answers.size());
  return count;
}

}  // namespace selaras::rules
