#include "libs/rules/lexer.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "libs/rules/facts.h"

namespace selaras::rules {
namespace {

bool IsNameStart(char c) {
  return absl::ascii_isalpha(c) || c == '_';
}
bool IsNamePart(char c) {
  return absl::ascii_isalnum(c) || c == '_' || c == '.';
}

class Lexer {
 public:
  explicit Lexer(absl::string_view source) : source_(source) {}

  absl::StatusOr<std::vector<Token>> Run() {
    while (true) {
      SkipBlanks();
      Token token{Lexeme::kEnd, "", 0, line_, column_};
      if (at_ == source_.size()) {
        tokens_.push_back(token);
        return std::move(tokens_);
      }
      SELARAS_RETURN_IF_ERROR(Read(token));
      tokens_.push_back(std::move(token));
    }
  }

 private:
  char Peek(size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

  void Step() {
    if (source_[at_++] == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
  }

  void SkipBlanks() {
    while (at_ < source_.size() && absl::ascii_isspace(source_[at_])) Step();
  }

  absl::string_view Take(size_t count) {
    const absl::string_view taken = source_.substr(at_, count);
    for (size_t i = 0; i < taken.size(); ++i) Step();
    return taken;
  }

  absl::Status Read(Token& token) {
    const char c = Peek();
    if (IsNameStart(c)) return ReadName(token);
    if (absl::ascii_isdigit(c)) return ReadNumberOrDate(token);
    if (c == '\'') return ReadText(token);
    return ReadSign(token);
  }

  absl::Status ReadName(Token& token) {
    size_t length = 1;
    while (IsNamePart(Peek(length))) ++length;
    token.kind = Lexeme::kName;
    token.text = std::string(Take(length));
    return absl::OkStatus();
  }

  absl::Status ReadNumberOrDate(Token& token) {
    size_t length = 1;
    while (absl::ascii_isdigit(Peek(length))) ++length;
    // A minus right after four digits and before a digit makes a date: `2024-09-22`. Numbers are written
    // `2024 - 9`.
    if (length == 4 && Peek(4) == '-' && absl::ascii_isdigit(Peek(5))) {
      const absl::string_view text = Take(10);
      const absl::StatusOr<absl::CivilDay> day = ParseCivilDay(text);
      if (!day.ok())
        return ErrorAt(token.line, token.column, "not a date; expected YYYY-MM-DD of a day that exists");
      token.kind = Lexeme::kDate;
      token.number = DayNumber(*day);
      return absl::OkStatus();
    }
    if (length > 18) return ErrorAt(token.line, token.column, "number beyond 18 digits");
    token.kind = Lexeme::kNumber;
    if (!absl::SimpleAtoi(Take(length), &token.number))
      return ErrorAt(token.line, token.column, "not a number");
    return absl::OkStatus();
  }

  absl::Status ReadText(Token& token) {
    size_t length = 1;
    while (at_ + length < source_.size() && Peek(length) != '\'' && Peek(length) != '\n') ++length;
    if (Peek(length) != '\'') return ErrorAt(token.line, token.column, "text without closing quote");
    token.kind = Lexeme::kText;
    token.text = std::string(Take(length + 1).substr(1, length - 1));
    return absl::OkStatus();
  }

  absl::Status ReadSign(Token& token) {
    static constexpr absl::string_view kSigns[] = {"==", "!=", "<=", ">=", "<", ">", "(",
                                                   ")",  "{",  "}",  ",",  "+", "-"};
    for (const absl::string_view sign : kSigns) {
      if (source_.substr(at_, sign.size()) != sign) continue;
      token.kind = Lexeme::kSign;
      token.text = std::string(Take(sign.size()));
      return absl::OkStatus();
    }
    return ErrorAt(token.line, token.column, "character that no predicate has");
  }

  absl::string_view source_;
  size_t at_ = 0;
  int line_ = 1, column_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

absl::Status ErrorAt(int line, int column, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(line, ":", column, ": ", what));
}

absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view source) {
  return Lexer(source).Run();
}

}  // namespace selaras::rules
