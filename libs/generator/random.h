#ifndef SELARAS_LIBS_GENERATOR_RANDOM_H_
#define SELARAS_LIBS_GENERATOR_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace selaras::generator {

// xoshiro256** with distributions of our own: the same seed gives the same draws with every compiler and
// standard library. Only +, -, *, / on doubles are used, never libm, for the same reason.
class Random {
 public:
  // Streams of one seed are independent: an entity draws from its own stream, so that a change in one part of
  // the generator leaves the others as they were.
  explicit Random(uint64_t seed, uint64_t stream = 0, uint64_t substream = 0);

  uint64_t Next();
  // Uniform in [0, bound); 0 when bound is 0.
  uint64_t Below(uint64_t bound);
  // Uniform in [low, high], both included. REQUIRES: low <= high.
  int Between(int low, int high);
  // Uniform in [0, 1).
  double Unit();
  double Uniform(double low, double high) { return low + (high - low) * Unit(); }
  // True with this probability.
  bool Chance(double probability) { return Unit() < probability; }
  // Mean 0, variance 1, bounded by ±3.47 (sum of twelve uniforms would be slower; four are enough here).
  double Bell();
  // Floor or ceiling of x, so that the mean is x. REQUIRES: x >= 0.
  int Round(double x);
  // Index with probability proportional to its weight. REQUIRES: some weight > 0.
  int Weighted(const std::vector<double>& weights);
  template <typename T>
  const T& Pick(const std::vector<T>& items) {
    return items[Below(items.size())];
  }
  template <typename T>
  void Shuffle(std::vector<T>* items) {
    for (std::size_t i = items->size(); i > 1; --i) std::swap((*items)[i - 1], (*items)[Below(i)]);
  }

 private:
  uint64_t state_[4];
};

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_RANDOM_H_
