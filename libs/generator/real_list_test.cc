// Provinces built from lists of real places: here small lists of the same columns.
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/generator/generate.h"

namespace selaras::generator {
namespace {

const Progress kSilent = [](absl::string_view, int64_t, int64_t) {};

std::string File(const std::string& name, const std::string& text) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/", name);
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::vector<const Unit*> Of(const Province& province, UnitKind kind) {
  std::vector<const Unit*> units;
  for (const Unit& unit : province.units) {
    if (unit.kind == kind) units.push_back(&unit);
  }
  return units;
}

constexpr char kSchools[] =
    "npsn,name,level,status,regency,district,kemendagri_district_code_by_name,lat,lng\n"
    "20100001,SDN GAMBIR 01,SD,negeri,Kota Jakarta Pusat,Gambir,31.71.01,-6.17,106.82\n"
    "20100002,SD SWASTA,SD,swasta,Kota Jakarta Pusat,Gambir,31.71.01,-6.17,106.82\n"
    "20100003,SMPN TEBET 1,SMP,negeri,Kota Jakarta Selatan,Tebet,31.74.01,0,0\n"
    "20100004,SMAN LOST,SMA,negeri,KOTA JAKARTA BARAT,Nowhere,,-6.16,106.76\n"
    "20100005,SMKN ELSEWHERE,SMK,negeri,Kota Medan,Medan Kota,12.71.01,3.5,98.6\n";

Province Listed(const std::string& schools, const std::vector<std::string>& facilities) {
  GeneratorOptions options;
  options.province = "31";
  options.people = 20000;
  if (!schools.empty()) options.school_files = {File("schools.csv", schools)};
  for (size_t i = 0; i < facilities.size(); ++i) {
    options.facility_files.push_back(File(absl::StrCat("facilities", i, ".csv"), facilities[i]));
  }
  auto province = BuildProvince(options, kSilent);
  EXPECT_TRUE(province.ok()) << province.status();
  return *std::move(province);
}

TEST(RealListTest, StateSchoolsOfTheRegionStandWhereTheListSays) {
  const Province province = Listed(kSchools, {});
  const auto schools = Of(province, UnitKind::kSchool);
  ASSERT_EQ(schools.size(), 3u);
  EXPECT_EQ(schools[0]->npsn, "20100001");
  EXPECT_DOUBLE_EQ(schools[0]->lat, -6.17);
  EXPECT_EQ(province.districts[schools[0]->district].code, "317101");
  const District& tebet = province.districts[schools[1]->district];
  EXPECT_NEAR(schools[1]->lat, tebet.lat, 0.02) << "without coordinates: the district's centre";
  EXPECT_EQ(province.districts[schools[2]->district].regency_code, "3173") << "unmatched: its regency";
}

TEST(RealListTest, FacilitiesOfOtherOwnersAndProvincesStayOut) {
  const Province province = Listed(
      "",
      {"id,name,address,lat,lng,type\n1,PUSKESMAS KECAMATAN TEBET,X,-6.23,106.85,puskesmas\n2,RS "
       "SWASTA,X,-6.2,106.8,rs\n"
       "3,PUSKESMAS FAR AWAY,X,3.5,98.6,puskesmas\n",
       "hospital_code,name,province,type,class,owner,beds\n"
       "3171790,RS Umum Daerah Kecamatan Tebet,DKI JAKARTA,RSU,C,Pemprop,24\n"
       "3173521,RS Umum Daerah Tarakan,DKI JAKARTA,RSU,A,Pemprop,388\n"
       "3171000,RS Swasta,DKI JAKARTA,RSU,C,Perusahaan,100\n1871176,RS Jiwa,LAMPUNG,RSK,B,Pemprop,122\n"});
  const auto clinics = Of(province, UnitKind::kPuskesmas);
  ASSERT_EQ(clinics.size(), 1u);
  EXPECT_EQ(province.districts[clinics[0]->district].name, "Tebet");
  const auto hospitals = Of(province, UnitKind::kHospital);
  ASSERT_EQ(hospitals.size(), 2u);
  EXPECT_EQ(province.districts[hospitals[0]->district].name, "Tebet") << "named after a district";
  EXPECT_EQ(province.districts[hospitals[1]->district].regency_code, "3171")
      << "code 3173 of the statistics office is Jakarta Pusat";
}

TEST(RealListTest, AListWithoutANeededColumnIsNamed) {
  GeneratorOptions options;
  options.school_files = {File("bad_schools.csv", "npsn,name\n1,2\n")};
  const auto province = BuildProvince(options, kSilent);
  EXPECT_EQ(province.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(province.status().message(), "bad_schools.csv"));
  EXPECT_TRUE(absl::StrContains(province.status().message(), "level"));
}

}  // namespace
}  // namespace selaras::generator
