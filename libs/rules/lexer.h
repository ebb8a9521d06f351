// Words of a predicate, with where they stand.
#ifndef SELARAS_LIBS_RULES_LEXER_H_
#define SELARAS_LIBS_RULES_LEXER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras::rules {

enum class Lexeme : uint8_t { kEnd, kName, kNumber, kText, kDate, kSign };

struct Token {
  Lexeme kind;
  std::string text;    // Name with its dots, sign, or the text between the quotes.
  int64_t number = 0;  // kNumber; kDate: days since 1970-01-01.
  int line = 1, column = 1;
};

// "2:14: what". Lines and columns from 1.
absl::Status ErrorAt(int line, int column, absl::string_view what);

// Ends with a kEnd token. kInvalidArgument with place: a character no predicate has, a text without its
// closing quote, a number beyond 18 digits, a day that does not exist.
absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view source);

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_LEXER_H_
