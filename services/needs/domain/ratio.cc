#include "services/needs/domain/ratio.h"

#include <limits>
#include <utility>

namespace selaras::needs {
namespace {

Int128 Gcd(Int128 a, Int128 b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a;
}

}  // namespace

std::optional<Ratio> Ratio::Of(Int128 numerator, Int128 denominator) {
  if (denominator <= 0 || numerator < 0) return std::nullopt;
  const Int128 common = Gcd(numerator, denominator);
  Ratio ratio;
  ratio.numerator_ = numerator / common;
  ratio.denominator_ = denominator / common;
  return ratio;
}

std::optional<Ratio> Ratio::Plus(const Ratio& other) const {
  const Int128 common = Gcd(denominator_, other.denominator_);
  Int128 left = 0, right = 0, sum = 0, denominator = 0;
  if (__builtin_mul_overflow(numerator_, other.denominator_ / common, &left) ||
      __builtin_mul_overflow(other.numerator_, denominator_ / common, &right) ||
      __builtin_add_overflow(left, right, &sum) ||
      __builtin_mul_overflow(denominator_, other.denominator_ / common, &denominator)) {
    return std::nullopt;
  }
  return Of(sum, denominator);
}

std::optional<Ratio> Ratio::Minus(const Ratio& other) const {
  const Int128 common = Gcd(denominator_, other.denominator_);
  Int128 left = 0, right = 0, denominator = 0;
  if (__builtin_mul_overflow(numerator_, other.denominator_ / common, &left) ||
      __builtin_mul_overflow(other.numerator_, denominator_ / common, &right) ||
      __builtin_mul_overflow(denominator_, other.denominator_ / common, &denominator)) {
    return std::nullopt;
  }
  return Of(left - right, denominator);
}

std::optional<Ratio> Ratio::Times(const Ratio& other) const {
  // Crosswise reduction first keeps the factors small.
  const Int128 a = Gcd(numerator_, other.denominator_);
  const Int128 b = Gcd(other.numerator_, denominator_);
  Int128 numerator = 0, denominator = 0;
  if (__builtin_mul_overflow(numerator_ / a, other.numerator_ / b, &numerator) ||
      __builtin_mul_overflow(denominator_ / b, other.denominator_ / a, &denominator)) {
    return std::nullopt;
  }
  return Of(numerator, denominator);
}

std::optional<Ratio> Ratio::Over(const Ratio& other) const {
  const std::optional<Ratio> inverse = Of(other.denominator_, other.numerator_);
  return inverse ? Times(*inverse) : std::nullopt;
}

int32_t Ratio::Rounded() const {
  // floor(x + 1/2) without forming 2·numerator, which may not fit.
  const Int128 whole = numerator_ / denominator_;
  const Int128 rest = numerator_ % denominator_;
  const Int128 rounded = whole + (rest >= denominator_ - rest ? 1 : 0);
  const Int128 limit = std::numeric_limits<int32_t>::max();
  return static_cast<int32_t>(rounded < limit ? rounded : limit);
}

int64_t Ratio::FloorTimes(int64_t factor) const {
  const Int128 whole = numerator_ / denominator_;
  const Int128 limit = std::numeric_limits<int64_t>::max();
  Int128 product = 0, rest = 0, sum = 0;
  if (__builtin_mul_overflow(whole, static_cast<Int128>(factor), &product))
    return static_cast<int64_t>(limit);
  if (__builtin_mul_overflow(numerator_ % denominator_, static_cast<Int128>(factor), &rest)) {
    // Only with a denominator above 2^97: its low bits do not matter at this size.
    rest = (numerator_ % denominator_ >> 32) * factor;
    rest = rest / (denominator_ >> 32);
  } else {
    rest = rest / denominator_;
  }
  if (__builtin_add_overflow(product, rest, &sum) || sum > limit) return static_cast<int64_t>(limit);
  return static_cast<int64_t>(sum);
}

double Ratio::ToDouble() const {
  return static_cast<double>(numerator_) / static_cast<double>(denominator_);
}

bool operator<(const Ratio& a, const Ratio& b) {
  return !(a == b) && !a.Minus(b).has_value();
}

}  // namespace selaras::needs
