#ifndef SELARAS_SERVICES_REGISTRY_APP_RECORD_LANDER_H_
#define SELARAS_SERVICES_REGISTRY_APP_RECORD_LANDER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/ids.h"
#include "services/registry/app/code_book.h"
#include "services/registry/app/facts.h"
#include "services/registry/domain/checks.h"

namespace selaras::registry {

// One record as its file tells it: canonical values of the stored columns, references still codes.
struct IncomingRecord {
  const RecordSchema* schema = nullptr;
  std::string subject_code;
  std::vector<std::string> values;
  // The layout has not all columns: empty values leave what is known as it is.
  bool partial = false;
  std::vector<ExternalId> more_ids;  // beside the code by which it was found: kind and value
};

enum class Landing {
  kLanded,     // something new
  kUnchanged,  // known as it is
  kRefused,    // faults say why
  kDeferred,   // its parent unit is not known yet; try again later
};

// Turns records into writes of facts, against what is known already. Not thread-safe.
class RecordLander {
 public:
  // `effective_day`: from when a changed state is true. All must outlive the lander.
  RecordLander(FactStore& store, IdSource& ids, CodeBook& book, absl::string_view tenant, Day effective_day)
      : store_(store), ids_(ids), book_(book), tenant_(tenant), effective_day_(effective_day) {}

  // Forgets what it held and loads what is believed of these kinds now. Call before the first record of a
  // file.
  absl::Status Begin(absl::Span<const RecordKind> kinds);

  // Lands one record. Appends faults; warnings land.
  Landing Land(IncomingRecord record, std::vector<Fault>& faults);

  // What was landed since the last take, without changes for the feed.
  FactWrites TakeWrites();

 private:
  // Small, because there is one per row: most files are new when they come.
  struct Known {
    std::unique_ptr<const Fact> fact;  // as it is stored; null = landed in this very run
    bool seen = false;                 // in this file
  };

  bool Resolve(IncomingRecord& record, std::vector<Fault>& faults, bool* deferred) const;
  std::string KeyOf(const IncomingRecord& record) const;
  // Null: refused.
  const CodeBook::Thing* SubjectOf(const IncomingRecord& record, std::vector<Fault>& faults,
                                   CodeBook::Thing& made);
  void NoteThing(const IncomingRecord& record, const CodeBook::Thing& thing, bool is_new);
  void Write(const RecordSchema& schema, Fact fact, const Known* known);

  FactStore& store_;
  IdSource& ids_;
  CodeBook& book_;
  const std::string tenant_;
  const Day effective_day_;
  absl::flat_hash_map<std::string, Known> known_;  // kind, subject, key
  FactWrites writes_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_RECORD_LANDER_H_
