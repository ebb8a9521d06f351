// The part of InstanceBuilder that is about seats in tiers, zones and limits.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/instance_builder.h"

namespace selaras::assignment {
namespace {

using Handle = InstanceBuilder::Handle;

// Worth per tier of the seats of one post, read run by run. Without runs every seat is worth 0.
class TierCursor {
 public:
  void Set(const std::vector<SeatRun>& runs) { runs_ = &runs; }
  bool set() const { return runs_ != nullptr; }
  // Seats until the worth may change, at least 1; 0 = no seat is left.
  int32_t Left() {
    if (runs_ == nullptr) return INT32_MAX;
    while (at_ < runs_->size() && (*runs_)[at_].count == used_) {
      ++at_;
      used_ = 0;
    }
    return at_ < runs_->size() ? (*runs_)[at_].count - used_ : 0;
  }
  int32_t points() const { return runs_ == nullptr ? 0 : (*runs_)[at_].points; }
  void Take(int32_t count) { used_ += runs_ == nullptr ? 0 : count; }

 private:
  const std::vector<SeatRun>* runs_ = nullptr;
  size_t at_ = 0;
  int32_t used_ = 0;
};

}  // namespace

Handle InstanceBuilder::AddZone(std::string id, int32_t level, Handle parent) {
  zones_.push_back({std::move(id), parent, level});
  return static_cast<Handle>(zones_.size() - 1);
}

void InstanceBuilder::SetZone(Handle post, Handle zone) {
  posts_.at(post).zone = zone;
}

void InstanceBuilder::AddCap(LimitKind arrivals_or_departures, Handle zone, int64_t bound) {
  caps_.push_back({arrivals_or_departures, zone, bound});
}

void InstanceBuilder::AddGroup(LimitKind together_or_apart, int32_t level, std::vector<Handle> members) {
  groups_.push_back({together_or_apart, level, std::move(members)});
}

void InstanceBuilder::SetTierSeats(Handle post, int32_t tier, std::vector<SeatRun> runs) {
  tier_seats_.push_back({post, tier, std::move(runs)});
}

absl::Status InstanceBuilder::CheckLimitHandles() const {
  const auto bad = [](Handle h, size_t size) { return h < 0 || static_cast<size_t>(h) >= size; };
  for (const Zone& zone : zones_) {
    if (zone.parent != -1 && bad(zone.parent, zones_.size())) {
      return absl::InvalidArgumentError(absl::StrCat("zone '", zone.id, "' names a parent not added"));
    }
  }
  for (const Post& post : posts_) {
    if (post.zone != -1 && bad(post.zone, zones_.size())) {
      return absl::InvalidArgumentError(absl::StrCat("post '", post.id, "' names a zone not added"));
    }
  }
  for (const Cap& cap : caps_) {
    if (bad(cap.zone, zones_.size()))
      return absl::InvalidArgumentError("a cap names a zone that was not added");
    if (cap.kind != LimitKind::kArrivals && cap.kind != LimitKind::kDepartures) {
      return absl::InvalidArgumentError("a cap is on arrivals or on departures");
    }
  }
  for (const Group& group : groups_) {
    if (group.kind != LimitKind::kApart && group.kind != LimitKind::kTogether) {
      return absl::InvalidArgumentError("a group is kept apart or together");
    }
    for (const Handle member : group.members) {
      if (bad(member, persons_.size())) {
        return absl::InvalidArgumentError("a group names a person that was not added");
      }
    }
  }
  std::set<std::pair<Handle, int32_t>> seen;
  for (const TierSeats& seats : tier_seats_) {
    if (bad(seats.post, posts_.size()) || seats.tier < 0 || seats.tier >= tier_count_) {
      return absl::InvalidArgumentError("tier seats name a post or a tier that was not added");
    }
    if (!seen.emplace(seats.post, seats.tier).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("post '", posts_[seats.post].id, "': seats of tier ", seats.tier, " were set twice"));
    }
  }
  return absl::OkStatus();
}

absl::Status InstanceBuilder::BuildSeats(const std::vector<Handle>& old_post, Instance& out) {
  out.tier_count = tier_count_;
  const auto tiers = static_cast<size_t>(std::max(tier_count_, 0));
  std::map<std::pair<Handle, int32_t>, const std::vector<SeatRun>*> by_tier;
  for (const TierSeats& seats : tier_seats_) by_tier[{seats.post, seats.tier}] = &seats.runs;
  out.seat_begin.push_back(0);
  for (size_t j = 0; j < old_post.size(); ++j) {
    const Handle old = old_post[j];
    std::vector<TierCursor> cursors(tiers);
    for (size_t t = 0; t < tiers; ++t) {
      const auto found = by_tier.find({old, static_cast<int32_t>(t)});
      if (found != by_tier.end()) cursors[t].Set(*found->second);
    }
    const auto fault = [&] {
      return absl::InvalidArgumentError(
          absl::StrCat("post '", posts_[j].id, "': the seats of a tier must be as many as the post's"));
    };
    for (const SeatRun& run : seats_[old]) {
      int32_t left = run.count;
      while (left != 0) {
        int32_t take = left;
        for (TierCursor& cursor : cursors) take = std::min(take, cursor.Left());
        if (take == 0) return fault();
        bool joins = out.seat_runs.size() > static_cast<size_t>(out.seat_begin.back()) && run.count > 0 &&
                     out.seat_runs.back().points == run.points;
        for (size_t t = 0; t < tiers && joins; ++t) {
          joins = out.tier_points[out.tier_points.size() - tiers + t] == cursors[t].points();
        }
        if (joins) {
          out.seat_runs.back().count += take;
        } else {
          out.seat_runs.push_back({take, run.points});
          for (const TierCursor& cursor : cursors) out.tier_points.push_back(cursor.points());
        }
        for (TierCursor& cursor : cursors) cursor.Take(take);
        left -= take;
      }
    }
    for (TierCursor& cursor : cursors) {
      if (cursor.set() && cursor.Left() != 0) return fault();
    }
    out.seat_begin.push_back(static_cast<int32_t>(out.seat_runs.size()));
  }
  return absl::OkStatus();
}

void InstanceBuilder::BuildZones(Instance& out) {
  std::vector<Handle> order(zones_.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](Handle a, Handle b) {
    return std::tie(zones_[a].level, zones_[a].id) < std::tie(zones_[b].level, zones_[b].id);
  });
  std::vector<Handle> index(zones_.size());
  for (size_t k = 0; k < order.size(); ++k) index[order[k]] = static_cast<Handle>(k);
  for (const Handle old : order) {
    out.zones.push_back(zones_[old]);
    if (out.zones.back().parent >= 0) out.zones.back().parent = index[out.zones.back().parent];
  }
  for (Post& post : posts_) {
    if (post.zone >= 0) post.zone = index[post.zone];
  }
  for (Cap& cap : caps_) cap.zone = index[cap.zone];
}

void InstanceBuilder::BuildLimits(const std::vector<Handle>& person, Instance& out) {
  std::map<std::pair<LimitKind, ZoneIndex>, int64_t> caps;
  for (const Cap& cap : caps_) {
    const int64_t bound = std::min(cap.bound, kMaxCap);
    const auto [it, added] = caps.try_emplace({cap.kind, cap.zone}, bound);
    it->second = std::min(it->second, bound);
  }
  for (const auto& [key, bound] : caps) {
    Limit limit{key.first};
    limit.zone = key.second;
    limit.bound = bound;
    out.limits.push_back(std::move(limit));
  }
  std::set<std::tuple<LimitKind, int32_t, std::vector<PersonIndex>>> groups;
  for (Group& group : groups_) {
    std::vector<PersonIndex> members;
    for (const Handle member : group.members) members.push_back(person[member]);
    std::sort(members.begin(), members.end());
    groups.emplace(group.kind, group.level, std::move(members));
  }
  for (const auto& [kind, level, members] : groups) {
    Limit limit{kind};
    limit.level = level;
    limit.members = members;
    out.limits.push_back(std::move(limit));
  }
}

}  // namespace selaras::assignment
