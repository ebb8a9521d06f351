#ifndef SELARAS_SERVICES_EVALUATION_APP_READERS_H_
#define SELARAS_SERVICES_EVALUATION_APP_READERS_H_

// What the other services know. Errors are those of the peer, with their reasons.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/call_scope.h"
#include "services/evaluation/domain/indicator.h"
#include "services/evaluation/domain/transition.h"

namespace selaras::evaluation {

struct UnitFact {
  std::string name, code, parent, agency;
  std::string kind;  // kind and size class: units of equal text are comparable
  std::string display_name;
};

struct PostFact {
  std::string name, org_unit, position, agency;
  bool head_of_unit = false;
};

struct PositionFact {
  int level = 0;
  Levels standard;
};

class RegistryReader {
 public:
  virtual ~RegistryReader() = default;
  virtual absl::StatusOr<std::vector<UnitFact>> ReadUnits(const CallScope& call) = 0;
  virtual absl::StatusOr<PostFact> ReadPost(const CallScope& call, const std::string& post) = 0;
  virtual absl::StatusOr<PositionFact> ReadPosition(const CallScope& call, const std::string& position) = 0;
  // nullopt: nothing known.
  virtual absl::StatusOr<std::optional<Levels>> ReadLevels(const CallScope& call,
                                                           const std::string& employee) = 0;
  // Present post; "" = none.
  virtual absl::StatusOr<std::string> ReadPostOf(const CallScope& call, const std::string& employee) = 0;
  // Who heads the unit; "" = nobody known.
  virtual absl::StatusOr<std::string> ReadHead(const CallScope& call, const std::string& org_unit) = 0;
};

struct IndicatorPoint {
  std::string unit_code;
  Month month = 0;
  double value = 0;
};

struct PostNeed {
  std::string org_unit, position, agency;
  int target = 0;
  int incumbents = 0;
};

class NeedsReader {
 public:
  virtual ~NeedsReader() = default;
  // `revision` 0 = newest; is set to the one read.
  virtual absl::StatusOr<std::vector<IndicatorPoint>> ReadIndicator(const CallScope& call,
                                                                    absl::string_view word, Month from,
                                                                    Month to, int64_t& revision) = 0;
  // Newest analysed snapshot; "" = none.
  virtual absl::StatusOr<std::string> NewestSnapshot(const CallScope& call) = 0;
  virtual absl::StatusOr<std::vector<PostNeed>> ReadNeeds(const CallScope& call,
                                                          const std::string& snapshot) = 0;
};

struct SealedGoal {
  std::string indicator, scope;
  double target = 0;
  std::string text_id;
};

struct CycleFact {
  std::string name, display_name, goals_hash;
  std::string plan;           // released; "" = none
  std::string need_snapshot;  // the plan's; "" = no plan
  std::vector<SealedGoal> goals;
};

class MatchingReader {
 public:
  virtual ~MatchingReader() = default;
  virtual absl::StatusOr<CycleFact> ReadCycle(const CallScope& call, const std::string& cycle) = 0;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_READERS_H_
