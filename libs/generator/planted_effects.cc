#include "libs/generator/planted_effects.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace selaras::generator {
namespace {

constexpr double kComplaintsShare = -0.15;
constexpr double kLeadTimeShare = 0.08;
constexpr char kLeadTime[] = "LEAD_TIME_DAYS";

// Months compared: the year before the move, which evens out the seasons, and the half year after it.
constexpr double kPreMonths = 12, kPostMonths = 6;
constexpr size_t kLeastTreated = 5, kLeastControls = 10, kControlsPerTreated = 3;
constexpr double kDecisive = 4;

// The indicators of the evaluation service (its domain/indicator.h).
struct EvaluationIndicator {
  const char* name;
  const char* word;
  std::vector<const char*> divisors;
  bool lower_is_better;
};
const std::vector<EvaluationIndicator>& Indicators() {
  static const auto& indicators = *new std::vector<EvaluationIndicator>{
      {"complaints_per_1000", "COMPLAINTS", {"SERVICES", "VISITS", "PUPILS"}, true},
      {"satisfaction", "SATISFACTION", {}, false},
      {"lead_time_days", kLeadTime, {}, true},
      {"backlog_per_1000", "BACKLOG", {"SERVICES"}, true}};
  return indicators;
}

struct Level {
  double mean = 0, variance = 0;  // over the months on record
};

// Nothing: the unit does not report it.
std::optional<Level> LevelOf(const HistoryUnit& unit, const EvaluationIndicator& indicator) {
  const HistorySeries* const source = unit.Find(indicator.word);
  if (source == nullptr || !source->fitted) return std::nullopt;
  const HistorySeries* divisor = nullptr;
  for (const char* word : indicator.divisors) {
    if (divisor == nullptr) divisor = unit.Find(word);
  }
  if (divisor == nullptr && !indicator.divisors.empty()) return std::nullopt;
  double sum = 0, squares = 0, count = 0;
  for (size_t t = 0; t < source->values.size(); ++t) {
    const double value = source->values[t] / (divisor == nullptr ? 1 : divisor->values[t] / 1000);
    if (!std::isfinite(value)) continue;
    sum += value, squares += value * value, count += 1;
  }
  if (count < History::kLeastMonths) return std::nullopt;
  const double mean = sum / count;
  return Level{mean, std::max(0.0, squares / count - mean * mean) * count / (count - 1)};
}

double Rounded(double value) {
  return std::floor(value * 1e6 + 0.5) / 1e6;
}

struct Treated {
  std::vector<double> effects;  // of each unit, in the indicator's unit
  double variance = 0;          // sum over units of the variance of a month
  std::set<std::string> kinds;
  nlohmann::ordered_json units = nlohmann::ordered_json::array();

  double count() const { return static_cast<double>(effects.size()); }
  double mean() const { return std::accumulate(effects.begin(), effects.end(), 0.0) / count(); }
};

struct Controls {
  double variance = 0;
  size_t count = 0;
};

Controls ControlsOf(const EvaluationIndicator& indicator, const History& history, const TouchedUnits& touched,
                    const std::set<std::string>& kinds) {
  Controls controls;
  for (const HistoryUnit& unit : history.units()) {
    if (!kinds.contains(unit.kind) || touched.Touched(unit.code)) continue;
    const std::optional<Level> level = LevelOf(unit, indicator);
    if (level.has_value()) controls.variance += level->variance, ++controls.count;
  }
  return controls;
}

// Of the difference of the mean changes of both sides.
double StandardError(const Treated& treated, const Controls& controls) {
  constexpr double kChange = 1 / kPreMonths + 1 / kPostMonths;
  const double count = treated.count();
  double variance = treated.variance / count * kChange;
  for (const double effect : treated.effects) {
    variance += (effect - treated.mean()) * (effect - treated.mean()) / count;
  }
  variance /= count;
  if (controls.count > 0) {
    const double used =
        static_cast<double>(std::min(controls.count, kControlsPerTreated * treated.effects.size()));
    variance += controls.variance / static_cast<double>(controls.count) * kChange / used;
  }
  return std::sqrt(variance);
}

const char* Verdict(const EvaluationIndicator& indicator, const Treated& treated, const Controls& controls,
                    double error) {
  if (treated.effects.size() < kLeastTreated || controls.count < kLeastControls) return "INSUFFICIENT_DATA";
  const double effect = treated.mean();
  if (effect == 0) return "NO_CLEAR_CHANGE";
  if (std::abs(effect) < kDecisive * error) return "UNDECIDED";
  return (effect < 0) == indicator.lower_is_better ? "IMPROVED" : "WORSENED";
}

}  // namespace

std::vector<PlantedEffect> DefaultEffects(const History& history, const TouchedUnits& touched) {
  std::string most;
  int64_t most_units = 0;
  for (const auto& [family, months] : touched.receiving) {
    if (family.empty()) continue;
    const int64_t units = std::count_if(months.begin(), months.end(), [&](const auto& row) {
      return history.Find(row.first)->Find(kLeadTime) != nullptr;
    });
    if (units > most_units) most = family, most_units = units;
  }
  std::vector<PlantedEffect> effects = {{"COMPLAINTS", "", kComplaintsShare}};
  if (most_units > 0) effects.push_back({kLeadTime, most, kLeadTimeShare});
  return effects;
}

double EffectFactor(const std::vector<PlantedEffect>& effects, const TouchedUnits& touched,
                    const std::string& unit, const std::string& word, absl::CivilMonth month) {
  double factor = 1;
  for (const PlantedEffect& effect : effects) {
    if (effect.word != word) continue;
    const auto months = touched.receiving.find(effect.family);
    if (months == touched.receiving.end()) continue;
    const auto moved = months->second.find(unit);
    if (moved != months->second.end() && month > moved->second) factor *= 1 + effect.share;
  }
  return factor;
}

nlohmann::ordered_json ExpectedVerdicts(const History& history, const TouchedUnits& touched,
                                        const std::vector<PlantedEffect>& effects, absl::CivilMonth last) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  const auto add = [&](const EvaluationIndicator& indicator, const char* side, const std::string& family,
                       const TouchedUnits::Months& units) {
    Treated treated;
    for (const auto& [code, month] : units) {
      const HistoryUnit& unit = *history.Find(code);
      const std::optional<Level> level = LevelOf(unit, indicator);
      if (!level.has_value()) continue;
      const double share = EffectFactor(effects, touched, code, indicator.word, last) - 1;
      treated.effects.push_back(level->mean * share);
      treated.variance += level->variance;
      treated.kinds.insert(unit.kind);
      treated.units.push_back({{"unit_code", code}, {"moved", absl::FormatCivilTime(month)}});
    }
    if (treated.effects.empty()) return;
    const Controls controls = ControlsOf(indicator, history, touched, treated.kinds);
    const double error = StandardError(treated, controls);
    rows.push_back({{"indicator", indicator.name},
                    {"side", side},
                    {"family", family.empty() ? "ANY" : family},
                    {"effect", Rounded(treated.mean())},
                    {"standard_error", Rounded(error)},
                    {"verdict", Verdict(indicator, treated, controls, error)},
                    {"untouched_units", controls.count},
                    {"treated_units", treated.units}});
  };
  for (const EvaluationIndicator& indicator : Indicators()) {
    for (const auto& [family, units] : touched.receiving) add(indicator, "RECEIVING", family, units);
    add(indicator, "SENDING", "", touched.sending);
  }
  return rows;
}

}  // namespace selaras::generator
