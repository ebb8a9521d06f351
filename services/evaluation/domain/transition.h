#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_TRANSITION_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_TRANSITION_H_

// How a mover is helped to arrive: the steps after a decree and what they ask (practice, domain sheet §8: first week
// handover and mentor, trainings within 30 days, check-ins after 30, 90 and 180 days, evaluation after 6 and 12
// months).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace selaras::evaluation {

// Stored: do not renumber.
enum class StepKind {
  kHandover = 1,
  kMentor = 2,
  kReceive = 3,
  kTraining = 4,
  kCheckIn = 5,
  kEvaluation = 6
};
enum class Responsible { kEmployee = 1, kReceivingHead = 2, kHr = 3 };
absl::string_view StepKindName(StepKind kind);       // "CHECK_IN"
absl::string_view ResponsibleName(Responsible who);  // "RECEIVING_HEAD"

struct Step {
  StepKind kind = StepKind::kHandover;
  std::string code;  // competency, days, months or task; "" for handover and mentor
  absl::CivilDay due;
  std::optional<absl::CivilDay> done;
  Responsible responsible = Responsible::kHr;
  // Of a training.
  int present_level = 0;
  int required_level = 0;

  friend bool operator==(const Step&, const Step&) = default;
};

// What the person reads.
std::string StepTextId(const Step& step);
std::string StepTextEn(const Step& step);

// M1 … M8, S1; levels 0-5, -1 = never assessed, 0 in a standard = not required.
inline constexpr int kCoreItems = 9;
struct Levels {
  std::array<int, kCoreItems> core = {};
  absl::btree_map<std::string, int> technical;  // by cluster; one that is not listed was never assessed
};

// Steps that depend on the date alone.
std::vector<Step> FirstSteps(absl::CivilDay effective);

// A training for each item in which the person stands one level or more below the standard. What was never assessed is
// no gap: where an item of the standard is unknown, the receiving head gets one task to have it assessed, which names
// the items. Also the head's tasks of the first days. `present` unset = nothing known about the person.
std::vector<Step> StepsOfPost(absl::CivilDay effective, const std::optional<Levels>& present,
                              const Levels& standard);

// Ascending by due date, then as given.
void SortSteps(std::vector<Step>* steps);

// Same numbers as selaras.evaluation.v1alpha.TransitionPlan.State. Stored: do not renumber.
enum class TransitionState { kOpen = 1, kSupporting = 2, kClosed = 3 };

// Answers of one pulse survey, each 1 to 5, 5 = good.
struct Pulse {
  int workload = 0, clarity = 0, support = 0, commute = 0, wellbeing = 0;

  friend bool operator==(const Pulse&, const Pulse&) = default;
};
// Field violations (`feedback.workload` …): an answer outside 1-5.
absl::Status CheckPulse(const Pulse& pulse);
double Score(const Pulse& pulse);

// Means of movers' answers.
struct PulseMeans {
  int64_t respondents = 0;
  double workload = 0, clarity = 0, support = 0, commute = 0, wellbeing = 0;
};
// nullopt below kAnonymityFloor.
std::optional<PulseMeans> MeansOf(const std::vector<Pulse>& answers);

// Below this a mover struggles; the second such answer opens a support case.
inline constexpr double kStruggleBelow = 2.5;
inline constexpr int kStruggleAnswers = 2;
// Working-day terms are policy; chosen, not measured.
inline constexpr int kSupportDueDays = 14;
inline constexpr int kCauseAnalysisDueDays = 30;
// Nothing is told about fewer people.
inline constexpr int kAnonymityFloor = 5;

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_TRANSITION_H_
