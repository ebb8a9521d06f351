#include "services/evaluation/app/effect_reader.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace selaras::evaluation {
namespace {

const std::string& UnitOf(const UnitMove& move, MoveSide side) {
  return side == MoveSide::kReceiving ? move.to_unit : move.from_unit;
}

}  // namespace

Month MonthOf(absl::CivilDay day) {
  return static_cast<Month>(day.year() * 12 + day.month() - 1);
}

absl::Status EffectReader::ReadFacts() {
  SELARAS_ASSIGN_OR_RETURN(moves_, deps_.plans.Moves(call_.tenant));
  SELARAS_ASSIGN_OR_RETURN(units_, deps_.registry.ReadUnits(call_));
  std::sort(units_.begin(), units_.end(),
            [](const UnitFact& a, const UnitFact& b) { return a.name < b.name; });
  return absl::OkStatus();
}

std::optional<std::pair<Month, Month>> EffectReader::MonthsOfMoves(const std::string& plan) const {
  std::optional<std::pair<Month, Month>> months;
  for (const UnitMove& move : moves_) {
    if (!plan.empty() && move.plan != plan) continue;
    const Month month = MonthOf(move.effective_date);
    if (!months) months = {month, month};
    months = {std::min(months->first, month), std::max(months->second, month)};
  }
  return months;
}

int64_t EffectReader::CountMoves(const std::string& plan) const {
  return std::count_if(moves_.begin(), moves_.end(),
                       [&](const UnitMove& move) { return plan.empty() || move.plan == plan; });
}

absl::StatusOr<std::vector<UnitSeries>> EffectReader::ReadSeries(const Indicator& indicator, Month from,
                                                                 Month to) {
  std::vector<std::string> words = {std::string(indicator.source)};
  for (absl::string_view word : indicator.divisors) words.emplace_back(word);
  absl::flat_hash_map<std::string, absl::btree_map<std::string, Series>> by_code;
  for (const std::string& word : words) {
    const auto key = std::make_tuple(word, from, to);
    auto read = raw_.find(key);
    if (read == raw_.end()) {
      SELARAS_ASSIGN_OR_RETURN(std::vector<IndicatorPoint> points,
                               deps_.needs.ReadIndicator(call_, word, from, to, revision_));
      read = raw_.emplace(key, std::move(points)).first;
    }
    for (const IndicatorPoint& point : read->second)
      by_code[point.unit_code][word][point.month] = point.value;
  }
  std::vector<UnitSeries> series;
  for (const UnitFact& unit : units_) {
    const auto raw = by_code.find(unit.code);
    if (unit.code.empty() || raw == by_code.end()) continue;
    Series values = Derive(indicator, raw->second);
    if (!values.empty()) series.push_back({unit.name, unit.kind, std::move(values)});
  }
  return series;
}

absl::StatusOr<std::vector<TreatedUnit>> EffectReader::TreatedOf(const EffectQuestion& question) const {
  absl::btree_map<std::string, Month> first;  // of the moves that count
  for (const UnitMove& move : moves_) {
    const std::string& unit = UnitOf(move, question.side);
    // A move within a unit neither gave nor took anybody.
    if (unit.empty() || move.from_unit == move.to_unit) continue;
    if (!question.plan.empty() && move.plan != question.plan) continue;
    const Month month = MonthOf(move.effective_date);
    if (question.move_date && month != MonthOf(*question.move_date)) continue;
    const auto [at, is_new] = first.try_emplace(unit, month);
    if (!is_new) at->second = std::min(at->second, month);
  }
  std::vector<TreatedUnit> treated;
  if (question.units.empty()) {
    for (const auto& [unit, month] : first) treated.push_back({unit, month});
    return treated;
  }
  for (const std::string& unit : absl::btree_set<std::string>(question.units.begin(), question.units.end())) {
    const auto known = first.find(unit);
    if (question.move_date) {
      treated.push_back({unit, MonthOf(*question.move_date)});
    } else if (known != first.end()) {
      treated.push_back({unit, known->second});
    } else {
      return InvalidField("treated_units", "a unit has no move known from decrees; give move_date");
    }
  }
  return treated;
}

absl::StatusOr<Evaluation> EffectReader::Answer(const EffectQuestion& question) {
  EffectInput input;
  input.good = question.indicator->good;
  SELARAS_ASSIGN_OR_RETURN(input.treated, TreatedOf(question));
  std::vector<UnitSeries> series;
  if (!input.treated.empty()) {
    const auto [low, high] =
        std::minmax_element(input.treated.begin(), input.treated.end(),
                            [](const TreatedUnit& a, const TreatedUnit& b) { return a.month < b.month; });
    const Month from = low->month - deps_.rules.pre_months, to = high->month + deps_.rules.post_months;
    SELARAS_ASSIGN_OR_RETURN(series, ReadSeries(*question.indicator, from, to));
    for (const UnitMove& move : moves_) {
      const Month month = MonthOf(move.effective_date);
      if (month < from || month > to || move.from_unit == move.to_unit) continue;
      input.touched.insert(move.from_unit);
      input.touched.insert(move.to_unit);
    }
  }
  input.units = series;
  Evaluation evaluation;
  evaluation.id = deps_.ids.NewId();
  evaluation.indicator = std::string(question.indicator->name);
  evaluation.side = question.side;
  evaluation.plan = question.plan;
  evaluation.move_date = question.move_date;
  evaluation.needs_revision = revision_;
  evaluation.create_time = call_.clock->Now();
  evaluation.effect = EstimateEffect(input, deps_.rules);
  evaluation.text = EvaluationText(*question.indicator, question.side, question.plan, revision_, deps_.rules,
                                   evaluation.effect);
  evaluation.content_hash = Sha256Hex(evaluation.text);
  return evaluation;
}

}  // namespace selaras::evaluation
