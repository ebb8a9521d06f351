#include "services/evaluation/domain/evaluation_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace selaras::evaluation {
namespace {

class Lines {
 public:
  void Text(absl::string_view kind, absl::string_view item, absl::string_view value) {
    absl::StrAppend(&text_, kind, ",", item, ",,,", value, "\n");
  }
  void Number(absl::string_view kind, absl::string_view item, std::optional<double> value) {
    Text(kind, item, value ? FormatNumber(*value) : "");
  }
  void Interval(const std::string& prefix, const std::optional<Difference>& difference) {
    if (!difference) return;
    Number("result", absl::StrCat(prefix, "effect"), difference->effect);
    Number("result", absl::StrCat(prefix, "standard_error"), difference->standard_error);
    Number("result", absl::StrCat(prefix, "degrees_of_freedom"), difference->degrees_of_freedom);
    Number("result", absl::StrCat(prefix, "low"), difference->low);
    Number("result", absl::StrCat(prefix, "high"), difference->high);
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_ = "kind,item,move_month,month,value\n";
};

}  // namespace

absl::string_view SideName(MoveSide side) {
  return side == MoveSide::kReceiving ? "RECEIVING" : "SENDING";
}

absl::string_view VerdictName(Verdict verdict) {
  constexpr absl::string_view kNames[] = {"IMPROVED", "NO_CLEAR_CHANGE", "WORSENED", "INSUFFICIENT_DATA"};
  return kNames[static_cast<int>(verdict) - 1];
}

absl::string_view VerdictTextId(Verdict verdict) {
  constexpr absl::string_view kTexts[] = {"Membaik", "Tidak ada perubahan jelas", "Memburuk",
                                          "Data belum cukup"};
  return kTexts[static_cast<int>(verdict) - 1];
}

absl::string_view ReasonTextId(absl::string_view reason) {
  if (reason == "TOO_FEW_TREATED") return "kurang dari 5 unit terdampak yang datanya lengkap";
  if (reason == "TOO_FEW_CONTROLS") return "kurang dari 10 unit pembanding";
  if (reason == "TOO_FEW_PRE_MONTHS") return "kurang dari 6 bulan data sebelum mutasi";
  if (reason == "TOO_FEW_POST_MONTHS") return "kurang dari 3 bulan data sesudah mutasi";
  if (reason == "NO_MOVES") return "belum ada mutasi yang berlaku";
  if (reason == "PLACEBO_NOT_ZERO")
    return "sebelum mutasi pun arah unit terdampak dan pembanding sudah berbeda";
  return reason;
}

std::string EvaluationText(const Indicator& indicator, MoveSide side, absl::string_view plan,
                           int64_t needs_revision, const EffectRules& rules, const Effect& effect) {
  Lines lines;
  lines.Text("asked", "format", "selaras-evaluation-1");
  lines.Text("asked", "indicator", indicator.name);
  lines.Text("asked", "good", indicator.good == Good::kHigher ? "HIGHER" : "LOWER");
  lines.Text("asked", "side", SideName(side));
  lines.Text("asked", "plan", plan);
  lines.Text("asked", "needs_revision", absl::StrCat(needs_revision));
  lines.Number("rule", "pre_months", rules.pre_months);
  lines.Number("rule", "post_months", rules.post_months);
  lines.Number("rule", "min_pre_months", rules.min_pre_months);
  lines.Number("rule", "min_post_months", rules.min_post_months);
  lines.Number("rule", "min_treated", rules.min_treated);
  lines.Number("rule", "min_controls", rules.min_controls);
  lines.Number("rule", "neighbours", rules.neighbours);
  lines.Number("rule", "confidence", rules.confidence);
  lines.Number("rule", "permutations", static_cast<double>(rules.permutations));
  lines.Text("result", "verdict", VerdictName(effect.verdict));
  lines.Text("result", "reasons", absl::StrJoin(effect.reasons, " "));
  lines.Number("result", "units_left_out", effect.units_left_out);
  lines.Interval("", effect.difference);
  if (effect.permutation) {
    lines.Number("result", "p_value", effect.permutation->p_value);
    lines.Text("result", "permutations", absl::StrCat(effect.permutation->relabelings));
    lines.Text("result", "exact_permutation", effect.permutation->exact ? "1" : "0");
  }
  lines.Text("result", "seed", absl::StrFormat("%016x", effect.seed));
  lines.Interval("placebo_", effect.placebo);
  if (effect.regression_effect) lines.Number("result", "regression_effect", effect.regression_effect);
  for (const std::string& unit : effect.declined) lines.Text("result", "declined", unit);
  std::string text = lines.Take();
  const std::string measured = MeasuredText(effect);
  text.append(measured, measured.find('\n') + 1, std::string::npos);
  return text;
}

}  // namespace selaras::evaluation
