// Standard files of assignment problems: people to posts one to one at least cost.
//
//   orlib       N, then N·N costs row by row, separated by blanks or line ends.
//   dimacs-asn  `c` comment · `p asn NODES ARCS` · `n ID` one per person (the others are posts) · `a PERSON POST COST`.
//
// Costs are whole numbers of at most ±10,000,000; at most 20,000 people.
#ifndef SELARAS_SERVICES_ASSIGNMENT_SOLVE_PROBLEM_FILE_H_
#define SELARAS_SERVICES_ASSIGNMENT_SOLVE_PROBLEM_FILE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/assignment/instance.h"

namespace selaras::assignment {

struct CostArc {
  int32_t person, post;
  int32_t cost;
};

struct AssignmentProblem {
  int32_t people = 0, posts = 0;
  std::vector<CostArc> arcs;
};

// kInvalidArgument: "line 7: …", what stands there and what to write instead.
absl::StatusOr<AssignmentProblem> ReadOrlib(absl::string_view text);
absl::StatusOr<AssignmentProblem> ReadDimacs(absl::string_view text);

// Every person in one post, every post for one person; the greatest value is minus the least cost. kInvalidArgument: two
// arcs of one pair, or a person without any.
absl::StatusOr<Instance> InstanceOf(const AssignmentProblem& problem);

}  // namespace selaras::assignment

#endif  // SELARAS_SERVICES_ASSIGNMENT_SOLVE_PROBLEM_FILE_H_
