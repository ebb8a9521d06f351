#include "libs/generator/aftermath.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/generator/csv_table.h"
#include "libs/generator/generate.h"
#include "libs/generator/history.h"
#include "libs/generator/nip.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"

namespace selaras::generator {
namespace {

using ::selaras::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// One province for all tests, as it takes a second to write.
const std::string& ProvinceFolder() {
  static const auto& folder = *new std::string([] {
    static const auto& temporary = *new testing::TempDir();
    GeneratorOptions options;
    options.people = 4000;
    options.dirty = 0.01;
    const std::string out = temporary.File("province");
    if (!Generate(options, out, [](absl::string_view, int64_t, int64_t) {}).ok()) std::abort();
    return out;
  }());
  return folder;
}

// Units of these kinds, every `step`th.
std::vector<std::string> Units(const std::set<std::string>& kinds, size_t step) {
  const CsvTable table = *CsvTable::Read(ProvinceFolder() + "/org_units.csv");
  std::vector<std::string> units;
  size_t n = 0;
  for (size_t row = 0; row < table.size(); ++row) {
    if (kinds.contains(table.Get(row, "kind")) && n++ % step == 0)
      units.push_back(table.Get(row, "unit_code"));
  }
  return units;
}

const std::set<std::string> kOffices = {"SECRETARIAT", "DIVISION",        "SECTION",
                                        "OFFICE",      "DISTRICT_OFFICE", "VILLAGE_OFFICE"};

class AftermathTest : public ::testing::Test {
 protected:
  // A moves file: staff to every third office, teachers to every third school.
  std::string Moves() {
    std::string text = "effective_date,from_unit,to_unit,position,family\n";
    for (const std::string& unit : Units(kOffices, 3))
      absl::StrAppend(&text, "2026-03-01,,", unit, ",X,STAFF\n");
    for (const std::string& unit : Units({"SCHOOL"}, 3))
      absl::StrAppend(&text, "2026-03-01,,", unit, ",X,TEACHER\n");
    return folder_.Write("moves.csv", text);
  }
  AftermathOptions Options(const std::string& out, uint64_t seed = 1) {
    AftermathOptions options;
    options.province_folder = ProvinceFolder();
    options.moves_file = Moves();
    options.out_folder = folder_.File(out);
    options.seed = seed;
    return options;
  }

  testing::TempDir folder_;
};

// unit → word → month → value, of the history and of what came after.
using Panel = std::map<std::string, std::map<std::string, std::map<std::string, double>>>;
Panel ReadPanel(const std::string& after) {
  Panel panel;
  for (const std::string& file : {ProvinceFolder() + "/indicators.csv", after + "/indicators.csv"}) {
    const CsvTable table = *CsvTable::Read(file);
    for (size_t row = 0; row < table.size(); ++row) {
      double value = 0;
      EXPECT_TRUE(absl::SimpleAtod(table.Get(row, "value"), &value));
      panel[table.Get(row, "unit_code")][table.Get(row, "indicator")][table.Get(row, "month")] = value;
    }
  }
  return panel;
}

struct Difference {
  double effect = 0, error = 0;
  int treated = 0;
};

// Difference-in-differences in the logarithm of a word's mean: a year before March 2026 against half a year after it,
// one number per unit, all untouched offices as controls.
Difference Estimate(const Panel& panel, const std::string& word, const std::vector<std::string>& treated,
                    const std::vector<std::string>& all) {
  const auto change = [&](const std::string& unit) {
    double before = 0, after = 0;
    for (const auto& [month, value] : panel.at(unit).at(word)) {
      if (month >= "2025-03" && month < "2026-03") before += value / 12;
      if (month > "2026-03" && month <= "2026-09") after += value / 6;
    }
    return std::log(after / before);
  };
  const std::set<std::string> chosen(treated.begin(), treated.end());
  std::vector<double> sides[2];
  for (const std::string& unit : all) {
    if (!panel.contains(unit) || !panel.at(unit).contains(word)) continue;
    const double value = change(unit);
    if (std::isfinite(value)) sides[chosen.contains(unit) ? 1 : 0].push_back(value);
  }
  Difference difference;
  double mean[2] = {}, square = 0;
  for (int side = 0; side < 2; ++side) {
    const double n = static_cast<double>(sides[side].size());
    for (const double value : sides[side]) mean[side] += value / n;
    double variance = 0;
    for (const double value : sides[side]) variance += (value - mean[side]) * (value - mean[side]) / (n - 1);
    square += variance / n;
  }
  difference.effect = mean[1] - mean[0];
  difference.error = std::sqrt(square);
  difference.treated = static_cast<int>(sides[1].size());
  return difference;
}

// What is planted is found, with its sign and size; where nothing is planted nothing is found.
TEST_F(AftermathTest, PlantedEffectsAreRecovered) {
  const std::vector<std::string> all = Units(kOffices, 1), treated = Units(kOffices, 3);
  for (const uint64_t seed : {1, 2, 3}) {
    SELARAS_ASSERT_OK_AND_ASSIGN(const Planted planted, GenerateAftermath(Options("out", seed)));
    ASSERT_GT(planted["after"]["rows"].get<int64_t>(), 1000);
    const Panel panel = ReadPanel(folder_.File("out"));
    const Difference complaints = Estimate(panel, "COMPLAINTS", treated, all);
    const Difference lead_time = Estimate(panel, "LEAD_TIME_DAYS", treated, all);
    const Difference satisfaction = Estimate(panel, "SATISFACTION", treated, all);
    const Difference backlog = Estimate(panel, "BACKLOG", treated, all);
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", ", complaints.treated, " treated: complaints ",
                              complaints.effect, " ± ", complaints.error, ", lead time ", lead_time.effect,
                              " ± ", lead_time.error, ", satisfaction ", satisfaction.effect, " ± ",
                              satisfaction.error));
    EXPECT_GE(complaints.treated, 20);
    EXPECT_LT(complaints.effect + 1.96 * complaints.error, 0);
    EXPECT_NEAR(complaints.effect, std::log(0.85), 3.5 * complaints.error);
    EXPECT_GT(lead_time.effect - 1.96 * lead_time.error, 0);
    EXPECT_NEAR(lead_time.effect, std::log(1.08), 3.5 * lead_time.error);
    EXPECT_NEAR(satisfaction.effect, 0, 3.5 * satisfaction.error);
    EXPECT_NEAR(backlog.effect, 0, 3.5 * backlog.error);
    // Recoverable, not trivial: a twentieth of the units would leave it in doubt.
    EXPECT_GT(complaints.error * std::sqrt(complaints.treated), 0.05);
  }
}

TEST_F(AftermathTest, EqualSeedsWriteEqualBytesAndOthersDoNot) {
  for (const char* out : {"a", "b"})
    ASSERT_THAT(GenerateAftermath(Options(out)), StatusIs(absl::StatusCode::kOk));
  ASSERT_THAT(GenerateAftermath(Options("c", 2)), StatusIs(absl::StatusCode::kOk));
  for (const char* file : {"/indicators.csv", "/appraisals.csv", "/planted.json"}) {
    EXPECT_EQ(Slurp(folder_.File("a") + file), Slurp(folder_.File("b") + file)) << file;
    EXPECT_NE(Slurp(folder_.File("a") + file), Slurp(folder_.File("c") + file)) << file;
  }
}

// Without an effect a unit that received somebody reports to the byte what it would have reported untouched.
TEST_F(AftermathTest, NoEffectLeavesTheUntouchedSeries) {
  AftermathOptions moved = Options("moved");
  moved.default_effects = false;
  ASSERT_THAT(GenerateAftermath(moved), StatusIs(absl::StatusCode::kOk));
  AftermathOptions still = Options("still");
  still.moves_file =
      folder_.Write("one.csv", absl::StrCat("effective_date,from_unit,to_unit,position,family\n",
                                            "2026-03-01,,", Units({"SCHOOL"}, 1)[0], ",X,STAFF\n"));
  still.default_effects = false;
  ASSERT_THAT(GenerateAftermath(still), StatusIs(absl::StatusCode::kOk));
  EXPECT_EQ(Slurp(folder_.File("moved") + "/indicators.csv"),
            Slurp(folder_.File("still") + "/indicators.csv"));
}

// The months go on where the history ends, for every unit and word that has one.
TEST_F(AftermathTest, TheMonthsFollowTheHistory) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Planted planted, GenerateAftermath(Options("out")));
  const CsvTable before = *CsvTable::Read(ProvinceFolder() + "/indicators.csv");
  const CsvTable after = *CsvTable::Read(folder_.File("out") + "/indicators.csv");
  std::set<std::string> months, series[2];
  for (size_t row = 0; row < before.size(); ++row) {
    series[0].insert(before.Get(row, "unit_code") + " " + before.Get(row, "indicator"));
  }
  for (size_t row = 0; row < after.size(); ++row) {
    series[1].insert(after.Get(row, "unit_code") + " " + after.Get(row, "indicator"));
    months.insert(after.Get(row, "month"));
  }
  EXPECT_EQ(series[0], series[1]);
  EXPECT_EQ(*months.begin(), "2026-01");
  EXPECT_EQ(*months.rbegin(), "2027-03");
  EXPECT_EQ(after.size(), series[1].size() * 15);
  EXPECT_EQ(after.size(), planted["after"]["rows"].get<size_t>());
  EXPECT_EQ(planted["after"]["last"], "2027-03");
}

TEST_F(AftermathTest, WhatIsPlantedIsToldWithTheVerdictToExpect) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const Planted planted, GenerateAftermath(Options("out")));
  EXPECT_EQ(nlohmann::ordered_json::parse(Slurp(folder_.File("out") + "/planted.json")), planted);
  std::map<std::string, std::string> verdicts;
  for (const auto& row : planted["expected"]) {
    verdicts[absl::StrCat(row["indicator"].get<std::string>(), " ", row["side"].get<std::string>(), " ",
                          row["family"].get<std::string>())] = row["verdict"];
  }
  EXPECT_EQ(verdicts["complaints_per_1000 RECEIVING ANY"], "IMPROVED");
  EXPECT_EQ(verdicts["satisfaction RECEIVING ANY"], "NO_CLEAR_CHANGE");
  EXPECT_EQ(verdicts["lead_time_days RECEIVING STAFF"], "WORSENED");
  EXPECT_EQ(verdicts["backlog_per_1000 RECEIVING STAFF"], "NO_CLEAR_CHANGE");
  EXPECT_EQ(planted["effects"].size(), 2u);
}

// The year's appraisals: everybody of the last year once, mostly rated as before.
TEST_F(AftermathTest, AppraisalsGoOn) {
  ASSERT_THAT(GenerateAftermath(Options("out")), StatusIs(absl::StatusCode::kOk));
  std::map<std::string, std::string> last;
  const CsvTable before = *CsvTable::Read(ProvinceFolder() + "/appraisals.csv");
  for (size_t row = 0; row < before.size(); ++row) {
    if (before.Get(row, "year") == "2025") last.emplace(before.Get(row, "nip"), before.Get(row, "predicate"));
  }
  const CsvTable after = *CsvTable::Read(folder_.File("out") + "/appraisals.csv");
  ASSERT_GT(after.size(), 1000u);
  size_t same = 0;
  std::set<std::string> people;
  for (size_t row = 0; row < after.size(); ++row) {
    const std::string& nip = after.Get(row, "nip");
    EXPECT_TRUE(IsNip(nip) && people.insert(nip).second);
    EXPECT_EQ(after.Get(row, "year"), "2026");
    same += last[nip] == after.Get(row, "predicate");
  }
  EXPECT_GT(same, after.size() * 6 / 10);
  EXPECT_LT(same, after.size() * 95 / 100);
}

TEST_F(AftermathTest, BadMovesAreRefusedWithTheirLine) {
  const std::string unit = Units({"SCHOOL"}, 1)[0];
  const auto refusal = [&](const std::string& row) {
    AftermathOptions options = Options("out");
    options.moves_file = folder_.Write(
        "bad.csv", absl::StrCat("effective_date,from_unit,to_unit,position,family\n2026-03-01,,", unit,
                                ",X,TEACHER\n", row, "\n"));
    return GenerateAftermath(options).status();
  };
  const auto refuses = [](absl::string_view what) {
    return StatusIs(absl::StatusCode::kInvalidArgument,
                    AllOf(HasSubstr("line 3"), HasSubstr(std::string(what))));
  };
  EXPECT_THAT(refusal("2026-03-01,,NOWHERE,X,TEACHER"), refuses("to_unit"));
  EXPECT_THAT(refusal(absl::StrCat("2026-03-01,NOWHERE,", unit, ",X,TEACHER")), refuses("from_unit"));
  EXPECT_THAT(refusal(absl::StrCat("2026-03-01,,", unit, ",X,PILOT")), refuses("family"));
  EXPECT_THAT(refusal(absl::StrCat("1.3.2026,,", unit, ",X,TEACHER")), refuses("effective_date"));
  EXPECT_THAT(refusal(absl::StrCat("2025-03-01,,", unit, ",X,TEACHER")), refuses("before the last month"));
}

TEST_F(AftermathTest, AShortHistoryIsRefused) {
  const testing::TempDir province;
  province.Write("org_units.csv", "unit_code,kind\nU1,SCHOOL\n");
  std::string rows = "unit_code,month,indicator,value\n";
  for (int month = 1; month <= 11; ++month)
    absl::StrAppend(&rows, "U1,2025-", month < 10 ? "0" : "", month, ",PUPILS,90\n");
  province.Write("indicators.csv", rows);
  EXPECT_THAT(History::Read(province.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("11 months")));
  province.Write("indicators.csv",
                 absl::StrCat(rows, "U1,2025-12,PUPILS,90\nU1,2025-13,PUPILS,90\nU2,2025-12,PUPILS,1\n"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const History history, History::Read(province.path()));
  EXPECT_EQ(history.months(), 12);
  EXPECT_EQ(history.unreadable_rows(), 2);
}

// A series of known level, slope, season and persistence gives them back.
TEST_F(AftermathTest, TheHistoryIsReadForWhatItSays) {
  const testing::TempDir province;
  std::string units = "unit_code,kind\n", rows = "unit_code,month,indicator,value\n";
  for (int u = 0; u < 40; ++u) {
    absl::StrAppend(&units, "U", u, ",SCHOOL\n");
    for (int t = 0; t < 24; ++t) {
      const double wave = (t % 12 == 6 ? 0.12 : 0) - 0.01;
      const double jitter = 0.02 * (((u * 7 + t * 13) * 2654435761u >> 16) % 100 / 50.0 - 1);
      const double value = 1000 * (1 + 0.01 * (t - 11.5) + wave + jitter);
      absl::StrAppend(&rows, "U", u, ",", 2024 + t / 12, "-", t % 12 < 9 ? "0" : "", t % 12 + 1, ",VISITS,",
                      value, "\n");
    }
  }
  province.Write("org_units.csv", units);
  province.Write("indicators.csv", rows);
  SELARAS_ASSERT_OK_AND_ASSIGN(const History history, History::Read(province.path()));
  const HistorySeries& series = history.units()[7].series[0];
  EXPECT_NEAR(series.mean, 1000, 10);
  EXPECT_NEAR(series.slope, 0.01, 0.002);
  EXPECT_NEAR(history.Pattern("SCHOOL", "VISITS").season[6], 0.11, 0.02);
  EXPECT_NEAR(history.Pattern("SCHOOL", "VISITS").deviation, 0.0115, 0.005);
}

}  // namespace
}  // namespace selaras::generator
