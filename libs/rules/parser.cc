#include "libs/rules/parser.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/rules/lexer.h"
#include "libs/rules/ranks.h"

namespace selaras::rules {
namespace {

constexpr int kMaxDepth = 100;
constexpr size_t kMaxNodes = 1000;

struct Function {
  absl::string_view name;
  Op op;
  std::vector<Type> arguments;
  Type result;
};

const std::vector<Function>& Functions() {
  static const auto* const functions = new std::vector<Function>{
      {"add_months", Op::kAddMonths, {Type::kDate, Type::kInt}, Type::kDate},
      {"months_between", Op::kMonthsBetween, {Type::kDate, Type::kDate}, Type::kInt},
      {"has_degree", Op::kHasDegree, {Type::kDegrees, Type::kInt, Type::kTextSet}, Type::kBool},
      {"has_certificate", Op::kHasCertificate, {Type::kCertificates, Type::kText}, Type::kBool},
      {"has_certificate",
       Op::kHasCertificateIn,
       {Type::kCertificates, Type::kText, Type::kTextSet},
       Type::kBool},
  };
  return *functions;
}

bool IsSet(Type type) {
  return type == Type::kTextSet || type == Type::kIntSet || type == Type::kDegrees ||
         type == Type::kCertificates;
}

class Parser {
 public:
  Parser(std::vector<Token> tokens, const ParseScope& scope, Symbols& symbols)
      : tokens_(std::move(tokens)), scope_(scope), symbols_(symbols) {}

  absl::StatusOr<Expression> Run() {
    SELARAS_ASSIGN_OR_RETURN(const int32_t root, ParseExpression());
    if (Next().kind != Lexeme::kEnd) return Fail("expected the end or an operator");
    if (nodes_[root].type != Type::kBool) {
      return ErrorAt(1, 1, absl::StrCat("a predicate is yes or no, this is a ", TypeName(nodes_[root].type)));
    }
    return Expression(std::move(nodes_));
  }

 private:
  using Node = Expression::Node;
  using Result = absl::StatusOr<int32_t>;

  const Token& Next() const { return tokens_[at_]; }
  bool IsWord(absl::string_view word) const { return Next().kind == Lexeme::kName && Next().text == word; }
  bool IsSign(absl::string_view sign) const { return Next().kind == Lexeme::kSign && Next().text == sign; }
  bool TakeWord(absl::string_view word) {
    if (!IsWord(word)) return false;
    ++at_;
    return true;
  }
  bool TakeSign(absl::string_view sign) {
    if (!IsSign(sign)) return false;
    ++at_;
    return true;
  }

  absl::Status FailAt(const Token& token, absl::string_view what) const {
    return ErrorAt(token.line, token.column, what);
  }
  absl::Status Fail(absl::string_view what) const { return FailAt(Next(), what); }

  absl::Status Expect(const Token& token, int32_t node, Type type) const {
    if (nodes_[node].type == type) return absl::OkStatus();
    return FailAt(token,
                  absl::StrCat("expected a ", TypeName(type), ", found a ", TypeName(nodes_[node].type)));
  }

  Result Add(Node node) {
    if (nodes_.size() >= kMaxNodes) return Fail("predicate too long");
    nodes_.push_back(node);
    return static_cast<int32_t>(nodes_.size()) - 1;
  }
  Result AddOperator(Op op, Type type, int32_t a, int32_t b = -1, int32_t c = -1) {
    Node node{op, type};
    node.a = a;
    node.b = b;
    node.c = c;
    return Add(node);
  }
  Result AddConstant(Type type, int64_t number) {
    Node node{Op::kConstant, type};
    node.constant = {number, true};
    return Add(node);
  }

  // yes/no operators of one level, left to right.
  template <typename Operand>
  Result ParseChain(absl::string_view word, Op op, Operand operand) {
    const Token first = Next();
    SELARAS_ASSIGN_OR_RETURN(int32_t left, operand());
    while (IsWord(word)) {
      SELARAS_RETURN_IF_ERROR(Expect(first, left, Type::kBool));
      ++at_;
      const Token second = Next();
      SELARAS_ASSIGN_OR_RETURN(const int32_t right, operand());
      SELARAS_RETURN_IF_ERROR(Expect(second, right, Type::kBool));
      SELARAS_ASSIGN_OR_RETURN(left, AddOperator(op, Type::kBool, left, right));
    }
    return left;
  }

  Result ParseExpression() {
    if (++depth_ > kMaxDepth) return Fail("nested too deeply");
    const Token first = Next();
    SELARAS_ASSIGN_OR_RETURN(int32_t left, ParseDisjunction());
    if (IsWord("implies")) {
      SELARAS_RETURN_IF_ERROR(Expect(first, left, Type::kBool));
      ++at_;
      const Token second = Next();
      SELARAS_ASSIGN_OR_RETURN(const int32_t right, ParseExpression());
      SELARAS_RETURN_IF_ERROR(Expect(second, right, Type::kBool));
      SELARAS_ASSIGN_OR_RETURN(left, AddOperator(Op::kImplies, Type::kBool, left, right));
    }
    --depth_;
    return left;
  }

  Result ParseDisjunction() {
    return ParseChain("or", Op::kOr, [&] { return ParseConjunction(); });
  }
  Result ParseConjunction() {
    return ParseChain("and", Op::kAnd, [&] { return ParseNegation(); });
  }

  Result ParseNegation() {
    if (!TakeWord("not")) return ParseComparison();
    if (++depth_ > kMaxDepth) return Fail("nested too deeply");
    const Token first = Next();
    SELARAS_ASSIGN_OR_RETURN(const int32_t operand, ParseNegation());
    SELARAS_RETURN_IF_ERROR(Expect(first, operand, Type::kBool));
    --depth_;
    return AddOperator(Op::kNot, Type::kBool, operand);
  }

  Result ParseComparison() {
    const Token first = Next();
    SELARAS_ASSIGN_OR_RETURN(const int32_t left, ParseSum());
    const Token sign = Next();
    if (TakeWord("in")) return FinishMembership(first, left, /*negated=*/false);
    if (IsWord("not") && at_ + 1 < tokens_.size() && tokens_[at_ + 1].text == "in") {
      at_ += 2;
      return FinishMembership(first, left, /*negated=*/true);
    }
    if (TakeWord("intersects")) return FinishIntersection(first, left);
    static constexpr std::pair<absl::string_view, Op> kComparisons[] = {
        {"==", Op::kEq}, {"!=", Op::kNe}, {"<", Op::kLt}, {"<=", Op::kLe}, {">", Op::kGt}, {">=", Op::kGe}};
    for (const auto& [text, op] : kComparisons) {
      if (!TakeSign(text)) continue;
      const Token second = Next();
      SELARAS_ASSIGN_OR_RETURN(const int32_t right, ParseSum());
      SELARAS_RETURN_IF_ERROR(Expect(second, right, nodes_[left].type));
      const bool equality = op == Op::kEq || op == Op::kNe;
      const Type type = nodes_[left].type;
      if (!equality && type != Type::kInt && type != Type::kDate) {
        return FailAt(sign, absl::StrCat("a ", TypeName(type), " has no order"));
      }
      return AddOperator(op, Type::kBool, left, right);
    }
    return left;
  }

  Result FinishMembership(const Token& first, int32_t left, bool negated) {
    const Token second = Next();
    SELARAS_ASSIGN_OR_RETURN(const int32_t right, ParseSum());
    const Type set = nodes_[right].type;
    if (set != Type::kTextSet && set != Type::kIntSet)
      return FailAt(second, "expected a set of texts or numbers");
    // `{}` reads as a set of texts and fits either.
    const bool empty = nodes_[right].op == Op::kConstant && nodes_[right].constant.number == 0;
    if (!empty)
      SELARAS_RETURN_IF_ERROR(Expect(first, left, set == Type::kTextSet ? Type::kText : Type::kInt));
    SELARAS_ASSIGN_OR_RETURN(const int32_t in, AddOperator(Op::kIn, Type::kBool, left, right));
    return negated ? AddOperator(Op::kNot, Type::kBool, in) : Result(in);
  }

  Result FinishIntersection(const Token& first, int32_t left) {
    const Token second = Next();
    SELARAS_ASSIGN_OR_RETURN(const int32_t right, ParseSum());
    if (!IsSet(nodes_[left].type)) return FailAt(first, "expected a set");
    SELARAS_RETURN_IF_ERROR(Expect(second, right, nodes_[left].type));
    return AddOperator(Op::kIntersects, Type::kBool, left, right);
  }

  Result ParseSum() {
    const Token first = Next();
    SELARAS_ASSIGN_OR_RETURN(int32_t left, ParsePrimary());
    while (IsSign("+") || IsSign("-")) {
      SELARAS_RETURN_IF_ERROR(Expect(first, left, Type::kInt));
      const Op op = IsSign("+") ? Op::kAdd : Op::kSubtract;
      ++at_;
      const Token second = Next();
      SELARAS_ASSIGN_OR_RETURN(const int32_t right, ParsePrimary());
      SELARAS_RETURN_IF_ERROR(Expect(second, right, Type::kInt));
      SELARAS_ASSIGN_OR_RETURN(left, AddOperator(op, Type::kInt, left, right));
    }
    return left;
  }

  Result ParsePrimary() {
    const Token token = Next();
    switch (token.kind) {
      case Lexeme::kNumber:
        ++at_;
        return AddConstant(Type::kInt, token.number);
      case Lexeme::kDate:
        ++at_;
        return AddConstant(Type::kDate, token.number);
      case Lexeme::kText:
        ++at_;
        return AddConstant(Type::kText, symbols_.Intern(token.text));
      case Lexeme::kName:
        return ParseName();
      case Lexeme::kSign:
        break;
      case Lexeme::kEnd:
        return Fail("the predicate ends where a value is expected");
    }
    if (TakeSign("(")) {
      SELARAS_ASSIGN_OR_RETURN(const int32_t inner, ParseExpression());
      if (!TakeSign(")")) return Fail("expected )");
      return inner;
    }
    if (TakeSign("{")) return ParseSet();
    return Fail("expected a value");
  }

  Result ParseSet() {
    std::vector<int64_t> items;
    Type type = Type::kTextSet;
    while (!TakeSign("}")) {
      if (!items.empty() && !TakeSign(",")) return Fail("expected , or }");
      const Token& token = Next();
      if (token.kind != Lexeme::kText && token.kind != Lexeme::kNumber)
        return Fail("expected a text or a number");
      const Type item_set = token.kind == Lexeme::kText ? Type::kTextSet : Type::kIntSet;
      if (!items.empty() && item_set != type) return Fail("texts and numbers in one set");
      type = item_set;
      items.push_back(token.kind == Lexeme::kText ? symbols_.Intern(token.text) : token.number);
      ++at_;
    }
    return AddConstant(type, symbols_.InternSet(std::move(items)));
  }

  Result ParseName() {
    const Token token = Next();
    ++at_;
    if (token.text == "true" || token.text == "false") return AddConstant(Type::kBool, token.text == "true");
    if (IsSign("(")) return ParseCall(token);
    if (absl::string_view(token.text).substr(0, 6) == "param.") return ParseParameter(token);
    const std::optional<Fact> fact = FindFact(token.text);
    if (!fact.has_value()) return FailAt(token, absl::StrCat("no fact, function or word `", token.text, "`"));
    if (std::find(scope_.roots.begin(), scope_.roots.end(), InfoOf(*fact).root) == scope_.roots.end()) {
      return FailAt(token, absl::StrCat("`", token.text, "` is not known in this scope"));
    }
    Node node{Op::kFact, InfoOf(*fact).type};
    node.fact = *fact;
    return Add(node);
  }

  Result ParseParameter(const Token& token) {
    const absl::string_view name = absl::string_view(token.text).substr(6);
    for (size_t i = 0; i < scope_.parameters.size(); ++i) {
      if (scope_.parameters[i].name != name) continue;
      Node node{Op::kParameter, scope_.parameters[i].type};
      node.parameter = static_cast<int32_t>(i);
      return Add(node);
    }
    return FailAt(token, absl::StrCat("no parameter `", name, "`"));
  }

  Result ParseCall(const Token& name) {
    ++at_;  // (
    if (name.text == "grade" || name.text == "education") return FinishLiteral(name);
    std::vector<int32_t> arguments;
    std::vector<Token> places;
    while (!TakeSign(")")) {
      if (!arguments.empty() && !TakeSign(",")) return Fail("expected , or )");
      places.push_back(Next());
      SELARAS_ASSIGN_OR_RETURN(const int32_t argument, ParseExpression());
      arguments.push_back(argument);
    }
    if (name.text == "known" || name.text == "empty") {
      if (arguments.size() != 1) return FailAt(name, absl::StrCat("`", name.text, "` takes one argument"));
      if (name.text == "known") return AddOperator(Op::kKnown, Type::kBool, arguments[0]);
      if (!IsSet(nodes_[arguments[0]].type)) return FailAt(places[0], "expected a set");
      return AddOperator(Op::kEmpty, Type::kBool, arguments[0]);
    }
    return FinishCall(name, arguments, places);
  }

  // grade('III/d'), education('S1')
  Result FinishLiteral(const Token& name) {
    const Token text = Next();
    const std::optional<int64_t> rank =
        name.text == "grade" ? GradeOrder(absl::string_view(text.text)) : EducationRankByName(text.text);
    if (text.kind != Lexeme::kText || !rank.has_value()) {
      return Fail(absl::StrCat("expected the name of a",
                               name.text == "grade" ? " grade, like 'III/d'" : "n education, like 'S1'"));
    }
    ++at_;
    if (!TakeSign(")")) return Fail("expected )");
    return AddConstant(Type::kInt, *rank);
  }

  Result FinishCall(const Token& name, const std::vector<int32_t>& arguments,
                    const std::vector<Token>& places) {
    bool known_name = false;
    for (const Function& function : Functions()) {
      if (function.name != name.text) continue;
      known_name = true;
      if (function.arguments.size() != arguments.size()) continue;
      for (size_t i = 0; i < arguments.size(); ++i) {
        SELARAS_RETURN_IF_ERROR(Expect(places[i], arguments[i], function.arguments[i]));
      }
      return AddOperator(function.op, function.result, arguments[0], arguments[1],
                         arguments.size() > 2 ? arguments[2] : -1);
    }
    return FailAt(name, known_name
                            ? absl::StrCat("`", name.text, "` does not take ", arguments.size(), " arguments")
                            : absl::StrCat("no function `", name.text, "`"));
  }

  std::vector<Token> tokens_;
  const ParseScope& scope_;
  Symbols& symbols_;
  size_t at_ = 0;
  int depth_ = 0;
  std::vector<Node> nodes_;
};

}  // namespace

absl::StatusOr<Expression> ParsePredicate(absl::string_view source, const ParseScope& scope,
                                          Symbols& symbols) {
  SELARAS_ASSIGN_OR_RETURN(std::vector<Token> tokens, Tokenize(source));
  return Parser(std::move(tokens), scope, symbols).Run();
}

}  // namespace selaras::rules
