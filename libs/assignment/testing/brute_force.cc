#include "libs/assignment/testing/brute_force.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/assignment/instance_builder.h"
#include "libs/assignment/solver.h"
#include "libs/assignment/testing/seeded_random.h"

namespace selaras::assignment {
namespace {

using Plan = BruteForceAnswer::Plan;

// Calls visit for every lawful placement.
void EachPlacement(const Instance& in, uint64_t seed, const std::vector<PostIndex>& near,
                   const std::function<void(const Plan&)>& visit) {
  std::vector<int32_t> occupants(in.posts.size(), 0);
  Plan plan;
  plan.placement.resize(in.persons.size());
  const std::function<void(PersonIndex)> place = [&](PersonIndex i) {
    if (i == in.person_count()) return visit(plan);
    for (PostIndex j = 0; j < in.post_count(); ++j) {
      const std::optional<int32_t> score = in.Score(i, j);
      if (!score.has_value() || occupants[j] >= in.SeatCount(j)) continue;
      const Plan before = plan;
      plan.placement[i] = j;
      plan.value += *score + in.SeatValue(j, occupants[j] + 1) - in.SeatValue(j, occupants[j]);
      plan.moved += j != in.persons[i].reference_post ? 1 : 0;
      if (!near.empty()) plan.strayed += j != near[i] ? 1 : 0;
      plan.hash_sum += PlacementHash(seed, in.persons[i].key, in.posts[j].id);
      ++occupants[j];
      place(i + 1);
      --occupants[j];
      plan = before;
    }
  };
  place(0);
}

}  // namespace

std::optional<BruteForceAnswer> SolveByBruteForce(const Instance& in, uint64_t seed,
                                                  const std::vector<PostIndex>& near) {
  BruteForceAnswer answer;
  bool any = false;
  std::map<int64_t, int64_t> best_value;  // By number of moves.
  const auto better = [](const Plan& a, const Plan& b) {
    return std::make_tuple(-a.value, a.moved, a.hash_sum) < std::make_tuple(-b.value, b.moved, b.hash_sum);
  };
  const auto nearer = [](const Plan& a, const Plan& b) {
    return std::make_tuple(-a.value, a.strayed, a.hash_sum) <
           std::make_tuple(-b.value, b.strayed, b.hash_sum);
  };
  EachPlacement(in, seed, near, [&](const Plan& plan) {
    if (!any || better(plan, answer.free)) answer.free = plan;
    if (!any || nearer(plan, answer.near_free)) answer.near_free = plan;
    any = true;
    const auto [it, added] = best_value.try_emplace(plan.moved, plan.value);
    it->second = std::max(it->second, plan.value);
    if (in.max_moves.has_value() && plan.moved <= *in.max_moves &&
        (!answer.best_within.has_value() || better(plan, *answer.best_within))) {
      answer.best_within = plan;
    }
  });
  if (!any) return std::nullopt;
  if (!answer.best_within.has_value()) return answer;

  // λ* = max(0, min over m ≤ M of max over n > M of (f(n) − f(m)) / (n − m)).
  const auto less = [](std::pair<int64_t, int64_t> a, std::pair<int64_t, int64_t> b) {
    return a.first * b.second < b.first * a.second;
  };
  std::optional<std::pair<int64_t, int64_t>> lambda;
  for (const auto& [m, at_m] : best_value) {
    if (m > *in.max_moves) continue;
    std::pair<int64_t, int64_t> needed = {0, 1};
    for (const auto& [n, at_n] : best_value) {
      if (n > *in.max_moves) needed = std::max(needed, std::make_pair(at_n - at_m, n - m), less);
    }
    lambda = lambda.has_value() ? std::min(*lambda, needed, less) : needed;
  }
  const int64_t common = std::gcd(lambda->first, lambda->second);
  answer.lambda = lambda->first / common;
  answer.denominator = lambda->second / common;

  std::optional<int64_t> top;
  const auto relaxed = [&](const Plan& p) { return p.value * answer.denominator - answer.lambda * p.moved; };
  EachPlacement(in, seed, near, [&](const Plan& plan) {
    const int64_t value = relaxed(plan);
    const bool first = !top.has_value() || value > *top;
    if (first) top = value;
    if (value != *top) return;
    const auto fewest = [](const Plan& p) { return std::make_tuple(p.moved, p.strayed, p.hash_sum); };
    const auto most = [](const Plan& p) { return std::make_tuple(-p.moved, p.strayed, p.hash_sum); };
    const auto nearest = [](const Plan& p) { return std::make_tuple(p.strayed, p.hash_sum); };
    if (first || fewest(plan) < fewest(answer.fewest)) answer.fewest = plan;
    if (first || most(plan) < most(answer.most)) answer.most = plan;
    if (first || nearest(plan) < nearest(answer.near)) answer.near = plan;
  });
  answer.relaxed = *top;
  const int64_t dual = *top + answer.lambda * *in.max_moves;
  const int64_t q = answer.denominator;
  answer.bound = dual >= 0 ? dual / q : -((-dual + q - 1) / q);
  return answer;
}

Instance MakeTinyInstance(uint64_t seed) {
  SeededRandom random(seed);
  InstanceBuilder builder;
  const int32_t districts = random.In(1, 3);
  const int32_t cells = random.In(1, 4);
  const int32_t posts = random.In(1, 6);
  const int32_t persons = random.In(0, 6);
  const int32_t grain = random.Chance(0.5) ? 1 : 10;  // Coarse values tie.
  const auto points = [&](int32_t low, int32_t high) { return random.In(low / grain, high / grain) * grain; };
  for (int32_t d = 0; d < districts; ++d) builder.AddDistrict(absl::StrCat("d", d));
  for (int32_t a = 0; a < districts; ++a) {
    for (int32_t b = 0; b < districts; ++b) builder.SetDistance(a, b, a == b ? 0 : points(0, 20));
  }
  for (int32_t c = 0; c < cells; ++c) builder.AddCell(absl::StrCat("c", c));
  std::vector<int32_t> cell_of;
  for (int32_t j = 0; j < posts; ++j) {
    std::vector<SeatRun> seats;
    int32_t worth = points(-20, 60);
    const int32_t runs = random.Chance(0.1) ? 0 : random.In(1, 3);
    for (int32_t r = 0; r < runs; ++r) {
      seats.push_back({random.In(1, 2), worth});
      worth -= points(0, 40);
    }
    cell_of.push_back(random.In(0, cells - 1));
    builder.AddPost(absl::StrCat("p", j), cell_of[j], random.In(0, districts - 1), seats);
  }
  for (int32_t i = 0; i < persons; ++i) {
    const bool pinned = random.Chance(0.1);
    builder.AddPerson(absl::StrCat("k", i), random.In(0, districts - 1));
    std::vector<bool> lawful(cells, false);
    for (int32_t c = 0; c < cells && !pinned; ++c) {
      if (!random.Chance(0.6)) continue;
      lawful[c] = true;
      builder.AddCellScore(i, c, points(-10, 50));
    }
    std::vector<int32_t> reachable;
    for (int32_t j = 0; j < posts; ++j) {
      const bool listed =
          pinned ? reachable.empty() && (j == posts - 1 || random.Chance(0.3)) : random.Chance(0.25);
      if (listed && !pinned && random.Chance(0.4)) {
        builder.AddException(i, j, kForbidden);
      } else if (listed) {
        builder.AddException(i, j, points(-20, 70));
        reachable.push_back(j);
      } else if (lawful[cell_of[j]]) {
        reachable.push_back(j);
      }
    }
    if (reachable.empty()) {
      // A reference must be lawful: give him one post of his own in a cell that nobody else has.
      const int32_t cell = builder.AddCell(absl::StrCat("x", i));
      reachable.push_back(builder.AddPost(absl::StrCat("x", i), cell, 0, {{1, -50}}));
      builder.AddException(i, reachable.back(), 0);
    }
    builder.SetReference(i, reachable[random.In(0, static_cast<int32_t>(reachable.size()) - 1)]);
  }
  if (random.Chance(0.6)) builder.SetMaxMoves(random.In(0, std::max(1, persons - 1)));
  return *std::move(builder).Build();
}

Instance Rebuild(const Instance& in, uint64_t shuffle) {
  SeededRandom random(shuffle);
  const auto order = [&](size_t size) {
    std::vector<int32_t> out(size);
    std::iota(out.begin(), out.end(), 0);
    for (size_t k = size; k > 1; --k) std::swap(out[k - 1], out[random.Next() % k]);
    return out;
  };
  const auto inverse = [](const std::vector<int32_t>& order) {
    std::vector<int32_t> out(order.size());
    for (size_t k = 0; k < order.size(); ++k) out[order[k]] = static_cast<int32_t>(k);
    return out;
  };
  InstanceBuilder builder;
  const auto districts = order(in.districts.size()), cells = order(in.cells.size()),
             posts = order(in.posts.size()), persons = order(in.persons.size());
  const auto district = inverse(districts), cell = inverse(cells), post = inverse(posts);
  for (const int32_t d : districts) builder.AddDistrict(in.districts[d]);
  for (const int32_t a : districts) {
    for (const int32_t b : districts) builder.SetDistance(district[a], district[b], in.Distance(a, b));
  }
  for (const int32_t c : cells) builder.AddCell(in.cells[c]);
  for (const int32_t j : posts) {
    const auto seats = in.SeatsOf(j);
    builder.AddPost(in.posts[j].id, cell[in.posts[j].cell], district[in.posts[j].district],
                    {seats.begin(), seats.end()});
  }
  for (size_t k = 0; k < persons.size(); ++k) {
    const int32_t i = persons[k];
    const auto handle = static_cast<InstanceBuilder::Handle>(k);
    builder.AddPerson(in.persons[i].key, district[in.persons[i].home], post[in.persons[i].reference_post]);
    const auto scores = in.CellsOf(i);
    for (auto s = scores.rbegin(); s != scores.rend(); ++s)
      builder.AddCellScore(handle, cell[s->cell], s->points);
    const auto exceptions = in.ExceptionsOf(i);
    for (auto e = exceptions.rbegin(); e != exceptions.rend(); ++e) {
      builder.AddException(handle, post[e->post], e->points);
    }
  }
  builder.SetMaxMoves(in.max_moves);
  const auto zones = order(in.zones.size());
  const auto zone = inverse(zones);
  for (const int32_t z : zones) {
    const ZoneIndex parent = in.zones[z].parent;
    builder.AddZone(in.zones[z].id, in.zones[z].level, parent < 0 ? -1 : zone[parent]);
  }
  builder.SetTierCount(in.tier_count);
  for (PostIndex j = 0; j < in.post_count(); ++j) {
    if (in.posts[j].zone >= 0) builder.SetZone(post[j], zone[in.posts[j].zone]);
    for (int32_t t = 0; t < in.tier_count; ++t) {
      std::vector<SeatRun> runs;
      for (int32_t r = in.seat_begin[j]; r < in.seat_begin[j + 1]; ++r) {
        runs.push_back({in.seat_runs[r].count, in.tier_points[static_cast<size_t>(r) * in.tier_count + t]});
      }
      builder.SetTierSeats(post[j], t, std::move(runs));
    }
  }
  const auto person = inverse(persons);
  for (const int32_t c : order(in.limits.size())) {
    const Limit& limit = in.limits[c];
    if (!limit.is_group()) {
      builder.AddCap(limit.kind, zone[limit.zone], limit.bound);
      continue;
    }
    std::vector<InstanceBuilder::Handle> members;
    for (const PersonIndex i : limit.members) members.push_back(person[i]);
    builder.AddGroup(limit.kind, limit.level, std::move(members));
  }
  return *std::move(builder).Build();
}

}  // namespace selaras::assignment
