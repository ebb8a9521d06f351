// Two stored plans of a tenant beside each other.
#ifndef SELARAS_SERVICES_MATCHING_APP_COMPARISON_H_
#define SELARAS_SERVICES_MATCHING_APP_COMPARISON_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/domain/comparison.h"

namespace selaras::matching {

struct PlanComparison {
  // Whether both rest on the same registry revision and day, need snapshot, policy: only then values compare.
  bool same_facts = false, same_needs = false, same_policy = false;
  std::vector<ComparedFigure> figures;
  MoveComparison moves;
};

// Ids of plans. kNotFound (PLAN_NOT_FOUND); kFailedPrecondition (PLAN_STATE): one of them has not finished. Reads every
// move of both.
absl::StatusOr<PlanComparison> ComparePlans(PlanStore& store, absl::string_view tenant, const std::string& a,
                                            const std::string& b);

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_COMPARISON_H_
