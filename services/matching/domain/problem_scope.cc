#include "services/matching/domain/problem_scope.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace selaras::matching {

absl::Status UnknownReference(absl::string_view kind, absl::string_view id) {
  return Error(absl::StatusCode::kInvalidArgument, "PLAN_REFERENCE_UNKNOWN",
               {{"kind", std::string(kind)}, {"id", std::string(id)}},
               absl::StrCat(kind, " ", id, " does not exist or is out of scope"));
}

absl::StatusOr<ScopeFilter> ScopeFilter::Make(const ProvinceIndex& province, const PlanScope& scope) {
  ScopeFilter filter(province, scope);
  filter.agencies_.assign(province.agencies().size(), scope.agencies.empty());
  for (const std::string& id : scope.agencies) {
    const int32_t agency = province.FindAgency(id);
    if (agency < 0) return UnknownReference("agency", id);
    filter.agencies_[agency] = true;
  }
  filter.units_.assign(province.units().size(), scope.org_units.empty());
  std::vector<int32_t> open;
  for (const std::string& id : scope.org_units) {
    const int32_t unit = province.FindUnit(id);
    if (unit < 0) return UnknownReference("org unit", id);
    open.push_back(unit);
  }
  while (!open.empty()) {
    const int32_t unit = open.back();
    open.pop_back();
    if (filter.units_[unit]) continue;
    filter.units_[unit] = true;
    open.insert(open.end(), province.ChildrenOf(unit).begin(), province.ChildrenOf(unit).end());
  }
  return filter;
}

bool ScopeFilter::HasFamily(int32_t position) const {
  const std::vector<Family>& families = scope_->families;
  if (families.empty()) return true;
  return position >= 0 &&
         std::find(families.begin(), families.end(), index_->positions()[position].family) != families.end();
}

bool ScopeFilter::HasPost(int32_t post) const {
  const ProvinceIndex::PostRefs& refs = index_->PostRefsOf(post);
  return agencies_[refs.agency] && units_[refs.unit] && HasFamily(refs.position);
}

bool ScopeFilter::HasPerson(int32_t person) const {
  const ProvinceIndex::PersonRefs& refs = index_->PersonRefsOf(person);
  if (refs.post >= 0) return HasPost(refs.post);
  return scope_->org_units.empty() && HasFamily(refs.position) &&
         (refs.agency < 0 ? scope_->agencies.empty() : agencies_[refs.agency]);
}

}  // namespace selaras::matching
