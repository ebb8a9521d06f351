#include "services/registry/domain/occupancy.h"

#include <algorithm>

#include "absl/container/btree_map.h"

namespace selaras::registry {

int HeldAt(absl::Span<const Stay> stays, Day day) {
  int held = -1;
  for (int i = 0; i < static_cast<int>(stays.size()); ++i) {
    if (stays[i].from > day || stays[i].to <= day) continue;
    if (held < 0 || stays[i].from >= stays[held].from) held = i;
  }
  return held;
}

std::vector<Step> Occupancy(const People& people, absl::string_view post, Day from) {
  absl::btree_map<Day, int> change = {{from, 0}};  // day → arrivals less departures
  for (const std::vector<Stay>& stays : people) {
    std::vector<Day> days = {from};
    for (const Stay& stay : stays) {
      if (stay.from > from) days.push_back(stay.from);
      if (stay.to > from && stay.to < kForEver) days.push_back(stay.to);
    }
    std::sort(days.begin(), days.end());
    bool was_here = false;
    for (const Day day : days) {
      const int held = HeldAt(stays, day);
      const bool is_here = held >= 0 && stays[held].post == post;
      if (is_here != was_here) change[day] += is_here ? 1 : -1;
      was_here = is_here;
    }
  }
  std::vector<Step> steps;
  int here = 0;
  for (const auto& [day, by] : change) steps.push_back({day, here += by});
  return steps;
}

int Overflow(absl::Span<const Step> before, absl::Span<const Step> after, int64_t ceiling) {
  int worst = 0;
  for (size_t i = 0, j = 0; i < before.size() && j < after.size();) {
    const int then = after[j].count;
    if (then > ceiling && then > before[i].count) worst = std::max(worst, then);
    const Day next_before = i + 1 < before.size() ? before[i + 1].day : kForEver;
    const Day next_after = j + 1 < after.size() ? after[j + 1].day : kForEver;
    if (next_before <= next_after) ++i;
    if (next_after <= next_before) ++j;
  }
  return worst;
}

}  // namespace selaras::registry
