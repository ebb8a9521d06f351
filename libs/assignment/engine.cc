#include "libs/assignment/engine.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "libs/assignment/auction.h"

namespace selaras::assignment {
namespace {

constexpr int64_t kBidsPerPerson = 60;  // An auction pass that needs more leaves the rest to the exact stage.
constexpr double kPrefilled = 0.8;

int64_t RoundTo(int64_t value, int64_t grain) {
  const int64_t shifted = value + grain / 2;
  return (shifted >= 0 ? shifted / grain : -((-shifted + grain - 1) / grain)) * grain;
}

// The worth of the seat at which kPrefilled of the people would sit, if people took the best seats wherever they are:
// near what a seat costs in the end. Estimated from a sample of the posts.
int64_t StartWorth(const Network& network) {
  constexpr int64_t kSample = 1 << 14;  // Posts, at most twice as many.
  const int64_t stride = std::max<int64_t>(1, network.post_count / kSample);
  std::vector<std::pair<int64_t, int64_t>> seats;  // Worth, count.
  for (int64_t j = 0; j < network.post_count; j += stride) {
    int32_t before = 0;
    for (int32_t r = network.run_begin[j]; r < network.run_begin[j + 1]; ++r) {
      seats.emplace_back(network.runs[r].worth, network.runs[r].up_to - before);
      before = network.runs[r].up_to;
    }
  }
  std::sort(seats.begin(), seats.end(), std::greater<>());
  auto people = static_cast<int64_t>(kPrefilled * static_cast<double>(network.person_count)) / stride;
  for (const auto& [worth, count] : seats) {
    people -= count;
    if (people <= 0) return worth;
  }
  return seats.empty() ? 0 : seats.back().first;
}

}  // namespace

Start ColdStart(const Network& network) {
  Start start{std::vector<int64_t>(network.post_count), std::vector<int32_t>(network.person_count, -1)};
  const int64_t level = -StartWorth(network);
  for (int32_t j = 0; j < network.post_count; ++j) start.prices[j] = std::max(level, -network.Worth(j, 1));
  return start;
}

int64_t ColdEpsilon(const Network& network, int64_t score_range) {
  int64_t least = 0, most = 0;
  for (const Network::Run& run : network.runs) {
    least = std::min(least, run.worth);
    most = std::max(most, run.worth);
  }
  return std::max({score_range / 64, (most - least) / 256, int64_t{1}});
}

Start Engine::Run(const Network& network, Auction& auction, int64_t first, int64_t last) {
  const int64_t limit = kBidsPerPerson * network.person_count + 10'000;
  for (int64_t epsilon = std::max(first, last);;
       epsilon = std::max(last, epsilon / options_.epsilon.factor)) {
    ++stats_.auction_phases;
    if (!auction.Phase(epsilon, limit) || epsilon == last) break;
  }
  stats_.bids += auction.bids();
  return {auction.prices(), auction.placement()};
}

Start Engine::Bid(const Network& network, Start start, int64_t first, int64_t last) {
  Auction auction(network, options_.order, work_, std::move(start.prices), start.placement);
  return Run(network, auction, first, last);
}

Start Engine::BidWarm(const Network& network, Start start, int64_t first, int64_t last) {
  Auction auction(network, options_.order, work_, std::move(start.prices), start.placement);
  return Run(network, auction, std::min(first, auction.MeanSlack()), last);
}

absl::StatusOr<Augmentation> Engine::Exact(const Network& network, Start start, int64_t grain,
                                           absl::string_view stage) {
  if (!work_.ok()) return work_.status();
  for (int64_t& price : start.prices) price = RoundTo(price, grain);
  Augmentation augmentation(network, work_, std::move(start.prices), start.placement);
  Report(stage, augmentation.waiting());
  absl::Status status = augmentation.Batch();
  stats_.search_phases += augmentation.rounds();
  if (!status.ok()) return status;
  return augmentation;
}

}  // namespace selaras::assignment
