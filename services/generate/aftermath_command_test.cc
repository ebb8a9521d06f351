#include "services/generate/aftermath_command.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/testing/temp_dir.h"
#include "nlohmann/json.hpp"

namespace selaras::generator {
namespace {

class AftermathCommandTest : public ::testing::Test {
 protected:
  // Twenty schools with a year of complaints, two of which receive a teacher.
  void SetUp() override {
    std::string units = "unit_code,kind\n", rows = "unit_code,month,indicator,value\n";
    for (int u = 0; u < 20; ++u) {
      absl::StrAppend(&units, "S", u, ",SCHOOL\n");
      for (int m = 1; m <= 12; ++m) {
        absl::StrAppend(&rows, "S", u, ",2025-", m < 10 ? "0" : "", m, ",COMPLAINTS,",
                        100 + (u * 7 + m * 3) % 5, "\n");
      }
    }
    folder_.Write("org_units.csv", units);
    folder_.Write("indicators.csv", rows);
    folder_.Write("moves.csv",
                  "effective_date,from_unit,to_unit,position,family\n2026-01-05,S3,S1,G,TEACHER\n"
                  "2026-01-05,,S2,G,TEACHER\n");
  }

  int Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"aftermath", "--province", folder_.path(), "--moves", folder_.File("moves.csv"),
                      "--out", folder_.File("out"), "--no-appraisals"});
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    return RunAftermathCommand(static_cast<int>(argv.size()), argv.data());
  }
  nlohmann::json Planted() {
    std::ifstream in(folder_.File("out/planted.json"));
    return nlohmann::json::parse(in);
  }

  testing::TempDir folder_;
};

TEST_F(AftermathCommandTest, EffectsAreTakenAsWritten) {
  ASSERT_EQ(Run({"--effect", "COMPLAINTS=-0.25", "--effect", "COMPLAINTS:TEACHER=0.1", "--months", "3"}), 0);
  const nlohmann::json planted = Planted();
  EXPECT_EQ(planted["effects"][0],
            (nlohmann::json{{"word", "COMPLAINTS"}, {"family", "ANY"}, {"share", -0.25}}));
  EXPECT_EQ(planted["effects"][1],
            (nlohmann::json{{"word", "COMPLAINTS"}, {"family", "TEACHER"}, {"share", 0.1}}));
  EXPECT_EQ(planted["after"], (nlohmann::json{{"first", "2026-01"}, {"last", "2026-04"}, {"rows", 80}}));
  EXPECT_EQ(planted["receiving_units"], 2);
  EXPECT_EQ(planted["sending_units"], 1);
  EXPECT_EQ(planted["untouched_units"], 17);
}

TEST_F(AftermathCommandTest, NothingNeedBePlanted) {
  ASSERT_EQ(Run({"--no-effects"}), 0);
  EXPECT_TRUE(Planted()["effects"].empty());
}

TEST_F(AftermathCommandTest, WhatCannotBeMeantIsRefused) {
  for (const char* effect : {"COMPLAINTS", "=0.1", "COMPLAINTS=a", "COMPLAINTS:A:B=0.1", "COMPLAINTS=-1",
                             "COMPLAINT=0.1", "COMPLAINTS:GURU=0.1"}) {
    EXPECT_EQ(Run({"--effect", effect}), 1) << effect;
  }
  EXPECT_NE(Run({"--no-effects", "--effect", "COMPLAINTS=0.1"}), 0);
}

}  // namespace
}  // namespace selaras::generator
