#ifndef SELARAS_LIBS_BASE_PRINCIPAL_H_
#define SELARAS_LIBS_BASE_PRINCIPAL_H_

// Who makes a call. A principal is an account (of a person, an office or a system), not a person.

#include <initializer_list>
#include <optional>
#include <string>

#include "absl/container/btree_set.h"
#include "absl/strings/string_view.h"

namespace selaras {

// Same numbers as selaras.access.v1.Role, without protobuf (a test compares them). Do not renumber.
enum class Role {
  kPublic = 1,  // anybody, no token; only in access rules
  kAnyone = 2,  // any authenticated principal; only in access rules
  kAnalyst = 3,
  kOperator = 4,
  kPortal = 5,
  kApprover = 6,
  kSecretary = 7,
  kAuditor = 8,
  kEmployee = 9,
  kIntegrator = 10,
  kService = 11,
};

// "analyst", "operator", … as in token files; nullopt if unknown.
std::optional<Role> ParseRole(absl::string_view text);
std::string RoleName(Role role);

// 1 to 128 letters, digits and `- . _ @`: what an account's id and a tenant may be, as they
// stand in rows and logs.
bool IsAccountId(absl::string_view text);

struct Principal {
  std::string id;        // of the account; opaque, no NIP. Empty = nobody (a public call)
  std::string tenant;    // the province whose rows it may touch
  std::string agency;    // id of the agency to which it is confined; empty = every agency of the tenant
  std::string employee;  // id of the employee whose own account this is; empty = none
  absl::btree_set<Role> roles;

  bool Has(Role role) const { return roles.contains(role); }
  bool HasAny(std::initializer_list<Role> any) const;
  // True if it may see rows of `agency_id`: not confined, or confined to that one.
  bool MayReach(absl::string_view agency_id) const { return agency.empty() || agency == agency_id; }
};

}  // namespace selaras

#endif  // SELARAS_LIBS_BASE_PRINCIPAL_H_
