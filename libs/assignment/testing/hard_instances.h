// Instances on which a solver of this kind might not end in time: price wars, everybody in one cell, nothing but ties, no
// vacancy, far more people than seats; and those that a random search over shapes found worst by work per person.
// Deterministic in the seed on every machine.
#ifndef SELARAS_LIBS_ASSIGNMENT_TESTING_HARD_INSTANCES_H_
#define SELARAS_LIBS_ASSIGNMENT_TESTING_HARD_INSTANCES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "libs/assignment/instance.h"

namespace selaras::assignment {

struct HardShape {
  std::string name;
  int32_t people = 1000;
  int32_t posts_percent = 60;  // Posts per 100 people, besides the unplaced one.
  int32_t seats = 2;           // Per post at most, at least 1.
  int32_t cells = 10;
  int32_t districts = 4;
  int32_t lawful_cells = 3;    // Per person, neighbours on a ring.
  int32_t levels = 100;        // Different values a score can have; 1 = all equal.
  int32_t spread = 1000;       // Points from the least to the greatest score.
  int32_t far = 100;           // Greatest distance, points.
  int32_t seat_spread = 1000;  // Points from the least to the greatest seat.
  int32_t favourites = 0;      // Posts per person with a value of their own.
  int32_t loss = 1'000'000;    // Points lost by whoever stays in the unplaced post, where all stand at first.
  uint64_t seed = 1;
};

// Each way to be hard that we know of, by name.
std::vector<HardShape> KnownHardShapes(int32_t people);
// A random shape: where the search for bad instances looks.
HardShape DrawHardShape(uint64_t seed, int32_t people);

Instance MakeHard(const HardShape& shape);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_TESTING_HARD_INSTANCES_H_
