#include "libs/generator/scale.h"

#include <gtest/gtest.h>

namespace selaras::generator {
namespace {

TEST(ScaleTest, PresetsMeanTheirProvinces) {
  GeneratorOptions options;
  for (const auto& [preset, region, people] :
       {std::tuple("S", "31", 2000), std::tuple("M", "1271", 15000), std::tuple("L", "31", 75000),
        std::tuple("XL", "18", 110000)}) {
    options.preset = preset;
    const auto scale = ResolveScale(options);
    ASSERT_TRUE(scale.ok()) << scale.status();
    EXPECT_EQ(scale->region, region);
    EXPECT_EQ(scale->people, people);
  }
}

TEST(ScaleTest, TheScenarioChoosesTheRegionUnlessTheOptionDoes) {
  GeneratorOptions options;
  options.scenario = "gajahmungkur_province";
  EXPECT_EQ(ResolveScale(options)->region, "99");
  options.province = "12.71";
  EXPECT_EQ(ResolveScale(options)->region, "1271");
}

TEST(ScaleTest, RefusesWhatItDoesNotKnow) {
  auto refused = [](const GeneratorOptions& options) {
    return ResolveScale(options).status().code() == absl::StatusCode::kInvalidArgument;
  };
  GeneratorOptions preset, scenario, dirty, province, people, months;
  preset.preset = "Q", scenario.scenario = "nowhere", dirty.dirty = 0.5, province.province = "12",
  people.people = 3;
  months.months = 0;
  for (const auto& options : {preset, scenario, dirty, province, people, months})
    EXPECT_TRUE(refused(options));
}

}  // namespace
}  // namespace selaras::generator
