// The optimal face of a solved network as a network of its own: by complementary slackness the optimal
// placements are exactly those that use tight pairs, fill every seat worth more than −p_j and none worth
// less.
#ifndef SELARAS_LIBS_ASSIGNMENT_FACE_H_
#define SELARAS_LIBS_ASSIGNMENT_FACE_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "libs/assignment/augmentation.h"
#include "libs/assignment/fixed_pairs.h"
#include "libs/assignment/network.h"

namespace selaras::assignment {

inline constexpr int64_t kMaxFacePairs = int64_t{1} << 26;

// The pairs that optimal placements use (fixed_pairs.h). O(tight pairs + posts). kResourceExhausted: more than
// kMaxFacePairs tight pairs (4 bytes each), as when thousands of people are alike for thousands of posts.
absl::StatusOr<TightPairs> UsablePairs(const Network& network, const Augmentation& solved);

// The posts of the face, nobody in it yet: seats that must be filled are worth kInfinite, those that may be are
// worth 0. Post numbers stay.
Network FaceSeats(const Network& network, const Augmentation& solved);

// Makes a special worth value(i, j) of each pair; 24 bytes each.
void SetPairs(TightPairs pairs, absl::FunctionRef<int64_t(int32_t person, int32_t post)> value,
              Network& face);

}  // namespace selaras::assignment

#endif  // SELARAS_LIBS_ASSIGNMENT_FACE_H_
