#ifndef SELARAS_SERVICES_REGISTRY_APP_EMPLOYEE_SERVICE_H_
#define SELARAS_SERVICES_REGISTRY_APP_EMPLOYEE_SERVICE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/call_scope.h"
#include "libs/resource/order_by.h"
#include "services/registry/app/reads.h"

namespace selaras::registry {

// A fact that somebody tells outside imports: values of the stored columns, references as ids.
struct ToldFact {
  const RecordSchema* schema = nullptr;
  std::vector<std::string> values;
};

// An act on one employee. Each becomes at most one revision.
struct EmployeeAct {
  std::string employee;
  std::string etag;        // profile revision that the caller saw; REQUIRED
  std::string request_id;  // REQUIRED
};

struct EmployeeSearch {
  std::string agency, org_unit, position, district;  // ids; "" = any
  int min_grade = 0;                                 // SIASN id; 0 = any
  bool without_post = false;
};

struct QualityItem {
  std::string fact;
  int64_t known = 0, unknown = 0, stale = 0, contradictory = 0;
};
struct Quality {
  int64_t employees = 0;
  std::vector<QualityItem> items;
};

// What is done with employees beside reading them by name. Thread-safe.
class EmployeeService {
 public:
  explicit EmployeeService(Reads& reads) : reads_(reads) {}

  // Replaces the wishes of a person from today on. Ranks 1 … n, n ≤ 5, known targets, else kInvalidArgument;
  // kAborted REGISTRY_ETAG_STALE; kNotFound. Returns the revision.
  absl::StatusOr<int64_t> SubmitPreferences(const CallScope& call, const EmployeeAct& act,
                                            const std::vector<ToldFact>& preferences);

  // Adds or corrects facts (by their natural key) and changes profile columns (index, value) from today on.
  // Errors as above; kInvalidArgument names the field.
  absl::StatusOr<int64_t> RecordFacts(const CallScope& call, const EmployeeAct& act,
                                      const std::vector<ToldFact>& facts,
                                      const std::vector<std::pair<int, std::string>>& profile);

  // Ids of the employees who fit, ascending. Reads everybody.
  absl::StatusOr<std::vector<std::string>> Search(const CallScope& call, const ReadAt& at,
                                                  const EmployeeSearch& search);
  // One key per employee of an agency ("" = all) and a post ("" = any), ascending in the asked order ("name",
  // "grade" with desc; ties by id). A key ends in `:` and the id. Reads everybody unless a post is given.
  absl::StatusOr<std::vector<std::string>> SortedKeys(const CallScope& call, const ReadAt& at,
                                                      absl::string_view agency, absl::string_view post,
                                                      absl::Span<const OrderTerm> order);
  // Ids of those who hold a post at `at`, ascending.
  absl::StatusOr<std::vector<std::string>> Incumbents(const CallScope& call, const ReadAt& at,
                                                      absl::string_view post);

  // Known, stale and contradictory facts of the employees in a scope.
  absl::StatusOr<Quality> DataQuality(const CallScope& call, const ReadAt& at, const ReadScope& scope);

  // Notes that the caller saw `fields` of an employee unmasked.
  absl::Status NoteAccess(const CallScope& call, absl::string_view employee, std::vector<std::string> fields,
                          absl::string_view purpose);

 private:
  absl::StatusOr<FactWrites> Decide(const CallScope& call, const EmployeeAct& act, const ReadAt& at,
                                    const std::vector<Fact>& known, const std::vector<ToldFact>& facts,
                                    const std::vector<std::pair<int, std::string>>& profile,
                                    bool replaces_preferences);
  absl::StatusOr<int64_t> Act(const CallScope& call, const EmployeeAct& act,
                              const std::vector<ToldFact>& facts,
                              const std::vector<std::pair<int, std::string>>& profile,
                              bool replaces_preferences);

  Reads& reads_;
};

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_EMPLOYEE_SERVICE_H_
