#include "services/matching/domain/explain_cures.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/rules/facts.h"
#include "services/matching/domain/explain_words.h"

namespace selaras::matching {
namespace {

constexpr int64_t kMostSteps = 600;
constexpr int64_t kMostDays = 40 * 366;

using rules::Fact;

bool Passes(const Lawfulness& lawfulness, const rules::Rule& rule, const Lawfulness::PairFacts& facts) {
  return !rules::Outcome{&rule, lawfulness.Ask(rule, facts)}.Bars();
}

// The value nearest to the one known (to zero, if none is; of dates, to `today`) with which the rule passes.
std::optional<int64_t> NearestThatPasses(const Lawfulness& lawfulness, const rules::Rule& rule, Fact fact,
                                         Lawfulness::PairFacts facts, int64_t today) {
  const rules::Value now = facts.person.Get(fact);
  const auto passes = [&](int64_t number) {
    facts.person.Set(fact, number);
    return Passes(lawfulness, rule, facts);
  };
  switch (rules::InfoOf(fact).type) {
    case rules::Type::kBool:
      for (const int64_t number : {0, 1}) {
        if ((!now.known || now.number != number) && passes(number)) return number;
      }
      return std::nullopt;
    case rules::Type::kInt:
    case rules::Type::kDate: {
      const bool date = rules::InfoOf(fact).type == rules::Type::kDate;
      const int64_t from = now.known ? now.number : date ? today : 0;
      const int64_t most = date ? kMostDays : kMostSteps;
      // Far first in doubling steps, then between: rules compare with one bound.
      for (const int64_t sign : {1, -1}) {
        int64_t low = 0, high = 1;
        while (high <= most && !(date || from + sign * high >= 0 ? passes(from + sign * high) : false)) {
          low = high;
          high *= 2;
        }
        if (high > most) continue;
        while (high - low > 1) {
          const int64_t middle = (low + high) / 2;
          (passes(from + sign * middle) ? high : low) = middle;
        }
        return from + sign * high;
      }
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::string Shown(Fact fact, int64_t number) {
  switch (rules::InfoOf(fact).type) {
    case rules::Type::kBool:
      return number == 0 ? "false" : "true";
    case rules::Type::kDate:
      return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + number);
    default:
      return absl::StrCat(number);
  }
}

bool IsShown(Fact fact) {
  const rules::Type type = rules::InfoOf(fact).type;
  return type == rules::Type::kBool || type == rules::Type::kInt || type == rules::Type::kDate;
}

BilingualText Told(Fact fact, const std::string& value) {
  if (rules::InfoOf(fact).type != rules::Type::kBool) return Same(value);
  return Say(value == "true" ? Sentence::kYes : Sentence::kNo);
}

}  // namespace

std::vector<Flip> CuresOf(const PlanProblem& problem, int32_t person, int32_t post) {
  const Lawfulness& lawfulness = problem.lawfulness();
  const int64_t today = rules::DayNumber(problem.province().facts().effective_date);
  const Lawfulness::PairFacts facts = lawfulness.FactsOf(person, post);
  std::vector<Flip> missing, known;
  for (const rules::Outcome& outcome : lawfulness.OutcomesOf(person, post)) {
    if (!outcome.Bars()) continue;
    for (const Fact fact : outcome.rule->lawful_if.FactsUsed()) {
      const rules::FactInfo& info = rules::InfoOf(fact);
      // Whether he holds a post is no record of his that could be wrong by itself.
      if (info.root != rules::Root::person || fact == Fact::person_holds_post) continue;
      const rules::Value now = facts.person.Get(fact);
      const auto value = NearestThatPasses(lawfulness, *outcome.rule, fact, facts, today);
      // A list or a text that nobody delivered: what would have to be in it is for the case to find out.
      if (!value.has_value() && (now.known || IsShown(fact))) continue;
      Flip flip;
      flip.field = std::string(info.name);
      flip.assumed = !now.known;
      flip.post = post;
      flip.rule = outcome.rule->code;
      if (now.known && IsShown(fact)) flip.from = Shown(fact, now.number);
      if (value.has_value()) flip.to = Shown(fact, *value);
      const BilingualText word = WordForFact(info.name);
      const BilingualText title = {outcome.rule->title_id, outcome.rule->title_en};
      flip.text = flip.to.empty() ? Say(Sentence::kCureMissing, {title, word})
                  : flip.from.empty()
                      ? Say(Sentence::kCureUnknown, {title, word, Told(fact, flip.to)})
                      : Say(Sentence::kCureShort, {title, word, Told(fact, flip.from), Told(fact, flip.to)});
      (flip.assumed ? missing : known).push_back(std::move(flip));
    }
  }
  missing.insert(missing.end(), std::make_move_iterator(known.begin()), std::make_move_iterator(known.end()));
  return missing;
}

}  // namespace selaras::matching
