#include "services/evaluation/store/effect_json.h"

#include <nlohmann/json.hpp>

#include "absl/status/status.h"

namespace selaras::evaluation {
namespace {

using nlohmann::json;

json OptionalToJson(const std::optional<double>& value) {
  return value ? json(*value) : json(nullptr);
}

std::optional<double> OptionalFromJson(const json& value) {
  return value.is_null() ? std::nullopt : std::make_optional(value.get<double>());
}

json DifferenceToJson(const std::optional<Difference>& difference) {
  if (!difference) return nullptr;
  return {difference->effect, OptionalToJson(difference->standard_error),
          OptionalToJson(difference->degrees_of_freedom), OptionalToJson(difference->low),
          OptionalToJson(difference->high)};
}

std::optional<Difference> DifferenceFromJson(const json& value) {
  if (value.is_null()) return std::nullopt;
  return Difference{value.at(0).get<double>(), OptionalFromJson(value.at(1)), OptionalFromJson(value.at(2)),
                    OptionalFromJson(value.at(3)), OptionalFromJson(value.at(4))};
}

json UnitsToJson(const std::vector<MeasuredUnit>& units) {
  json rows = json::array();
  for (const MeasuredUnit& unit : units) {
    rows.push_back({unit.unit, unit.move_month ? json(*unit.move_month) : json(nullptr), unit.change});
  }
  return rows;
}

std::vector<MeasuredUnit> UnitsFromJson(const json& rows) {
  std::vector<MeasuredUnit> units;
  for (const json& row : rows) {
    MeasuredUnit unit{row.at(0).get<std::string>(), std::nullopt, row.at(2).get<double>(), {}};
    if (!row.at(1).is_null()) unit.move_month = row.at(1).get<int>();
    units.push_back(std::move(unit));
  }
  return units;
}

// Runs `read` on the parsed text; what the library throws becomes a status.
template <typename Value, typename Read>
absl::StatusOr<Value> Parse(absl::string_view text, const Read& read) {
  try {
    return read(json::parse(text.begin(), text.end()));
  } catch (const json::exception&) {
    return absl::DataLossError("a stored result cannot be read");
  }
}

}  // namespace

std::string EffectToJson(const Effect& effect) {
  json value;
  value["treated"] = UnitsToJson(effect.treated);
  value["controls"] = UnitsToJson(effect.controls);
  value["units_left_out"] = effect.units_left_out;
  value["difference"] = DifferenceToJson(effect.difference);
  value["placebo"] = DifferenceToJson(effect.placebo);
  if (effect.permutation) {
    value["permutation"] = {effect.permutation->p_value, effect.permutation->relabelings,
                            effect.permutation->exact};
  }
  value["regression_effect"] = OptionalToJson(effect.regression_effect);
  value["seed"] = effect.seed;
  value["event_months"] = json::array();
  for (const EventMonth& month : effect.event_months) {
    value["event_months"].push_back({month.month, month.treated_mean, month.control_mean});
  }
  value["declined"] = effect.declined;
  value["verdict"] = static_cast<int>(effect.verdict);
  value["reasons"] = effect.reasons;
  return value.dump();
}

absl::StatusOr<Effect> EffectFromJson(absl::string_view text) {
  return Parse<Effect>(text, [](const json& value) {
    Effect effect;
    effect.treated = UnitsFromJson(value.at("treated"));
    effect.controls = UnitsFromJson(value.at("controls"));
    effect.units_left_out = value.at("units_left_out").get<int>();
    effect.difference = DifferenceFromJson(value.at("difference"));
    effect.placebo = DifferenceFromJson(value.at("placebo"));
    if (value.contains("permutation")) {
      const json& p = value.at("permutation");
      effect.permutation = Permutation{p.at(0).get<double>(), p.at(1).get<int64_t>(), p.at(2).get<bool>()};
    }
    effect.regression_effect = OptionalFromJson(value.at("regression_effect"));
    effect.seed = value.at("seed").get<uint64_t>();
    for (const json& row : value.at("event_months")) {
      effect.event_months.push_back({row.at(0).get<int>(), row.at(1).get<double>(), row.at(2).get<double>()});
    }
    effect.declined = value.at("declined").get<std::vector<std::string>>();
    effect.verdict = static_cast<Verdict>(value.at("verdict").get<int>());
    effect.reasons = value.at("reasons").get<std::vector<std::string>>();
    return effect;
  });
}

std::string ResultsToJson(const std::vector<GoalResult>& results) {
  json rows = json::array();
  for (const GoalResult& result : results) {
    rows.push_back({{"indicator", result.indicator},
                    {"scope", result.scope},
                    {"text_id", result.text_id},
                    {"target", result.target},
                    {"before", OptionalToJson(result.before)},
                    {"reached", OptionalToJson(result.reached)},
                    {"lower_is_better", result.lower_is_better}});
  }
  return rows.dump();
}

absl::StatusOr<std::vector<GoalResult>> ResultsFromJson(absl::string_view text) {
  return Parse<std::vector<GoalResult>>(text, [](const json& rows) {
    std::vector<GoalResult> results;
    for (const json& row : rows) {
      results.push_back({row.at("indicator").get<std::string>(), row.at("scope").get<std::string>(),
                         row.at("text_id").get<std::string>(), row.at("target").get<double>(),
                         OptionalFromJson(row.at("before")), OptionalFromJson(row.at("reached")),
                         row.at("lower_is_better").get<bool>()});
    }
    return results;
  });
}

}  // namespace selaras::evaluation
