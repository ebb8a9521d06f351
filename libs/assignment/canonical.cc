#include "libs/assignment/canonical.h"

#include <utility>

#include "libs/assignment/face.h"

namespace selaras::assignment {
namespace {

// What a stay is worth when moves are counted; the auction's ε goes down to 1.
constexpr int64_t kStay = 16;
// ε of the auction over 48-bit hashes. It ends far above 1: what it leaves loose, short paths repair.
constexpr int64_t kFirstEpsilon = int64_t{1} << 46;
constexpr int64_t kLastEpsilon = int64_t{1} << 34;

}  // namespace

absl::StatusOr<std::vector<int32_t>> ChooseCanonical(const Instance& instance, const Relaxation& relaxation,
                                                     const Augmentation& solved, Preference preference,
                                                     Engine& engine) {
  engine.Report("face");
  const int64_t stay = preference == Preference::kFewestMoves ? kStay : -kStay;
  const Network by_moves = MakeFace(relaxation.network(), solved, [&](int32_t i, int32_t j) {
    return relaxation.PostOf(j) == instance.persons[i].reference_post ? stay : 0;
  });
  engine.stats().face_pairs += static_cast<int64_t>(by_moves.specials.size());
  engine.Report("moves");
  Start start{std::vector<int64_t>(by_moves.post_count, 0), solved.placement()};
  start = engine.Bid(by_moves, std::move(start), kStay / 4, 1);
  const absl::StatusOr<Augmentation> moves = engine.Exact(by_moves, std::move(start), kStay, "moves");
  if (!moves.ok()) return moves.status();

  engine.Report("hash");
  const uint64_t seed = engine.options().seed;
  const Network by_hash = MakeFace(by_moves, *moves, [&](int32_t i, int32_t j) {
    return -static_cast<int64_t>(
        PlacementHash(seed, instance.persons[i].key, instance.posts[relaxation.PostOf(j)].id));
  });
  start = {std::vector<int64_t>(by_hash.post_count, 0), moves->placement()};
  start = engine.Bid(by_hash, std::move(start), kFirstEpsilon, kLastEpsilon);
  if (!engine.work().ok()) return engine.work().status();
  Augmentation least(by_hash, engine.work(), std::move(start.prices), start.placement);
  if (absl::Status status = least.OneByOne(); !status.ok()) return status;
  return least.placement();
}

}  // namespace selaras::assignment
