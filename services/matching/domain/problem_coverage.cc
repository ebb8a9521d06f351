#include "services/matching/domain/problem_coverage.h"

namespace selaras::matching {

std::vector<Coverage> MeasureCoverage(const PlanProblem& problem) {
  const ProvinceIndex& index = problem.province();
  const Scorer& scorer = problem.scorer();
  const int32_t people = problem.instance().person_count();
  int64_t fit = 0, experience = 0, performance = 0, talent = 0, distance = 0, preference = 0;
  for (assignment::PersonIndex k = 0; k < people; ++k) {
    const int32_t i = problem.ProvincePerson(k);
    const int32_t position = index.PersonRefsOf(i).position;
    fit += position >= 0 && !scorer.FitOf(i, position).assumed ? 1 : 0;
    experience += position >= 0 && !scorer.ExperienceOf(i, position).assumed ? 1 : 0;
    performance += scorer.Performance(i).assumed ? 0 : 1;
    talent += scorer.Potential(i).assumed ? 0 : 1;
    distance += scorer.HomeOf(i).second ? 0 : 1;
    preference += index.persons()[i].preferences.empty() ? 0 : 1;
  }
  int64_t posts = 0, measured_posts = 0;
  for (assignment::PostIndex j = 0; j < problem.instance().post_count(); ++j) {
    if (problem.IsUnplaced(j)) continue;
    ++posts;
    measured_posts += index.NeedOf(problem.ProvincePost(j)).assumed ? 0 : 1;
  }
  const auto permille = [](int64_t part, int64_t whole) {
    return static_cast<int32_t>(whole == 0 ? 0 : part * 1000 / whole);
  };
  return {{"fit", permille(fit, people)},
          {"experience", permille(experience, people)},
          {"performance", permille(performance, people)},
          {"talent", permille(talent, people)},
          {"distance", permille(distance, people)},
          {"preference", permille(preference, people)},
          {"need", permille(measured_posts, posts)}};
}

}  // namespace selaras::matching
