#include "libs/assignment/auction.h"

#include <algorithm>
#include <utility>

namespace selaras::assignment {
namespace {

// Bids end here: a person who would have to pay more has no seat to get (or
// waits for the exact stage).
constexpr int64_t kHighestBid = int64_t{1} << 58;

void OrderPeople(BiddingOrder order, std::vector<int32_t>& people) {
  if (order == BiddingOrder::kDescending) std::reverse(people.begin(), people.end());
  if (order != BiddingOrder::kShuffled) return;
  uint64_t state = 0x9e3779b97f4a7c15;
  for (size_t k = people.size(); k > 1; --k) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    std::swap(people[k - 1], people[(state >> 33) % k]);
  }
}

}  // namespace

Auction::Auction(const Network& network, BiddingOrder order, WorkMeter& work, std::vector<int64_t> prices,
                 const std::vector<int32_t>& placement)
    : net_(network),
      order_(order),
      work_(work),
      price_(std::move(prices)),
      floor_(price_),
      held_(network.post_count),
      post_of_(network.person_count, -1),
      value_(network.person_count, 0),
      profit_(network.person_count, 0),
      group_price_(network.group_count()),
      cheapest_(network.group_count()),
      slot_first_(network.slot_count()),
      slot_best_(network.slot_count()),
      slot_bound_(network.slot_count()),
      slot_top_(network.slot_count()),
      queued_(network.post_count, 0) {
  for (int32_t i = 0; i < net_.person_count; ++i) {
    const int32_t j = placement[i];
    if (j < 0 || held_.Count(j) >= net_.Capacity(j)) continue;
    post_of_[i] = j;
    value_[i] = ValueOf(i, j);
    held_.Append(j, {price_[j], i});
  }
  for (int32_t j = 0; j < net_.post_count; ++j) UpdatePrice(j);
  for (Cheapest& cheapest : cheapest_) cheapest.version = 0;
}

int64_t Auction::ValueOf(int32_t i, int32_t j) const {
  for (const Network::Special& special : net_.SpecialsOf(i)) {
    if (special.post == j) return special.value;
  }
  const int32_t g = net_.group_of[j];
  const int32_t cell = net_.group_cell[g];
  for (const Network::Option& option : net_.OptionsOf(i)) {
    if (net_.slot_cell[option.slot()] == cell) return net_.unit * option.points - net_.Toll(option.slot(), g);
  }
  return -kInfinite;
}

void Auction::RefreshGroup(int32_t g) {
  Cheapest& c = cheapest_[g];
  int64_t first = kInfinite;
  c.second = kInfinite;
  c.post = -1;
  for (int32_t j = net_.group_begin[g]; j < net_.group_begin[g + 1]; ++j) {
    if (price_[j] < first) {
      c.second = first;
      first = price_[j];
      c.post = j;
    } else if (price_[j] < c.second) {
      c.second = price_[j];
    }
  }
  group_price_[g] = first;
  ++c.version;
}

// The groups that were best stay near the best, so they go first: what follows
// is then hardly ever better, which makes the loop cheap.
void Auction::RefreshSlot(int32_t s) {
  SlotBest& best = slot_best_[s];
  const int32_t cell = net_.slot_cell[s];
  const int64_t* const row = net_.TollRow(s);
  const int32_t* const district = net_.group_district.data();
  const int64_t* const price = group_price_.data();
  const int32_t begin = net_.cell_begin[cell], end = net_.cell_begin[cell + 1];
  if (begin == end) {
    best.group1 = -1;
    slot_first_[s] = -kInfinite * 2;
    return;
  }
  int64_t first = kInfinite * 2 - 1,
          second = kInfinite * 2 - 1;  // Toll and price together.
  int32_t group1 = -1, group2 = -1;
  const auto offer = [&](int32_t g, int64_t cost) {
    if (cost < first) {
      second = first;
      group2 = group1;
      first = cost;
      group1 = g;
    } else if (cost < second) {
      second = cost;
      group2 = g;
    }
  };
  const int32_t before1 = best.group1, before2 = best.group2;
  if (before1 >= 0) offer(before1, row[district[before1]] + price[before1]);
  if (before2 >= 0 && before2 != before1) offer(before2, row[district[before2]] + price[before2]);
  for (int32_t g = begin; g < end; ++g) {
    const int64_t cost = row[district[g]] + price[g];
    if (cost < second && g != before1 && g != before2) offer(g, cost);
  }
  best.group1 = group1;
  const Cheapest& top = cheapest_[group1];
  const int64_t next = first - price[group1] + top.second;
  if (next < second) {
    second = next;
    group2 = group1;
  }
  slot_first_[s] = -first;
  best.second = -second;
  best.group2 = group2;
  best.post = top.post;
  best.version1 = top.version;
  best.version2 = group2 < 0 ? 0 : cheapest_[group2].version;
}

const Auction::SlotBest& Auction::FreshSlot(int32_t s) {
  SlotBest& best = slot_best_[s];
  if (best.group1 >= 0 && (cheapest_[best.group1].version != best.version1 ||
                           (best.group2 >= 0 && cheapest_[best.group2].version != best.version2))) {
    RefreshSlot(s);
    work_.Spend(1);
  }
  return best;
}

// An option whose cell holds posts that are blocked for this person.
void Auction::OfferGuarded(int32_t i, int32_t slot, int64_t base, Choice& choice) {
  const SlotBest& best = FreshSlot(slot);
  if (best.group1 < 0) return;
  if (!net_.IsBlocked(i, best.post)) {
    choice.Offer(base + slot_first_[slot], best.post);
    choice.OfferSecond(base + best.second);  // May be a blocked post's: too high
                                             // a second only slows the bid.
    return;
  }
  const int32_t cell = net_.slot_cell[slot];
  for (int32_t g = net_.cell_begin[cell]; g < net_.cell_begin[cell + 1]; ++g) {
    const int64_t here = base - net_.Toll(slot, g);
    if (here - group_price_[g] <= choice.second) continue;
    for (int32_t j = net_.group_begin[g]; j < net_.group_begin[g + 1]; ++j) {
      if (here - price_[j] > choice.second && !net_.IsBlocked(i, j)) choice.Offer(here - price_[j], j);
    }
  }
}

void Auction::Prefetch(int32_t i) const {
  const auto options = net_.OptionsOf(i);
  const auto specials = net_.SpecialsOf(i);
  __builtin_prefetch(options.data());
  __builtin_prefetch(options.data() + 8);
  __builtin_prefetch(specials.data());
}

Auction::Choice Auction::BestOf(int32_t i) {
  Choice choice;
  for (const Network::Special& special : net_.SpecialsOf(i)) {
    choice.Offer(special.value - price_[special.post], special.post);
  }
  for (const Network::Option& option : net_.OptionsOf(i)) {
    const int32_t slot = option.slot();
    const int64_t base = net_.unit * option.points;
    if (base + slot_first_[slot] <= choice.second) continue;  // An upper bound: prices only rise.
    const SlotBest& best = FreshSlot(slot);
    if (base + slot_first_[slot] <= choice.second) continue;
    if (option.guarded()) {
      OfferGuarded(i, slot, base, choice);
      continue;
    }
    choice.Offer(base + slot_first_[slot], best.post);
    choice.OfferSecond(base + best.second);
  }
  return choice;
}

// What the seat of this rank costs while it is empty.
int64_t Auction::EmptyAsk(int32_t j, int32_t rank) const {
  const int64_t worth = net_.Worth(j, rank);
  return worth == -kInfinite ? kInfinite : std::max(-worth, floor_[j]);
}

Auction::Asks Auction::AsksOf(int32_t j) {
  const auto row = held_.Of(j);
  const auto count = static_cast<int32_t>(row.size());
  Asks asks{EmptyAsk(j, count + 1), EmptyAsk(j, count + 2), 0};
  if (row.empty()) {
    asks.second = asks.after;
  } else if (asks.empty <= row[0].price) {
    asks.second = std::min(asks.after, row[0].price);
  } else {
    asks.second = asks.empty;
    if (count > 1) asks.second = std::min(asks.second, row[1].price);
    if (count > 2) asks.second = std::min(asks.second, row[2].price);
  }
  return asks;
}

void Auction::UpdatePrice(int32_t j) {
  const auto row = held_.Of(j);
  const int64_t empty = EmptyAsk(j, static_cast<int32_t>(row.size()) + 1);
  price_[j] = row.empty() ? empty : std::min(empty, row[0].price);
}

// Returns who lost his seat, or −1.
int32_t Auction::PlaceBid(int32_t i, int32_t j, int64_t bid, const Asks& asks) {
  int32_t loser = -1;
  int64_t empty = asks.empty;
  if (held_.Count(j) == 0 || empty <= held_.Of(j)[0].price) {
    held_.Push(j, {bid, i});
    empty = asks.after;
  } else {
    loser = held_.ReplaceCheapest(j, {bid, i});
    post_of_[loser] = -1;
  }
  post_of_[i] = j;
  const int64_t before = price_[j];
  price_[j] = std::min(empty, held_.Of(j)[0].price);
  const int32_t g = net_.group_of[j];
  if (price_[j] != before && before <= cheapest_[g].second) RefreshGroup(g);
  return loser;
}

int64_t Auction::MeanSlack() {
  RefreshAll();
  __int128 sum = 0;
  int64_t placed = 0;
  for (int32_t i = 0; i < net_.person_count; ++i) {
    if (post_of_[i] < 0) continue;
    sum += std::min(BestOf(i).first - (value_[i] - price_[post_of_[i]]), kHighestBid);
    ++placed;
  }
  work_.Spend(net_.person_count);
  return placed == 0 ? 0 : static_cast<int64_t>(sum / placed);
}

void Auction::RefreshAll() {
  for (int32_t g = 0; g < net_.group_count(); ++g) RefreshGroup(g);
  for (int32_t s = 0; s < net_.slot_count(); ++s) RefreshSlot(s);
  work_.Spend(net_.slot_count());
}

// Frees everybody who is not within ε of his best; every seat asks the common
// price of its post again.
void Auction::ReleaseUnhappy(int64_t epsilon) {
  queue_.clear();
  for (int32_t i = 0; i < net_.person_count; ++i) {
    const int32_t j = post_of_[i];
    if (j >= 0 && value_[i] - price_[j] >= BestOf(i).first - epsilon) continue;
    post_of_[i] = -1;
    queue_.push_back(i);
  }
  work_.Spend(net_.person_count);
  for (int32_t j = 0; j < net_.post_count; ++j) {
    held_.RemoveIf(j, [&](const HeldSeats::Held& h) { return post_of_[h.person] != j; });
    for (HeldSeats::Held& h : held_.Of(j)) h.price = price_[j];
    floor_[j] = price_[j];
    const int64_t before = price_[j];
    UpdatePrice(j);
    if (price_[j] != before) RefreshGroup(net_.group_of[j]);
  }
}

// Returns who lost his seat, or −1.
int32_t Auction::Bid(int32_t i, int64_t epsilon) {
  const Choice choice = BestOf(i);
  if (choice.post < 0 || choice.first < -kHighestBid)
    return -1;  // No seat for him: the exact stage will say so.
  const int32_t j = choice.post;
  const int64_t value = choice.first + price_[j];
  const Asks asks = AsksOf(j);
  const int64_t second = std::max(choice.second, value - asks.second);
  const int64_t bid =
      second < -kHighestBid ? price_[j] + std::max(epsilon, net_.unit) : value - second + epsilon;
  ++bids_;
  value_[i] = value;
  return PlaceBid(i, j, std::min(bid, kHighestBid), asks);
}

bool Auction::Forward(int64_t epsilon, int64_t bid_limit) {
  RefreshAll();
  ReleaseUnhappy(epsilon);
  OrderPeople(order_, queue_);
  int64_t left = bid_limit;
  for (size_t k = 0; k < queue_.size(); ++k) {
    if (k + 8 < queue_.size()) Prefetch(queue_[k + 8]);
    // Whoever loses his seat bids at once: the rows that he needs are those in
    // the cache.
    for (int32_t i = queue_[k]; i >= 0;) {
      i = Bid(i, epsilon);
      if (!work_.Spend(1) || --left < 0) return false;
    }
  }
  return true;
}

bool Auction::Phase(int64_t epsilon, int64_t bid_limit) {
  return Forward(epsilon, bid_limit) && Reverse(epsilon, bid_limit);
}

}  // namespace selaras::assignment
