#include "libs/sql/sqlite_database.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/memory/memory.h"
#include "libs/base/status_macros.h"
#include "libs/sql/nesting.h"

namespace selaras::sql {
namespace {

namespace fs = std::filesystem;

// /dev/shm where it is roomy: containers give it 64 MB, too little for a province.
fs::path MemoryFolder() {
  constexpr uintmax_t kRoomy = uintmax_t{1} << 30;
  std::error_code error;
  const fs::space_info space = fs::space("/dev/shm", error);
  if (!error && space.available >= kRoomy) return "/dev/shm";
  const fs::path temporary = fs::temp_directory_path(error);
  return error ? fs::path("/tmp") : temporary;
}

absl::StatusOr<std::string> MakeTemporaryFolder() {
  for (const fs::path& parent : {MemoryFolder(), fs::path("/tmp")}) {
    std::string name = (parent / "selaras-sqlite-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) return name;
  }
  return absl::UnavailableError("no folder for a temporary database");
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteDatabase>> SqliteDatabase::Open(const std::string& path,
                                                                     const Options& options) {
  std::string file = path;
  std::string temporary_folder;
  if (path == ":memory:") {
    SELARAS_ASSIGN_OR_RETURN(temporary_folder, MakeTemporaryFolder());
    file = temporary_folder + "/memory.db";
  }
  // SQLite would create it readable by everyone; its WAL and index files take over the mode of the database.
  if (const int fd = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); fd >= 0) close(fd);
  auto database = absl::WrapUnique(new SqliteDatabase(file, temporary_folder, options));
  // Opens the writer, which sets WAL before any reader comes, and reads the file's header.
  SELARAS_RETURN_IF_ERROR(database->OpenWriter());
  SELARAS_RETURN_IF_ERROR(database->Transaction(
      [](Connection& conn) { return conn.QueryInt64("select count(*) from sqlite_schema").status(); },
      Writers::kOneAtATime));
  return database;
}

absl::Status SqliteDatabase::OpenWriter() {
  SELARAS_ASSIGN_OR_RETURN(auto connection,
                           SqliteConnection::Open(path_, {SqliteConnection::Role::kWriter,
                                                          temporary_folder_.empty(), options_.busy_timeout}));
  writer_ = std::make_unique<Writer>(std::move(connection));
  writers_ = std::make_unique<GroupCommit>(*writer_, options_);
  return absl::OkStatus();
}

SqliteDatabase::SqliteDatabase(std::string path, std::string temporary_folder, const Options& options)
    : path_(std::move(path)),
      temporary_folder_(std::move(temporary_folder)),
      options_(options),
      readers_(options.connections, [this] {
        return SqliteConnection::Open(
            path_, {SqliteConnection::Role::kReader, temporary_folder_.empty(), options_.busy_timeout});
      }) {}

SqliteDatabase::~SqliteDatabase() {
  if (temporary_folder_.empty()) return;
  // The connections are still open; on POSIX the files' names may go first.
  std::error_code ignored;
  fs::remove_all(temporary_folder_, ignored);
}

absl::Status SqliteDatabase::Transaction(Work work, Writers) {
  const Nesting nesting(this);
  SELARAS_RETURN_IF_ERROR(nesting.status());
  return writers_->Run(work);
}

absl::Status SqliteDatabase::ReadTransaction(Work work) {
  const Nesting nesting(this);
  SELARAS_RETURN_IF_ERROR(nesting.status());
  SELARAS_ASSIGN_OR_RETURN(const auto connection, readers_.Take(options_.busy_timeout));
  return connection->RunTransaction(work);
}

}  // namespace selaras::sql
