#include <algorithm>

#include "libs/generator/demand.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

// Persons against need in a unit, 1 = even. Too few people show in complaints, backlog and surveys.
std::vector<double> Staffed(const Province& province, std::vector<int>* persons) {
  std::vector<double> need(province.units.size(), 0);
  persons->assign(province.units.size(), 0);
  for (const Post& post : province.posts) {
    need[post.unit] += post.need;
    (*persons)[post.unit] += post.incumbents;
  }
  std::vector<double> ratio(province.units.size(), 1);
  for (size_t u = 0; u < need.size(); ++u) {
    if (need[u] > 0) ratio[u] = std::clamp((*persons)[u] / need[u], 0.4, 1.8);
  }
  return ratio;
}

class Series {
 public:
  Series(const Province& province, int unit, double staffed, int persons, int pupils, uint64_t seed)
      : unit_(province.units[unit]),
        index_(unit),
        short_(1 - staffed),
        persons_(std::max(1, persons)),
        seed_(seed),
        pupils_(pupils) {
    Random random(seed, 131, static_cast<uint64_t>(unit));
    trend_ = 0.004 * random.Bell();
    volume_ = persons_ * random.Uniform(18, 42);
  }

  void Add(absl::CivilMonth month, Province* province) const {
    const int64_t number = month - absl::CivilMonth(2020, 1);
    Random random(seed_, 132 + static_cast<uint64_t>(index_), static_cast<uint64_t>(number));
    // Trends are told from a fixed month, so that another range of months continues the same line.
    const double drift = 1 + trend_ * static_cast<double>(number - 60);
    const double season = month.month() == 1 || month.month() == 7 ? 1.06 : 1.0;
    const double services = volume_ * drift * season * (1 + 0.05 * random.Bell());
    const double pressure = std::max(0.1, 1 + 1.6 * short_ - 0.18 * unit_.quality);
    auto whole = [&](const char* name, double value) {
      province->indicators.push_back(
          {index_, month, name, static_cast<double>(static_cast<int64_t>(std::max(0.0, value) + 0.5))});
    };
    auto tenth = [&](const char* name, double value) {
      province->indicators.push_back(
          {index_, month, name, static_cast<double>(static_cast<int64_t>(value * 10 + 0.5)) / 10});
    };
    const double complaints = services * 0.012 * pressure * drift * (1 + 0.25 * random.Bell());
    const double satisfaction =
        std::clamp(81 + 2.5 * unit_.quality - 14 * short_ + 1.2 * random.Bell(), 30.0, 99.0);
    switch (unit_.kind) {
      case UnitKind::kSchool:
        whole("PUPILS", pupils_ * (1 + trend_ * static_cast<double>(number - 71) / 3));
        break;
      case UnitKind::kPuskesmas:
      case UnitKind::kHospital:
        whole("VISITS", services * 2);
        break;
      default:
        whole("SERVICES", services);
        whole("BACKLOG", services * 0.08 * pressure * (1 + 0.2 * random.Bell()));
        tenth("LEAD_TIME_DAYS", std::max(0.5, 4 * pressure * (1 + 0.1 * random.Bell())));
    }
    whole("COMPLAINTS", complaints);
    tenth("SATISFACTION", satisfaction);
  }

 private:
  const Unit& unit_;
  const int index_;
  const double short_;
  const int persons_;
  const uint64_t seed_;
  const double pupils_;
  double trend_, volume_;
};

bool Serves(UnitKind kind) {
  return kind != UnitKind::kDepartment;
}

}  // namespace

void AddIndicators(uint64_t seed, absl::CivilMonth first, absl::CivilMonth last, Province* province) {
  std::vector<int> persons;
  const std::vector<double> staffed = Staffed(*province, &persons);
  std::vector<int> pupils(province->units.size(), 0);
  for (const SchoolClass& row : province->school_classes) {
    if (row.year == province->base_date.year() - 1) pupils[row.unit] += row.pupils;
  }
  for (size_t u = 0; u < province->units.size(); ++u) {
    if (!Serves(province->units[u].kind)) continue;
    const Series series(*province, static_cast<int>(u), staffed[u], persons[u], pupils[u], seed);
    for (absl::CivilMonth month = first; month <= last; ++month) series.Add(month, province);
  }
}

void AddSurveys(uint64_t seed, Province* province) {
  std::vector<int> persons;
  const std::vector<double> staffed = Staffed(*province, &persons);
  const absl::CivilMonth last(province->base_date - 1);
  for (size_t u = 0; u < province->units.size(); ++u) {
    if (persons[u] < 6) continue;
    Random random(seed, 133, u);
    for (int wave = 1; wave >= 0; --wave) {
      const int respondents = std::max(5, persons[u] * random.Between(55, 95) / 100);
      const double pressure = 1.4 * (1 - staffed[u]);
      auto add = [&](const char* question, double mean) {
        const double score = std::clamp(mean + 0.15 * random.Bell(), 1.0, 5.0);
        province->surveys.push_back({static_cast<int>(u), last - 6 * wave, question, respondents, score});
      };
      // 5 is always the better answer: a bearable load, clear duties, support, wellbeing.
      add("WORKLOAD", 3.4 - pressure);
      add("CLARITY", 3.6 + 0.25 * province->units[u].quality);
      add("SUPPORT", 3.5 + 0.25 * province->units[u].quality);
      add("WELLBEING", 3.5 - 0.6 * pressure + 0.15 * province->units[u].quality);
    }
  }
}

void AddElections(Province* province) {
  absl::CivilDay determination(2024, 9, 22), term_end(2025, 2, 20), inauguration(2025, 2, 20);
  for (const Agency& agency : province->agencies) {
    province->elections.push_back({agency.region_code, determination, term_end, inauguration});
  }
}

}  // namespace selaras::generator
