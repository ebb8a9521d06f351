#ifndef SELARAS_SERVICES_NEEDS_DOMAIN_RATIO_H_
#define SELARAS_SERVICES_NEEDS_DOMAIN_RATIO_H_

// An exact fraction ≥ 0. Need is summed exactly and rounded once (domain rule), and urgency must come out the
// same on every machine, so neither is computed in floating point.

#include <cstdint>
#include <optional>

namespace selaras::needs {

__extension__ typedef __int128 Int128;

class Ratio {
 public:
  Ratio() = default;
  Ratio(int64_t whole) : numerator_(whole) {}  // NOLINT: implicit by intent. REQUIRES: whole >= 0

  // nullopt: denominator 0, or either negative.
  static std::optional<Ratio> Of(Int128 numerator, Int128 denominator);

  // nullopt: the reduced result does not fit 128 bits, or (Minus, Over) there is none >= 0.
  std::optional<Ratio> Plus(const Ratio& other) const;
  std::optional<Ratio> Minus(const Ratio& other) const;
  std::optional<Ratio> Times(const Ratio& other) const;
  std::optional<Ratio> Over(const Ratio& other) const;

  bool IsZero() const { return numerator_ == 0; }
  // Half up: floor(x + 0.5). Above the range of int32 the largest int32.
  int32_t Rounded() const;
  // floor(x * factor), saturating at the largest int64. REQUIRES: 0 <= factor <= 1e9.
  int64_t FloorTimes(int64_t factor) const;
  double ToDouble() const;

  Int128 numerator() const { return numerator_; }
  Int128 denominator() const { return denominator_; }

  friend bool operator==(const Ratio&, const Ratio&) = default;
  friend bool operator<(const Ratio& a, const Ratio& b);

 private:
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;  // > 0; the fraction is in lowest terms
};

}  // namespace selaras::needs

#endif  // SELARAS_SERVICES_NEEDS_DOMAIN_RATIO_H_
