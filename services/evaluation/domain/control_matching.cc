#include "services/evaluation/domain/control_matching.h"

#include <algorithm>

#include "absl/container/btree_set.h"
#include "services/evaluation/domain/difference.h"

namespace selaras::evaluation {
namespace {

// Candidates of the target's kind, nearest first.
std::vector<size_t> ByDistance(const MatchTarget& target, size_t at,
                               absl::Span<const MatchCandidate> candidates) {
  std::vector<double> levels = {target.pre.level}, trends = {target.pre.trend};
  std::vector<size_t> order;
  for (size_t c = 0; c < candidates.size(); ++c) {
    if (candidates[c].kind != target.kind) continue;
    order.push_back(c);
    levels.push_back(candidates[c].pre[at].level);
    trends.push_back(candidates[c].pre[at].trend);
  }
  if (order.empty()) return order;
  const double level_variance = SampleVariance(levels), trend_variance = SampleVariance(trends);
  std::vector<double> distance(candidates.size());
  for (size_t c : order) {
    const double level = candidates[c].pre[at].level - target.pre.level;
    const double trend = candidates[c].pre[at].trend - target.pre.trend;
    distance[c] = (level_variance > 0 ? level * level / level_variance : 0) +
                  (trend_variance > 0 ? trend * trend / trend_variance : 0);
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return distance[a] < distance[b]; });
  return order;
}

}  // namespace

PreTrend PreTrendOf(absl::Span<const double> months) {
  const double center = (static_cast<double>(months.size()) - 1) / 2;
  PreTrend pre;
  pre.level = Mean(months);
  double slope = 0, spread = 0;
  for (size_t i = 0; i < months.size(); ++i) {
    const double x = static_cast<double>(i) - center;
    slope += x * (months[i] - pre.level);
    spread += x * x;
  }
  pre.trend = slope / spread;
  return pre;
}

std::vector<size_t> MatchControls(absl::Span<const MatchTarget> targets,
                                  absl::Span<const MatchCandidate> candidates, int neighbours, int at_least) {
  std::vector<std::vector<size_t>> nearest;
  size_t longest = 0;
  for (size_t t = 0; t < targets.size(); ++t) {
    nearest.push_back(ByDistance(targets[t], t, candidates));
    longest = std::max(longest, nearest.back().size());
  }
  absl::btree_set<size_t> chosen;
  for (size_t rank = 0; rank < longest; ++rank) {
    if (rank >= static_cast<size_t>(neighbours) && chosen.size() >= static_cast<size_t>(at_least)) break;
    for (const std::vector<size_t>& order : nearest) {
      if (rank < order.size()) chosen.insert(order[rank]);
    }
  }
  return {chosen.begin(), chosen.end()};
}

}  // namespace selaras::evaluation
