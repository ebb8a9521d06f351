#include "services/registry/app/import_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/digest.h"
#include "libs/evidence/leaf.h"
#include "libs/feed/feed.h"
#include "libs/sql/database.h"
#include "libs/sql/outbox.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/registry/app/employee_reader.h"
#include "services/registry/app/organisation.h"
#include "services/registry/store/sql_fact_store.h"
#include "services/registry/store/sql_import_store.h"
#include "services/registry/testing/small_province.h"

namespace selaras::registry {
namespace {

using selaras::testing::FakeClock;
using selaras::testing::IsOk;
using selaras::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Folder;
using ::testing::HasSubstr;
using testing::kAni;
using testing::kBudi;
using testing::kCitra;
using ::testing::Not;
using testing::SmallProvince;

class ImportRunTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(sql::Migrate(*db_, kSchema, "registry"), IsOk());
    ASSERT_THAT(sql::Migrate(*db_, sql::kFeedSchema, "feed"), IsOk());
  }

  // Creates and uploads; the state is IMPORTING.
  std::string Upload(const Folder& folder, ImportLayout layout = ImportLayout::kProvince) {
    Import import;
    import.tenant = tenant_;
    import.id = ids_.NewId();
    import.layout = layout;
    import.create_time = clock_.Now();
    for (const auto& [file, text] : folder) import.files.push_back({.file = file});
    EXPECT_THAT(imports_.Create(import, "p", import.id), IsOk());
    for (const auto& [file, text] : folder) {
      // In two pieces, so that a row lies across them.
      const size_t half = text.size() / 2;
      EXPECT_THAT(imports_.Append(tenant_, import.id, file, 0, text.substr(0, half), false), IsOk());
      EXPECT_THAT(imports_.Append(tenant_, import.id, file, half, text.substr(half), true), IsOk());
    }
    const Day day = ToDay(absl::ToCivilDay(clock_.Now(), absl::FixedTimeZone(7 * 3600)));
    EXPECT_THAT(imports_.Update(tenant_, import.id,
                                [&](Import& stored) {
                                  stored.state = ImportState::kImporting;
                                  stored.effective_day = day;
                                  return absl::OkStatus();
                                }),
                IsOk());
    return import.id;
  }

  Import Run(const Folder& folder, ImportLayout layout = ImportLayout::kProvince) {
    const std::string id = Upload(folder, layout);
    EXPECT_THAT(RunImport(parts_, tenant_, id), IsOk());
    return *imports_.Get(tenant_, id);
  }

  ReadAt Now() {
    return {*facts_.NewestRevision(tenant_),
            ToDay(absl::ToCivilDay(clock_.Now(), absl::FixedTimeZone(7 * 3600)))};
  }

  EmployeeFacts Employee(absl::string_view nip, const ReadAt& at) {
    const auto id = facts_.FindExternalId(tenant_, kNipId, nip);
    if (!id.ok() || !id->has_value()) return {};
    const std::vector<std::string> ids = {**id};
    auto found = EmployeeReader(facts_).Read(tenant_, at, ids);
    return found.ok() && !found->empty() ? (*found)[0] : EmployeeFacts();
  }

  // "file:line column reason" of each fault.
  std::vector<std::string> Faults(const Import& import) {
    std::vector<std::string> lines;
    const std::vector<StoredFault> faults = *imports_.ReadFaults(tenant_, import.id, 0, 10000);
    for (const StoredFault& fault : faults) {
      lines.push_back(absl::StrCat(fault.file, ":", fault.line, " ", fault.column, " ", fault.reason, " [",
                                   fault.value_shape, "]", fault.warning ? " warning" : ""));
    }
    return lines;
  }

  // Everything that is stored, as text: two databases hold the same if these are equal (ids are seeded).
  std::string Dump() {
    std::string text;
    EXPECT_THAT(db_->ReadTransaction([&](sql::Connection& conn) {
      text.clear();
      return conn.Query(
          "select kind, fact_key, valid_from, valid_to, known_to, content from facts where tenant = $1 "
          "order by kind, content, valid_from",
          {tenant_}, [&](const sql::Row& row) {
            absl::StrAppend(&text, row.Int64(0), "|", row.Text(1), "|", row.Int64(2), "|", row.Int64(3), "|",
                            row.Int64(4), "|", row.Text(5), "\n");
            return absl::OkStatus();
          });
    }),
                IsOk());
    return text;
  }

  std::string tenant_ = "t";
  FakeClock clock_;
  SeededIdSource ids_{7};
  std::unique_ptr<sql::Database> db_ = *sql::Open("sqlite::memory:");
  SqlFactStore facts_{*db_, clock_};
  SeededIdSource event_ids_{8};
  SqlImportStore imports_{*db_, event_ids_};
  ImportRunParts parts_{facts_, imports_, clock_, ids_};
};

// Whoever has the files can show that these were they.
TEST_F(ImportRunTest, AFinishedImportIsEvidence) {
  const Import import = Run(SmallProvince());
  std::vector<feed::KeptContent> kept;
  ASSERT_THAT(db_->ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    auto contents = feed::ReadContents(conn, tenant_, "imports/" + import.id);
    if (contents.ok()) kept = *std::move(contents);
    return contents.status();
  }),
              IsOk());
  ASSERT_EQ(kept.size(), 1u);
  const auto leaf = evidence::DecodeContent(kept[0].canonical);
  ASSERT_THAT(leaf, IsOk());
  EXPECT_EQ(leaf->kind, "ImportFinished");
  const std::map<std::string, std::string> fields(leaf->fields.begin(), leaf->fields.end());
  EXPECT_EQ(fields.at("employees"), "4");
  EXPECT_EQ(fields.at("file.employees.csv.landed"), "4");
  for (const auto& [file, text] : SmallProvince()) {
    EXPECT_EQ(fields.at("file." + file + ".sha256"), Sha256Hex(text)) << file;
  }
}

TEST_F(ImportRunTest, AProvinceLands) {
  const Import import = Run(SmallProvince());
  EXPECT_EQ(import.state, ImportState::kImported);
  EXPECT_EQ(import.employees, 4);
  EXPECT_EQ(import.posts, 3);
  EXPECT_THAT(Faults(import), ElementsAre());
  const auto organisation = *Organisation::Load(facts_, tenant_, Now());
  EXPECT_EQ(organisation->seats(), 6);
  EXPECT_EQ(organisation->placed(), 3);
  const EmployeeFacts ani = Employee(kAni, Now());
  const Organisation::Thing* post = organisation->Find(RecordKind::kPost, ani.post);
  ASSERT_NE(post, nullptr);
  EXPECT_EQ(post->incumbents, 2);
  EXPECT_EQ(FromDay(ani.post_since), absl::CivilDay(2016, 1, 1));
  EXPECT_EQ(organisation->FamilyOf(ani.position), "TEACHER");
  EXPECT_EQ(Employee(kCitra, Now()).post, "");
}

TEST_F(ImportRunTest, ASecondRunChangesNothing) {
  Run(SmallProvince());
  const std::string before = Dump();
  const int64_t revision = *facts_.NewestRevision(tenant_);
  const Import again = Run(SmallProvince());
  EXPECT_EQ(*facts_.NewestRevision(tenant_), revision);
  EXPECT_EQ(again.revision, 0);
  EXPECT_EQ(Dump(), before);
  for (const ImportFile& file : again.files) {
    EXPECT_EQ(file.landed, 0) << file.file;
    EXPECT_EQ(file.unchanged, file.done) << file.file;
  }
}

// A change is true from the day it is told; what was believed before stays readable.
TEST_F(ImportRunTest, AChangeKeepsThePast) {
  Run(SmallProvince());
  const ReadAt before = Now();
  clock_.Advance(absl::Hours(24 * 10));
  Folder folder = SmallProvince();
  absl::StrReplaceAll({{",33,2022-04-01,", ",34,2026-04-01,"}}, &folder["employees.csv"]);
  const Import import = Run({{"employees.csv", folder["employees.csv"]}});
  EXPECT_EQ(import.files[0].landed, 1);
  EXPECT_EQ(import.files[0].unchanged, 3);
  const auto grade = [&](const ReadAt& at) {
    const EmployeeFacts ani = Employee(kAni, at);
    return RecordView(ani.profile.content).Int(profile_field::kGrade).value_or(0);
  };
  EXPECT_EQ(grade(Now()), 34);
  EXPECT_EQ(grade(before), 33);                        // as known then
  EXPECT_EQ(grade({Now().revision, before.day}), 33);  // as known now, about then
  EXPECT_EQ(grade({before.revision, Now().day}), 33);  // as known then, about now
  EXPECT_EQ(Employee(kAni, Now()).profile_revision, Now().revision);
  EXPECT_LT(Employee(kBudi, Now()).profile_revision, Now().revision);
}

// Good rows land; each bad one is told with its place, shape and reason, and never with its value.
TEST_F(ImportRunTest, BadRowsAreToldAndTheOthersLand) {
  Folder folder = SmallProvince();
  folder["employees.csv"] +=
      "1.98609E+17,Rahasia Satu,,,PNS,,,,,99,,,,,,\n"
      "198602302015051001,Rahasia Dua,,,PNS,,,,,99,,,,,,\n" +
      std::string(kAni) +
      ",Rahasia Tiga,,,PNS,,,,,99,,,,,,\n"
      "198609262015051002,Rahasia Empat,1986-09-27,M,PNS,,,,,99,,,,,,\n"
      "198609262015051003,Rahasia Lima,31-02-1986,M,PNS,,99,,,XX,,,,,,\n"
      "198609262015051004,Rahasia Enam\n";
  folder["appraisals.csv"] +=
      "198609262015051999,2024,AS,AS,BAIK\n" + std::string(kBudi) + ",2023,ABOVE,ABOVE,BAIK\n";
  folder["appointments.csv"] += std::string(kCitra) + ",2020-01-01,NOWHERE,GURU,\n" + std::string(kCitra) +
                                ",2020-01-01,SD1.GURU,GURU,2019-01-01\n";
  const Import import = Run(folder);
  EXPECT_EQ(import.state, ImportState::kImported);
  EXPECT_EQ(import.employees, 5);
  EXPECT_THAT(
      Faults(import),
      ElementsAre("employees.csv:6 nip IMPORT_NIP_SCIENTIFIC [number in scientific notation]",
                  "employees.csv:7 nip IMPORT_NIP_DATE [18 digits]",
                  "employees.csv:8 nip IMPORT_KEY_DUPLICATE [18 digits]",
                  "employees.csv:9 birth_date IMPORT_NIP_BIRTH_DIFFERS [number or date of 10] warning",
                  "employees.csv:10 birth_date IMPORT_DATE_MALFORMED [number or date of 10]",
                  "employees.csv:10 grade IMPORT_GRADE_UNKNOWN [2 digits]",
                  "employees.csv:11  IMPORT_CELLS_MISCOUNTED [2 cells of 16]",
                  "appointments.csv:6 post_code IMPORT_REFERENCE_UNKNOWN [text of 7]",
                  "appointments.csv:7 end_date IMPORT_DATE_ORDER [number or date of 10]",
                  "appraisals.csv:4 nip IMPORT_EMPLOYEE_UNKNOWN [18 digits]",
                  "appraisals.csv:5 predicate IMPORT_PREDICATE_CONTRADICTS [text of 4] warning"));
  for (const std::string& fault : Faults(import)) {
    EXPECT_THAT(fault, Not(HasSubstr("Rahasia")));
    EXPECT_THAT(fault, Not(HasSubstr("1986")));
  }
  EXPECT_LT(Employee("198609262015051002", Now()).profile.confidence, 60);
  EXPECT_GT(Employee(kAni, Now()).profile.confidence, 60);
}

TEST_F(ImportRunTest, AFileWithoutANeededColumnIsRefusedAlone) {
  Folder folder = SmallProvince();
  folder["appraisals.csv"] = "nip,tahun,results\n1,2,3\n";
  const Import import = Run(folder);
  EXPECT_EQ(import.employees, 4);
  EXPECT_THAT(Faults(import), ElementsAre("appraisals.csv:1 tahun IMPORT_COLUMN_UNKNOWN [column] warning",
                                          "appraisals.csv:1 year IMPORT_COLUMN_MISSING [column]",
                                          "appraisals.csv:1 predicate IMPORT_COLUMN_MISSING [column]"));
}

// Then the first row is a person, not headings; and what no database takes as text does not stop the import.
TEST_F(ImportRunTest, AFileWithoutHeadingsShowsNobodysData) {
  Folder folder = SmallProvince();
  folder["employees.csv"] = folder["employees.csv"].substr(folder["employees.csv"].find('\n') + 1);
  folder["calendar.csv"] = "tah\xFF\xFEun,b\n1,2\n";
  const Import import = Run(folder);
  EXPECT_EQ(import.employees, 0);
  const std::vector<std::string> faults = Faults(import);
  EXPECT_THAT(faults, Contains("employees.csv:1 #1 IMPORT_COLUMN_UNKNOWN [column] warning"));
  EXPECT_THAT(faults, Contains("calendar.csv:1 #1 IMPORT_COLUMN_UNKNOWN [column] warning"));
  for (const std::string& fault : faults) EXPECT_THAT(fault, Not(HasSubstr("19860926")));
}

// Other separators, line ends, date forms and a BOM give the same records.
TEST_F(ImportRunTest, FormsOfSpreadsheetsAreTheSameRecords) {
  Run(SmallProvince());
  const std::string before = Dump();
  Folder folder = SmallProvince();
  for (auto& [file, text] : folder) {
    if (file == "positions.csv") continue;  // it has a list with `|`
    text = "\xEF\xBB\xBF" + absl::StrReplaceAll(text, {{",", ";"}, {"\n", "\r\n"}});
  }
  absl::StrReplaceAll({{"1986-09-26", "26-09-1986"}, {kAni, "\"19860926 201005 2 001\""}},
                      &folder["employees.csv"]);
  const Import import = Run(folder);
  EXPECT_THAT(Faults(import), ElementsAre());
  EXPECT_EQ(Dump(), before);
}

// Wherever a run stops, the next one ends with the same facts, each landed once.
TEST_F(ImportRunTest, AStoppedRunGoesOnWhereItStopped) {
  Folder folder = SmallProvince();
  folder["employees.csv"] += "bad,,,,,,,,,,,,,,,\n" + std::string(kAni) + ",Twice,,,PNS,,,,,99,,,,,,\n";
  std::vector<std::string> whole_faults;
  for (int stop_after = 0; stop_after < 40; ++stop_after) {
    // Each stop is a province of its own.
    tenant_ = absl::StrCat("t", stop_after);
    const std::string id = Upload(folder);
    int commits = 0;
    ImportRunHooks hooks;
    hooks.chunk_rows = 1;
    hooks.committed = [&](const ImportChunk&, const ImportFile&) { ++commits; };
    hooks.stop = [&] { return stop_after > 0 && commits >= stop_after; };
    const absl::Status first = RunImport(parts_, tenant_, id, hooks);
    hooks.stop = [] { return false; };
    if (absl::IsCancelled(first)) {
      EXPECT_THAT(RunImport(parts_, tenant_, id, hooks), IsOk()) << stop_after;
    } else {
      EXPECT_THAT(first, IsOk());
    }
    const Import import = *imports_.Get(tenant_, id);
    EXPECT_EQ(import.state, ImportState::kImported);
    for (const ImportFile& file : import.files) {
      EXPECT_EQ(file.landed + file.refused, file.done) << stop_after << file.file;
    }
    if (stop_after == 0) whole_faults = Faults(import);
    EXPECT_EQ(Faults(import), whole_faults) << stop_after;
    const std::string dump = Dump();
    EXPECT_EQ(std::count(dump.begin(), dump.end(), '\n'), 32) << stop_after;
  }
  EXPECT_EQ(whole_faults.size(), 4u);
}

TEST_F(ImportRunTest, SmallGroupsOfRatersAreHidden) {
  Run(SmallProvince());
  std::vector<std::string> groups;
  const EmployeeFacts ani = Employee(kAni, Now());
  for (const Fact& fact : ani.facts) {
    if (fact.kind == RecordKind::kPeerReview) {
      groups.emplace_back(RecordView(fact.content).Text(peer_review_field::kRaterGroup));
    }
  }
  EXPECT_THAT(groups, ElementsAre("PEER", "SUPERIOR"));
}

// The export of the national system brings people, their present post and last education.
TEST_F(ImportRunTest, SiasnExportLands) {
  Folder folder = SmallProvince();
  for (const char* file : {"employees.csv", "appointments.csv", "educations.csv", "assessments.csv",
                           "appraisals.csv", "peer_reviews.csv", "preferences.csv", "relations.csv"}) {
    folder.erase(file);
  }
  folder["profil_asn.csv"] =
      "\xEF\xBB\xBFPNS ID;NIP BARU;NAMA;TANGGAL LAHIR;JENIS KELAMIN;AGAMA NAMA;STATUS CPNS PNS;KEDUDUKAN "
      "HUKUM NAMA;TMT "
      "CPNS;GOL AKHIR ID;GOL AKHIR NAMA;TMT GOLONGAN;JABATAN ID;JABATAN NAMA;TMT JABATAN;TINGKAT PENDIDIKAN "
      "ID;PENDIDIKAN NAMA;TAHUN LULUS;UNOR ID;INSTANSI KERJA ID\r\n"
      "aaaa-1;'198609262010052001;Ani;26-09-1986;P;-;P;Aktif;01-05-2010;;III/c;01-04-2022;x;Guru Kelas "
      "SD;01-01-2016;40;S-1 PENDIDIKAN GURU SEKOLAH DASAR;2009;SD1;99\r\n"
      "aaaa-2;1.98E+17;Budi;;L;;P;Aktif;;41;;;;;;;;;;\r\n"
      "aaaa-3;199001152015042002;Citra;;P;;P;Aktif;;31;;;;Juru Sulap;01-01-2020;40;S-1 "
      "ASTRONOMI;2013;SD1;99\r\n";
  const Import import = Run(folder, ImportLayout::kSiasn);
  EXPECT_EQ(import.employees, 2);
  EXPECT_THAT(Faults(import),
              ElementsAre("profil_asn.csv:3 NIP BARU IMPORT_NIP_SCIENTIFIC [number in scientific notation]",
                          "profil_asn.csv:4 JABATAN NAMA IMPORT_POSITION_UNRESOLVED [text of 10] warning",
                          "profil_asn.csv:4 PENDIDIKAN NAMA IMPORT_FIELD_UNRESOLVED [text of 13] warning"));
  const EmployeeFacts ani = Employee(kAni, Now());
  EXPECT_EQ(RecordView(ani.profile.content).Int(profile_field::kGrade), 33);
  EXPECT_EQ(RecordView(ani.profile.content).Text(profile_field::kSex), "F");
  EXPECT_NE(ani.post, "");
  EXPECT_EQ(*facts_.FindExternalId(tenant_, kPnsId, "aaaa-1"), ani.id);
  // Nothing of the columns that planning must not have is stored.
  EXPECT_THAT(Dump(), Not(HasSubstr("aaaa")));
}

// An export that lacks columns takes nothing away from what is known.
TEST_F(ImportRunTest, SiasnExportKeepsWhatItDoesNotTell) {
  Run(SmallProvince());
  Run({{"profil.csv",
        "NIP BARU,NAMA,GOL AKHIR ID,INSTANSI KERJA ID\n" + std::string(kAni) + ",Ani Contoh,34,99\n"}},
      ImportLayout::kSiasn);
  const std::string content = Employee(kAni, Now()).profile.content;
  EXPECT_EQ(RecordView(content).Int(profile_field::kGrade), 34);
  EXPECT_EQ(RecordView(content).Text(profile_field::kHomeDistrict), "990101");
}

}  // namespace
}  // namespace selaras::registry
