// The reverse pass: posts with an empty seat that is worth filling lower their
// price.
#include <algorithm>

#include "libs/assignment/auction.h"

namespace selaras::assignment {

void Auction::Consider(int32_t j, int32_t person, int64_t value, Attraction& a) const {
  const int64_t offer = value - profit_[person];
  if (offer <= a.second || post_of_[person] == j || net_.HasSpecial(person, j) || net_.IsBlocked(person, j))
    return;
  if (offer > a.first) {
    a.second = a.first;
    a.first = offer;
    a.person = person;
    a.value = value;
  } else {
    a.second = offer;
  }
}

// Answers from the listed members where that is certain.
bool Auction::AttractFromTop(int32_t j, int32_t s, int64_t toll, Attraction& a) {
  SlotTop& top = slot_top_[s];
  if (top.pass != pass_) return false;
  Attraction trial = a;
  int64_t bound = top.rest;
  int32_t k = 0;
  for (; k < top.count && top.top[k].value - toll > trial.second; ++k) {
    const SlotTop::Entry& entry = top.top[k];
    const int64_t base = net_.unit * entry.points;
    bound = std::max(bound, base - profit_[entry.person]);
    Consider(j, entry.person, base - toll, trial);
  }
  if (k == top.count && top.rest - toll > trial.second) return false;
  slot_bound_[s] = k < top.count ? std::max(bound, top.top[k].value) : bound;
  a = trial;
  return true;
}

void Auction::AttractFromSlot(int32_t j, int32_t s, int64_t toll, Attraction& a) {
  if (AttractFromTop(j, s, toll, a)) return;
  // Look at every member, and keep the best as they are now.
  SlotTop& top = slot_top_[s];
  top.pass = pass_;
  top.count = 0;
  top.rest = -kInfinite * 2;
  for (const Network::Member& member : net_.MembersOf(s)) {
    const int64_t base = net_.unit * member.points;
    const int64_t value = base - profit_[member.person];
    if (value - toll > a.second) Consider(j, member.person, base - toll, a);
    if (top.count == kTop && value <= top.top[kTop - 1].value) {
      top.rest = std::max(top.rest, value);
      continue;
    }
    int32_t k = top.count;
    if (top.count == kTop) {
      top.rest = std::max(top.rest, top.top[--k].value);
    } else {
      ++top.count;
    }
    for (; k > 0 && top.top[k - 1].value < value; --k) top.top[k] = top.top[k - 1];
    top.top[k] = {value, member.person, member.points};
  }
  slot_bound_[s] = top.count > 0 ? top.top[0].value : -kInfinite * 2;
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
  for (HeldSeats::Held& h : held_.Of(j)) {
    h.price = price;
    profit_[h.person] = value_[h.person] - price;
  }
}

void Auction::Leave(int32_t i) {
  const int32_t j = post_of_[i];
  held_.Remove(j, i);
  floor_[j] = price_[j];  // The price stays until the post's own turn.
  post_of_[i] = -1;
  queued_[j] = 1;  // And has it next: the rows that it needs are those in the cache.
  queue_.push_back(j);
}

void Auction::ReverseStep(int32_t j, int64_t epsilon) {
  while (true) {
    const int64_t worth = net_.Worth(j, held_.Count(j) + 1);
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
    held_.Append(j, {price, a.person});
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
