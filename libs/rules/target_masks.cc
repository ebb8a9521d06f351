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
      RuleMemo memo{rule, {}, {}, {}, {}};
      std::vector<Fact> reads_of_target;
      bool of_pairs = false;
      for (const Fact fact : rule->lawful_if.FactsUsed()) {
        const Root root = InfoOf(fact).root;
        of_pairs |= root == Root::pair;
        if (root == Root::person || root == Root::present) {
          memo.reads.push_back(fact);
        } else if (root != Root::plan) {
          reads_of_target.push_back(fact);
        }
      }
      if (of_pairs) continue;
      ClassifyTargets(reads_of_target, memo);
      memos_.push_back(std::move(memo));
    }
  }
}

void TargetMasks::ClassifyTargets(const std::vector<Fact>& reads, RuleMemo& memo) const {
  absl::flat_hash_map<std::vector<int64_t>, size_t> classes;
  std::vector<int64_t> signature;
  for (size_t t = 0; t < targets_.size(); ++t) {
    signature.clear();
    for (const Fact fact : reads) {
      const Value& value = targets_[t].Get(fact);
      signature.push_back(value.number);
      signature.push_back(value.known ? 1 : 0);
    }
    const auto [it, inserted] = classes.try_emplace(signature, memo.members.size());
    if (inserted) {
      memo.representatives.push_back(static_cast<int32_t>(t));
      memo.members.emplace_back((targets_.size() + 63) / 64);
    }
    memo.members[it->second][t / 64] |= uint64_t{1} << (t % 64);
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
  for (size_t c = 0; c < memo.members.size(); ++c) {
    const Facts& target = targets_[memo.representatives[c]];
    const Outcome outcome{memo.rule, evaluator_.Ask(*memo.rule, person, target, symbols)};
    if (!outcome.Bars()) continue;
    for (size_t w = 0; w < bits.size(); ++w) bits[w] |= memo.members[c][w];
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
