#include "libs/generator/staffing.h"

#include <algorithm>

#include "libs/generator/geography.h"
#include "libs/generator/layout.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

constexpr double kVacantChairs = 0.08;

// Rank of each district by distance from the seat of government, 0 (nearest) … 1 (farthest).
std::vector<double> Remoteness(const Province& province) {
  const Unit& seat = province.units.front();
  std::vector<std::pair<double, int>> order;
  for (size_t d = 0; d < province.districts.size(); ++d) {
    const District& district = province.districts[d];
    const double km =
        DistanceKm(district.lat, district.lon, seat.lat, seat.lon) + (district.island ? 1000 : 0);
    order.emplace_back(km, static_cast<int>(d));
  }
  std::sort(order.begin(), order.end());
  std::vector<double> rank(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    rank[static_cast<size_t>(order[i].second)] =
        order.size() < 2 ? 0.5 : static_cast<double>(i) / (order.size() - 1);
  }
  return rank;
}

int Filled(const Post& post, const Province& province, Random* random) {
  const int need = WholeNeed(post.need);
  if (province.positions[post.position].family == Family::kStructural) {
    int filled = 0;
    for (int seat = 0; seat < need; ++seat) filled += random->Chance(kVacantChairs) ? 0 : 1;
    return filled;
  }
  const double bias = province.units[post.unit].staffing + 0.10 * random->Bell();
  return random->Round(std::max(0.0, need * (1 + bias)));
}

int Ceiling(const Post& post, const Province& province, Random* random) {
  const int need = WholeNeed(post.need);
  if (province.positions[post.position].family == Family::kStructural) return need;
  // Where more people sit than are needed, about half of the establishment plans have been raised to fit
  // them.
  if (post.incumbents > need) return random->Chance(0.5) ? post.incumbents : need;
  const double draw = random->Unit();
  if (draw < 0.10) return need + 1;
  if (draw < 0.15) return std::max(1, need - 1);
  return need;
}

void MeetTotal(int people, Random* random, Province* province) {
  int total = 0;
  std::vector<int> open;
  for (size_t i = 0; i < province->posts.size(); ++i) {
    total += province->posts[i].incumbents;
    if (province->positions[province->posts[i].position].family != Family::kStructural)
      open.push_back(static_cast<int>(i));
  }
  random->Shuffle(&open);
  for (size_t i = 0; total != people && !open.empty(); i = (i + 1) % open.size()) {
    Post& post = province->posts[open[i]];
    // Big posts first carry the difference; on later rounds every post may.
    if (total < people) {
      ++post.incumbents, ++total;
    } else if (post.incumbents > 0) {
      --post.incumbents, --total;
    }
  }
}

}  // namespace

void BiasUnits(uint64_t seed, Province* province) {
  const std::vector<double> remoteness = Remoteness(*province);
  for (size_t u = 0; u < province->units.size(); ++u) {
    Random random(seed, 71, u);
    Unit& unit = province->units[u];
    unit.quality = random.Bell();
    unit.staffing = 0.24 * (0.5 - remoteness[static_cast<size_t>(unit.district)]) + 0.13 * random.Bell();
  }
}

void StaffPosts(uint64_t seed, int people, Province* province) {
  for (size_t i = 0; i < province->posts.size(); ++i) {
    Random random(seed, 72, i);
    province->posts[i].incumbents = Filled(province->posts[i], *province, &random);
  }
  Random random(seed, 73);
  MeetTotal(people, &random, province);
  for (size_t i = 0; i < province->posts.size(); ++i) {
    Random ceiling(seed, 74, i);
    province->posts[i].ceiling = Ceiling(province->posts[i], *province, &ceiling);
    // Some posts ask for more than their position: a grade, or the certificate of procurement.
    const Position& position = province->positions[province->posts[i].position];
    if (position.group == Group::kAdm && ceiling.Chance(0.1)) province->posts[i].min_grade = 41;
    if (position.code == "PENELAAH-TEKNIS" && ceiling.Chance(0.05))
      province->posts[i].certificate = "PROCUREMENT";
  }
}

}  // namespace selaras::generator
