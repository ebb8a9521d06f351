#ifndef SELARAS_SERVICES_REGISTRY_APP_EMPLOYEE_READER_H_
#define SELARAS_SERVICES_REGISTRY_APP_EMPLOYEE_READER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "services/registry/app/fact_store.h"
#include "services/registry/app/organisation.h"

namespace selaras::registry {

// What is on record about one employee at one revision and day.
struct EmployeeFacts {
  std::string id;
  Fact profile;             // of the day
  std::vector<Fact> facts;  // all others, ordered by kind and key; 360 results of too few raters are left out
  std::string post;         // present post; "" = holds none
  std::string position;     // its position, or of the appointment where the post is gone
  Day post_since = 0;
  int64_t post_revision = 0;     // at which the present appointment became known; 0 = holds none
  int64_t profile_revision = 0;  // newest revision ≤ the read's that touched this employee
};

// False for a 360 result of so few raters that it would tell who said what.
bool IsShown(const FactView& fact);

// Puts one employee together from his facts, in any order.
class EmployeeAssembler {
 public:
  explicit EmployeeAssembler(const ReadAt& at) : at_(at), present_(at) {}

  void Add(const FactView& fact);
  // Ends this employee. False: no profile on record at this revision and day.
  bool Take(EmployeeFacts& out);

 private:
  const ReadAt at_;
  PresentPost present_;
  EmployeeFacts employee_;
  bool found_ = false;
};

// Which people or posts a read is about; empty lists take everything.
struct ReadScope {
  std::vector<std::string> agencies;
  std::vector<std::string> org_units;  // with all units below
  std::vector<std::string> families;   // `TEACHER` …

  bool empty() const { return agencies.empty() && org_units.empty() && families.empty(); }
};

// A scope against an organisation. People without a post belong to the family of the position they held last,
// and to no unit.
class ScopeFilter {
 public:
  ScopeFilter(const ReadScope& scope, const Organisation& organisation);

  bool HasEmployee(const EmployeeFacts& employee) const;
  bool HasPost(const Organisation::Thing& post) const;

 private:
  bool Has(absl::string_view agency, absl::string_view unit, absl::string_view position) const;

  const ReadScope& scope_;
  const Organisation& organisation_;
  absl::flat_hash_set<std::string> units_;
};

// Reads of employees. Thread-safe, without state of its own.
class EmployeeReader {
 public:
  using OnBatch = absl::FunctionRef<absl::Status(absl::Span<const EmployeeFacts> employees)>;

  explicit EmployeeReader(FactStore& store) : store_(store) {}

  // In the order asked; unknown ones are left out.
  absl::StatusOr<std::vector<EmployeeFacts>> Read(absl::string_view tenant, const ReadAt& at,
                                                  absl::Span<const std::string> ids);
  // At most `limit` employees of an agency ("" = all) with id > `after`, ascending.
  absl::StatusOr<std::vector<EmployeeFacts>> ReadPage(absl::string_view tenant, const ReadAt& at,
                                                      absl::string_view agency, absl::string_view after,
                                                      int limit);
  // Everybody in batches ascending by id: about 30 queries per 2,000 people, whatever their number.
  absl::Status ReadAll(absl::string_view tenant, const ReadAt& at, OnBatch on_batch);
  // Employee id → ids of related employees, both ways. Kept for the last coordinates asked: many ask about one moment.
  using Related = absl::flat_hash_map<std::string, std::vector<std::string>>;
  absl::StatusOr<std::shared_ptr<const Related>> ReadRelated(absl::string_view tenant, const ReadAt& at);

 private:
  FactStore& store_;
  absl::Mutex mutex_;
  std::string related_at_ ABSL_GUARDED_BY(mutex_);  // tenant|revision|day
  std::shared_ptr<const Related> related_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_EMPLOYEE_READER_H_
