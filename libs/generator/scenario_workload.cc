// jakarta_workload: one department drowns while another idles, a project needs hands for some months,
// teachers sit unevenly, and a rise of complaints has two different causes.
#include <algorithm>

#include "libs/generator/planting.h"
#include "libs/generator/scenario.h"

namespace selaras::generator {
namespace {

constexpr char kLoaded[] = "DUKCAPIL";
constexpr char kLight[] = "DISKOMINFO";
constexpr char kProject[] = "DPUPR";

class JakartaWorkload : public Scenario {
 public:
  void PlantNeeds(Province* province) override {
    loaded_ = UnitsUnder(*province, DepartmentUnit(*province, kLoaded));
    light_ = UnitsUnder(*province, DepartmentUnit(*province, kLight));
    for (int unit : loaded_) province->units[unit].staffing = -0.38;
    for (int unit : light_) province->units[unit].staffing = 0.45;
    // The idle department's clerks are of the kinds that the other one lacks.
    for (size_t p = 0; p < province->posts.size(); ++p) {
      Post& post = province->posts[p];
      const bool clerk = province->positions[post.position].family == Family::kStaff;
      const bool here = std::find(loaded_.begin(), loaded_.end(), post.unit) != loaded_.end() ||
                        std::find(light_.begin(), light_.end(), post.unit) != light_.end();
      if (clerk && here) post.need = std::max(post.need, 3.0);
    }
  }

  void PlantSeats(Province* province) override {
    std::vector<int> schools;
    for (size_t p = 0; p < province->posts.size(); ++p) {
      if (province->positions[province->posts[p].position].code == "GURU-KELAS-SD")
        schools.push_back(static_cast<int>(p));
    }
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    const size_t pairs = std::min<size_t>(schools.size() / 4, 5);
    for (size_t i = 0; i < pairs; ++i) {
      const int rich = schools[i], poor = schools[schools.size() - 1 - i];
      const int rich_need = static_cast<int>(province->posts[rich].need + 0.5);
      const int poor_need = static_cast<int>(province->posts[poor].need + 0.5);
      SetIncumbents(rich, rich_need + 3, province);
      SetIncumbents(poor, std::max(1, poor_need - 3), province);
      province->posts[rich].ceiling = rich_need;
      province->posts[poor].ceiling = poor_need;
      fixed_.push_back({rich, rich_need + 3});
      fixed_.push_back({poor, std::max(1, poor_need - 3)});
      rows.push_back({{"surplus_post_code", province->PostCode(rich)},
                      {"short_post_code", province->PostCode(poor)},
                      {"persons", 3}});
    }
    // A later pair may have taken from or given to an earlier one.
    for (const auto& [post, incumbents] : fixed_) province->posts[post].incumbents = incumbents;
    province->planted["teachers_disproportionate"] = rows;
  }

  void PlantRecords(Province* province) override {
    province->planted["overloaded_department"] = Code(*province, kLoaded);
    province->planted["light_department"] = Code(*province, kLight);
    const absl::CivilMonth first(province->base_date);
    province->planted["surge"] = {{"unit_code", Code(*province, kProject)},
                                  {"from_department", Code(*province, kLight)},
                                  {"position_codes", {"PENGOLAH-DATA", "PENGELOLA-LAYANAN", "ADMIN-KANTOR"}},
                                  {"persons", 6},
                                  {"start_date", absl::FormatCivilTime(absl::CivilDay(first + 1))},
                                  {"end_date", absl::FormatCivilTime(absl::CivilDay(first + 7) - 1)}};
    Complaints(province);
    Perception(province);
  }

 private:
  static std::string Code(const Province& province, const char* department) {
    const int unit = DepartmentUnit(province, department);
    return unit < 0 ? "" : province.units[unit].code;
  }

  void Complaints(Province* province) {
    if (loaded_.size() < 2 || light_.size() < 2) return;
    const absl::CivilMonth from = absl::CivilMonth(province->base_date) - 5;
    const int staffing = loaded_[1], other = light_[1];
    for (int unit : {staffing, other}) {
      ChangeIndicator(
          unit, "COMPLAINTS", from,
          [](double v) { return static_cast<double>(static_cast<int64_t>(v * 2 + 5)); }, province);
    }
    // Where people are short, files wait; where a system fails, they do not.
    ChangeIndicator(
        staffing, "BACKLOG", from,
        [](double v) { return static_cast<double>(static_cast<int64_t>(v * 1.8 + 5)); }, province);
    province->planted["complaint_rise"] = {{"from", absl::FormatCivilTime(from)},
                                           {"by_staffing", province->units[staffing].code},
                                           {"by_something_else", province->units[other].code}};
  }

  // People of a light unit who feel overloaded, and of a loaded one who do not.
  void Perception(Province* province) {
    if (loaded_.size() < 3 || light_.size() < 3) return;
    std::string feels, bears;
    for (Survey& row : province->surveys) {
      if (std::string(row.question) != "WORKLOAD") continue;
      if (row.unit == light_[2] || row.unit == light_[1])
        row.mean = 2.1, feels = province->units[row.unit].code;
      if (row.unit == loaded_[2] || row.unit == loaded_[1])
        row.mean = 4.2, bears = province->units[row.unit].code;
    }
    province->planted["perceived_load_differs"] = {{"feels_overloaded_but_light", feels},
                                                   {"feels_light_but_overloaded", bears}};
  }

  std::vector<int> loaded_, light_;
  std::vector<std::pair<int, int>> fixed_;
};

}  // namespace

std::unique_ptr<Scenario> MakeJakartaWorkload() {
  return std::make_unique<JakartaWorkload>();
}

}  // namespace selaras::generator
