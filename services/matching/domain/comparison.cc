#include "services/matching/domain/comparison.h"

#include <algorithm>
#include <utility>

namespace selaras::matching {

MoveComparison CompareMoves(std::vector<PlacedMove> a, std::vector<PlacedMove> b) {
  const auto by_employee = [](const PlacedMove& x, const PlacedMove& y) { return x.employee < y.employee; };
  std::sort(a.begin(), a.end(), by_employee);
  std::sort(b.begin(), b.end(), by_employee);
  MoveComparison out;
  auto left = a.begin(), right = b.begin();
  while (left != a.end() || right != b.end()) {
    if (right == b.end() || (left != a.end() && left->employee < right->employee)) {
      ++out.only_a;
      out.placements.push_back({left->employee, left->from_post, left->to_post, ""});
      ++left;
    } else if (left == a.end() || right->employee < left->employee) {
      ++out.only_b;
      out.placements.push_back({right->employee, right->from_post, "", right->to_post});
      ++right;
    } else {
      if (left->to_post == right->to_post) {
        ++out.both;
      } else {
        ++out.elsewhere;
        out.placements.push_back({left->employee, left->from_post, left->to_post, right->to_post});
      }
      ++left;
      ++right;
    }
  }
  return out;
}

std::vector<ComparedFigure> CompareFigures(const PlanSummary& a, const PlanSummary& b) {
  std::vector<ComparedFigure> figures;
  const auto add = [&](const char* figure, int64_t PlanSummary::*member) {
    figures.push_back({figure, a.*member, b.*member});
  };
  add("objective", &PlanSummary::objective);
  add("bound", &PlanSummary::bound);
  figures.push_back({"gain", a.objective - a.status_quo, b.objective - b.status_quo});
  add("status_quo", &PlanSummary::status_quo);
  add("employees", &PlanSummary::employees);
  add("move_budget", &PlanSummary::move_budget);
  add("moves", &PlanSummary::moves);
  add("chains", &PlanSummary::chains);
  add("measured_moves", &PlanSummary::measured_moves);
  add("shortage", &PlanSummary::shortage_after);
  add("surplus", &PlanSummary::surplus_after);
  add("preferences", &PlanSummary::preferences);
  add("preferences_first", &PlanSummary::preferences_first);
  add("preferences_any", &PlanSummary::preferences_any);
  return figures;
}

}  // namespace selaras::matching
