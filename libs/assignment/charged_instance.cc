#include "libs/assignment/charged_instance.h"

#include <algorithm>

namespace selaras::assignment {
namespace {

int64_t Key(ZoneIndex zone, CellIndex cell) {
  return int64_t{zone} << 32 | cell;
}

// The innermost zone around both, −1 = none.
ZoneIndex Around(const Instance& in, ZoneIndex a, ZoneIndex b) {
  while (a != b) {
    const int32_t level_a = a < 0 ? -1 : in.zones[a].level, level_b = b < 0 ? -1 : in.zones[b].level;
    if (level_a >= level_b) a = in.zones[a].parent;
    if (level_b >= level_a) b = in.zones[b].parent;
  }
  return a;
}

}  // namespace

ChargedInstance::ChargedInstance(const Instance& instance)
    : in_(instance), charged_(instance), tolls_(instance, {}), capped_(instance.zones.size(), 0) {
  charged_.zones.clear();
  charged_.limits.clear();
  for (Post& post : charged_.posts) post.zone = -1;
  for (const Limit& limit : in_.limits) {
    if (!limit.is_group()) capped_[limit.zone] = 1;
  }
  cell_begin_.assign(in_.cells.size() + 1, 0);
  for (const Post& post : in_.posts) ++cell_begin_[post.cell + 1];
  for (size_t c = 1; c < cell_begin_.size(); ++c) cell_begin_[c] += cell_begin_[c - 1];
  cell_posts_.resize(in_.posts.size());
  cell_zone_.assign(in_.cells.size(), -1);
  std::vector<int32_t> at(cell_begin_.begin(), cell_begin_.end() - 1);
  for (PostIndex j = 0; j < in_.post_count(); ++j) {
    const Post& post = in_.posts[j];
    const bool first = at[post.cell] == cell_begin_[post.cell];
    cell_zone_[post.cell] = first ? post.zone : Around(in_, cell_zone_[post.cell], post.zone);
    cell_posts_[at[post.cell]++] = j;
    for (ZoneIndex z = post.zone; z >= 0; z = in_.zones[z].parent) {
      if (capped_[z] != 0) inside_[Key(z, post.cell)].push_back(j);
    }
  }
}

// What a post in zone `to` is given back to somebody whose reference post is in zone `from`.
int64_t ChargedInstance::Back(ZoneIndex from, ZoneIndex to) const {
  return static_cast<int64_t>(tolls_.Common(Around(in_, from, to)));
}

void ChargedInstance::ChargeCell(PersonIndex i, const CellScore& score, bool worthless) {
  const int32_t points = worthless ? 0 : score.points;
  int64_t base = 0;
  size_t k = 0;
  for (; k < charged_chain_.size(); ++k) {
    if (Around(in_, charged_chain_[k], cell_zone_[score.cell]) != charged_chain_[k]) break;
    base = static_cast<int64_t>(tolls_.Common(charged_chain_[k]));
  }
  cells_.push_back({score.cell, static_cast<int32_t>(points + base)});
  if (k == charged_chain_.size()) return;
  const auto found = inside_.find(Key(charged_chain_[k], score.cell));
  if (found == inside_.end()) return;
  const auto listed = in_.ExceptionsOf(i);
  const Person& person = in_.persons[i];
  for (const PostIndex j : found->second) {
    const auto e = std::lower_bound(listed.begin(), listed.end(), j,
                                    [](const Exception& x, PostIndex post) { return x.post < post; });
    if (j == person.reference_post || (e != listed.end() && e->post == j)) continue;
    const int32_t distance = worthless ? 0 : in_.Distance(person.home, in_.posts[j].district);
    const int64_t back = Back(in_.posts[person.reference_post].zone, in_.posts[j].zone);
    exceptions_.push_back({j, static_cast<int32_t>(points - distance + back)});
  }
}

void ChargedInstance::Restrict(const Restriction& restriction) {
  const auto banned = [&](PostIndex j) {
    const auto inside = [&](ZoneIndex z) { return IsInZone(in_, j, z); };
    return !std::all_of(restriction.within.begin(), restriction.within.end(), inside) ||
           std::any_of(restriction.avoided.begin(), restriction.avoided.end(), inside);
  };
  std::sort(exceptions_.begin(), exceptions_.end(),
            [](const Exception& a, const Exception& b) { return a.post < b.post; });
  std::vector<Exception> all = exceptions_;
  for (Exception& e : all) {
    if (banned(e.post)) e.points = kForbidden;
  }
  for (const CellScore& score : cells_) {
    for (const PostIndex j : PostsOf(score.cell)) {
      const auto e = std::lower_bound(exceptions_.begin(), exceptions_.end(), j,
                                      [](const Exception& x, PostIndex post) { return x.post < post; });
      const bool listed = e != exceptions_.end() && e->post == j;
      if (!listed && banned(j)) all.push_back({j, kForbidden});
    }
  }
  exceptions_ = std::move(all);
}

void ChargedInstance::ChargePerson(PersonIndex i, bool worthless, const Restriction* restriction) {
  const Person& person = in_.persons[i];
  const ZoneIndex home = in_.posts[person.reference_post].zone;
  charged_chain_.clear();
  for (ZoneIndex z = home; z >= 0; z = in_.zones[z].parent) {
    if (tolls_.Common(z) != tolls_.Common(in_.zones[z].parent)) charged_chain_.push_back(z);
  }
  std::reverse(charged_chain_.begin(), charged_chain_.end());
  cells_.clear();
  exceptions_.clear();
  bool reference_listed = false;
  for (const Exception& e : in_.ExceptionsOf(i)) {
    reference_listed |= e.post == person.reference_post;
    int32_t points = e.points;
    if (points != kForbidden) {
      points = static_cast<int32_t>((worthless ? 0 : points) + Back(home, in_.posts[e.post].zone));
    }
    exceptions_.push_back({e.post, points});
  }
  if (!reference_listed) {
    const int64_t score = worthless ? 0 : *in_.Score(i, person.reference_post);
    exceptions_.push_back({person.reference_post, static_cast<int32_t>(score + Back(home, home))});
  }
  for (const CellScore& score : in_.CellsOf(i)) ChargeCell(i, score, worthless);
  if (restriction != nullptr) Restrict(*restriction);
  std::sort(exceptions_.begin(), exceptions_.end(),
            [](const Exception& a, const Exception& b) { return a.post < b.post; });
}

void ChargedInstance::Charge(absl::Span<const int64_t> limit_prices,
                             const std::map<PersonIndex, Restriction>& restrictions, bool worthless) {
  tolls_ = ZoneTolls(in_, limit_prices);
  for (PostIndex j = 0; j < in_.post_count(); ++j) {
    const auto in = static_cast<int32_t>(tolls_.In(in_.posts[j].zone));
    for (int32_t r = in_.seat_begin[j]; r < in_.seat_begin[j + 1]; ++r) {
      charged_.seat_runs[r].points = (worthless ? 0 : in_.seat_runs[r].points) - in;
    }
  }
  charged_.tier_points = in_.tier_points;
  if (worthless) std::fill(charged_.tier_points.begin(), charged_.tier_points.end(), 0);
  charged_.distance = in_.distance;
  if (worthless) std::fill(charged_.distance.begin(), charged_.distance.end(), 0);
  charged_.cell_scores.clear();
  charged_.exceptions.clear();
  for (PersonIndex i = 0; i < in_.person_count(); ++i) {
    const auto found = restrictions.find(i);
    ChargePerson(i, worthless, found == restrictions.end() ? nullptr : &found->second);
    charged_.cell_scores.insert(charged_.cell_scores.end(), cells_.begin(), cells_.end());
    charged_.exceptions.insert(charged_.exceptions.end(), exceptions_.begin(), exceptions_.end());
    charged_.cell_begin[i + 1] = static_cast<int64_t>(charged_.cell_scores.size());
    charged_.exception_begin[i + 1] = static_cast<int64_t>(charged_.exceptions.size());
  }
}

}  // namespace selaras::assignment
