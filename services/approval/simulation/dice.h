// Chance by seed: equal seeds, equal worlds, on every machine.
#ifndef SELARAS_SERVICES_APPROVAL_SIMULATION_DICE_H_
#define SELARAS_SERVICES_APPROVAL_SIMULATION_DICE_H_

#include <cstdint>
#include <vector>

namespace selaras::approval::simulation {

// splitmix64 (Steele, Lea, Flood 2014).
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  // 0 … n-1; the bias of the remainder does not matter here. REQUIRES: n > 0.
  int Below(int n) { return static_cast<int>(Next() % static_cast<uint64_t>(n)); }
  bool Chance(int percent) { return Below(100) < percent; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[static_cast<size_t>(Below(static_cast<int>(from.size())))];
  }

 private:
  uint64_t state_;
};

// What happens to a call between two processes.
class Weather {
 public:
  enum class Fate { kGoes, kLostBefore, kLostAfter, kTwice };

  explicit Weather(Dice& dice) : dice_(dice) {}
  // From now on every call arrives once and is answered.
  void Calm() { calm_ = true; }
  bool calm() const { return calm_; }
  Fate Next() {
    if (calm_) return Fate::kGoes;
    const int at = dice_.Below(100);
    if (at < 4) return Fate::kLostBefore;
    if (at < 8) return Fate::kLostAfter;
    if (at < 12) return Fate::kTwice;
    return Fate::kGoes;
  }

 private:
  Dice& dice_;
  bool calm_ = false;
};

}  // namespace selaras::approval::simulation

#endif  // SELARAS_SERVICES_APPROVAL_SIMULATION_DICE_H_
