#include "libs/base/principal.h"

#include "absl/strings/ascii.h"

namespace selaras {
namespace {

struct NamedRole {
  Role role;
  absl::string_view name;
};

constexpr NamedRole kNames[] = {
    {Role::kPublic, "public"},         {Role::kAnyone, "anyone"},   {Role::kAnalyst, "analyst"},
    {Role::kOperator, "operator"},     {Role::kPortal, "portal"},   {Role::kApprover, "approver"},
    {Role::kSecretary, "secretary"},   {Role::kAuditor, "auditor"}, {Role::kEmployee, "employee"},
    {Role::kIntegrator, "integrator"}, {Role::kService, "service"},
};

}  // namespace

std::optional<Role> ParseRole(absl::string_view text) {
  for (const NamedRole& named : kNames) {
    if (named.name == text) return named.role;
  }
  return std::nullopt;
}

std::string RoleName(Role role) {
  for (const NamedRole& named : kNames) {
    if (named.role == role) return std::string(named.name);
  }
  return "unknown";
}

bool IsAccountId(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
        absl::string_view("-._@").find(c) == absl::string_view::npos) {
      return false;
    }
  }
  return !text.empty() && text.size() <= 128;
}

bool Principal::HasAny(std::initializer_list<Role> any) const {
  for (const Role role : any) {
    if (Has(role)) return true;
  }
  return false;
}

}  // namespace selaras
