#include "libs/assignment/network.h"

#include <numeric>

namespace selaras::assignment {

void Network::IndexLovers() {
  lover_begin.assign(post_count + 1, 0);
  for (const Special& special : specials) ++lover_begin[special.post + 1];
  std::partial_sum(lover_begin.begin(), lover_begin.end(), lover_begin.begin());
  lovers.resize(specials.size());
  std::vector<int64_t> at(lover_begin.begin(), lover_begin.end() - 1);
  for (int32_t i = 0; i < person_count; ++i) {
    for (const Special& special : SpecialsOf(i)) lovers[at[special.post]++] = {i, special.value};
  }
}

void Network::IndexColumns() {
  IndexLovers();
  member_begin.assign(slot_count() + 1, 0);
  for (const Option& option : options) ++member_begin[option.slot() + 1];
  std::partial_sum(member_begin.begin(), member_begin.end(), member_begin.begin());
  members.resize(options.size());
  std::vector<int64_t> at(member_begin.begin(), member_begin.end() - 1);
  for (int32_t i = 0; i < person_count; ++i) {
    for (const Option& option : OptionsOf(i)) members[at[option.slot()]++] = {i, option.points};
  }
}

}  // namespace selaras::assignment
