#ifndef SELARAS_SERVICES_EVALUATION_APP_EFFECT_READER_H_
#define SELARAS_SERVICES_EVALUATION_APP_EFFECT_READER_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/call_scope.h"
#include "libs/base/ids.h"
#include "services/evaluation/app/readers.h"
#include "services/evaluation/app/stores.h"

namespace selaras::evaluation {

Month MonthOf(absl::CivilDay day);

struct EffectQuestion {
  const Indicator* indicator = nullptr;
  MoveSide side = MoveSide::kReceiving;
  std::string plan;                         // only moves of this plan are treatment; "" = of all
  std::vector<std::string> units;           // "" = every unit with a move
  std::optional<absl::CivilDay> move_date;  // unset = each unit's first move
};

// Answers several questions of one call on the same facts: units and moves are read once, indicators at one revision of
// the needs service. Not thread-safe.
class EffectReader {
 public:
  struct Deps {
    TransitionStore& plans;
    RegistryReader& registry;
    NeedsReader& needs;
    IdSource& ids;
    EffectRules rules;
  };

  EffectReader(const Deps& deps, const CallScope& call) : deps_(deps), call_(call) {}

  // To be called first.
  absl::Status ReadFacts();
  // Not stored yet. kInvalidArgument (treated_units): a unit without a known move while no date is given.
  absl::StatusOr<Evaluation> Answer(const EffectQuestion& question);

  const std::vector<UnitFact>& units() const { return units_; }
  // First and last month of the plan's moves; nullopt: none.
  std::optional<std::pair<Month, Month>> MonthsOfMoves(const std::string& plan) const;
  int64_t CountMoves(const std::string& plan) const;
  // The indicator in these months of each unit that has a code, ascending by unit.
  absl::StatusOr<std::vector<UnitSeries>> ReadSeries(const Indicator& indicator, Month from, Month to);

 private:
  absl::StatusOr<std::vector<TreatedUnit>> TreatedOf(const EffectQuestion& question) const;

  const Deps deps_;
  const CallScope& call_;
  std::vector<UnitFact> units_;  // ascending by name
  std::vector<UnitMove> moves_;
  int64_t revision_ = 0;
  std::map<std::tuple<std::string, Month, Month>, std::vector<IndicatorPoint>> raw_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_EFFECT_READER_H_
