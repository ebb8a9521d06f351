#include "libs/assignment/canonical.h"

#include <memory>
#include <utility>

#include "libs/assignment/face.h"
#include "libs/assignment/fixed_pairs.h"

namespace selaras::assignment {
namespace {

// What a pair that counts is worth when people are counted; the auction's ε goes down to 1.
constexpr int64_t kCounted = 16;
// ε of the auction over 48-bit hashes. It ends far above 1: what it leaves loose, short paths repair, together while
// more than one in kBatchShare people wait, then one by one.
constexpr int64_t kFirstEpsilon = int64_t{1} << 46;
constexpr int64_t kLastEpsilon = int64_t{1} << 34;
constexpr int64_t kBatchShare = 500;

// A face and an optimum on it. The optimum points into the face, so both stay where they are.
struct Stage {
  Network face;
  std::unique_ptr<Augmentation> best;
};

class Chooser {
 public:
  Chooser(const Instance& instance, const Relaxation& relaxation, const Augmentation& solved, Engine& engine)
      : instance_(instance), relaxation_(relaxation), engine_(engine), best_(&solved) {
    network_ = &relaxation.network();
  }

  // Keeps the optima with most (worth > 0) or fewest (worth < 0) persons at posts_of[person].
  template <typename PostOfPerson>
  absl::Status Count(int64_t worth, const PostOfPerson& post_of) {
    engine_.Report("face");
    auto stage = std::make_unique<Stage>();
    {
      absl::StatusOr<TightPairs> pairs = UsablePairs(*network_, *best_);
      if (!pairs.ok()) return pairs.status();
      stage->face = FaceSeats(*network_, *best_);
      SetPairs(
          *std::move(pairs),
          [&](int32_t i, int32_t j) {
            return relaxation_.PostOf(j) == post_of(relaxation_.PersonOf(i)) ? worth : 0;
          },
          stage->face);
    }
    engine_.stats().face_pairs += static_cast<int64_t>(stage->face.specials.size());
    engine_.Report("moves");
    Start start{std::vector<int64_t>(stage->face.post_count, 0), best_->placement()};
    start = engine_.Bid(stage->face, std::move(start), kCounted / 4, 1);
    absl::StatusOr<Augmentation> best = engine_.Exact(stage->face, std::move(start), kCounted, "moves");
    if (!best.ok()) return best.status();
    stage->best = std::make_unique<Augmentation>(*std::move(best));
    stage->face.FreeColumns();  // Whoever goes on from here asks for tight pairs alone.
    network_ = &stage->face;
    best_ = stage->best.get();
    // Only the newest is needed, and each may hold millions of pairs.
    stage_ = std::move(stage);
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<int32_t>> LeastHash() {
    engine_.Report("hash");
    absl::StatusOr<TightPairs> pairs = UsablePairs(*network_, *best_);
    if (!pairs.ok()) return pairs.status();
    Network face = FaceSeats(*network_, *best_);
    Start start{std::vector<int64_t>(face.post_count, 0), best_->placement()};
    // From here on the list of pairs is enough; the face of the moves would double the memory.
    network_ = nullptr;
    best_ = nullptr;
    stage_.reset();
    const uint64_t seed = engine_.options().seed;
    SetPairs(
        *std::move(pairs),
        [&](int32_t i, int32_t j) {
          return -static_cast<int64_t>(PlacementHash(seed, instance_.persons[relaxation_.PersonOf(i)].key,
                                                     instance_.posts[relaxation_.PostOf(j)].id));
        },
        face);
    start = engine_.Bid(face, std::move(start), kFirstEpsilon, kLastEpsilon);
    if (!engine_.work().ok()) return engine_.work().status();
    Augmentation least(face, engine_.work(), std::move(start.prices), start.placement);
    if (absl::Status status = least.Batch(face.person_count / kBatchShare); !status.ok()) return status;
    if (absl::Status status = least.OneByOne(); !status.ok()) return status;
    return least.placement();
  }

 private:
  const Instance& instance_;
  const Relaxation& relaxation_;
  Engine& engine_;
  const Network* network_;
  const Augmentation* best_;
  std::unique_ptr<Stage> stage_;
};

}  // namespace

absl::StatusOr<std::vector<int32_t>> ChooseCanonical(const Instance& instance, const Relaxation& relaxation,
                                                     const Augmentation& solved, Preference preference,
                                                     Engine& engine) {
  Chooser chooser(instance, relaxation, solved, engine);
  const std::vector<PostIndex>& near = engine.options().nearest_to;
  if (preference != Preference::kNearest || near.empty()) {
    const int64_t worth = preference == Preference::kMostMoves ? -kCounted : kCounted;
    const absl::Status counted =
        chooser.Count(worth, [&](int32_t i) { return instance.persons[i].reference_post; });
    if (!counted.ok()) return counted;
  }
  if (!near.empty()) {
    const absl::Status counted = chooser.Count(kCounted, [&](int32_t i) { return near[i]; });
    if (!counted.ok()) return counted;
  }
  return chooser.LeastHash();
}

}  // namespace selaras::assignment
