#ifndef SELARAS_LIBS_GENERATOR_LAYOUT_H_
#define SELARAS_LIBS_GENERATOR_LAYOUT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "libs/generator/csv_table.h"
#include "libs/generator/province.h"
#include "libs/generator/scale.h"

namespace selaras::generator {

// Grows the organisation of a province: units and posts, with the need of each post. Parts of the generator
// that build offices, schools and health facilities share it.
class Layout {
 public:
  Layout(const Scale& scale, uint64_t seed, Province* province);

  const Scale& scale() const { return scale_; }
  uint64_t seed() const { return seed_; }
  Province& province() { return *province_; }

  // A unit's place is the district's centre, a little scattered, until the caller sets lat and lon.
  int AddUnit(std::string code, int agency, int parent, std::string name, UnitKind kind, std::string field,
              int district, std::string size_class = "");
  // REQUIRES: the position exists in the catalogue.
  int AddPost(int unit, absl::string_view position, double need, bool head = false);
  int Position(absl::string_view code) const;

  int agency_count() const { return static_cast<int>(province_->agencies.size()); }
  // Agency that employs the staff of this district's own services.
  int LocalAgency(int district) const { return district_agency_[district]; }
  void SetLocalAgency(std::vector<int> agencies) { district_agency_ = std::move(agencies); }
  // Department of an agency, by its code in the table of departments; -1 where the agency has none.
  int Department(int agency, absl::string_view code) const;
  void SetDepartment(int agency, absl::string_view code, int unit);
  std::vector<int> DistrictsOf(int agency) const;

 private:
  const Scale scale_;
  const uint64_t seed_;
  Province* const province_;
  absl::flat_hash_map<std::string, int> positions_;
  absl::flat_hash_map<std::string, int> departments_;
  std::vector<int> district_agency_;
};

// Agencies and which districts are theirs.
void BuildAgencies(Layout* layout);
// Departments with secretariats, divisions, sections, technical offices, district and village offices.
void BuildOffices(const std::vector<CsvTable>& population_lists, Layout* layout);
// Schools with class groups, posts of teachers by the standards, and a few staff.
void BuildSchools(const std::vector<CsvTable>& school_lists, Layout* layout);
// Puskesmas and hospitals.
void BuildHealth(const std::vector<CsvTable>& facility_lists, Layout* layout);
// Functional and staff posts in all offices, so that each family's need meets its share of the people.
void FillOffices(Layout* layout);

// Multiplies the needs of these posts so that their sum is `total`.
void ScaleNeeds(const std::vector<int>& posts, double total, Province* province);
// Whole persons that a need asks for: round half up, at least 1 where any is needed.
int WholeNeed(double need);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_LAYOUT_H_
