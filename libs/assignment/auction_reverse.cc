// The reverse pass: posts with an empty seat that is worth filling lower their price.
#include <algorithm>
#include <functional>

#include "libs/assignment/auction.h"

namespace selaras::assignment {

void Auction::Consider(int32_t j, const Network::Member& member, int64_t value, Attraction& a) const {
  const int64_t offer = value - profit_[member.person];
  if (offer <= a.second || post_of_[member.person] == j || net_.HasSpecial(member.person, j) ||
      net_.IsBlocked(member.person, j)) {
    return;
  }
  if (offer > a.first) {
    a.second = a.first;
    a.first = offer;
    a.person = member.person;
    a.value = value;
  } else {
    a.second = offer;
  }
}

void Auction::AttractFromSlot(int32_t j, int32_t s, int64_t toll, Attraction& a) {
  SlotTop& top = slot_top_[s];
  if (top.pass == pass_) {
    Attraction trial = a;
    for (int32_t k = 0; k < top.count; ++k) {
      Consider(j, top.top[k], net_.unit * top.top[k].points - toll, trial);
    }
    if (top.rest - toll <= trial.second) {
      a = trial;
      return;
    }
  }
  // Look at every member, and keep the best as they are now.
  top.pass = pass_;
  top.count = 0;
  top.rest = -kInfinite * 2;
  int64_t values[kTop];
  for (const Network::Member& member : net_.MembersOf(s)) {
    const int64_t value = net_.unit * member.points - profit_[member.person];
    if (top.count == kTop && value <= values[kTop - 1]) {
      top.rest = std::max(top.rest, value);
    } else {
      int32_t k = top.count;
      if (top.count == kTop) {
        top.rest = std::max(top.rest, values[--k]);
      } else {
        ++top.count;
      }
      for (; k > 0 && values[k - 1] < value; --k) {
        values[k] = values[k - 1];
        top.top[k] = top.top[k - 1];
      }
      values[k] = value;
      top.top[k] = member;
    }
    Consider(j, member, net_.unit * member.points - toll, a);
  }
  slot_bound_[s] = top.count > 0 ? values[0] : -kInfinite * 2;
  work_.Spend(1 + static_cast<int64_t>(net_.MembersOf(s).size()) / 8);
}

Auction::Attraction Auction::AttractTo(int32_t j, int64_t reserve) {
  Attraction a{reserve, reserve};
  for (const Network::Lover& lover : net_.LoversOf(j)) {
    const int64_t offer = lover.value - profit_[lover.person];
    if (offer <= a.second || post_of_[lover.person] == j) continue;
    if (offer > a.first) {
      a = {offer, a.first, lover.person, lover.value};
    } else {
      a.second = offer;
    }
  }
  if (net_.slot_count() == 0) return a;
  const int32_t g = net_.group_of[j];
  const int32_t cell = net_.group_cell[g];
  const int64_t* const toll =
      net_.toll_back.data() + static_cast<size_t>(net_.group_district[g]) * net_.district_count;
  for (int32_t s = net_.cell_slot_begin[cell]; s < net_.cell_slot_begin[cell + 1]; ++s) {
    const int64_t way = toll[net_.slot_home[s]];
    if (slot_bound_[s] - way > a.second) AttractFromSlot(j, s, way, a);
  }
  return a;
}

// Everybody in the post shares the lower price.
void Auction::LowerPrice(int32_t j, int64_t price) {
  price_[j] = floor_[j] = price;
  for (Held& h : held_[j]) {
    h.price = price;
    profit_[h.person] = value_[h.person] - price;
  }
}

void Auction::Leave(int32_t i) {
  const int32_t j = post_of_[i];
  std::vector<Held>& heap = held_[j];
  const auto it = std::find_if(heap.begin(), heap.end(), [&](const Held& h) { return h.person == i; });
  *it = heap.back();
  heap.pop_back();
  std::make_heap(heap.begin(), heap.end(), std::greater<>());
  floor_[j] = price_[j];  // The price stays until the post's own turn.
  post_of_[i] = -1;
  queued_[j] = 1;  // And has it next: the rows that it needs are those in the cache.
  queue_.push_back(j);
}

void Auction::ReverseStep(int32_t j, int64_t epsilon) {
  while (true) {
    const int64_t worth = net_.Worth(j, static_cast<int32_t>(held_[j].size()) + 1);
    if (worth == -kInfinite || price_[j] <= -worth) return;
    const int64_t reserve = -worth;
    const Attraction a = AttractTo(j, reserve);
    ++bids_;
    if (!work_.Spend(1)) return;
    if (a.person < 0 || a.first - epsilon <= reserve) {
      if (reserve == -kInfinite) return;  // Nobody can come; the exact stage will say so.
      LowerPrice(j, reserve);
      return;
    }
    const int64_t second = a.second == -kInfinite ? a.first : a.second;
    const int64_t price = std::min(price_[j], std::max(reserve, second - epsilon));
    if (post_of_[a.person] >= 0) Leave(a.person);
    post_of_[a.person] = j;
    value_[a.person] = a.value;
    held_[j].push_back({price, a.person});
    LowerPrice(j, price);
  }
}

bool Auction::Reverse(int64_t epsilon, int64_t bid_limit) {
  ++pass_;
  std::fill(slot_bound_.begin(), slot_bound_.end(), kInfinite);
  queue_.clear();
  for (int32_t i = 0; i < net_.person_count; ++i) {
    if (post_of_[i] >= 0) profit_[i] = value_[i] - price_[post_of_[i]];
    if (post_of_[i] < 0) profit_[i] = kInfinite;  // Waits for the exact stage: attracts nobody.
  }
  for (int32_t j = net_.post_count - 1; j >= 0; --j) {
    queued_[j] = 1;
    queue_.push_back(j);
  }
  const int64_t end = bids_ + bid_limit;
  while (!queue_.empty()) {
    const int32_t j = queue_.back();
    queue_.pop_back();
    if (!queued_[j]) continue;
    queued_[j] = 0;
    ReverseStep(j, epsilon);
    if (!work_.ok() || bids_ > end) return false;
  }
  return true;
}

}  // namespace selaras::assignment
