#include "services/matching/domain/wished_posts.h"

#include <algorithm>

namespace selaras::matching {

std::vector<std::pair<int32_t, int32_t>> WishedPosts(const ProvinceIndex& index, int32_t person) {
  std::vector<std::pair<int32_t, int32_t>> wished;
  for (const Preference& preference : index.persons()[person].preferences) {
    if (preference.rank < 1) continue;
    if (preference.kind == PreferenceKind::kPost) {
      if (const int32_t post = index.FindPost(preference.target); post >= 0)
        wished.emplace_back(post, preference.rank);
      continue;
    }
    const bool unit = preference.kind == PreferenceKind::kOrgUnit;
    const int32_t place = unit ? index.FindUnit(preference.target) : index.FindDistrict(preference.target);
    if (place < 0) continue;
    for (const int32_t post : unit ? index.PostsOfUnit(place) : index.PostsOfDistrict(place)) {
      wished.emplace_back(post, preference.rank);
    }
  }
  std::sort(wished.begin(), wished.end());
  wished.erase(std::unique(wished.begin(), wished.end(),
                           [](const auto& a, const auto& b) { return a.first == b.first; }),
               wished.end());
  return wished;
}

}  // namespace selaras::matching
