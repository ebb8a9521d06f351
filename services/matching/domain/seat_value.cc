#include "services/matching/domain/seat_value.h"

#include <algorithm>

namespace selaras::matching {
namespace {

constexpr int64_t kBound = 1'000'000'000;

int64_t Needed(const NeedCurve& need, int32_t k, const Weights& weights) {
  const int64_t urgency =
      k <= static_cast<int32_t>(need.urgency.size()) ? std::clamp(need.urgency[k - 1], 0, 1000) : 0;
  const int64_t full = k <= need.critical ? weights.need_critical : weights.need_target;
  return (full * urgency + 500) / 1000;
}

int64_t Worth(const NeedCurve& need, int32_t k, int32_t ceiling, const Weights& weights) {
  const int64_t needed = k <= need.target ? Needed(need, k, weights) : 0;
  // Where the work needs more people than the ceiling allows, who is there already is less superfluous than
  // others.
  if (k > ceiling) return static_cast<int64_t>(weights.above_ceiling) * (k - ceiling) + needed;
  return k <= need.target ? needed : weights.above_target;
}

}  // namespace

std::vector<assignment::SeatRun> SeatValues(const NeedCurve& need, int32_t ceiling, int32_t incumbents,
                                            const Weights& weights) {
  std::vector<assignment::SeatRun> runs;
  int64_t last = kBound;
  for (int32_t k = 1; k <= std::max(ceiling, incumbents); ++k) {
    last = std::max(-kBound, std::min(last, Worth(need, k, ceiling, weights)));
    if (!runs.empty() && runs.back().points == last) {
      ++runs.back().count;
    } else {
      runs.push_back({1, static_cast<int32_t>(last)});
    }
  }
  return runs;
}

std::vector<assignment::SeatRun> SeatsAfter(const std::vector<assignment::SeatRun>& seats, int32_t taken) {
  std::vector<assignment::SeatRun> left;
  for (const assignment::SeatRun& run : seats) {
    const int32_t used = std::min(taken, run.count);
    taken -= used;
    if (run.count > used) left.push_back({run.count - used, run.points});
  }
  return left;
}

int32_t SeatPoints(const std::vector<assignment::SeatRun>& seats, int32_t k) {
  for (const assignment::SeatRun& run : seats) {
    if (k <= run.count) return run.points;
    k -= run.count;
  }
  return seats.empty() ? 0 : seats.back().points;
}

}  // namespace selaras::matching
