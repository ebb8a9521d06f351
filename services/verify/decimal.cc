#include "services/verify/decimal.h"

#include <algorithm>

namespace selaras::verify {

std::string Decimal(Int128 value) {
  std::string digits;
  Int128 rest = value < 0 ? -value : value;
  do {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest > 0);
  if (value < 0) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Int128 FloorDivide(Int128 numerator, Int128 denominator) {
  const Int128 quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

}  // namespace selaras::verify
