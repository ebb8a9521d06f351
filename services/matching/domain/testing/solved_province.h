// A small province, solved, as explanations read it.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_SOLVED_PROVINCE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_SOLVED_PROVINCE_H_

#include <optional>
#include <utility>

#include "libs/assignment/solver.h"
#include "services/matching/domain/explain.h"
#include "services/matching/domain/testing/small_province.h"

namespace selaras::matching {

inline PlanRequest WithoutLimit() {
  PlanRequest request;
  request.max_moves = -1;
  return request;
}

struct SolvedProvince {
  explicit SolvedProvince(ProblemInputs inputs) : problem(*PlanProblem::Build(std::move(inputs))) {
    certificate = assignment::Solve(problem.instance())->certificate;
    plan = MakePlan(problem, certificate);
    graph.emplace(problem.instance(), certificate);
  }
  explicit SolvedProvince(Province facts, PlanRequest request = WithoutLimit(), ScorePolicy policy = {})
      : SolvedProvince(InputsFor(std::move(facts), std::move(request), std::move(policy))) {}
  PlanView view() const { return {problem, certificate, plan, *graph}; }
  const assignment::Instance& instance() const { return problem.instance(); }

  PlanProblem problem;
  assignment::Certificate certificate;
  Plan plan;
  std::optional<DisplacementGraph> graph;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_SOLVED_PROVINCE_H_
