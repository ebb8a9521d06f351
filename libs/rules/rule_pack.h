// A rule pack: the law as data. Format: rules.yaml of a policy (docs/formats.md §9).
//
//   SELARAS_ASSIGN_OR_RETURN(const RulePack pack, RulePack::Parse("rules.yaml", text));
//   const Evaluator evaluator(pack, effective_date);                                     // evaluator.h
//
// Every predicate says what is *lawful*. Nothing here knows transfers, plans or cases: facts come from the
// caller.
#ifndef SELARAS_LIBS_RULES_RULE_PACK_H_
#define SELARAS_LIBS_RULES_RULE_PACK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "libs/rules/expression.h"
#include "libs/rules/parser.h"
#include "libs/rules/symbols.h"

namespace selaras::rules {

// Which facts a rule may read: the person's always (but for kPlan), and of the target as far as named here.
enum class Scope : uint8_t { kPerson, kPersonAgency, kPersonPosition, kPersonPost, kPlan };
absl::string_view ScopeName(Scope scope);  // person, person_agency …

enum class RuleSeverity : uint8_t { kBlock, kWarn };

// What a missing fact means: something to look up in the case, or a bar until it is known.
enum class UnknownMeans : uint8_t { kChecklist, kBlock };

// Where a rule is asked: when planning, when a case is screened.
struct Stages {
  bool plan = true;
  bool kase = true;
};

struct Validity {
  std::optional<absl::CivilDay> from, to;  // Both inclusive; nullopt = open.
  bool Covers(absl::CivilDay date) const {
    return (!from.has_value() || *from <= date) && (!to.has_value() || date <= *to);
  }
};

struct Rule {
  std::string code;
  Scope scope;
  RuleSeverity severity;
  UnknownMeans unknown;
  Stages stages;
  std::string title_id, title_en, legal_basis, mark;
  Validity validity;
  std::string predicate;  // As written.
  Expression lawful_if;
};

// A number, switch or list that predicates name as param.NAME.
struct ParameterEntry {
  Value value;
  Validity validity;
  std::string legal_basis, mark;
};
struct Parameter {
  ParameterInfo info;
  std::vector<ParameterEntry> entries;  // At most one in force on a date.
};

// Immutable; safe to read from several threads.
class RulePack {
 public:
  // All mistakes at once: kInvalidArgument, one line each: `rules.yaml:12: B04: 2:14: expected a date, found
  // a number`.
  static absl::StatusOr<RulePack> Parse(absl::string_view file, absl::string_view yaml);

  const std::vector<Rule>& rules() const { return rules_; }  // Ascending by code.
  const std::vector<Parameter>& parameters() const { return parameters_; }
  const Symbols& symbols() const { return symbols_; }
  const Rule* Find(absl::string_view code) const;  // Null if absent.

 private:
  std::vector<Rule> rules_;
  std::vector<Parameter> parameters_;
  Symbols symbols_;
};

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_RULE_PACK_H_
