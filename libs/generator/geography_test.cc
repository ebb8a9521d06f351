#include "libs/generator/geography.h"

#include <gtest/gtest.h>

namespace selaras::generator {
namespace {

Scale Jakarta() {
  GeneratorOptions options;
  options.preset = "L";
  return *ResolveScale(options);
}

TEST(GeographyTest, JakartaHas44DistrictsInItsSixRegencies) {
  const auto districts = BuildDistricts(Jakarta(), 1, {}, {});
  ASSERT_EQ(districts.size(), 44u);
  EXPECT_EQ(districts[0].code, "310101");
  EXPECT_TRUE(districts[0].island);
  EXPECT_EQ(districts[2].code, "317101");
  EXPECT_EQ(districts[2].name, "Gambir");
  EXPECT_EQ(districts[43].code, "317510");
  EXPECT_EQ(districts[43].name, "Cipayung");
}

TEST(GeographyTest, ListsReplaceNamesPlacesAndPopulation) {
  const CsvTable list =
      CsvTable::Parse("code,name,lat,lng\n31.71.01,Gambir Baru,-6.5,106.5\n12.71.01,Elsewhere,1,1\n");
  const CsvTable population = CsvTable::Parse(
      "city,district,subdistrict,population\nJakarta Pusat,GAMBIR BARU,X,100\nJakarta Pusat,GAMBIR "
      "BARU,Y,11\n");
  const auto districts = BuildDistricts(Jakarta(), 1, {list}, {population});
  EXPECT_EQ(districts[2].name, "Gambir Baru");
  EXPECT_DOUBLE_EQ(districts[2].lat, -6.5);
  EXPECT_EQ(districts[2].population, 111);
}

TEST(GeographyTest, SpellingsOfOneRegencyMeet) {
  EXPECT_EQ(RegencyKey("KAB. PESISIR BARAT"), RegencyKey("Kabupaten Pesisir Barat"));
  EXPECT_EQ(RegencyKey("Kab. Adm. Kep. Seribu"), RegencyKey("Kabupaten Kepulauan Seribu"));
  EXPECT_NE(RegencyKey("Kota Jakarta Barat"), RegencyKey("Kota Jakarta Pusat"));
}

// Jakarta Pusat to Bandar Lampung: 194 km great circle.
TEST(GeographyTest, DistanceIsGoodEnough) {
  EXPECT_NEAR(DistanceKm(-6.178, 106.840, -5.417, 105.250), 195.2, 1.5);
}

}  // namespace
}  // namespace selaras::generator
