#include "libs/generator/geography.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "libs/generator/random.h"

namespace selaras::generator {
namespace {

constexpr RegencyFact kJakarta[] = {
    {"3101", "Kabupaten Kepulauan Seribu", -5.599, 106.553, 2, 30334, 11.0, 0},
    {"3171", "Kota Jakarta Pusat", -6.178, 106.840, 8, 1057270, 47.6, 0},
    {"3172", "Kota Jakarta Utara", -6.134, 106.882, 6, 1832032, 147.5, 0},
    {"3173", "Kota Jakarta Barat", -6.168, 106.767, 8, 2556752, 125.0, 0},
    {"3174", "Kota Jakarta Selatan", -6.266, 106.814, 10, 2331411, 144.9, 0},
    {"3175", "Kota Jakarta Timur", -6.252, 106.884, 10, 3230417, 185.5, 0},
};
constexpr RegencyFact kLampung[] = {
    {"1801", "Kabupaten Lampung Selatan", -5.740, 105.590, 17, 1124683, 2227, 10500},
    {"1802", "Kabupaten Lampung Tengah", -4.867, 105.267, 28, 1394395, 4560, 12500},
    {"1803", "Kabupaten Lampung Utara", -4.817, 104.800, 23, 675626, 2669, 8300},
    {"1804", "Kabupaten Lampung Barat", -5.149, 104.193, 15, 313756, 2110, 4600},
    {"1805", "Kabupaten Tulang Bawang", -4.206, 105.580, 15, 440040, 3119, 5300},
    {"1806", "Kabupaten Tanggamus", -5.385, 104.623, 20, 641036, 2947, 6900},
    {"1807", "Kabupaten Lampung Timur", -5.103, 105.680, 24, 1122605, 3861, 10300},
    {"1808", "Kabupaten Way Kanan", -4.447, 104.528, 15, 495058, 3522, 5700},
    {"1809", "Kabupaten Pesawaran", -5.430, 105.179, 11, 501047, 1287, 5400},
    {"1810", "Kabupaten Pringsewu", -5.358, 104.975, 9, 444834, 617, 5200},
    {"1811", "Kabupaten Mesuji", -4.044, 105.401, 7, 241280, 2200, 3200},
    {"1812", "Kabupaten Tulang Bawang Barat", -4.440, 105.044, 9, 312516, 1257, 3900},
    {"1813", "Kabupaten Pesisir Barat", -5.193, 103.940, 11, 177430, 2937, 3300},
    {"1871", "Kota Bandar Lampung", -5.417, 105.250, 20, 1077664, 184, 9800},
    {"1872", "Kota Metro", -5.119, 105.299, 5, 182293, 73, 4300},
};
constexpr RegencyFact kMedan[] = {{"1271", "Kota Medan", 3.59, 98.67, 21, 2546452, 279.2, 0}};
constexpr RegencyFact kFictional[] = {
    {"9901", "Kabupaten Bukit Ara", -7.10, 110.10, 7, 820000, 1450, 0},
    {"9902", "Kabupaten Muara Tala", -6.85, 110.45, 6, 640000, 980, 0},
    {"9903", "Kabupaten Lembah Suri", -7.35, 110.55, 6, 510000, 1720, 0},
    {"9971", "Kota Gajah Utama", -7.02, 110.40, 5, 760000, 210, 0},
};

constexpr const char* kJakartaNames[] = {
    "Kepulauan Seribu Utara|Kepulauan Seribu Selatan",
    "Gambir|Sawah Besar|Kemayoran|Senen|Cempaka Putih|Menteng|Tanah Abang|Johar Baru",
    "Penjaringan|Tanjung Priok|Koja|Cilincing|Pademangan|Kelapa Gading",
    "Cengkareng|Grogol Petamburan|Taman Sari|Tambora|Kebon Jeruk|Kalideres|Pal Merah|Kembangan",
    "Tebet|Setiabudi|Mampang Prapatan|Pasar Minggu|Kebayoran Lama|Cilandak|Kebayoran Baru|Pancoran|Jagakarsa|"
    "Pesanggrahan",
    "Matraman|Pulogadung|Jatinegara|Kramatjati|Pasar Rebo|Cakung|Duren Sawit|Makasar|Ciracas|Cipayung",
};

struct MedanDistrict {
  const char* name;
  double lat, lon;
};
constexpr MedanDistrict kMedanDistricts[] = {
    {"Medan Kota", 3.570, 98.692},      {"Medan Sunggal", 3.578, 98.619}, {"Medan Helvetia", 3.606, 98.633},
    {"Medan Denai", 3.576, 98.730},     {"Medan Barat", 3.608, 98.668},   {"Medan Deli", 3.667, 98.680},
    {"Medan Tuntungan", 3.526, 98.622}, {"Medan Belawan", 3.784, 98.694}, {"Medan Amplas", 3.546, 98.719},
    {"Medan Area", 3.578, 98.701},      {"Medan Johor", 3.535, 98.666},   {"Medan Marelan", 3.716, 98.655},
    {"Medan Labuhan", 3.731, 98.693},   {"Medan Tembung", 3.603, 98.715}, {"Medan Maimun", 3.574, 98.683},
    {"Medan Polonia", 3.564, 98.667},   {"Medan Baru", 3.571, 98.656},    {"Medan Perjuangan", 3.608, 98.690},
    {"Medan Petisah", 3.596, 98.655},   {"Medan Timur", 3.625, 98.688},   {"Medan Selayang", 3.556, 98.633},
};

std::string DistrictName(const std::string& region, size_t regency, int number,
                         const std::string& regency_name) {
  if (region == "31") {
    const std::vector<std::string> names = absl::StrSplit(kJakartaNames[regency], '|');
    return names[number - 1];
  }
  if (region == "1271") return kMedanDistricts[number - 1].name;
  const size_t blank = regency_name.find(' ');
  return absl::StrFormat("%s %d", regency_name.substr(blank + 1), number);
}

// District numbers kept per regency: all, or an even part when the scale is smaller than the region.
std::vector<int> Kept(const std::vector<RegencyFact>& regencies, int wanted) {
  std::vector<int> kept(regencies.size(), 0);
  for (bool grown = true; wanted > 0 && grown;) {
    grown = false;
    for (size_t i = 0; i < regencies.size() && wanted > 0; ++i) {
      if (kept[i] >= regencies[i].districts) continue;
      ++kept[i];
      --wanted;
      grown = true;
    }
  }
  return kept;
}

struct ListedDistrict {
  std::string name;
  double lat = 0, lon = 0;
};

// Districts of the lists by code without dots; a later list adds what an earlier one lacks.
std::map<std::string, ListedDistrict> ListedDistricts(const std::vector<CsvTable>& lists) {
  std::map<std::string, ListedDistrict> listed;
  for (const CsvTable& list : lists) {
    for (size_t row = 0; row < list.size(); ++row) {
      const std::string code = absl::StrReplaceAll(list.Get(row, "code"), {{".", ""}});
      if (code.size() != 6) continue;
      ListedDistrict& district = listed[code];
      if (district.name.empty()) district.name = list.Get(row, "name");
      double lat, lon;
      if (absl::SimpleAtod(list.Get(row, "lat"), &lat) && absl::SimpleAtod(list.Get(row, "lng"), &lon)) {
        district.lat = lat;
        district.lon = lon;
      }
    }
  }
  return listed;
}

// Names, codes and places of the lists for the districts of one regency, in the order of their codes.
void ApplyListed(const std::map<std::string, ListedDistrict>& listed, const std::string& regency,
                 absl::Span<District> districts) {
  auto next = listed.lower_bound(regency);
  for (District& district : districts) {
    if (next == listed.end() || next->first.substr(0, 4) != regency) return;
    district.code = next->first;
    if (!next->second.name.empty()) district.name = next->second.name;
    if (next->second.lat != 0) {
      district.lat = next->second.lat;
      district.lon = next->second.lon;
    }
    ++next;
  }
}

void ApplyPopulationLists(const std::vector<CsvTable>& lists, std::vector<District>* districts) {
  absl::flat_hash_map<std::string, int64_t> sums;
  for (const CsvTable& list : lists) {
    for (size_t row = 0; row < list.size(); ++row) {
      int64_t persons;
      if (absl::SimpleAtoi(list.Get(row, "population"), &persons))
        sums[DistrictKey(list.Get(row, "city"), list.Get(row, "district"))] += persons;
    }
  }
  for (District& district : *districts) {
    const auto found = sums.find(DistrictKey(district.regency_name, district.name));
    if (found != sums.end()) district.population = found->second;
  }
}

}  // namespace

std::vector<RegencyFact> Regencies(const std::string& region) {
  if (region == "31") return {std::begin(kJakarta), std::end(kJakarta)};
  if (region == "18") return {std::begin(kLampung), std::end(kLampung)};
  if (region == "1271") return {std::begin(kMedan), std::end(kMedan)};
  return {std::begin(kFictional), std::end(kFictional)};
}

std::string RegencyKey(absl::string_view regency) {
  const std::string upper = absl::StrReplaceAll(absl::AsciiStrToUpper(regency), {{".", ""}});
  return absl::StrReplaceAll(
      absl::StrCat(" ", upper, " "),
      {{" KABUPATEN ", ""}, {" KAB ", ""}, {" KOTA ", ""}, {"ADM ", ""}, {"KEPULAUAN", "KEP"}, {" ", ""}});
}

std::string DistrictKey(absl::string_view regency, absl::string_view district) {
  const std::string upper = absl::StrReplaceAll(absl::AsciiStrToUpper(district), {{" ", ""}, {".", ""}});
  return absl::StrCat(RegencyKey(regency), "/", absl::StrReplaceAll(upper, {{"KEPULAUAN", "KEP"}}));
}

double DistanceKm(double lat1, double lon1, double lat2, double lon2) {
  const double y = (lat1 - lat2) * 111.195;
  const double x = (lon1 - lon2) * 111.195 * 0.995;  // cos of 6 degrees
  return std::sqrt(x * x + y * y);                   // exact by IEEE, unlike the trigonometric functions
}

std::vector<District> BuildDistricts(const Scale& scale, uint64_t seed,
                                     const std::vector<CsvTable>& district_lists,
                                     const std::vector<CsvTable>& population_lists) {
  std::vector<RegencyFact> regencies = Regencies(scale.region);
  if (scale.region == "18" && scale.regencies < static_cast<int>(regencies.size())) {
    regencies = {kLampung[0], kLampung[1], kLampung[13], kLampung[14]};
  }
  const std::vector<int> kept = Kept(regencies, scale.districts);
  const std::map<std::string, ListedDistrict> listed = ListedDistricts(district_lists);
  std::vector<District> districts;
  for (size_t r = 0; r < regencies.size(); ++r) {
    const RegencyFact& regency = regencies[r];
    Random random(seed, 11, r);
    // Radius of a disc of the regency's area, in degrees: sqrt(area / 3.14) / 111.
    const double radius = std::sqrt(regency.area_km2 / 3.14159) / 111.0;
    const bool city = regency.code[2] == '7';
    for (int d = 1; d <= kept[r]; ++d) {
      District district;
      district.code = absl::StrFormat("%s%02d", regency.code, d);
      district.name = DistrictName(scale.region, r, d, regency.name);
      district.regency_code = regency.code;
      district.regency_name = regency.name;
      district.lat = regency.lat + random.Uniform(-0.8, 0.8) * radius;
      district.lon = regency.lon + random.Uniform(-0.8, 0.8) * radius;
      if (scale.region == "1271") {
        district.lat = kMedanDistricts[d - 1].lat;
        district.lon = kMedanDistricts[d - 1].lon;
      }
      district.island = scale.region == "31" && r == 0;
      district.population =
          static_cast<int64_t>(regency.population / regency.districts * random.Uniform(0.7, 1.3));
      district.area_km2 = regency.area_km2 / regency.districts * random.Uniform(0.7, 1.3);
      district.growth_percent = city ? random.Uniform(0.4, 1.6) : random.Uniform(0.6, 2.4);
      district.schooling_years = city ? random.Uniform(9.6, 11.8) : random.Uniform(7.0, 9.0);
      districts.push_back(std::move(district));
    }
    ApplyListed(listed, regency.code,
                absl::MakeSpan(districts).subspan(districts.size() - static_cast<size_t>(kept[r])));
  }
  ApplyPopulationLists(population_lists, &districts);
  return districts;
}

}  // namespace selaras::generator
