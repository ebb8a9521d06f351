// Kleene's strong logic of three values: what cannot be known does not spoil what can.
#ifndef SELARAS_LIBS_RULES_TRUTH_H_
#define SELARAS_LIBS_RULES_TRUTH_H_

#include <cstdint>

namespace selaras::rules {

enum class Truth : uint8_t { kFalse = 0, kUnknown = 1, kTrue = 2 };

constexpr Truth TruthOf(bool value) {
  return value ? Truth::kTrue : Truth::kFalse;
}
constexpr Truth And(Truth a, Truth b) {
  return a < b ? a : b;
}
constexpr Truth Or(Truth a, Truth b) {
  return a < b ? b : a;
}
constexpr Truth Not(Truth a) {
  return static_cast<Truth>(2 - static_cast<uint8_t>(a));
}
constexpr Truth Implies(Truth a, Truth b) {
  return Or(Not(a), b);
}

}  // namespace selaras::rules

#endif  // SELARAS_LIBS_RULES_TRUTH_H_
