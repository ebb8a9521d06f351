#include "libs/generator/layout.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/generator/geography.h"
#include "libs/generator/random.h"

namespace selaras::generator {

Layout::Layout(const Scale& scale, uint64_t seed, Province* province)
    : scale_(scale), seed_(seed), province_(province) {
  for (size_t i = 0; i < province->positions.size(); ++i) {
    positions_[province->positions[i].code] = static_cast<int>(i);
  }
}

int Layout::AddUnit(std::string code, int agency, int parent, std::string name, UnitKind kind,
                    std::string field, int district, std::string size_class) {
  const int index = static_cast<int>(province_->units.size());
  const District& place = province_->districts[district];
  Random random(seed_, 21, static_cast<uint64_t>(index));
  Unit unit;
  unit.code = std::move(code);
  unit.agency = agency;
  unit.parent = parent;
  unit.name = std::move(name);
  unit.kind = kind;
  unit.field = std::move(field);
  unit.district = district;
  unit.lat = place.lat + random.Uniform(-0.01, 0.01);
  unit.lon = place.lon + random.Uniform(-0.01, 0.01);
  unit.size_class = std::move(size_class);
  province_->units.push_back(std::move(unit));
  return index;
}

int Layout::AddPost(int unit, absl::string_view position, double need, bool head) {
  Post post;
  post.unit = unit;
  post.position = Position(position);
  post.need = need;
  post.head = head;
  province_->posts.push_back(post);
  return static_cast<int>(province_->posts.size()) - 1;
}

int Layout::Position(absl::string_view code) const {
  const auto found = positions_.find(code);
  if (found == positions_.end()) {  // an error of this program: its own tables disagree
    std::fprintf(stderr, "the catalogue has no position %s\n", std::string(code).c_str());
    std::abort();
  }
  return found->second;
}

int Layout::Department(int agency, absl::string_view code) const {
  const auto found = departments_.find(absl::StrCat(agency, "/", code));
  return found == departments_.end() ? -1 : found->second;
}

void Layout::SetDepartment(int agency, absl::string_view code, int unit) {
  departments_[absl::StrCat(agency, "/", code)] = unit;
}

std::vector<int> Layout::DistrictsOf(int agency) const {
  std::vector<int> districts;
  for (size_t i = 0; i < district_agency_.size(); ++i) {
    if (district_agency_[i] == agency) districts.push_back(static_cast<int>(i));
  }
  // A province over autonomous regencies has no district of its own: its offices stand everywhere.
  if (districts.empty()) {
    for (size_t i = 0; i < district_agency_.size(); ++i) districts.push_back(static_cast<int>(i));
  }
  return districts;
}

void BuildAgencies(Layout* layout) {
  Province& province = layout->province();
  const Scale& scale = layout->scale();
  Agency first;
  first.code = scale.region;
  first.name = scale.autonomous ? scale.government : scale.name;
  first.kind = scale.region == "1271" ? "CITY" : "PROVINCE";
  first.region_code = scale.region;
  province.agencies.push_back(first);
  std::vector<int> local(province.districts.size(), 0);
  if (scale.autonomous) {
    absl::flat_hash_map<std::string, int> by_regency;
    for (size_t d = 0; d < province.districts.size(); ++d) {
      const District& district = province.districts[d];
      const auto [it, fresh] = by_regency.try_emplace(district.regency_code, province.agencies.size());
      if (fresh) {
        Agency agency;
        agency.code = agency.region_code = district.regency_code;
        agency.name = absl::StrCat("Pemerintah ", district.regency_name);
        agency.kind = district.regency_code[2] == '7' ? "CITY" : "REGENCY";
        province.agencies.push_back(agency);
      }
      local[d] = it->second;
    }
  }
  layout->SetLocalAgency(std::move(local));
}

void ScaleNeeds(const std::vector<int>& posts, double total, Province* province) {
  double sum = 0;
  for (int post : posts) sum += province->posts[post].need;
  if (sum <= 0) return;
  // Small needs are lifted to 1 by rounding; a few rounds bring the rounded sum to the total.
  for (int round = 0; round < 12; ++round) {
    double whole = 0;
    for (int post : posts) whole += WholeNeed(province->posts[post].need);
    const double factor = total / whole;
    if (factor > 0.998 && factor < 1.002) break;
    for (int post : posts) province->posts[post].need *= factor;
  }
  // A post that stands needs a person: nothing rounds to zero.
  for (int post : posts) province->posts[post].need = std::max(0.55, province->posts[post].need);
}

int WholeNeed(double need) {
  if (need <= 0) return 0;
  const int whole = static_cast<int>(need + 0.5);
  return whole < 1 ? 1 : whole;
}

}  // namespace selaras::generator
