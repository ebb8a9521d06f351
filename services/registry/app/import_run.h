#ifndef SELARAS_SERVICES_REGISTRY_APP_IMPORT_RUN_H_
#define SELARAS_SERVICES_REGISTRY_APP_IMPORT_RUN_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "services/registry/app/fact_store.h"
#include "services/registry/app/import_store.h"

namespace selaras::registry {

struct ImportRunParts {
  FactStore& facts;
  ImportStore& imports;
  const Clock& clock;
  IdSource& ids;
};

// Rows to a chunk. Larger: fewer commits, more memory and a longer wait for other writers. Chosen: a quarter
// of a second.
inline constexpr int kImportChunkRows = 20000;
// Faults kept of one file; further ones are counted only.
inline constexpr int64_t kMaxFaultsPerFile = 100000;

struct ImportRunHooks {
  int chunk_rows = kImportChunkRows;
  // Asked between chunks; true stops the run with kCancelled, and a later run goes on.
  std::function<bool()> stop = [] { return false; };
  // After each committed chunk: what it added.
  std::function<void(const ImportChunk& chunk, const ImportFile& before)> committed =
      [](const ImportChunk&, const ImportFile&) {};
};

// Imports the rows of an import that is IMPORTING, file by file, in chunks of rows: a chunk is one
// transaction with at most one revision, the faults and the place reached, so that a run that died goes on
// behind its last chunk, and a repeated run finds everything unchanged and writes nothing. Ends with the
// state IMPORTED. Errors are of the stores; bad rows and files are faults, not errors.
absl::Status RunImport(const ImportRunParts& parts, absl::string_view tenant, absl::string_view id,
                       const ImportRunHooks& hooks = {});

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_IMPORT_RUN_H_
