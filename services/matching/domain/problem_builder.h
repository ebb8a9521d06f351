// Builds a PlanProblem in steps; each step reads what the earlier ones left. Used by PlanProblem::Build alone.
#ifndef SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_BUILDER_H_
#define SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_BUILDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/assignment/instance_builder.h"
#include "services/matching/domain/problem.h"
#include "services/matching/domain/problem_scope.h"
#include "services/matching/domain/problem_zones.h"

namespace selaras::matching {

class ProblemBuilder {
 public:
  ProblemBuilder(ProblemInputs inputs, const PlanProblem::Progress& progress);

  absl::StatusOr<PlanProblem> Build();

 private:
  static constexpr int32_t kNotScored = INT32_MIN;

  const ProvinceIndex& Index() const { return problem_.province(); }
  const PlanRequest& Request() const { return problem_.request(); }
  void AddConflict(absl::string_view reason, Metadata metadata);

  absl::Status ResolvePinsAndBans();
  void ValueSeats();
  void AddDistricts();

  // Posts (problem_posts.cc).
  void AddPosts();
  void AddPost(int32_t post);
  void AddUnplacedPost(const std::string& id, int32_t agency, int32_t seats, int32_t points);
  // Seats of critical, then of target need; `taken` of the first are frozen.
  void AddTiers(int32_t post, int32_t handle, int32_t taken, int32_t seats);
  int32_t DistrictOr(int32_t district) const { return district < 0 ? unknown_district_ : district; }

  // People.
  absl::Status AddPersons();
  void AddPerson(int32_t person, std::string key);
  // False, with a conflict, if the pin cannot be kept.
  bool AddPinned(int32_t person, int32_t handle, const Pin& pin);
  int32_t ReferenceOf(int32_t person) const;
  void AddCells(int32_t person, int32_t handle);
  int32_t FactorPoints(int32_t person, int32_t position);
  int32_t WishedPoints(int32_t person, int32_t post, int32_t rank);
  void AddWishesAndBars(int32_t person, int32_t handle, int32_t own_post);
  // Who asked to be moved: the posts that he prefers to his own, nothing else.
  void AddPreferred(int32_t person, int32_t handle, int32_t own_post);
  // Posts that facts of the pair or bans forbid, into special_.
  void BarPosts(int32_t person);

  // Limits (problem_limit_steps.cc).
  absl::Status ResolveLimits();
  absl::Status ResolveCaps();
  absl::Status ResolveGroups();
  absl::Status ResolveSelfRequests();
  void ResolveAbsorption();
  bool AskedToMove(int32_t person) const;
  void LimitMoves();
  void CountPins();
  void AddLimits();
  void LinkLimits();

  const PlanProblem::Progress& progress_;
  PlanProblem problem_;
  assignment::InstanceBuilder builder_;
  std::optional<ScopeFilter> scope_;
  std::optional<ZonePlacer> zones_;
  std::vector<int32_t> cell_handle_, unplaced_;
  int32_t unplaced_cell_ = -1, unknown_district_ = -1;
  int64_t pinned_moves_ = 0;
  absl::flat_hash_set<int32_t> self_requests_;
  // Of the person being added.
  std::vector<uint64_t> lawful_;
  std::vector<int32_t> position_points_;
  absl::flat_hash_map<int32_t, int32_t> special_;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_DOMAIN_PROBLEM_BUILDER_H_
