// What is kept of policies and plans. Ids are bare ("7f3k", not "plans/7f3k").
#ifndef SELARAS_SERVICES_MATCHING_APP_PLAN_RECORD_H_
#define SELARAS_SERVICES_MATCHING_APP_PLAN_RECORD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/matching/domain/plan.h"
#include "services/matching/domain/plan_limits.h"
#include "services/matching/domain/problem.h"
#include "services/matching/domain/replan.h"

namespace selaras::matching {

struct PolicyRecord {
  struct File {
    std::string name, text;
  };
  std::string id;            // "seimbang-3f9a0c12b7de": own name and start of the hash.
  std::string display_name;  // "seimbang"
  std::string content_hash;
  absl::Time seal_time;
  std::string sealed_by;
  std::vector<File> files;
};

// Stored; same numbers as in the proto. Do not renumber.
enum class PlanState {
  kQueued = 1,
  kBuilding = 2,
  kSolving = 3,
  kExplaining = 4,
  kPlanned = 5,
  kFailed = 6,
  kCancelled = 7,
  kReleased = 8,
};
inline bool IsEnded(PlanState state) {
  return state >= PlanState::kPlanned;
}

struct PlanSpec {
  std::string policy;
  std::string need_snapshot;
  int64_t registry_revision = 0;                           // 0 = the snapshot's.
  std::optional<absl::CivilDay> effective_date;            // nullopt = the snapshot's.
  std::vector<std::string> agencies, org_units, families;  // Scope; families by name, `TEACHER` …
  std::optional<int64_t> max_moves;
  std::vector<Pin> pins;
  std::vector<Ban> bans;
  uint64_t seed = 0;
  std::string cycle;  // Empty = none.
  PlanLimits limits;
  bool tiers = false;
  // Facts and needs come from it; then need_snapshot is empty and registry_revision 0. Empty = registry and needs.
  std::string instance_bundle;
};

struct PlanProgress {
  std::string stage;
  int64_t done = 0;
  int64_t total = 0;
  std::map<std::string, int64_t> stage_ms;
};

struct PlanResult {
  PlanSummary summary;
  std::map<std::string, int32_t> coverage_permille;
  std::string policy_hash, need_hash, instance_hash, certificate_hash, plan_hash;
  int64_t cache_hits = 0, cache_misses = 0;
  int64_t registry_revision = 0;
  absl::CivilDay effective_date;
  std::optional<ReplanSummary> replan;  // Of a child plan.
  std::vector<LimitUse> limits;
  std::vector<Conflict> conflicts;  // Not empty: infeasible, without moves, chains, cutoffs.
  std::vector<TierResult> tiers;
};

// Same numbers as in the proto.
enum class PlanVerdict { kOptimal = 1, kWithin = 2, kInfeasible = 3 };
PlanVerdict VerdictOf(const PlanResult& result);

struct PlanRecord {
  std::string tenant;
  std::string id;
  int64_t version = 1;
  PlanState state = PlanState::kQueued;
  PlanSpec spec;
  std::string parent;  // Plan that this one repairs; empty = none.
  // Of the call that asked for it, for what is recorded at its end.
  std::string asked_by, traceparent;
  absl::Time create_time;
  std::optional<absl::Time> end_time;
  PlanProgress progress;
  std::optional<PlanResult> result;
  std::string failure_reason;
  std::map<std::string, std::string> failure_metadata;  // Placeholders of the reason's message.
};

struct TermRecord {
  std::string term;
  int32_t from = 0, to = 0;
  bool assumed = false;
};

struct MoveRecord {
  std::string id, employee, from_post, to_post, chain;
  int64_t gain = 0;
  bool measured = false;
  std::vector<std::string> assumed, reasons, warnings;
  std::string kind;
  std::vector<TermRecord> terms;
};

struct ChainRecord {
  std::string id;  // Its key.
  std::vector<std::string> moves, agencies;
  bool marked = false;
};

struct CutoffRecord {
  std::string post;
  int64_t points = 0;
  int32_t seats = 0, placed = 0;
};

// Kinds of files kept with a plan. Stored: do not renumber.
enum class PlanFile { kInstance = 1, kCertificate = 2, kText = 3 };

// All that a finished plan consists of.
struct PlanOutcome {
  PlanResult result;
  std::vector<MoveRecord> moves;  // Greatest gain first.
  std::vector<ChainRecord> chains;
  std::vector<CutoffRecord> cutoffs;
  std::map<PlanFile, std::string> files;
};

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_APP_PLAN_RECORD_H_
