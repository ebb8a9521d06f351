// An instance with one person's lawful posts and scores replaced: to solve again what an explanation claims.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_CHANGED_INSTANCE_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_CHANGED_INSTANCE_H_

#include <map>
#include <optional>

#include "libs/assignment/instance.h"
#include "libs/assignment/solver.h"

namespace selaras::matching {

// Every lawful post of the person with its score.
inline std::map<int32_t, int32_t> ScoresOf(const assignment::Instance& instance, int32_t person) {
  std::map<int32_t, int32_t> scores;
  for (int32_t j = 0; j < instance.post_count(); ++j) {
    if (const auto score = instance.Score(person, j); score.has_value()) scores[j] = *score;
  }
  return scores;
}

// REQUIRES scores not empty. If his reference post is not among them, the first of them becomes it and the limit on moves
// counts him as moved.
inline assignment::Instance WithScores(const assignment::Instance& instance, int32_t person,
                                       const std::map<int32_t, int32_t>& scores) {
  assignment::Instance changed = instance;
  changed.cell_scores.clear();
  changed.exceptions.clear();
  changed.cell_begin = changed.exception_begin = {0};
  for (int32_t i = 0; i < instance.person_count(); ++i) {
    if (i == person) {
      for (const auto& [post, points] : scores) changed.exceptions.push_back({post, points});
    } else {
      for (const auto& cell : instance.CellsOf(i)) changed.cell_scores.push_back(cell);
      for (const auto& exception : instance.ExceptionsOf(i)) changed.exceptions.push_back(exception);
    }
    changed.cell_begin.push_back(static_cast<int64_t>(changed.cell_scores.size()));
    changed.exception_begin.push_back(static_cast<int64_t>(changed.exceptions.size()));
  }
  if (!scores.contains(instance.persons[person].reference_post)) {
    changed.persons[person].reference_post = scores.begin()->first;
    if (changed.max_moves.has_value()) --*changed.max_moves;
  }
  return changed;
}

inline assignment::Instance Held(const assignment::Instance& instance, int32_t person, int32_t post) {
  return WithScores(instance, person, {{post, *instance.Score(person, post)}});
}

// Objective of the best plan; nullopt = there is none. Canonical order does not matter.
inline std::optional<int64_t> Best(const assignment::Instance& instance) {
  if (instance.max_moves.has_value() && *instance.max_moves < 0) return std::nullopt;
  assignment::SolveOptions options;
  options.canonical = false;
  const auto solution = assignment::Solve(instance, options);
  if (!solution.ok()) return std::nullopt;
  return solution->certificate.objective;
}

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_TESTING_CHANGED_INSTANCE_H_
