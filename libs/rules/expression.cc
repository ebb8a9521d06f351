#include "libs/rules/expression.h"

#include <algorithm>

namespace selaras::rules {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);

Value Known(int64_t number) {
  return {number, true};
}
constexpr Value kUnknownValue{};

Value FromTruth(Truth truth) {
  return truth == Truth::kUnknown ? kUnknownValue : Known(truth == Truth::kTrue ? 1 : 0);
}
Truth ToTruth(const Value& value) {
  return value.known ? TruthOf(value.number != 0) : Truth::kUnknown;
}

bool Contains(const std::vector<int64_t>& set, int64_t item) {
  return std::binary_search(set.begin(), set.end(), item);
}

bool Intersect(const std::vector<int64_t>& a, const std::vector<int64_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](int64_t item) { return Contains(b, item); });
}

Truth FieldMatches(int64_t field, const std::vector<int64_t>& fields) {
  if (fields.empty()) return Truth::kTrue;
  if (field == 0) return Truth::kUnknown;
  return TruthOf(Contains(fields, field));
}

Truth HasDegree(const std::vector<int64_t>& degrees, int64_t rank, const std::vector<int64_t>& fields) {
  Truth result = Truth::kFalse;
  for (const int64_t degree : degrees) {
    // Rank 0 is a degree of unknown level.
    const int64_t own = PairFirst(degree);
    const Truth high_enough = own == 0 && rank > 0 ? Truth::kUnknown : TruthOf(own >= rank);
    result = Or(result, And(high_enough, FieldMatches(PairSecond(degree), fields)));
  }
  return result;
}

Truth HasCertificate(const std::vector<int64_t>& held, int64_t code, const std::vector<int64_t>& fields) {
  if (code == 0) return Truth::kTrue;
  Truth result = Truth::kFalse;
  for (const int64_t certificate : held) {
    if (PairFirst(certificate) == code) result = Or(result, FieldMatches(PairSecond(certificate), fields));
  }
  return result;
}

bool Compare(Op op, int64_t a, int64_t b) {
  switch (op) {
    case Op::kEq:
      return a == b;
    case Op::kNe:
      return a != b;
    case Op::kLt:
      return a < b;
    case Op::kLe:
      return a <= b;
    case Op::kGt:
      return a > b;
    default:
      return a >= b;
  }
}

// Far outside any calendar, numbers wrap instead of overflowing: a fact of 2^63 is nobody's intention.
int64_t Wrap(uint64_t number) {
  return static_cast<int64_t>(number);
}

constexpr int64_t kDayLimit = 4'000'000;  // ± 11,000 years
constexpr int64_t kMonthLimit = 12 * 10'000;

}  // namespace

absl::CivilDay AddMonths(absl::CivilDay day, int64_t months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(), std::min(day.day(), last.day()));
}

int64_t MonthsBetween(absl::CivilDay from, absl::CivilDay to) {
  if (to < from) return -MonthsBetween(to, from);
  int64_t months = absl::CivilMonth(to) - absl::CivilMonth(from);
  if (AddMonths(from, months) > to) --months;
  return months;
}

Truth Expression::Evaluate(const Context& context) const {
  return ToTruth(Compute(context));
}

Value Expression::Compute(const Context& context) const {
  return Compute(context, static_cast<int32_t>(nodes_.size()) - 1);
}

Value Expression::Compute(const Context& context, int32_t index) const {
  const Node& node = nodes_[index];
  switch (node.op) {
    case Op::kConstant:
      return node.constant;
    case Op::kParameter:
      return context.parameters[node.parameter];
    case Op::kFact:
      switch (InfoOf(node.fact).root) {
        case Root::person:
        case Root::present:
          return context.person->Get(node.fact);
        case Root::plan:
          return context.plan->Get(node.fact);
        default:
          return context.target->Get(node.fact);
      }
    case Op::kNot:
      return FromTruth(Not(ToTruth(Compute(context, node.a))));
    case Op::kAnd: {
      const Truth a = ToTruth(Compute(context, node.a));
      return a == Truth::kFalse ? Known(0) : FromTruth(And(a, ToTruth(Compute(context, node.b))));
    }
    case Op::kOr: {
      const Truth a = ToTruth(Compute(context, node.a));
      return a == Truth::kTrue ? Known(1) : FromTruth(Or(a, ToTruth(Compute(context, node.b))));
    }
    case Op::kImplies: {
      const Truth a = ToTruth(Compute(context, node.a));
      return a == Truth::kFalse ? Known(1) : FromTruth(Implies(a, ToTruth(Compute(context, node.b))));
    }
    case Op::kKnown:
      return Known(Compute(context, node.a).known ? 1 : 0);
    default:
      break;
  }
  if (node.op == Op::kHasDegree || node.op == Op::kHasCertificate || node.op == Op::kHasCertificateIn) {
    return Held(context, node);
  }
  const Value a = Compute(context, node.a);
  if (!a.known) return kUnknownValue;
  if (node.op == Op::kEmpty) return Known(context.symbols->Set(a.number).empty() ? 1 : 0);
  const Value b = Compute(context, node.b);
  if (!b.known) return kUnknownValue;
  switch (node.op) {
    case Op::kIn:
      return Known(Contains(context.symbols->Set(b.number), a.number) ? 1 : 0);
    case Op::kIntersects:
      return Known(Intersect(context.symbols->Set(a.number), context.symbols->Set(b.number)) ? 1 : 0);
    case Op::kAdd:
      return Known(Wrap(static_cast<uint64_t>(a.number) + static_cast<uint64_t>(b.number)));
    case Op::kSubtract:
      return Known(Wrap(static_cast<uint64_t>(a.number) - static_cast<uint64_t>(b.number)));
    case Op::kAddMonths: {
      const absl::CivilDay day = kEpoch + std::clamp(a.number, -kDayLimit, kDayLimit);
      return Known(DayNumber(AddMonths(day, std::clamp(b.number, -kMonthLimit, kMonthLimit))));
    }
    case Op::kMonthsBetween:
      return Known(MonthsBetween(kEpoch + std::clamp(a.number, -kDayLimit, kDayLimit),
                                 kEpoch + std::clamp(b.number, -kDayLimit, kDayLimit)));
    default:
      return Known(Compare(node.op, a.number, b.number) ? 1 : 0);
  }
}

// No demand is met by everybody, whatever is known of him.
Value Expression::Held(const Context& context, const Node& node) const {
  const Value demand = Compute(context, node.b);
  if (!demand.known) return kUnknownValue;
  const bool certificate = node.op != Op::kHasDegree;
  if (certificate && demand.number == 0) return Known(1);
  const Value fields = node.c < 0 ? Known(0) : Compute(context, node.c);
  if (!fields.known) return kUnknownValue;
  const std::vector<int64_t>& field_set = context.symbols->Set(fields.number);
  if (!certificate && demand.number == 0 && field_set.empty()) return Known(1);
  const Value held = Compute(context, node.a);
  if (!held.known) return kUnknownValue;
  const std::vector<int64_t>& held_set = context.symbols->Set(held.number);
  return FromTruth(certificate ? HasCertificate(held_set, demand.number, field_set)
                               : HasDegree(held_set, demand.number, field_set));
}

std::vector<Fact> Expression::FactsUsed() const {
  std::vector<Fact> facts;
  for (const Node& node : nodes_) {
    if (node.op == Op::kFact) facts.push_back(node.fact);
  }
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  return facts;
}

}  // namespace selaras::rules
