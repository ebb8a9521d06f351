#ifndef SELARAS_LIBS_GENERATOR_GEOGRAPHY_H_
#define SELARAS_LIBS_GENERATOR_GEOGRAPHY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/generator/csv_table.h"
#include "libs/generator/province.h"
#include "libs/generator/scale.h"

namespace selaras::generator {

struct RegencyFact {
  const char* code;
  const char* name;
  double lat, lon;
  int districts;
  int64_t population;
  double area_km2;
  int staff;  // weight of its agency; 0 where it is no agency of its own
};

// Regencies of a region, in the order of their codes.
std::vector<RegencyFact> Regencies(const std::string& region);

// The districts of the scale's region: Kemendagri codes and names of the region, coordinates scattered around
// the regency's centre, or both from the lists where `district_lists` has them. `population_lists` replaces
// population.
std::vector<District> BuildDistricts(const Scale& scale, uint64_t seed,
                                     const std::vector<CsvTable>& district_lists,
                                     const std::vector<CsvTable>& population_lists);

// One spelling of a regency's name, or of a district's within it: upper case, without blanks, dots,
// "Kabupaten", "Kota".
std::string RegencyKey(absl::string_view regency);
std::string DistrictKey(absl::string_view regency, absl::string_view district);

// Great-circle distance in km without libm: equirectangular, good to 0.3 % within a province.
double DistanceKm(double lat1, double lon1, double lat2, double lon2);

}  // namespace selaras::generator

#endif  // SELARAS_LIBS_GENERATOR_GEOGRAPHY_H_
