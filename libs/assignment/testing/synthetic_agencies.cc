#include "libs/assignment/testing/synthetic_agencies.h"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "libs/assignment/instance_builder.h"
#include "libs/assignment/testing/seeded_random.h"

namespace selaras::assignment {
namespace {

constexpr int32_t kUnplacedPoints = -1500;

struct PostPlan {
  int32_t field, grade, agency, district, target;
};

class Agencies {
 public:
  explicit Agencies(const AgenciesShape& shape) : shape_(shape), random_(shape.seed) {}

  Instance Make() {
    AddDistricts();
    for (int32_t cell = 0; cell < shape_.fields * shape_.grades * shape_.agencies; ++cell) {
      builder_.AddCell(absl::StrFormat("c%05d", cell));
    }
    for (int32_t a = 0; a < shape_.agencies; ++a) builder_.AddCell(absl::StrFormat("unplaced%02d", a));
    AddPosts();
    for (int32_t i = 0; i < shape_.persons; ++i) AddPerson(i);
    return *std::move(builder_).Build();
  }

 private:
  void AddDistricts() {
    for (int32_t d = 0; d < shape_.districts; ++d) builder_.AddDistrict(absl::StrFormat("d%03d", d));
    for (int32_t a = 0; a < shape_.districts; ++a) {
      for (int32_t b = 0; b < shape_.districts; ++b) builder_.SetDistance(a, b, 7 * std::abs(a - b));
    }
  }

  int32_t Cell(int32_t field, int32_t grade, int32_t agency) const {
    return (field * shape_.grades + grade) * shape_.agencies + agency;
  }
  int32_t AnyAgency() {
    return std::min(random_.In(0, shape_.agencies - 1), random_.In(0, shape_.agencies - 1));
  }

  void AddPosts() {
    for (int32_t j = 0; j < shape_.posts; ++j) {
      // Fewer posts of the higher grades.
      const int32_t grade = std::min(random_.In(0, shape_.grades - 1), random_.In(0, shape_.grades - 1));
      const PostPlan plan{random_.In(0, shape_.fields - 1), grade, AnyAgency(),
                          random_.In(0, shape_.districts - 1), 1 + random_.In(0, 3)};
      plans_.push_back(plan);
      const int32_t urgent = (plan.target + 1) / 2;
      std::vector<SeatRun> seats = {{urgent, 1500 + 100 * random_.In(0, 8)}};
      if (plan.target > urgent) seats.push_back({plan.target - urgent, 700 + 50 * random_.In(0, 8)});
      seats.push_back({1 + random_.In(0, 2), 50 * random_.In(0, 4)});
      for (int32_t k = 0; k < 4; ++k)
        seats.push_back({1, -500 - 300 * k});  // Where more sit than are needed.
      builder_.AddPost(absl::StrFormat("p%06d", j), Cell(plan.field, plan.grade, plan.agency), plan.district,
                       seats);
    }
    left_.resize(shape_.posts);
    for (int32_t j = 0; j < shape_.posts; ++j) left_[j] = plans_[j].target + 4;
    for (int32_t a = 0; a < shape_.agencies; ++a) {
      builder_.AddPost(absl::StrFormat("unplaced%02d", a), Cell(shape_.fields, 0, 0) + a, 0,
                       {{shape_.persons, 0}});
    }
  }

  int32_t PresentPost() {
    int32_t j;
    do {
      j = random_.In(0, shape_.posts - 1);
    } while (left_[j] == 0);
    --left_[j];
    return j;
  }

  void AddPerson(int32_t i) {
    const int32_t present = PresentPost();
    const PostPlan& plan = plans_[present];
    const int32_t unplaced = shape_.posts + plan.agency;
    const bool waits = random_.Chance(shape_.unplaced);
    const int32_t home = random_.Chance(0.6) ? plan.district : random_.In(0, shape_.districts - 1);
    builder_.AddPerson(absl::StrFormat("k%07d", i), home, waits ? unplaced : present);
    builder_.AddException(i, unplaced, kUnplacedPoints);
    const int32_t fit = random_.In(300, 1000);
    if (!waits) builder_.AddException(i, present, fit + (random_.Chance(0.3) ? -250 : 120));
    if (!waits && random_.Chance(shape_.frozen)) return;

    const double scope = random_.In(0, 999) / 1000.0;
    for (int32_t step = -1; step <= 2; ++step) {  // One grade below to two above, as rank and study allow.
      const int32_t grade = plan.grade + step;
      if (grade < 0 || grade >= shape_.grades || (step == 2 && i % 3 != 0)) continue;
      for (const int32_t field : {plan.field, (plan.field + 1) % shape_.fields}) {
        const int32_t points = fit + 60 * step - (field == plan.field ? 0 : 140) + random_.In(-60, 60);
        for (int32_t a = 0; a < shape_.agencies; ++a) {
          const bool own = a == plan.agency;
          const bool near = (a + i) % 5 == 0 && scope >= shape_.own_only;
          if (own || near || scope >= 1 - shape_.anywhere) {
            builder_.AddCellScore(i, Cell(field, grade, a), points - (own ? 0 : 90));
          }
        }
      }
    }
  }

  const AgenciesShape& shape_;
  SeededRandom random_;
  InstanceBuilder builder_;
  std::vector<PostPlan> plans_;
  std::vector<int32_t> left_;  // Places of a post where people may sit today.
};

}  // namespace

Instance MakeAgencies(const AgenciesShape& shape) {
  return Agencies(shape).Make();
}

}  // namespace selaras::assignment
