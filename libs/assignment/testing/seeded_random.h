// Small deterministic generator for tests: the same numbers on every machine and library.
#ifndef SELARAS_LIBS_ASSIGNMENT_TESTING_SEEDED_RANDOM_H_
#define SELARAS_LIBS_ASSIGNMENT_TESTING_SEEDED_RANDOM_H_

#include <cstdint>

namespace selaras::assignment {

class SeededRandom {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15 + 0x1234567) {}

  uint64_t Next() {  // SplitMix64.
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // Uniform in [low, high].
  int32_t In(int32_t low, int32_t high) {
    return low + static_cast<int32_t>(Next() % static_cast<uint64_t>(int64_t{high} - low + 1));
  }
  bool Chance(double share) { return static_cast<double>(Next() >> 11) * 0x1.0p-53 < share; }

 private:
  uint64_t state_;
};

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_TESTING_SEEDED_RANDOM_H_
