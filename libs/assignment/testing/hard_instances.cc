#include "libs/assignment/testing/hard_instances.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/assignment/instance_builder.h"
#include "libs/assignment/testing/seeded_random.h"

namespace selaras::assignment {
namespace {

// Found by the search (DrawHardShape, work per person), kept so that they stay solvable.
constexpr uint64_t kWorstFound[] = {415, 1185, 1546};

}  // namespace

std::vector<HardShape> KnownHardShapes(int32_t people) {
  std::vector<HardShape> shapes;
  const auto add = [&](const char* name) -> HardShape& {
    shapes.emplace_back();
    shapes.back().name = name;
    shapes.back().people = people;
    return shapes.back();
  };
  // Equal people outbid each other by ε until the loss is reached.
  HardShape& war = add("price_war");
  war.levels = 1;
  war.far = 0;
  war.seats = 1;
  war.posts_percent = 90;
  war.lawful_cells = 1;
  war.cells = std::max(1, people / 40);
  war.seat_spread = 0;
  HardShape& cell = add("one_cell");
  cell.cells = cell.lawful_cells = cell.districts = 1;
  HardShape& exact = add("no_vacancy");
  exact.seats = 1;
  exact.posts_percent = 100;
  exact.cells = std::max(1, people / 20);
  HardShape& crowd = add("ten_people_a_seat");
  crowd.seats = 1;
  crowd.posts_percent = 10;
  HardShape& two = add("two_values");
  two.levels = 2;
  two.far = 1;
  two.seat_spread = 1;
  two.cells = std::max(1, people / 10);
  HardShape& wide = add("wide_values");
  wide.spread = 9'000'000;
  wide.levels = 9'000'000;
  wide.seat_spread = 900'000'000;
  wide.loss = 10'000'000;
  for (const uint64_t seed : kWorstFound) {
    shapes.push_back(DrawHardShape(seed, people));
    shapes.back().name = absl::StrCat("found_", seed);
  }
  return shapes;
}

HardShape DrawHardShape(uint64_t seed, int32_t people) {
  SeededRandom random(seed);
  const auto pick = [&](std::initializer_list<int32_t> of) {
    return *(of.begin() + random.In(0, static_cast<int32_t>(of.size()) - 1));
  };
  HardShape shape;
  shape.name = absl::StrCat("drawn_", seed);
  shape.people = people;
  shape.posts_percent = pick({5, 20, 50, 80, 95, 100, 120, 300});
  shape.seats = pick({1, 1, 2, 5, 20});
  shape.cells = std::max(1, people / pick({people, 500, 100, 20, 5}));
  shape.districts = pick({1, 2, 10, 40});
  shape.lawful_cells = pick({1, 2, 5, 20});
  shape.levels = pick({1, 2, 10, 1000, 1'000'000});
  shape.spread = pick({1, 10, 1000, 100'000, 9'000'000});
  shape.far = pick({0, 1, 100, 10'000});
  shape.seat_spread = pick({0, 1, 1000, 1'000'000});
  shape.favourites = pick({0, 0, 1, 5});
  shape.loss = pick({0, 1000, 1'000'000, 9'000'000});
  shape.seed = seed;
  return shape;
}

Instance MakeHard(const HardShape& shape) {
  SeededRandom random(shape.seed);
  InstanceBuilder builder;
  for (int32_t d = 0; d < shape.districts; ++d) builder.AddDistrict(absl::StrFormat("d%03d", d));
  for (int32_t a = 0; a < shape.districts; ++a) {
    for (int32_t b = 0; b < shape.districts; ++b)
      builder.SetDistance(a, b, a == b ? 0 : random.In(0, shape.far));
  }
  for (int32_t c = 0; c < shape.cells; ++c) builder.AddCell(absl::StrFormat("c%06d", c));
  const int32_t nobodys = builder.AddCell("nobody");
  const int32_t levels = std::max(1, std::min(shape.levels, shape.spread + 1));
  const auto points = [&](int32_t spread) {
    return levels == 1 ? spread
                       : static_cast<int32_t>(int64_t{spread} * random.In(0, levels - 1) / (levels - 1));
  };
  const auto posts =
      std::max<int32_t>(1, static_cast<int32_t>(int64_t{shape.people} * shape.posts_percent / 100));
  for (int32_t j = 0; j < posts; ++j) {
    builder.AddPost(absl::StrFormat("p%07d", j), random.In(0, shape.cells - 1),
                    random.In(0, shape.districts - 1),
                    {{random.In(1, shape.seats), random.In(0, shape.seat_spread)}});
  }
  const int32_t unplaced = builder.AddPost("unplaced", nobodys, 0, {{shape.people, 0}});
  for (int32_t i = 0; i < shape.people; ++i) {
    builder.AddPerson(absl::StrFormat("k%07d", i), random.In(0, shape.districts - 1), unplaced);
    builder.AddException(i, unplaced, -shape.loss);
    const int32_t first = random.In(0, shape.cells - 1);
    for (int32_t k = 0; k < std::min(shape.lawful_cells, shape.cells); ++k) {
      builder.AddCellScore(i, (first + k) % shape.cells, points(shape.spread));
    }
    std::vector<int32_t> listed;
    for (int32_t k = 0; k < shape.favourites; ++k) {
      const int32_t j = random.In(0, posts - 1);
      if (std::find(listed.begin(), listed.end(), j) != listed.end()) continue;
      listed.push_back(j);
      builder.AddException(i, j, points(shape.spread));
    }
  }
  return *std::move(builder).Build();
}

}  // namespace selaras::assignment
