#include "services/needs/domain/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace selaras::needs {
namespace {

TEST(LoadTest, BandsOfPermendagri12) {
  const NeedPolicy policy;
  EXPECT_EQ(LoadBand(4.004, 4, policy), "A");
  EXPECT_EQ(LoadBand(4, 4, policy), "B");
  EXPECT_EQ(LoadBand(3.6, 4, policy), "B");
  EXPECT_EQ(LoadBand(2.8, 4, policy), "C");
  EXPECT_EQ(LoadBand(2.128, 4, policy), "D");  // 0.532
  EXPECT_EQ(LoadBand(1.99, 4, policy), "E");
}

TEST(LoadTest, UnitsCarryWhatIsBelowThem) {
  const std::vector<UnitFact> units = {{"orgUnits/school", "Sekolah", "S", "orgUnits/dept", "SCHOOL", "SD"},
                                       {"orgUnits/dept", "Dinas", "D", "", "DEPARTMENT", ""},
                                       {"orgUnits/other", "Lain", "O", "orgUnits/gone", "OFFICE", ""}};
  std::vector<LoadSums> own(3);
  own[0] = {4, 5.0, 10, 42.0, 3, 1000};
  own[1] = {6, 3.0, 4, 8.0, 0, 0};
  own[2] = {0, 2.0, 4, 20.0, 0, 0};
  const std::vector<UnitLoad> loads = SumLoads(units, own, NeedPolicy());
  EXPECT_EQ(loads[0].path, "dept/school/");
  EXPECT_EQ(loads[0].load_index, 1.25);
  EXPECT_EQ(loads[0].band, "A");
  EXPECT_EQ(loads[0].perceived_load, 4.2);
  EXPECT_EQ(loads[0].complaint_rate, 3.0);
  EXPECT_EQ(loads[1].incumbents, 10);
  EXPECT_EQ(loads[1].load_index, 0.8);
  EXPECT_EQ(loads[1].perceived_load, 50.0 / 14);
  EXPECT_EQ(loads[2].path, "other/");
  EXPECT_EQ(loads[2].load_index, std::nullopt);      // nobody there
  EXPECT_EQ(loads[2].perceived_load, std::nullopt);  // four answers
  EXPECT_EQ(loads[2].complaint_rate, std::nullopt);
}

TEST(LoadTest, ACircleOfParentsEnds) {
  const std::vector<UnitFact> units = {{"orgUnits/a", "", "", "orgUnits/b", "", ""},
                                       {"orgUnits/b", "", "", "orgUnits/a", "", ""}};
  std::vector<LoadSums> own(2);
  own[0].incumbents = own[1].incumbents = 1;
  const std::vector<UnitLoad> loads = SumLoads(units, own, NeedPolicy());
  EXPECT_EQ(loads[0].incumbents + loads[1].incumbents, 3);
}

}  // namespace
}  // namespace selaras::needs
