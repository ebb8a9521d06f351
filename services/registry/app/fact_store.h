#ifndef SELARAS_SERVICES_REGISTRY_APP_FACT_STORE_H_
#define SELARAS_SERVICES_REGISTRY_APP_FACT_STORE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/registry/app/facts.h"

namespace selaras::registry {

// An act of a caller, so that a repeated one changes nothing.
struct Act {
  std::string principal;
  std::string request_id;   // REQUIRES: not empty
  std::string fingerprint;  // of the request's content: the same id with another content is refused
  std::string source;       // of the revision: `employee`, `analyst` …
};

// Durable, bitemporal facts. Thread-safe. Behaviour is fixed by store/sql_store_test.cc on every backend.
// Reads of facts give every version ever known, in order of subject, key, known_from, valid_from; the caller
// picks by FactView's questions. Since a version never changes but for known_to, a read at a fixed revision
// gives the same in every transaction.
class FactStore {
 public:
  using OnFact = absl::FunctionRef<absl::Status(const FactView&)>;

  virtual ~FactStore() = default;

  // 0 = empty registry.
  virtual absl::StatusOr<int64_t> NewestRevision(absl::string_view tenant) = 0;

  // Tenants that have facts, each with its newest revision, in no particular order.
  virtual absl::StatusOr<std::vector<std::pair<std::string, int64_t>>> NewestRevisions() = 0;

  // Facts of one kind with from ≤ subject ≤ to as bytes; an empty `to` is open.
  virtual absl::Status ReadKind(absl::string_view tenant, RecordKind kind, absl::string_view from,
                                absl::string_view to, OnFact on_fact) = 0;
  // All facts of each subject in turn, ordered by kind.
  virtual absl::Status ReadSubjects(absl::string_view tenant, absl::Span<const std::string> subjects,
                                    OnFact on_fact) = 0;
  // Facts of one kind that point to `ref` (FactView::ref).
  virtual absl::Status ReadReferring(absl::string_view tenant, RecordKind kind, absl::string_view ref,
                                     OnFact on_fact) = 0;
  // All appointments, every version, of each person with an appointment to `post` that is known and in force at `at`,
  // one person after the other. A later appointment may have taken its place.
  virtual absl::Status ReadHolders(absl::string_view tenant, absl::string_view post, const ReadAt& at,
                                   OnFact on_fact) = 0;
  // State facts of a kind believed and true at `at`, of one agency (empty = all), with subject > `after`,
  // ascending by subject, at most `limit`.
  virtual absl::Status ReadPage(absl::string_view tenant, RecordKind kind, const ReadAt& at,
                                absl::string_view agency, absl::string_view after, int limit,
                                OnFact on_fact) = 0;
  // How many ReadPage would give without limit.
  virtual absl::StatusOr<int64_t> CountStates(absl::string_view tenant, RecordKind kind, const ReadAt& at,
                                              absl::string_view agency) = 0;

  virtual absl::StatusOr<std::optional<std::string>> FindExternalId(absl::string_view tenant,
                                                                    absl::string_view kind,
                                                                    absl::string_view value) = 0;
  // Of all subjects of a kind, in no particular order.
  virtual absl::Status ReadExternalIds(absl::string_view tenant, RecordKind subject_kind,
                                       absl::FunctionRef<absl::Status(const ExternalId&)> on_id) = 0;
  virtual absl::StatusOr<std::vector<ExternalId>> ExternalIdsOf(absl::string_view tenant,
                                                                absl::string_view subject) = 0;

  // Source of each revision, in order; "" for one that does not exist.
  virtual absl::StatusOr<std::vector<std::string>> SourcesOf(absl::string_view tenant,
                                                             absl::Span<const int64_t> revisions) = 0;

  // One act on one subject: shows `decide` all facts of the subject (every version), writes what it returns
  // as the next revision, remembers the request. `decide` may run again and must be pure. Returns the
  // revision; of a repeated request the one of its first run, without calling `decide`; without writes the
  // newest one. Any error of `decide` is returned unchanged and nothing is kept. kInvalidArgument
  // REQUEST_ID_REUSED: same id, another fingerprint.
  virtual absl::StatusOr<int64_t> Commit(
      absl::string_view tenant, const Act& act, absl::string_view subject,
      absl::FunctionRef<absl::StatusOr<FactWrites>(const std::vector<Fact>&)> decide) = 0;

  // Changes behind (revision, sequence), ascending, at most `limit`.
  virtual absl::StatusOr<std::vector<Change>> ReadChanges(absl::string_view tenant, int64_t revision,
                                                          int sequence, int limit) = 0;

  virtual absl::Status AddAccess(absl::string_view tenant, const Access& access) = 0;
  // Newest first, numbers below `before` (0 = from the newest), at most `limit`.
  virtual absl::StatusOr<std::vector<Access>> ReadAccesses(absl::string_view tenant,
                                                           absl::string_view employee, int64_t before,
                                                           int limit) = 0;
  virtual absl::StatusOr<int64_t> CountAccesses(absl::string_view tenant, absl::string_view employee) = 0;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_FACT_STORE_H_
