#include "libs/generator/folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/generator/csv_table.h"
#include "libs/generator/nip.h"

namespace selaras::generator {
namespace {

const Progress kSilent = [](absl::string_view, int64_t, int64_t) {};

std::string Slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

std::string Make(const std::string& name, const GeneratorOptions& options) {
  const std::string dir = absl::StrCat(::testing::TempDir(), "/province_", name);
  std::filesystem::remove_all(dir);
  const absl::Status status = Generate(options, dir, kSilent);
  EXPECT_TRUE(status.ok()) << status;
  return dir;
}

class Folder {
 public:
  explicit Folder(std::string dir) : dir_(std::move(dir)) {}
  CsvTable Table(const std::string& name) const {
    return *CsvTable::Read(absl::StrCat(dir_, "/", name, ".csv"));
  }
  std::set<std::string> Column(const std::string& table, const std::string& column) const {
    const CsvTable rows = Table(table);
    std::set<std::string> values;
    for (size_t i = 0; i < rows.size(); ++i) values.insert(rows.Get(i, column));
    return values;
  }
  nlohmann::json Json() const { return nlohmann::json::parse(Slurp(dir_ + "/province.json")); }

 private:
  const std::string dir_;
};

TEST(FolderTest, SameSeedSameBytesAnotherSeedOthers) {
  GeneratorOptions options;
  options.siasn = true;
  const std::string a = Make("a", options), b = Make("b", options);
  options.seed = 2;
  const std::string c = Make("c", options);
  int files = 0, differing = 0;
  for (const auto& entry : std::filesystem::directory_iterator(a)) {
    const std::string name = entry.path().filename();
    EXPECT_EQ(Slurp(entry.path()), Slurp(std::filesystem::path(b) / name)) << name;
    differing += Slurp(entry.path()) != Slurp(std::filesystem::path(c) / name);
    ++files;
  }
  EXPECT_EQ(files, 26);
  EXPECT_GT(differing, 18);
}

// Every reference of every table resolves when nothing bad is planted.
TEST(FolderTest, ReferencesResolve) {
  GeneratorOptions options;
  options.dirty = 0;
  const Folder folder(Make("clean", options));
  const std::map<std::string, std::set<std::string>> keys = {
      {"agency_code", folder.Column("agencies", "agency_code")},
      {"district_code", folder.Column("districts", "district_code")},
      {"unit_code", folder.Column("org_units", "unit_code")},
      {"position_code", folder.Column("positions", "position_code")},
      {"post_code", folder.Column("posts", "post_code")},
      {"nip", folder.Column("employees", "nip")}};
  auto check = [&](const std::string& table, const std::string& column, const std::string& key,
                   bool may_be_empty = false) {
    for (const std::string& value : folder.Column(table, column)) {
      if (may_be_empty && value.empty()) continue;
      EXPECT_TRUE(keys.at(key).count(value)) << table << "." << column;
    }
  };
  check("org_units", "agency_code", "agency_code");
  check("org_units", "parent_code", "unit_code", true);
  check("org_units", "district_code", "district_code");
  check("posts", "unit_code", "unit_code");
  check("posts", "position_code", "position_code");
  check("employees", "agency_code", "agency_code");
  check("employees", "home_district_code", "district_code");
  check("appointments", "post_code", "post_code");
  check("appointments", "position_code", "position_code");
  check("duties", "unit_code", "unit_code");
  check("developments", "position_code", "position_code");
  check("relations", "other_nip", "nip");
  check("standards", "position_code", "position_code");
  for (const char* table : {"workloads", "school_classes", "indicators", "surveys"})
    check(table, "unit_code", "unit_code");
  for (const char* table :
       {"appointments", "duties", "educations", "certificates", "assessments", "appraisals", "peer_reviews",
        "preferences", "developments", "relations", "disciplinary_actions", "trainings"}) {
    check(table, "nip", "nip");
  }
  const CsvTable wishes = folder.Table("preferences");
  ASSERT_GT(wishes.size(), 100u);
  for (size_t i = 0; i < wishes.size(); ++i) {
    const std::string& kind = wishes.Get(i, "target_kind");
    const std::string key = kind == "POST" ? "post_code" : kind == "UNIT" ? "unit_code" : "district_code";
    EXPECT_TRUE(keys.at(key).count(wishes.Get(i, "target_code"))) << kind;
  }
  EXPECT_EQ(folder.Json()["planted"]["dirty_rows"].size(), 0u);
}

TEST(FolderTest, KeysAreUniqueWhenNothingIsPlanted) {
  GeneratorOptions options;
  options.dirty = 0;
  const Folder folder(Make("keys", options));
  const std::map<std::string, std::string> tables = {
      {"org_units", "unit_code"},
      {"posts", "post_code"},
      {"employees", "nip"},
      {"appointments", "nip start_date"},
      {"duties", "nip kind start_date"},
      {"educations", "nip level field"},
      {"certificates", "nip certificate"},
      {"assessments", "nip assessed_date"},
      {"appraisals", "nip year"},
      {"peer_reviews", "nip year rater_group"},
      {"preferences", "nip rank"},
      {"developments", "nip position_code"},
      {"relations", "nip kind other_nip"},
      {"disciplinary_actions", "nip start_date"},
      {"trainings", "nip training_code completed_date"},
      {"workloads", "unit_code position_code year task"},
      {"school_classes", "unit_code year grade"},
      {"standards", "kind unit_kind size_class position_code grade"},
      {"indicators", "unit_code month indicator"},
      {"surveys", "unit_code month question"}};
  for (const auto& [name, columns] : tables) {
    const CsvTable rows = folder.Table(name);
    std::set<std::string> seen;
    for (size_t i = 0; i < rows.size(); ++i) {
      std::string key;
      for (absl::string_view column : absl::StrSplit(columns, ' '))
        absl::StrAppend(&key, rows.Get(i, column), "|");
      EXPECT_TRUE(seen.insert(key).second) << name << " row " << i;
    }
  }
}

TEST(FolderTest, PlantedRowsAreCountedAndTheGoodRowsAreAllThere) {
  GeneratorOptions options;
  options.dirty = 0.02;
  const Folder dirty(Make("dirty", options));
  options.dirty = 0;
  const Folder clean(Make("spotless", options));
  const nlohmann::json planted = dirty.Json()["planted"];
  for (const auto& [table, kinds] : planted["dirty_rows_by_table"].items()) {
    int bad = 0;
    for (const auto& [kind, count] : kinds.items()) bad += count.get<int>();
    EXPECT_EQ(dirty.Table(table).size(), clean.Table(table).size() + bad) << table;
    EXPECT_EQ(clean.Table(table).size(), planted["good_rows"][table].get<size_t>()) << table;
  }
  // All forms of a bad NIP in employees, recounted from the file.
  const CsvTable employees = dirty.Table("employees");
  int bad_form = 0;
  for (size_t i = 0; i < employees.size(); ++i) bad_form += !IsNip(employees.Get(i, "nip"));
  const nlohmann::json kinds = planted["dirty_rows_by_table"]["employees"];
  EXPECT_EQ(bad_form, kinds["nip_date_invalid"].get<int>() + kinds["nip_sex_invalid"].get<int>() +
                          kinds["nip_sequence_zero"].get<int>() + kinds["nip_spreadsheet"].get<int>() +
                          kinds["key_empty"].get<int>());
  EXPECT_GT(bad_form, 10);
}

TEST(FolderTest, SiasnProfileHas67ColumnsAndEverybody) {
  GeneratorOptions options;
  options.siasn = true;
  const std::string dir = Make("siasn", options);
  const std::string text = Slurp(dir + "/siasn_profile.csv");
  EXPECT_EQ(text.substr(0, 3), "\xEF\xBB\xBF");
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  for (absl::string_view line : lines) {
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ';');
    ASSERT_EQ(fields.size(), 67u);
  }
  const Folder folder(dir);
  EXPECT_EQ(lines.size(), folder.Json()["planted"]["good_rows"]["employees"].get<size_t>() + 1);
  const auto units = folder.Column("org_units", "unit_code");
  for (const std::string& unit : folder.Column("siasn_profile", "UNOR ID"))
    EXPECT_TRUE(unit.empty() || units.count(unit));
  options.siasn_bom = false;
  EXPECT_EQ(Slurp(Make("no_mark", options) + "/siasn_profile.csv").substr(0, 6), "PNS ID");
}

TEST(FolderTest, AFolderThatCannotBeMadeIsAnError) {
  GeneratorOptions options;
  EXPECT_EQ(Generate(options, "/proc/nowhere/x", kSilent).code(), absl::StatusCode::kUnknown);
}

}  // namespace
}  // namespace selaras::generator
