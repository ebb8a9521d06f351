// The optimal face of a solved network as a network of its own: by complementary slackness the optimal
// placements are exactly those that use tight pairs, fill every seat worth more than −p_j and none worth
// less.
#ifndef SELARAS_LIBS_ASSIGNMENT_FACE_H_
#define SELARAS_LIBS_ASSIGNMENT_FACE_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "libs/assignment/augmentation.h"
#include "libs/assignment/network.h"

namespace selaras::assignment {

// Every tight pair becomes a special worth value(i, j); seats that must be filled are worth kInfinite, those
// that may be are worth 0. Post numbers stay. O(tight pairs + posts).
Network MakeFace(const Network& network, const Augmentation& solved,
                 absl::FunctionRef<int64_t(int32_t person, int32_t post)> value);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_FACE_H_
