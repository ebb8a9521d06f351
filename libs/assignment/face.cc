#include "libs/assignment/face.h"

#include <numeric>

namespace selaras::assignment {

absl::StatusOr<Network> MakeFace(const Network& network, const Augmentation& solved,
                                 absl::FunctionRef<int64_t(int32_t person, int32_t post)> value) {
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
  face.special_begin.push_back(0);
  // Counted first: a list that grew would need twice its memory.
  int64_t pairs = 0;
  for (int32_t i = 0; i < network.person_count; ++i) {
    solved.ForEachTight(i, [&](int32_t j) { pairs += face.Capacity(j) > 0 ? 1 : 0; });
    if (pairs > kMaxFacePairs) {
      return absl::ResourceExhaustedError(
          "assignment: too many people are alike for too many posts to choose among all equal plans");
    }
    face.special_begin.push_back(pairs);
  }
  face.specials.reserve(pairs);
  for (int32_t i = 0; i < network.person_count; ++i) {
    solved.ForEachTight(i, [&](int32_t j) {
      if (face.Capacity(j) > 0) face.specials.push_back({j, value(i, j)});
    });
  }
  face.IndexColumns();
  return face;
}

}  // namespace selaras::assignment
