#include "services/needs/app/record_importer.h"

#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"

namespace selaras::needs {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Files in pieces of `piece` bytes, as an upload brings them.
UploadSource Upload(std::vector<std::pair<std::string, std::string>> files, size_t piece) {
  std::vector<UploadChunk> chunks;
  for (const auto& [file, text] : files) {
    for (size_t at = 0; at == 0 || at < text.size(); at += piece)
      chunks.push_back({file, text.substr(at, piece)});
  }
  return [chunks = std::move(chunks), next = size_t{0}](UploadChunk* chunk) mutable -> absl::StatusOr<bool> {
    if (next == chunks.size()) return false;
    *chunk = chunks[next++];
    return true;
  };
}

std::vector<std::string> Faults(const ReadImport& read) {
  std::vector<std::string> faults;
  for (const RecordFault& fault : read.import.faults) {
    faults.push_back(absl::StrCat(fault.file, ":", fault.line, " ", fault.column, " ", fault.value_shape, " ",
                                  fault.reason));
  }
  return faults;
}

constexpr char kWorkloads[] =
    "unit_code,position_code,year,task,task_kind,method,volume,norm_minutes,effective_minutes\n"
    "U1,P1,2025,Surat,MAIN,TASK,1200,45,\n"
    "U1,P1,2025,\"Berkas, arsip\",MAIN,TASK,240,180,75000\n";
constexpr char kClasses[] = "\xEF\xBB\xBFgrade;year;unit_code;pupils\r\n7;2025;S1;250\r\n8;2025;S1;-\r\n";

TEST(RecordImporterTest, FilesStreamInPiecesOfAnySize) {
  std::string hash;
  for (const size_t piece : {1, 2, 7, 64, 100000}) {
    SELARAS_ASSERT_OK_AND_ASSIGN(
        const ReadImport read,
        ReadUpload(Upload({{"workloads.csv", kWorkloads}, {"school_classes.csv", kClasses}}, piece), {}));
    ASSERT_THAT(Faults(read), IsEmpty());
    ASSERT_EQ(read.import.files.size(), 2);
    const auto& workloads = read.import.files[0];
    EXPECT_EQ(workloads.counts.rows, 2);
    ASSERT_EQ(workloads.records.rows().size(), 2);
    EXPECT_EQ(workloads.records.rows()[1].key, "P1\t2025\tBerkas, arsip");
    const auto& classes = read.import.files[1];
    ASSERT_EQ(classes.records.rows().size(), 2);
    EXPECT_EQ(classes.records.rows()[0].unit_code, "S1");
    EXPECT_EQ(classes.records.rows()[0].content, "250\t");
    EXPECT_EQ(classes.records.rows()[1].content, "\t");
  }
}

TEST(RecordImporterTest, BadRowsAreExplainedAndGoodRowsLand) {
  const std::string text =
      "unit_code,month,question,respondents,mean_score,penyusun\n"
      "U1,2026-03,WORKLOAD,12,4.2,x\n"
      "U1,2026-03,WORKLOAD,3,9,x\n"
      "U1,2026-03,WORKLOAD,12,4.2,x\n"
      "U1,2026-03\n"
      "\"U1,2026-03,CLARITY,12,4.2,x\n"
      "U2,03/2026,CLARITY,12,4.2,x\n"
      "U2,2026-03,CLARITY,12,4.2,x\n";
  SELARAS_ASSERT_OK_AND_ASSIGN(const ReadImport read, ReadUpload(Upload({{"surveys.csv", text}}, 10), {}));
  EXPECT_THAT(Faults(read), ElementsAre("surveys.csv:1 penyusun  IMPORT_COLUMN_UNKNOWN",
                                        "surveys.csv:3 respondents 1 digits IMPORT_NUMBER_RANGE",
                                        "surveys.csv:3 mean_score 1 digits IMPORT_NUMBER_RANGE",
                                        "surveys.csv:4   IMPORT_KEY_DUPLICATE",
                                        "surveys.csv:5  2 cells IMPORT_CELLS_MISCOUNTED",
                                        "surveys.csv:6  0 cells IMPORT_QUOTE_OPEN",
                                        "surveys.csv:7 month text of 7 IMPORT_MONTH_MALFORMED"));
  EXPECT_EQ(read.import.files[0].counts.rows, 7);
  EXPECT_EQ(read.import.files[0].counts.refused, 5);
  EXPECT_EQ(read.import.files[0].records.rows().size(), 2);
}

TEST(RecordImporterTest, FilesThatCannotBeReadDoNotStopTheOthers) {
  SELARAS_ASSERT_OK_AND_ASSIGN(
      const ReadImport read,
      ReadUpload(Upload({{"employees.csv", "nip\n123456789012345678\n"},
                         {"indicators.csv", "unit_code,month,indicator\nU,2026-01,VISITS\n"},
                         {"surveys.csv", ""},
                         {"workloads.csv", kWorkloads}},
                        8),
                 {}));
  EXPECT_THAT(Faults(read), ElementsAre("employees.csv:1   IMPORT_FILE_NAME_UNKNOWN",
                                        "indicators.csv:1 value  IMPORT_COLUMN_MISSING",
                                        "surveys.csv:1   IMPORT_FILE_EMPTY"));
  EXPECT_EQ(read.import.files[3].records.rows().size(), 2);
}

TEST(RecordImporterTest, WordsOfTheCallerAreRepeatedOnlyIfTheyLookLikeNames) {
  SELARAS_ASSERT_OK_AND_ASSIGN(const ReadImport read,
                               ReadUpload(Upload({{"198609262015051001.csv", "x\n"}}, 8), {}));
  EXPECT_THAT(Faults(read), ElementsAre("?:1   IMPORT_FILE_NAME_UNKNOWN"));
}

TEST(RecordImporterTest, FaultsKeptAndBytesTakenAreBounded) {
  std::string text = "unit_code,month,indicator,value\n";
  for (int i = 0; i < 100; ++i) text += "U,2026-01,VISITS,many\n";
  SELARAS_ASSERT_OK_AND_ASSIGN(const ReadImport read,
                               ReadUpload(Upload({{"indicators.csv", text}}, 64), {.max_faults = 10}));
  EXPECT_EQ(read.import.faults.size(), 10);
  EXPECT_EQ(read.import.files[0].counts.refused, 100);
  EXPECT_THAT(ReadUpload(Upload({{"indicators.csv", text}}, 64), {.max_bytes = 1000}).status(),
              FailsWith(absl::StatusCode::kResourceExhausted, "RECORD_IMPORT_TOO_LARGE"));
}

TEST(RecordImporterTest, ErrorsOfTheSourceEndIt) {
  int calls = 0;
  const auto broken = [&](UploadChunk* chunk) -> absl::StatusOr<bool> {
    if (++calls == 3) return absl::CancelledError("gone");
    *chunk = {"workloads.csv", "unit_code"};
    return true;
  };
  EXPECT_THAT(ReadUpload(broken, {}).status(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(ReadUpload(Upload({{"", "x"}}, 8), {}).status(), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace selaras::needs
