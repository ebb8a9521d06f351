#include "libs/assignment/face.h"

#include <numeric>
#include <utility>
#include <vector>

namespace selaras::assignment {

absl::StatusOr<TightPairs> UsablePairs(const Network& network, const Augmentation& solved) {
  std::vector<Occupancy> occupancy(network.post_count);
  for (int32_t j = 0; j < network.post_count; ++j) {
    const int64_t least = -solved.prices()[j];
    occupancy[j] = {network.SeatsWorth(j, least, /*above=*/true),
                    network.SeatsWorth(j, least, /*above=*/false)};
  }
  TightPairs pairs;
  if (network.options.empty()) pairs.posts.reserve(network.specials.size());  // The face of a face.
  pairs.begin.reserve(network.person_count + 1);
  pairs.begin.push_back(0);
  for (int32_t i = 0; i < network.person_count; ++i) {
    solved.ForEachTight(i, [&](int32_t j) {
      if (occupancy[j].most > 0) pairs.posts.push_back(j);
    });
    if (static_cast<int64_t>(pairs.posts.size()) > kMaxFacePairs) {
      return absl::ResourceExhaustedError(
          "assignment: too many people are alike for too many posts to choose among all equal plans");
    }
    pairs.begin.push_back(static_cast<int64_t>(pairs.posts.size()));
  }
  DropUnusable(solved.placement(), occupancy, pairs);
  return pairs;
}

Network FaceSeats(const Network& network, const Augmentation& solved) {
  Network face;
  face.person_count = network.person_count;
  face.post_count = network.post_count;
  face.district_count = 1;
  face.toll = {0};
  face.toll_back = {0};
  face.group_begin.resize(network.post_count + 1);
  std::iota(face.group_begin.begin(), face.group_begin.end(), 0);
  face.group_of.assign(face.group_begin.begin(), face.group_begin.end() - 1);
  face.group_district.assign(network.post_count, 0);
  face.group_cell.assign(network.post_count, 0);
  face.cell_begin = {0, network.post_count};
  face.cell_slot_begin = {0, 0};

  face.run_begin.push_back(0);
  for (int32_t j = 0; j < network.post_count; ++j) {
    const int64_t least = -solved.prices()[j];
    const int32_t must = network.SeatsWorth(j, least, /*above=*/true);
    const int32_t may = network.SeatsWorth(j, least, /*above=*/false);
    if (must > 0) face.runs.push_back({kInfinite, must});
    if (may > must) face.runs.push_back({0, may});
    face.run_begin.push_back(static_cast<int32_t>(face.runs.size()));
  }
  face.option_begin.assign(network.person_count + 1, 0);
  face.blocked_begin.assign(network.person_count + 1, 0);
  return face;
}

void SetPairs(TightPairs pairs, absl::FunctionRef<int64_t(int32_t person, int32_t post)> value,
              Network& face) {
  face.specials.clear();
  face.specials.reserve(pairs.posts.size());
  for (int32_t i = 0; i < face.person_count; ++i) {
    for (int64_t k = pairs.begin[i]; k < pairs.begin[i + 1]; ++k) {
      face.specials.push_back({pairs.posts[k], value(i, pairs.posts[k])});
    }
  }
  face.special_begin = std::move(pairs.begin);
  std::vector<int32_t>().swap(pairs.posts);
  face.IndexColumns();
}

}  // namespace selaras::assignment
