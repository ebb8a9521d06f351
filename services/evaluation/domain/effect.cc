#include "services/evaluation/domain/effect.h"

#include <algorithm>
#include <charconv>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/base/digest.h"
#include "services/evaluation/domain/control_matching.h"
#include "services/evaluation/domain/panel_regression.h"

namespace selaras::evaluation {
namespace {

struct Cohort {
  Month month = 0;
  int pre = 0, post = 0;
  std::vector<const UnitSeries*> treated;
  double weight = 0;  // n_g / n_T
};

// Months for which at least half of the units have a value; first > last: none.
std::pair<Month, Month> MonthsOf(absl::Span<const UnitSeries> units) {
  absl::btree_map<Month, size_t> counts;
  for (const UnitSeries& unit : units) {
    for (const auto& [month, value] : unit.values) ++counts[month];
  }
  Month first = 1, last = 0;
  for (const auto& [month, count] : counts) {
    if (2 * count < units.size()) continue;
    if (first > last) first = month;
    last = month;
  }
  return {first, last};
}

bool HasMonths(const Series& values, Month from, Month to) {
  for (Month month = from; month <= to; ++month) {
    if (!values.contains(month)) return false;
  }
  return true;
}

bool Covers(const Cohort& cohort, const Series& values) {
  return HasMonths(values, cohort.month - cohort.pre, cohort.month - 1) &&
         HasMonths(values, cohort.month + 1, cohort.month + cohort.post);
}

double MeanOf(const Series& values, Month from, Month to) {
  double sum = 0;
  for (Month month = from; month <= to; ++month) sum += values.at(month);
  return sum / (to - from + 1);
}

double Change(const Cohort& cohort, const Series& values) {
  return MeanOf(values, cohort.month + 1, cohort.month + cohort.post) -
         MeanOf(values, cohort.month - cohort.pre, cohort.month - 1);
}

// The same between the halves of the months before; an odd one in the middle goes to the second.
double PlaceboChange(const Cohort& cohort, const Series& values) {
  const Month start = cohort.month - cohort.pre, middle = start + cohort.pre / 2;
  return MeanOf(values, middle, cohort.month - 1) - MeanOf(values, start, middle - 1);
}

PreTrend PreTrendIn(const Cohort& cohort, const Series& values) {
  std::vector<double> months;
  for (Month month = cohort.month - cohort.pre; month < cohort.month; ++month)
    months.push_back(values.at(month));
  return PreTrendOf(months);
}

class Estimation {
 public:
  Estimation(const EffectInput& input, const EffectRules& rules) : input_(input), rules_(rules) {
    for (const UnitSeries& unit : input.units) by_name_[unit.unit] = &unit;
  }

  Effect Run() {
    GatherCohorts();
    ChooseControls();
    Measure();
    Estimate();
    Judge();
    return std::move(effect_);
  }

 private:
  void GatherCohorts() {
    const auto [first, last] = MonthsOf(input_.units);
    absl::btree_map<Month, Cohort> by_month;
    for (const TreatedUnit& treated : input_.treated) {
      Cohort cohort;
      cohort.month = treated.month;
      cohort.pre = std::min(rules_.pre_months, treated.month - first);
      cohort.post = std::min(rules_.post_months, last - treated.month);
      const auto unit = by_name_.find(treated.unit);
      const bool early = cohort.pre < rules_.min_pre_months, late = cohort.post < rules_.min_post_months;
      if (early) Note("TOO_FEW_PRE_MONTHS");
      if (late) Note("TOO_FEW_POST_MONTHS");
      if (early || late || unit == by_name_.end() || !Covers(cohort, unit->second->values)) {
        ++effect_.units_left_out;
        continue;
      }
      by_month.try_emplace(treated.month, cohort).first->second.treated.push_back(unit->second);
      ++treated_count_;
    }
    for (auto& [month, cohort] : by_month) {
      cohort.weight = static_cast<double>(cohort.treated.size()) / static_cast<double>(treated_count_);
      cohorts_.push_back(std::move(cohort));
    }
  }

  void ChooseControls() {
    absl::btree_set<std::string> treated;
    for (const TreatedUnit& unit : input_.treated) treated.insert(unit.unit);
    std::vector<const UnitSeries*> pool;
    std::vector<MatchCandidate> candidates;
    std::vector<MatchTarget> targets;
    for (const Cohort& cohort : cohorts_) {
      for (const UnitSeries* unit : cohort.treated)
        targets.push_back({unit->kind, PreTrendIn(cohort, unit->values)});
    }
    for (const UnitSeries& unit : input_.units) {
      if (treated.contains(unit.unit) || input_.touched.contains(unit.unit)) continue;
      if (!std::all_of(cohorts_.begin(), cohorts_.end(),
                       [&](const Cohort& cohort) { return Covers(cohort, unit.values); })) {
        continue;
      }
      MatchCandidate candidate{unit.kind, {}};
      for (const Cohort& cohort : cohorts_) {
        candidate.pre.insert(candidate.pre.end(), cohort.treated.size(), PreTrendIn(cohort, unit.values));
      }
      candidates.push_back(std::move(candidate));
      pool.push_back(&unit);
    }
    for (size_t at : MatchControls(targets, candidates, rules_.neighbours, rules_.min_controls)) {
      controls_.push_back(pool[at]);
    }
  }

  template <typename ChangeIn>
  void Changes(const ChangeIn& change, std::vector<double>* treated, std::vector<double>* controls) const {
    std::vector<double> shared(cohorts_.size(), 0);
    double average = 0;
    controls->assign(controls_.size(), 0);
    for (size_t g = 0; g < cohorts_.size(); ++g) {
      for (size_t c = 0; c < controls_.size(); ++c) {
        const double d = change(cohorts_[g], controls_[c]->values);
        (*controls)[c] += cohorts_[g].weight * d;
        shared[g] += d / static_cast<double>(controls_.size());
      }
      average += cohorts_[g].weight * shared[g];
    }
    for (size_t g = 0; g < cohorts_.size(); ++g) {
      // Exactly 0 with one month of moves, so that the numbers are those of the plain formula to the last digit.
      const double shift = cohorts_.size() == 1 ? 0 : average - shared[g];
      for (const UnitSeries* unit : cohorts_[g].treated)
        treated->push_back(change(cohorts_[g], unit->values) + shift);
    }
  }

  void Measure() {
    Changes(Change, &treated_changes_, &control_changes_);
    size_t at = 0;
    for (const Cohort& cohort : cohorts_) {
      for (const UnitSeries* unit : cohort.treated) {
        effect_.treated.push_back(
            {unit->unit, cohort.month, treated_changes_[at++], ValuesIn({cohort}, *unit)});
      }
    }
    std::sort(effect_.treated.begin(), effect_.treated.end(),
              [](const MeasuredUnit& a, const MeasuredUnit& b) { return a.unit < b.unit; });
    for (size_t c = 0; c < controls_.size(); ++c) {
      effect_.controls.push_back(
          {controls_[c]->unit, std::nullopt, control_changes_[c], ValuesIn(cohorts_, *controls_[c])});
    }
  }

  static Series ValuesIn(absl::Span<const Cohort> cohorts, const UnitSeries& unit) {
    Series values;
    for (const Cohort& cohort : cohorts) {
      for (Month month = cohort.month - cohort.pre; month <= cohort.month + cohort.post; ++month) {
        const auto value = unit.values.find(month);
        if (value != unit.values.end()) values.insert(*value);
      }
    }
    return values;
  }

  void Estimate() {
    const Sha256Digest hash = Sha256(MeasuredText(effect_));
    for (int i = 0; i < 8; ++i) effect_.seed = effect_.seed << 8 | hash[static_cast<size_t>(i)];
    if (treated_changes_.empty() || control_changes_.empty()) return;
    effect_.difference = Compare(treated_changes_, control_changes_, rules_.confidence);
    effect_.permutation =
        PermutationTest(treated_changes_, control_changes_, effect_.seed, rules_.permutations);
    std::vector<double> treated, controls;
    Changes(PlaceboChange, &treated, &controls);
    effect_.placebo = Compare(treated, controls, rules_.confidence);
    if (cohorts_.size() == 1) Regress();
    FollowEvents();
    FindDeclines();
  }

  void Regress() {
    const Cohort& cohort = cohorts_[0];
    std::vector<const UnitSeries*> units = cohort.treated;
    units.insert(units.end(), controls_.begin(), controls_.end());
    const auto rows = static_cast<Eigen::Index>(units.size());
    const Eigen::Index columns = cohort.pre + cohort.post;
    Eigen::MatrixXd values(rows, columns), treatment = Eigen::MatrixXd::Zero(rows, columns);
    for (Eigen::Index u = 0; u < rows; ++u) {
      for (Eigen::Index t = 0; t < columns; ++t) {
        const bool after = t >= cohort.pre;
        const Month month = cohort.month - cohort.pre + static_cast<Month>(t) + (after ? 1 : 0);
        values(u, t) = units[static_cast<size_t>(u)]->values.at(month);
        if (after && u < static_cast<Eigen::Index>(cohort.treated.size())) treatment(u, t) = 1;
      }
    }
    effect_.regression_effect = TwoWayFixedEffects(values, treatment);
  }

  void FollowEvents() {
    int pre = rules_.pre_months, post = rules_.post_months;
    for (const Cohort& cohort : cohorts_) {
      pre = std::min(pre, cohort.pre);
      post = std::min(post, cohort.post);
    }
    for (int e = -pre; e <= post; ++e) {
      EventMonth event{e, 0, 0};
      bool known = true;
      for (const Cohort& cohort : cohorts_) {
        const auto add = [&](const UnitSeries* unit, double weight, double* mean) {
          const auto value = unit->values.find(cohort.month + e);
          known = known && value != unit->values.end();
          if (known) *mean += weight * value->second;
        };
        for (const UnitSeries* unit : cohort.treated) add(unit, 1.0 / treated_count_, &event.treated_mean);
        const double weight = cohort.weight / static_cast<double>(controls_.size());
        for (const UnitSeries* unit : controls_) add(unit, weight, &event.control_mean);
      }
      if (known) effect_.event_months.push_back(event);
    }
  }

  void FindDeclines() {
    if (control_changes_.size() < static_cast<size_t>(rules_.min_controls)) return;
    const double expected = Mean(control_changes_);
    const double margin = PredictionMargin(control_changes_, rules_.confidence);
    for (const MeasuredUnit& unit : effect_.treated) {
      const double beyond = input_.good == Good::kHigher ? expected - unit.change : unit.change - expected;
      if (beyond > margin) effect_.declined.push_back(unit.unit);
    }
  }

  void Judge() {
    const auto lacks = [](size_t has, int wants) { return has < static_cast<size_t>(wants); };
    const bool few_treated = lacks(treated_changes_.size(), rules_.min_treated);
    const bool few_controls = lacks(control_changes_.size(), rules_.min_controls);
    // Why units were left out matters only when too few are left.
    if (!few_treated) effect_.reasons.clear();
    if (input_.treated.empty()) Note("NO_MOVES");
    if (few_treated) Note("TOO_FEW_TREATED");
    if (few_controls) Note("TOO_FEW_CONTROLS");
    if (!few_treated && !few_controls && (*effect_.placebo->low > 0 || *effect_.placebo->high < 0)) {
      Note("PLACEBO_NOT_ZERO");
    }
    std::sort(effect_.reasons.begin(), effect_.reasons.end());
    if (!effect_.reasons.empty()) return;
    const double sign = input_.good == Good::kHigher ? 1 : -1;
    const double a = sign * *effect_.difference->low, b = sign * *effect_.difference->high;
    effect_.verdict = std::min(a, b) > 0   ? Verdict::kImproved
                      : std::max(a, b) < 0 ? Verdict::kWorsened
                                           : Verdict::kNoClearChange;
  }

  void Note(const char* reason) {
    if (std::find(effect_.reasons.begin(), effect_.reasons.end(), reason) == effect_.reasons.end()) {
      effect_.reasons.push_back(reason);
    }
  }

  const EffectInput& input_;
  const EffectRules& rules_;
  absl::flat_hash_map<std::string, const UnitSeries*> by_name_;
  std::vector<Cohort> cohorts_;
  int treated_count_ = 0;
  std::vector<const UnitSeries*> controls_;
  std::vector<double> treated_changes_, control_changes_;
  Effect effect_;
};

}  // namespace

Effect EstimateEffect(const EffectInput& input, const EffectRules& rules) {
  return Estimation(input, rules).Run();
}

std::string FormatNumber(double value) {
  if (value == 0) return "0";  // also -0
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof(text), value);
  return std::string(text, end.ptr);
}

std::string MeasuredText(const Effect& effect) {
  std::string text = "role,unit,move_month,month,value\n";
  const auto add = [&](const char* role, const MeasuredUnit& unit) {
    for (const auto& [month, value] : unit.values) {
      absl::StrAppend(&text, role, ",", unit.unit, ",", unit.move_month ? FormatMonth(*unit.move_month) : "",
                      ",", FormatMonth(month), ",", FormatNumber(value), "\n");
    }
  };
  for (const MeasuredUnit& unit : effect.treated) add("treated", unit);
  for (const MeasuredUnit& unit : effect.controls) add("control", unit);
  return text;
}

}  // namespace selaras::evaluation
