#include "libs/assignment/testing/synthetic_province.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "libs/assignment/instance_builder.h"
#include "libs/assignment/testing/seeded_random.h"

namespace selaras::assignment {
namespace {

struct PostPlan {
  int32_t position, agency, district, target;
  int32_t incumbents = 0;
};

// Districts on a plane; distance in points grows with kilometres.
void AddDistricts(const ProvinceShape& shape, SeededRandom& random, InstanceBuilder& builder) {
  std::vector<std::pair<int32_t, int32_t>> at;
  for (int32_t d = 0; d < shape.districts; ++d) {
    builder.AddDistrict(absl::StrFormat("d%03d", d));
    at.emplace_back(random.In(0, 300), random.In(0, 120));
  }
  for (int32_t a = 0; a < shape.districts; ++a) {
    for (int32_t b = 0; b < shape.districts; ++b) {
      const int32_t dx = std::abs(at[a].first - at[b].first);
      const int32_t dy = std::abs(at[a].second - at[b].second);
      builder.SetDistance(a, b, std::max(dx, dy) + std::min(dx, dy) / 2);
    }
  }
}

std::vector<PostPlan> PlanPosts(const ProvinceShape& shape, SeededRandom& random) {
  std::vector<PostPlan> plans;
  for (int32_t j = 0; j < shape.posts; ++j) {
    const int32_t target = 1 + random.In(0, 2) + (random.Chance(0.15) ? random.In(1, 6) : 0);
    plans.push_back({random.In(0, shape.positions - 1), random.In(0, shape.agencies - 1),
                     random.In(0, shape.districts - 1), target});
  }
  return plans;
}

// Urgent, needed, useful, then seats that stand empty for a while, then those above the ceiling.
std::vector<SeatRun> Seats(const PostPlan& plan, SeededRandom& random) {
  const int32_t critical = (plan.target + 2) / 3;
  const int32_t needed = plan.target - critical;
  const int32_t spare = random.In(0, 1) + (random.Chance(0.3) ? random.In(0, 3) : 0);
  const int32_t above = std::max(0, plan.incumbents - plan.target - spare);
  std::vector<SeatRun> seats = {{critical, 1800 + random.In(0, 6) * 100}};
  if (needed > 0) seats.push_back({needed, 900 + random.In(0, 5) * 50});
  if (spare > 0) seats.push_back({spare, 100 + random.In(0, 3) * 25});
  for (int32_t k = 0; k < above; ++k) seats.push_back({1, -600 - 400 * k});
  return seats;
}

// Departments hold some of the positions whole and share the others, as general staff are shared.
void AddZones(const ProvinceShape& shape, const std::vector<PostPlan>& plans, InstanceBuilder& builder) {
  struct Place {
    InstanceBuilder::Handle zone;
    int64_t people = 0;
  };
  std::vector<Place> agencies, departments, units;
  for (int32_t a = 0; a < shape.agencies; ++a) {
    agencies.push_back({builder.AddZone(absl::StrFormat("a%03d", a), 0)});
    for (int32_t d = 0; d < shape.departments; ++d) {
      departments.push_back({builder.AddZone(absl::StrFormat("a%03d-d%03d", a, d), 1, agencies[a].zone)});
      for (int32_t u = 0; u < shape.units; ++u) {
        units.push_back(
            {builder.AddZone(absl::StrFormat("a%03d-d%03d-u%04d", a, d, u), 2, departments.back().zone)});
      }
    }
  }
  for (size_t j = 0; j < plans.size(); ++j) {
    const PostPlan& plan = plans[j];
    const bool shared = plan.position % 4 == 0;
    const int32_t d = (shared ? static_cast<int32_t>(j / 7) : plan.position / 4) % shape.departments;
    const int32_t u = static_cast<int32_t>((j * 31 + plan.district) % shape.units);
    const size_t department = static_cast<size_t>(plan.agency) * shape.departments + d;
    Place& unit = units[department * shape.units + u];
    builder.SetZone(static_cast<InstanceBuilder::Handle>(j), unit.zone);
    unit.people += plan.incumbents;
    departments[department].people += plan.incumbents;
    agencies[plan.agency].people += plan.incumbents;
  }
  const auto cap = [&](const std::vector<Place>& places, int32_t permille, bool out) {
    if (permille >= 1000) return;
    for (const Place& place : places) {
      const int64_t bound = (place.people * permille + 999) / 1000;
      builder.AddCap(LimitKind::kArrivals, place.zone, bound);
      if (out) builder.AddCap(LimitKind::kDepartures, place.zone, bound);
    }
  };
  cap(units, shape.unit_permille, false);
  cap(departments, shape.department_permille, false);
  cap(agencies, shape.agency_permille, true);
}

}  // namespace

ProvinceShape ReferenceProvince() {
  return ProvinceShape{};
}

ProvinceShape ManyAgencies() {
  ProvinceShape shape;
  shape.persons = 75'000;
  shape.posts = 31'000;
  shape.districts = 15;
  shape.positions = 260;
  shape.agencies = 14;
  shape.lawful_positions = 6;
  return shape;
}

Instance MakeProvince(const ProvinceShape& shape) {
  SeededRandom random(shape.seed);
  InstanceBuilder builder;
  AddDistricts(shape, random, builder);
  for (int32_t p = 0; p < shape.positions; ++p) {
    for (int32_t a = 0; a < shape.agencies; ++a) builder.AddCell(absl::StrFormat("c%04d-%03d", p, a));
  }
  std::vector<PostPlan> plans = PlanPosts(shape, random);
  std::vector<std::vector<int32_t>> posts_of(shape.positions);
  for (int32_t j = 0; j < shape.posts; ++j) posts_of[plans[j].position].push_back(j);

  // Present posts: every other district-position pair is crowded, so that loads are uneven.
  std::vector<int32_t> present(shape.persons);
  for (int32_t& post : present) {
    do {
      post = random.In(0, shape.posts - 1);
      const PostPlan& plan = plans[post];
      const bool crowded = (plan.district * 7 + plan.position) % 3 == 0;
      if (plan.incumbents < plan.target * (crowded ? 2 : 1) || random.Chance(0.02)) break;
    } while (true);
    ++plans[post].incumbents;
  }
  for (int32_t j = 0; j < shape.posts; ++j) {
    const PostPlan& plan = plans[j];
    builder.AddPost(absl::StrFormat("p%06d", j), plan.position * shape.agencies + plan.agency, plan.district,
                    Seats(plan, random));
  }
  const int32_t lawful_positions = std::min(shape.lawful_positions, shape.positions);
  for (int32_t i = 0; i < shape.persons; ++i) {
    const PostPlan& plan = plans[present[i]];
    const int32_t home = random.Chance(0.55) ? plan.district : random.In(0, shape.districts - 1);
    builder.AddPerson(absl::StrFormat("k%07d", i), home, present[i]);
    const int32_t performance = random.In(0, 400);
    const int32_t fit = random.In(250, 1000);
    const int32_t from = plan.position - random.In(0, lawful_positions - 1);
    std::vector<int32_t> lawful;
    for (int32_t k = 0; k < lawful_positions; ++k) {
      const int32_t position = (from + k + shape.positions) % shape.positions;
      if (posts_of[position].empty()) continue;
      lawful.push_back(position);
      const int32_t strategic = position % 5;
      const int32_t points =
          std::max(50, fit - 45 * std::abs(position - plan.position) % 700 + random.In(-80, 80)) +
          performance * strategic / 4;
      // Other agencies only for some, and at a discount.
      for (int32_t a = 0; a < shape.agencies; ++a) {
        const bool own = a == plan.agency;
        if (own || (k < 3 && (a + i) % 4 == 0)) {
          builder.AddCellScore(i, position * shape.agencies + a, points - (own ? 0 : 120));
        }
      }
    }
    const int32_t stay = random.Chance(shape.overdue) ? -random.In(50, 400) : random.In(50, 200);
    builder.AddException(i, present[i], fit + stay);
    std::vector<int32_t> listed = {present[i]};
    const auto list = [&](int32_t points) {
      const std::vector<int32_t>& posts =
          posts_of[lawful[random.In(0, static_cast<int32_t>(lawful.size()) - 1)]];
      const int32_t j = posts[random.In(0, static_cast<int32_t>(posts.size()) - 1)];
      if (std::find(listed.begin(), listed.end(), j) != listed.end()) return;
      listed.push_back(j);
      builder.AddException(i, j, points);
    };
    if (!lawful.empty() && random.Chance(shape.preferences)) {
      for (int32_t rank = 0; rank < 3; ++rank) list(fit + 300 - 80 * rank);
    }
    if (!lawful.empty() && random.Chance(shape.forbidden)) list(kForbidden);
  }
  if (shape.departments > 0 && shape.units > 0) AddZones(shape, plans, builder);
  builder.SetMaxMoves(shape.max_moves);
  return *std::move(builder).Build();
}

}  // namespace selaras::assignment
