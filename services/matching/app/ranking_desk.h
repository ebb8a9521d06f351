// Who may ask for which ranking, on what it rests, and what a slate costs a plan. Thread-safe.
#ifndef SELARAS_SERVICES_MATCHING_APP_RANKING_DESK_H_
#define SELARAS_SERVICES_MATCHING_APP_RANKING_DESK_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "libs/base/call_scope.h"
#include "libs/base/log.h"
#include "services/matching/app/plan_desk.h"
#include "services/matching/app/plan_store.h"
#include "services/matching/app/snapshot_keeper.h"
#include "services/matching/domain/slate.h"

namespace selaras::matching {

// On what a ranking rests.
struct RankingBase {
  std::shared_ptr<const RankingView> view;
  std::optional<PlanRecord> plan;
  std::shared_ptr<const std::vector<int64_t>> prices;  // By post of the snapshot; null without a plan.
};

// Whose posts are ranked: `ranking` is the snapshot's, or one with other facts of his. Posts have the same indices in both.
struct RankingSubject {
  std::shared_ptr<const Ranking> ranking;
  int32_t person;
};

class RankingDesk {
 public:
  struct Deps {
    SnapshotKeeper& keeper;
    PlanStore& store;
    PlanDesk& plans;
    const Logger& logger;
  };
  explicit RankingDesk(const Deps& deps) : deps_(deps) {}

  // Ids; one of the two may be empty, and both must name one policy. Errors of SnapshotKeeper::View;
  // kFailedPrecondition: PLAN_EMBARGOED (not released, for all but analysts and auditors, whose reading is logged),
  // PLAN_STATE (not finished).
  absl::StatusOr<RankingBase> BaseOf(const CallScope& call, const std::string& policy,
                                     const std::string& plan);

  // kNotFound (EMPLOYEE_NOT_FOUND). kPermissionDenied (EMPLOYEE_FOREIGN): an employee asks for somebody else, or a
  // confined account for somebody of another agency.
  absl::StatusOr<RankingSubject> StoredPerson(const CallScope& call, const RankingBase& base,
                                              const std::string& employee);
  // As Ranking::WhatIf. An employee may vary himself only, and not his kin: whose posts bar him would tell where they
  // are.
  absl::StatusOr<RankingSubject> PersonThoughtOf(const CallScope& call, const RankingBase& base,
                                                 Person person);

  // Index of the agency to which the account is confined; -1 = to none, and one that no agency has if it is not there.
  static int32_t AgencyOf(const CallScope& call, const ProvinceIndex& province);

  // By the plan's own facts; nullopt for who was not in it. See SlateLosses. Rebuilds the plan if it is not among the newest:
  // seconds.
  absl::StatusOr<std::vector<std::optional<SlateLoss>>> Losses(const CallScope& call, const PlanRecord& plan,
                                                               const std::string& post,
                                                               absl::Span<const std::string> employees);

 private:
  struct Kept {
    std::string tenant, plan;
    std::weak_ptr<const SnapshotFacts> facts;  // Not what keeps an old snapshot in memory.
    std::shared_ptr<const std::vector<int64_t>> prices;
  };
  absl::StatusOr<std::shared_ptr<const std::vector<int64_t>>> PricesOf(
      const CallScope& call, const std::string& plan, const std::shared_ptr<const SnapshotFacts>& facts);

  const Deps deps_;
  absl::Mutex mutex_;
  std::deque<Kept> kept_ ABSL_GUARDED_BY(mutex_);  // Newest first.
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_RANKING_DESK_H_
