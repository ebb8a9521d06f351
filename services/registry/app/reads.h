#ifndef SELARAS_SERVICES_REGISTRY_APP_READS_H_
#define SELARAS_SERVICES_REGISTRY_APP_READS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "libs/base/call_scope.h"
#include "services/registry/app/employee_reader.h"
#include "services/registry/app/organisation.h"

namespace selaras::registry {

// Coordinates as a caller asks for them.
struct AskedAt {
  int64_t revision = 0;    // 0 = newest
  std::optional<Day> day;  // unset = today in the agency's zone
};

// Revision → what wrote it.
using Sources = absl::flat_hash_map<int64_t, std::string>;

// Until an agency says otherwise: western Indonesia. The day of an import is the province's.
absl::TimeZone DefaultZone();

// What every read begins with. Thread-safe.
class Reads {
 public:
  // All must outlive it.
  Reads(FactStore& store, const Clock& clock)
      : store_(store), clock_(clock), organisations_(store), employees_(store) {}

  // kInvalidArgument READ_REVISION_UNKNOWN: a revision not there yet.
  absl::StatusOr<ReadAt> Resolve(const CallScope& call, const AskedAt& asked);
  absl::StatusOr<std::shared_ptr<const Organisation>> OrganisationAt(const CallScope& call,
                                                                     const ReadAt& at) {
    return organisations_.Get(call.tenant, at);
  }
  // As OrganisationAt, but what is not in memory is not read whole: each revision would ask for it anew.
  absl::StatusOr<std::shared_ptr<const Organisation>> NamedAt(const CallScope& call, const ReadAt& at,
                                                              const std::string& id) {
    if (auto kept = organisations_.Peek(call.tenant, at)) return kept;
    return Organisation::LoadNamed(store_, call.tenant, at, {id});
  }
  absl::StatusOr<Sources> SourcesOf(const CallScope& call, std::vector<int64_t> revisions);

  EmployeeReader& employees() { return employees_; }
  FactStore& store() { return store_; }
  const Clock& clock() const { return clock_; }

 private:
  FactStore& store_;
  const Clock& clock_;
  OrganisationCache organisations_;
  EmployeeReader employees_;
};

// kPermissionDenied EMPLOYEE_FOREIGN: a civil servant asks for another one, or an account confined to one
// agency for somebody of another.
absl::Status CheckReach(const CallScope& call, absl::string_view employee, absl::string_view agency);

// The agency to which a list is confined: `asked` ("" = all), narrowed by the caller's own. kPermissionDenied
// EMPLOYEE_FOREIGN: another one than the caller's.
absl::StatusOr<std::string> ConfineAgency(const CallScope& call, absl::string_view asked);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_APP_READS_H_
