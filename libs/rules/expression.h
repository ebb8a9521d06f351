// Predicates: small typed expressions over facts, evaluated in three-valued logic.
//
//   position.group in {'JF_EXPERT', 'JF_SKILLED'} implies
//     has_degree(person.educations, position.min_education, position.education_fields)
//
// Grammar (loosest first; a comparison does not chain)
//   expression  = disjunction [ "implies" expression ]
//   disjunction = conjunction { "or" conjunction }
//   conjunction = negation { "and" negation }
//   negation    = "not" negation | comparison
//   comparison  = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in" | "intersects") sum ]
//   sum         = primary { ("+" | "-") primary }                             numbers only
//   primary     = number | 'text' | date 2024-09-22 | "true" | "false" | {a, b, …} | fact | param.name
//               | "(" expression ")" | function "(" arguments ")"
// Functions
//   known(x)                      yes/no, itself never unknown
//   empty(set)                    yes/no
//   add_months(date, n)           calendar months; a day past the month's end becomes its last day
//   months_between(from, to)      whole calendar months, negative if `to` is earlier
//   grade('III/d')                its order; education('S1') its rank
//   has_degree(degrees, rank, fields)          of at least this rank in one of the fields; empty fields = any
//   has_certificate(certificates, code)        '' is always held
//   has_certificate(certificates, code, fields)  and made out for one of the fields; empty fields = any
//
// Unknown: an operator with an unknown operand is unknown, except and/or/implies/not (Kleene) and known(). A
// degree or certificate whose field is unknown makes has_… unknown where it would decide.
#ifndef SELARAS_LIBS_RULES_EXPRESSION_H_
#define SELARAS_LIBS_RULES_EXPRESSION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "libs/rules/facts.h"
#include "libs/rules/symbols.h"
#include "libs/rules/truth.h"

namespace selaras::rules {

enum class Op : uint8_t {
  kConstant,
  kFact,
  kParameter,
  kNot,
  kAnd,
  kOr,
  kImplies,
  kEq,
  kNe,
  kLt,
  kLe,
  kGt,
  kGe,
  kIn,
  kIntersects,
  kAdd,
  kSubtract,
  kAddMonths,
  kMonthsBetween,
  kKnown,
  kEmpty,
  kHasDegree,
  kHasCertificate,
  kHasCertificateIn,
};

// What an expression is evaluated on. Facts of person and present are read from `person`, of plan from
// `plan`, all others from `target`.
struct Context {
  const Facts* person;
  const Facts* target;
  const Facts* plan;
  absl::Span<const Value> parameters;
  const Symbols* symbols;
};

// Immutable; made by ParseExpression (parser.h).
class Expression {
 public:
  struct Node {
    Op op;
    Type type;
    Fact fact = {};                  // kFact
    int32_t parameter = -1;          // kParameter
    Value constant;                  // kConstant
    int32_t a = -1, b = -1, c = -1;  // Operands: earlier nodes.
  };

  Expression() = default;
  explicit Expression(std::vector<Node> nodes) : nodes_(std::move(nodes)) {}

  // REQUIRES: not empty, of type yes/no. O(nodes).
  Truth Evaluate(const Context& context) const;
  Value Compute(const Context& context) const;

  Type type() const { return nodes_.back().type; }
  // Facts that are read, ascending, each once.
  std::vector<Fact> FactsUsed() const;
  const std::vector<Node>& nodes() const { return nodes_; }

 private:
  Value Compute(const Context& context, int32_t node) const;
  Value Held(const Context& context, const Node& node) const;

  std::vector<Node> nodes_;  // Root last.
};

absl::CivilDay AddMonths(absl::CivilDay day, int64_t months);
int64_t MonthsBetween(absl::CivilDay from, absl::CivilDay to);

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_EXPRESSION_H_
