#ifndef SELARAS_SERVICES_EVALUATION_APP_RECORDS_H_
#define SELARAS_SERVICES_EVALUATION_APP_RECORDS_H_

// What the service keeps. Ids are those of libs/base/ids.h; other things are named by resource names.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/evaluation/domain/effect.h"
#include "services/evaluation/domain/evaluation_text.h"
#include "services/evaluation/domain/report.h"
#include "services/evaluation/domain/transition.h"

namespace selaras::evaluation {

// One move of a decree that took effect.
struct AppliedMove {
  std::string move, employee, from_post, to_post;
};
struct DecreeApplied {
  std::string decree, plan;
  absl::CivilDay effective_date;
  std::vector<AppliedMove> moves;
};

struct TransitionPlan {
  std::string tenant, id;
  int64_t version = 0;
  TransitionState state = TransitionState::kOpen;
  std::string decree, plan;
  AppliedMove move;
  absl::CivilDay effective_date;
  // Known once prepared.
  std::string from_unit, to_unit, agency, receiving_head;
  std::string mentor;
  std::vector<Step> steps;
};

// What the registry adds to a plan that a decree opened.
struct Preparation {
  std::string from_unit, to_unit;
  std::string agency;  // id of the receiving one
  std::string receiving_head;
  std::vector<Step> steps;  // to be added
};

struct Answer {
  std::string id, transition_plan;  // ids
  absl::CivilDay date;
  Pulse pulse;
  std::string follow_up;  // id of the support case that it opened; "" = none
};

// Same numbers as selaras.evaluation.v1alpha.FollowUp.Kind. Stored: do not renumber.
enum class FollowUpKind { kCauseAnalysis = 1, kSupport = 2, kOther = 3 };

struct FollowUp {
  std::string id;
  int64_t version = 1;
  FollowUpKind kind = FollowUpKind::kOther;
  std::string evaluation, transition_plan;  // ids; "" = none
  std::string owner;
  absl::CivilDay due;
  std::string text_id;
  std::optional<absl::CivilDay> done;
  std::string finding;
  absl::Time create_time;
};

struct Evaluation {
  std::string id;
  std::string indicator;
  MoveSide side = MoveSide::kReceiving;
  std::string plan, cycle;
  std::optional<absl::CivilDay> move_date;
  int64_t needs_revision = 0;
  absl::Time create_time;
  Effect effect;     // read back from a store: without the measured values, which the text holds
  std::string text;  // canonical, evaluation_text.h
  std::string content_hash;
};

enum class ReportFormat { kHtml, kCsv };

struct CycleReport {
  std::string id;
  absl::Time create_time;
  std::string cycle, goals_hash;
  int64_t moves = 0;
  std::vector<GoalResult> results;
  std::vector<std::string> evaluations;  // ids
  std::string content_hash;              // of csv
  std::string html, csv;                 // empty when read back: FindingStore::ReadDocument
};

// A move as estimates use it.
struct UnitMove {
  std::string from_unit, to_unit;
  absl::CivilDay effective_date;
  std::string plan;
};

// Who does what, for the transaction that does it.
struct Act {
  std::string tenant, actor, traceparent;
  absl::Time time;
  std::string method;  // RPC
  std::string principal, request_id, request_hash;
};

template <typename Item>
struct Page {
  std::vector<Item> items;
  std::string next_page_token;
  int64_t total_size = 0;
};

struct PageRequest {
  int32_t size = 0;
  std::string token;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_RECORDS_H_
