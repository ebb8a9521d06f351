// Which posts and people a plan speaks of.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_SCOPE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_SCOPE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/domain/problem.h"

namespace selaras::matching {

// kInvalidArgument (PLAN_REFERENCE_UNKNOWN) with kind and id.
absl::Status UnknownReference(absl::string_view kind, absl::string_view id);

// A PlanScope with its names resolved. Keeps a reference to the province.
class ScopeFilter {
 public:
  // kInvalidArgument (PLAN_REFERENCE_UNKNOWN).
  static absl::StatusOr<ScopeFilter> Make(const ProvinceIndex& province, const PlanScope& scope);

  bool HasPost(int32_t post) const;
  // Follows the post that he holds. Who holds none stands in no unit: he is in a scope of whole agencies.
  bool HasPerson(int32_t person) const;

 private:
  ScopeFilter(const ProvinceIndex& province, const PlanScope& scope) : index_(&province), scope_(&scope) {}
  bool HasFamily(int32_t position) const;

  const ProvinceIndex* index_;
  const PlanScope* scope_;
  std::vector<bool> agencies_, units_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_SCOPE_H_
