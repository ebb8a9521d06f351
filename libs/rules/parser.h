// Reads predicates (grammar: expression.h) and checks their types.
#ifndef SELARAS_LIBS_RULES_PARSER_H_
#define SELARAS_LIBS_RULES_PARSER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/rules/expression.h"
#include "libs/rules/symbols.h"

namespace selaras::rules {

struct ParameterInfo {
  std::string name;
  Type type;
};

struct ParseScope {
  // Facts of other roots are refused.
  std::vector<Root> roots;
  absl::Span<const ParameterInfo> parameters;
};

// Texts and constant sets are interned in `symbols`. The result is of type yes/no.
// kInvalidArgument "line:column: what is wrong and what was expected"; never crashes on any bytes (nesting ≤
// 100, ≤ 1,000 operators).
absl::StatusOr<Expression> ParsePredicate(absl::string_view source, const ParseScope& scope,
                                          Symbols& symbols);

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_PARSER_H_
