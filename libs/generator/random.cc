#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

uint64_t SplitMix(uint64_t* state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

uint64_t RotateLeft(uint64_t x, int k) {
  return (x << k) | (x >> (64 - k));
}

}  // namespace

Random::Random(uint64_t seed, uint64_t stream, uint64_t substream) {
  uint64_t mix = seed;
  mix = SplitMix(&mix) ^ (stream * 0xD1342543DE82EF95u);
  mix = SplitMix(&mix) ^ (substream * 0xA24BAED4963EE407u);
  for (uint64_t& word : state_) word = SplitMix(&mix);
}

uint64_t Random::Next() {
  const uint64_t result = RotateLeft(state_[1] * 5, 7) * 9;
  const uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = RotateLeft(state_[3], 45);
  return result;
}

uint64_t Random::Below(uint64_t bound) {
  if (bound == 0) return 0;
  return static_cast<uint64_t>((static_cast<unsigned __int128>(Next()) * bound) >> 64);
}

int Random::Between(int low, int high) {
  return low + static_cast<int>(Below(static_cast<uint64_t>(high - low) + 1));
}

double Random::Unit() {
  return static_cast<double>(Next() >> 11) * (1.0 / 9007199254740992.0);
}

double Random::Bell() {
  // Each uniform has variance 1/12; four of them 1/3; hence the factor sqrt(3).
  return (Unit() + Unit() + Unit() + Unit() - 2.0) * 1.7320508075688772;
}

int Random::Round(double x) {
  const int floor = static_cast<int>(x);
  return floor + (Chance(x - floor) ? 1 : 0);
}

int Random::Weighted(const std::vector<double>& weights) {
  double sum = 0;
  for (double w : weights) sum += w;
  double at = Unit() * sum;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    at -= weights[i];
    if (at < 0) return static_cast<int>(i);
  }
  for (std::size_t i = weights.size(); i > 0; --i) {
    if (weights[i - 1] > 0) return static_cast<int>(i - 1);
  }
  return 0;
}

}  // namespace selaras::generator
