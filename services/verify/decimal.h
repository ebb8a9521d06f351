// Whole numbers beyond 64 bits. Every sum of the verifier is 128-bit: by the bounds of docs/formats.md one
// seat or one person is worth less than 2^71 over the denominator (the multipliers of 16 levels of zones, both
// ways, less than 2^68), the sums over 2^22 posts × 2^24 seats less than 2^117, the multipliers of 2^22 limits
// times their bounds less than 2^106, what a tier may miss at most 2^105, and lambda × M at most 2^124, so
// nothing overflows whatever the files say.
#ifndef SELARAS_SERVICES_VERIFY_DECIMAL_H_
#define SELARAS_SERVICES_VERIFY_DECIMAL_H_

#include <string>

namespace selaras::verify {

__extension__ using Int128 = __int128;

// Decimal digits with `-` before negative numbers. REQUIRES value > -2^127.
std::string Decimal(Int128 value);

// The largest whole number ≤ numerator / denominator. REQUIRES denominator > 0.
Int128 FloorDivide(Int128 numerator, Int128 denominator);

}  // namespace selaras::verify

#endif  // SELARAS_SERVICES_VERIFY_DECIMAL_H_
