// Imports a province folder into SQLite and streams it back: seconds, rows per second, size of the database.
//   registry_import_bench FOLDER [DATABASE_URL [siasn]]
// `siasn` takes people from siasn_profile.csv instead of the files of §3.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/sql/database.h"
#include "libs/sql/outbox.h"
#include "services/registry/app/employee_reader.h"
#include "services/registry/app/import_run.h"
#include "services/registry/store/sql_fact_store.h"
#include "services/registry/store/sql_import_store.h"

namespace selaras::registry {
namespace {

constexpr char kTenant[] = "bench";
constexpr size_t kUploadBytes = 4 << 20;

absl::Status Upload(ImportStore& imports, const std::string& folder, Import& import) {
  SELARAS_ASSIGN_OR_RETURN(import, imports.Create(import, "bench", import.id));
  for (const ImportFile& file : import.files) {
    std::ifstream in(folder + "/" + file.file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    for (size_t at = 0;; at += kUploadBytes) {
      const bool last = at + kUploadBytes >= bytes.size();
      SELARAS_RETURN_IF_ERROR(imports.Append(kTenant, import.id, file.file, static_cast<int64_t>(at),
                                             absl::string_view(bytes).substr(at, kUploadBytes), last));
      if (last) break;
    }
  }
  return imports
      .Update(kTenant, import.id,
              [](Import& stored) {
                stored.state = ImportState::kImporting;
                return absl::OkStatus();
              })
      .status();
}

absl::Status Run(const std::string& folder, const std::string& url, bool siasn) {
  SystemClock clock;
  RandomIdSource ids(clock);
  SELARAS_ASSIGN_OR_RETURN(const auto db, sql::Open(url));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*db, kSchema, "registry"));
  SELARAS_RETURN_IF_ERROR(sql::Migrate(*db, sql::kFeedSchema, "feed"));
  SqlFactStore facts(*db, clock);
  SqlImportStore imports(*db, ids);
  for (const char* pass : {"first", "second"}) {
    Import import;
    import.tenant = kTenant;
    import.id = ids.NewId();
    import.create_time = clock.Now();
    import.effective_day = ToDay(absl::CivilDay(absl::ToCivilDay(clock.Now(), absl::UTCTimeZone())));
    for (const RecordSchema& schema : RecordSchemas()) {
      if (siasn && IsAboutEmployee(schema.kind)) continue;
      if (std::filesystem::exists(absl::StrCat(folder, "/", schema.file))) {
        import.files.push_back({.file = std::string(schema.file)});
      }
    }
    if (siasn) {
      import.layout = ImportLayout::kSiasn;
      import.files.push_back({.file = "siasn_profile.csv"});
    }
    const absl::Time start = absl::Now();
    SELARAS_RETURN_IF_ERROR(Upload(imports, folder, import));
    const absl::Time uploaded = absl::Now();
    SELARAS_RETURN_IF_ERROR(RunImport({facts, imports, clock, ids}, kTenant, import.id));
    const absl::Time end = absl::Now();
    SELARAS_ASSIGN_OR_RETURN(const Import done, imports.Get(kTenant, import.id));
    int64_t rows = 0, landed = 0, unchanged = 0, refused = 0;
    for (const ImportFile& file : done.files) {
      rows += file.done;
      landed += file.landed;
      unchanged += file.unchanged;
      refused += file.refused;
    }
    std::printf(
        "%s: upload %.2f s, import %.2f s, %ld rows (%.0f/s), landed %ld, unchanged %ld, refused %ld, "
        "revision %ld\n",
        pass, absl::ToDoubleSeconds(uploaded - start), absl::ToDoubleSeconds(end - uploaded), rows,
        static_cast<double>(rows) / absl::ToDoubleSeconds(end - uploaded), landed, unchanged, refused,
        done.revision);
  }
  SELARAS_ASSIGN_OR_RETURN(const int64_t newest, facts.NewestRevision(kTenant));
  const ReadAt at{newest, ToDay(absl::ToCivilDay(clock.Now(), absl::UTCTimeZone()))};
  const absl::Time start = absl::Now();
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, Organisation::Load(facts, kTenant, at));
  const absl::Time loaded = absl::Now();
  size_t people = 0, records = 0;
  SELARAS_RETURN_IF_ERROR(
      EmployeeReader(facts).ReadAll(kTenant, at, [&](absl::Span<const EmployeeFacts> batch) {
        people += batch.size();
        for (const EmployeeFacts& employee : batch) records += employee.facts.size();
        return absl::OkStatus();
      }));
  std::printf("organisation %.2f s (%ld seats, %ld placed), %zu people with %zu records %.2f s\n",
              absl::ToDoubleSeconds(loaded - start), organisation->seats(), organisation->placed(), people,
              records, absl::ToDoubleSeconds(absl::Now() - loaded));
  return absl::OkStatus();
}

}  // namespace
}  // namespace selaras::registry

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: registry_import_bench FOLDER [DATABASE_URL [siasn]]\n");
    return 2;
  }
  const absl::Status status = selaras::registry::Run(
      argv[1], argc > 2 ? argv[2] : "sqlite::memory:", argc > 3 && std::string(argv[3]) == "siasn");
  if (!status.ok()) std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return status.ok() ? 0 : 1;
}
