// Posts that fulfil a person's wishes.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_WISHED_POSTS_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_WISHED_POSTS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "services/matching/domain/facts.h"

namespace selaras::matching {

// (post, best rank that it fulfils), ascending by post. A wish for a unit or district is for every post there.
std::vector<std::pair<int32_t, int32_t>> WishedPosts(const ProvinceIndex& index, int32_t person);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_WISHED_POSTS_H_
