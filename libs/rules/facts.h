// The vocabulary of rules: which facts exist, of what type, and one set of their values.
//
//   Facts facts;
//   facts.Set(Fact::person_state, symbols.Intern("ACTIVE"));
//   facts.Set(Fact::person_tenure_months, 37);        // what is never set is unknown
#ifndef SELARAS_LIBS_RULES_FACTS_H_
#define SELARAS_LIBS_RULES_FACTS_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::rules {

// Scalars are numbers: a Bool 0 or 1, a Date days since 1970-01-01, a Text a symbol, a set the id of an
// interned set.
enum class Type : uint8_t { kBool, kInt, kDate, kText, kTextSet, kIntSet, kDegrees, kCertificates };
absl::string_view TypeName(Type type);

struct Value {
  int64_t number = 0;
  bool known = false;
  friend bool operator==(const Value&, const Value&) = default;
};

enum class Root : uint8_t { person, present, agency, position, post, pair, plan };

enum class Fact : uint8_t {
#define SELARAS_FACT(root, name, type) root##_##name,
#include "libs/rules/facts.inc"
#undef SELARAS_FACT
};

inline constexpr int kFactCount = 0
#define SELARAS_FACT(root, name, type) +1
#include "libs/rules/facts.inc"
#undef SELARAS_FACT
    ;

struct FactInfo {
  Root root;
  absl::string_view name;  // `person.state`
  Type type;
};
const FactInfo& InfoOf(Fact fact);
// By `root.name`; nullopt = no such fact.
std::optional<Fact> FindFact(absl::string_view name);

int64_t DayNumber(absl::CivilDay day);

// Values of any subset of the facts; about 1 KB.
class Facts {
 public:
  void Set(Fact fact, int64_t number) { values_[static_cast<int>(fact)] = {number, true}; }
  void SetDay(Fact fact, absl::CivilDay day) { Set(fact, DayNumber(day)); }
  template <typename T>
  void SetIfKnown(Fact fact, const std::optional<T>& value) {
    if (value.has_value()) Set(fact, static_cast<int64_t>(*value));
  }
  void SetDayIfKnown(Fact fact, const std::optional<absl::CivilDay>& day) {
    if (day.has_value()) SetDay(fact, *day);
  }
  const Value& Get(Fact fact) const { return values_[static_cast<int>(fact)]; }

 private:
  std::array<Value, kFactCount> values_{};
};

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_FACTS_H_
