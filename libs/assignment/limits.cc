#include "libs/assignment/limits.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

namespace selaras::assignment {
namespace {

constexpr int32_t kMaxTiers = 8;
constexpr int64_t kMaxTierPoints = 1'000'000'000;
constexpr size_t kMaxLimits = 4'000'000;

template <typename... Parts>
absl::Status Fault(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat("instance: ", parts...));
}

bool GoodId(absl::string_view id) {
  constexpr absl::string_view kAlso = "_.@:/-";
  return !id.empty() && id.size() <= 200 && std::all_of(id.begin(), id.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kAlso.find(c) != absl::string_view::npos;
  });
}

// Order of Instance::limits; equal = alike, whatever the bound.
bool Before(const Limit& a, const Limit& b) {
  if (a.kind != b.kind) return a.kind < b.kind;
  if (!a.is_group()) return a.zone < b.zone;
  return std::tie(a.level, a.members) < std::tie(b.level, b.members);
}

absl::Status ValidateZones(const Instance& in) {
  if (in.zones.size() > kMaxLimits) return Fault("more than ", kMaxLimits, " zones");
  std::vector<absl::string_view> ids;
  for (size_t z = 0; z < in.zones.size(); ++z) {
    const Zone& zone = in.zones[z];
    if (!GoodId(zone.id)) return Fault("zone ", z, ": id must be 1-200 of 0-9 a-z A-Z _ . @ : / -");
    if (zone.level < 0 || zone.level > kMaxLevel)
      return Fault("zone ", z, ": level must be 0 to ", kMaxLevel);
    if (z > 0 && std::tie(in.zones[z - 1].level, in.zones[z - 1].id) >= std::tie(zone.level, zone.id)) {
      return Fault("zone ", z, ": zones must ascend by level, then id");
    }
    const bool parent_stands =
        zone.parent == -1 || (zone.parent >= 0 && static_cast<size_t>(zone.parent) < z &&
                              in.zones[zone.parent].level < zone.level);
    if (!parent_stands) return Fault("zone ", z, ": the parent must exist and have a lower level");
    ids.push_back(zone.id);
  }
  std::sort(ids.begin(), ids.end());
  const auto twice = std::adjacent_find(ids.begin(), ids.end());
  if (twice != ids.end()) return Fault("zone '", *twice, "' stands twice; give each zone an id of its own");
  const auto zones = static_cast<ZoneIndex>(in.zones.size());
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    if (in.posts[j].zone < -1 || in.posts[j].zone >= zones) return Fault("post ", j, ": no such zone");
  }
  return absl::OkStatus();
}

absl::Status ValidateLimit(const Instance& in, size_t k) {
  const Limit& limit = in.limits[k];
  if (k > 0 && !Before(in.limits[k - 1], limit)) {
    return Fault("limit ", k, ": limits must ascend by kind, then zone or level, then members, no two alike");
  }
  if (!limit.is_group()) {
    if (limit.zone < 0 || static_cast<size_t>(limit.zone) >= in.zones.size()) {
      return Fault("limit ", k, ": no such zone");
    }
    if (limit.bound < 0 || limit.bound > kMaxCap) return Fault("limit ", k, ": bound must be 0 to ", kMaxCap);
    return absl::OkStatus();
  }
  if (limit.level < 0 || limit.level > kMaxLevel)
    return Fault("limit ", k, ": level must be 0 to ", kMaxLevel);
  if (limit.members.size() < 2) return Fault("limit ", k, ": a group needs at least two members");
  for (size_t m = 0; m < limit.members.size(); ++m) {
    if (limit.members[m] < 0 || limit.members[m] >= in.person_count() ||
        (m > 0 && limit.members[m] <= limit.members[m - 1])) {
      return Fault("limit ", k, ": members must exist and ascend, nobody twice");
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateTiers(const Instance& in) {
  if (in.tier_count < 0 || in.tier_count > kMaxTiers) return Fault("tiers must be 0 to ", kMaxTiers);
  const auto tiers = static_cast<size_t>(in.tier_count);
  if (in.tier_points.size() != in.seat_runs.size() * tiers) {
    return Fault("tier_points must have ", in.seat_runs.size() * tiers, " entries");
  }
  for (PostIndex j = 0; j < in.post_count() && tiers > 0; ++j) {
    for (int32_t r = in.seat_begin[j]; r < in.seat_begin[j + 1]; ++r) {
      for (size_t t = 0; t < tiers; ++t) {
        const int32_t points = in.tier_points[r * tiers + t];
        if (points < -kMaxTierPoints || points > kMaxTierPoints) {
          return Fault("post ", j, ": tier points beyond ±", kMaxTierPoints);
        }
        if (r > in.seat_begin[j] && points > in.tier_points[(r - 1) * tiers + t]) {
          return Fault("post ", j, ": points of a tier must not increase");
        }
      }
    }
  }
  return absl::OkStatus();
}

bool Breaks(const Instance& in, const Limit& limit, const ZoneTraffic& traffic,
            absl::Span<const PostIndex> placement) {
  if (limit.is_group()) return BreaksGroup(in, limit, placement);
  const bool arrivals = limit.kind == LimitKind::kArrivals;
  return (arrivals ? traffic.arrivals : traffic.departures)[limit.zone] > limit.bound;
}

}  // namespace

bool BreaksGroup(const Instance& in, const Limit& limit, absl::Span<const PostIndex> placement) {
  std::vector<ZoneIndex> zones;
  for (const PersonIndex i : limit.members) zones.push_back(ZoneAtLevel(in, placement[i], limit.level));
  if (limit.kind == LimitKind::kTogether) {
    return zones[0] < 0 ||
           std::any_of(zones.begin(), zones.end(), [&](ZoneIndex z) { return z != zones[0]; });
  }
  zones.erase(std::remove(zones.begin(), zones.end(), -1), zones.end());
  std::sort(zones.begin(), zones.end());
  return std::adjacent_find(zones.begin(), zones.end()) != zones.end();
}

ZoneIndex ZoneAtLevel(const Instance& in, PostIndex post, int32_t level) {
  ZoneIndex zone = in.posts[post].zone;
  while (zone >= 0 && in.zones[zone].level > level) zone = in.zones[zone].parent;
  return zone >= 0 && in.zones[zone].level == level ? zone : -1;
}

bool IsInZone(const Instance& in, PostIndex post, ZoneIndex zone) {
  return ZoneAtLevel(in, post, in.zones[zone].level) == zone;
}

ZoneTraffic TrafficOf(const Instance& in, absl::Span<const PostIndex> placement) {
  ZoneTraffic traffic{std::vector<int64_t>(in.zones.size(), 0), std::vector<int64_t>(in.zones.size(), 0)};
  for (PersonIndex i = 0; i < in.person_count(); ++i) {
    const ZoneIndex from = in.posts[in.persons[i].reference_post].zone, to = in.posts[placement[i]].zone;
    if (from == to) continue;
    ForEachZoneEntered(in, from, to, [&](ZoneIndex z) { ++traffic.arrivals[z]; });
    ForEachZoneEntered(in, to, from, [&](ZoneIndex z) { ++traffic.departures[z]; });
  }
  return traffic;
}

std::vector<int32_t> BrokenLimits(const Instance& in, absl::Span<const PostIndex> placement) {
  std::vector<int32_t> broken;
  if (in.limits.empty()) return broken;
  const ZoneTraffic traffic = TrafficOf(in, placement);
  for (size_t k = 0; k < in.limits.size(); ++k) {
    if (Breaks(in, in.limits[k], traffic, placement)) broken.push_back(static_cast<int32_t>(k));
  }
  return broken;
}

absl::Status CheckLimits(const Instance& in, absl::Span<const PostIndex> placement) {
  const std::vector<int32_t> broken = BrokenLimits(in, placement);
  if (broken.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(DescribeLimit(in, broken[0]), " is broken"));
}

std::string DescribeLimit(const Instance& in, int32_t k) {
  const Limit& limit = in.limits[k];
  const absl::string_view word = limit.kind == LimitKind::kArrivals     ? "arrivals in '"
                                 : limit.kind == LimitKind::kDepartures ? "departures from '"
                                 : limit.kind == LimitKind::kApart      ? "apart"
                                                                        : "together";
  if (limit.is_group()) {
    return absl::StrCat("limit ", k, " (", limit.members.size(), " persons ", word, " at level ", limit.level,
                        ")");
  }
  return absl::StrCat("limit ", k, " (", word, in.zones[limit.zone].id, "', at most ", limit.bound, ")");
}

absl::Status ValidateLimits(const Instance& in) {
  if (absl::Status status = ValidateZones(in); !status.ok()) return status;
  if (in.limits.size() > kMaxLimits) return Fault("more than ", kMaxLimits, " limits");
  for (size_t k = 0; k < in.limits.size(); ++k) {
    if (absl::Status status = ValidateLimit(in, k); !status.ok()) return status;
  }
  return ValidateTiers(in);
}

ZoneTolls::ZoneTolls(const Instance& in, absl::Span<const int64_t> limit_prices)
    : instance_(&in), in_(in.zones.size(), 0), out_(in.zones.size(), 0) {
  for (size_t k = 0; k < limit_prices.size(); ++k) {
    const Limit& limit = in.limits[k];
    if (limit_prices[k] == 0 || limit.is_group()) continue;
    (limit.kind == LimitKind::kArrivals ? in_ : out_)[limit.zone] += limit_prices[k];
    any_ = true;
  }
  for (size_t z = 0; z < in.zones.size(); ++z) {
    const ZoneIndex parent = in.zones[z].parent;
    if (parent < 0) continue;
    in_[z] += in_[parent];
    out_[z] += out_[parent];
  }
}

__int128 ZoneTolls::Between(ZoneIndex from, ZoneIndex to) const {
  if (from == to) return 0;
  const ZoneIndex start = from, end = to;
  while (from != to) {
    const int32_t a = from < 0 ? -1 : instance_->zones[from].level;
    const int32_t b = to < 0 ? -1 : instance_->zones[to].level;
    if (a >= b) from = instance_->zones[from].parent;
    if (b >= a) to = instance_->zones[to].parent;
  }
  return In(end) + Out(start) - Common(from);
}

}  // namespace selaras::assignment
