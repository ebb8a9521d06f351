#include "services/matching/domain/plan_limits.h"

#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace selaras::matching {
namespace {

// Who is bound to stand where whom else stands.
class Companies {
 public:
  void Join(const std::vector<std::string>& employees) {
    for (const std::string& employee : employees) root_[Root(employee)] = Root(employees[0]);
  }
  int32_t Of(const std::string& employee) { return Root(employee); }

 private:
  int32_t Root(const std::string& employee) {
    const auto [it, added] = number_.try_emplace(employee, static_cast<int32_t>(root_.size()));
    if (added) root_.push_back(it->second);
    int32_t at = it->second;
    while (root_[at] != at) at = root_[at] = root_[root_[at]];
    return at;
  }

  absl::flat_hash_map<std::string, int32_t> number_;
  std::vector<int32_t> root_;
};

class ShapeChecker {
 public:
  ShapeChecker(const PlanLimits& limits, absl::string_view path) : limits_(limits), path_(path) {}

  absl::Status Check() {
    for (size_t k = 0; k < limits_.caps.size(); ++k) CheckCap(limits_.caps[k], absl::StrCat("caps[", k, "]"));
    for (size_t k = 0; k < limits_.groups.size(); ++k) {
      CheckGroup(limits_.groups[k], absl::StrCat("groups[", k, "]"));
    }
    if (violations_.empty()) CheckContradictions();
    if (limits_.absorption_permille.value_or(0) < 0) {
      Refuse("absorption_permille", "0 or more; 1000 and more = no limit, unset = the policy's");
    }
    if (limits_.max_chain_moves < 0) Refuse("max_chain_moves", "1 or more, or 0 for no limit");
    return violations_.empty() ? absl::OkStatus() : InvalidFields(std::move(violations_));
  }

 private:
  void Refuse(absl::string_view field, absl::string_view cure) {
    violations_.push_back({absl::StrCat(path_, ".", field), std::string(cure)});
  }

  void CheckCap(const MoveCap& cap, const std::string& field) {
    if (cap.agency.empty() == cap.org_unit.empty()) {
      Refuse(absl::StrCat(field, ".within"), "agencies/{agency} or orgUnits/{org_unit}");
    }
    if (!cap.max_arrivals.has_value() && !cap.max_departures.has_value()) {
      Refuse(field, "set max_arrivals, max_departures or both; leave the cap out if there is none");
    }
    if (cap.max_arrivals.value_or(0) < 0) {
      Refuse(absl::StrCat(field, ".max_arrivals"), "0 or more; unset = no limit");
    }
    if (cap.max_departures.value_or(0) < 0) {
      Refuse(absl::StrCat(field, ".max_departures"), "0 or more; unset = no limit");
    }
  }

  void CheckGroup(const PersonGroup& group, const std::string& field) {
    const absl::flat_hash_set<std::string> distinct(group.employees.begin(), group.employees.end());
    if (distinct.size() < 2 || distinct.size() != group.employees.size()) {
      Refuse(absl::StrCat(field, ".employees"), "at least two people, each once");
    }
  }

  // People together in one place are in one place of every coarser level too: apart there, they cannot be.
  void CheckContradictions() {
    for (size_t k = 0; k < limits_.groups.size(); ++k) {
      const PersonGroup& apart = limits_.groups[k];
      if (apart.kind != GroupKind::kApart) continue;
      Companies companies;
      for (const PersonGroup& other : limits_.groups) {
        if (other.kind == GroupKind::kTogether && other.level >= apart.level) companies.Join(other.employees);
      }
      absl::flat_hash_set<int32_t> seen;
      for (const std::string& employee : apart.employees) {
        if (seen.insert(companies.Of(employee)).second) continue;
        Refuse(absl::StrCat("groups[", k, "].employees"),
               "keeps people apart whom another group keeps together; drop one of the two");
        break;
      }
    }
  }

  const PlanLimits& limits_;
  const absl::string_view path_;
  std::vector<FieldViolation> violations_;
};

}  // namespace

absl::Status CheckShape(const PlanLimits& limits, absl::string_view path) {
  return ShapeChecker(limits, path).Check();
}

}  // namespace selaras::matching
