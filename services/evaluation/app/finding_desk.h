#ifndef SELARAS_SERVICES_EVALUATION_APP_FINDING_DESK_H_
#define SELARAS_SERVICES_EVALUATION_APP_FINDING_DESK_H_

// Findings: effects, what is done about them, and the report of a cycle.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/call_scope.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/metrics/metrics.h"
#include "libs/resource/page_token.h"
#include "services/evaluation/app/effect_reader.h"
#include "services/evaluation/app/readers.h"
#include "services/evaluation/app/stores.h"

namespace selaras::evaluation {

struct EstimateCommand {
  std::string request_id, indicator, plan;
  std::vector<std::string> units;
  std::optional<absl::CivilDay> move_date;
  MoveSide side = MoveSide::kReceiving;
};

struct Findings {
  std::vector<Evaluation> evaluations;
  std::vector<FollowUp> follow_ups;
};

// Thread-safe.
class FindingDesk {
 public:
  struct Deps {
    TransitionStore& plans;
    FindingStore& findings;
    RegistryReader& registry;
    NeedsReader& needs;
    MatchingReader& matching;
    const PageTokenCodec& page_tokens;
    const Clock& clock;
    IdSource& ids;
    Metrics& metrics;
    absl::TimeZone zone;  // of the province
    EffectRules rules;
  };

  explicit FindingDesk(const Deps& deps);

  // kInvalidArgument: unknown indicator, and as EffectReader::Answer. What can only be estimated badly is a result.
  absl::StatusOr<Evaluation> Estimate(const CallScope& call, const EstimateCommand& command);
  // Every indicator on both sides of the cycle's moves. What worsened or did not change clearly gets a follow-up whose
  // owner is the caller. kFailedPrecondition, reason CYCLE_WITHOUT_PLAN: no plan was released in it.
  absl::StatusOr<Findings> Detect(const CallScope& call, const std::string& request_id,
                                  const std::string& cycle);

  absl::StatusOr<Evaluation> GetEvaluation(const CallScope& call, absl::string_view id);
  absl::StatusOr<Page<Evaluation>> ListEvaluations(const CallScope& call, const PageRequest& page);

  // kInvalidArgument: no owner, no text, or a due date before today; kNotFound: no such evaluation or plan.
  absl::StatusOr<FollowUp> OpenFollowUp(const CallScope& call, const std::string& request_id,
                                        FollowUp follow_up);
  absl::StatusOr<FollowUp> GetFollowUp(const CallScope& call, absl::string_view id);
  absl::StatusOr<Page<FollowUp>> ListFollowUps(const CallScope& call, const PageRequest& page);
  // kInvalidArgument: no finding.
  absl::StatusOr<FollowUp> CompleteFollowUp(const CallScope& call, const std::string& id,
                                            const std::string& etag, const std::string& request_id,
                                            const std::string& finding);

  // Effects are measured anew and belong to the report. Errors as Detect.
  absl::StatusOr<CycleReport> ReportCycle(const CallScope& call, const std::string& request_id,
                                          const std::string& cycle);
  absl::StatusOr<CycleReport> GetReport(const CallScope& call, absl::string_view id);
  absl::StatusOr<std::string> ReadDocument(const CallScope& call, absl::string_view id, ReportFormat format);
  absl::StatusOr<Page<CycleReport>> ListReports(const CallScope& call, const PageRequest& page);

 private:
  absl::StatusOr<CycleFact> ReadCycle(const CallScope& call, const std::string& cycle);
  absl::StatusOr<std::vector<Evaluation>> EvaluateCycle(EffectReader& reader, const CycleFact& cycle);
  FollowUp CauseAnalysis(const CallScope& call, const Evaluation& evaluation) const;
  void Count(const std::vector<Evaluation>& evaluations) const;
  EffectReader MakeReader(const CallScope& call) const {
    return EffectReader({deps_.plans, deps_.registry, deps_.needs, deps_.ids, deps_.rules}, call);
  }

  const Deps deps_;
  const CounterSet verdicts_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_FINDING_DESK_H_
