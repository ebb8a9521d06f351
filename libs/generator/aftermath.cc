#include "libs/generator/aftermath.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/generator/careers.h"
#include "libs/generator/csv_table.h"
#include "libs/generator/csv_writer.h"
#include "libs/generator/history.h"
#include "libs/generator/nip.h"
#include "libs/generator/planted_effects.h"
#include "libs/generator/random.h"
#include "libs/generator/touched_units.h"

namespace selaras::generator {
namespace {

// Share of the noise by which a month differs for all units of a kind alike. Chosen, not measured: enough that a mere
// before-and-after comparison is off, too little to drown the months.
constexpr double kShockShare = 0.3;
// Of a hundred people, who are rated as in the year before. Chosen, not measured.
constexpr double kSameRating = 0.85;

// A stream of random numbers for a text (FNV-1a), so that units keep theirs when others come or go.
uint64_t StreamOf(absl::string_view text) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return hash;
}

class Continuation {
 public:
  Continuation(const AftermathOptions& options, const History& history, const TouchedUnits& touched,
               const std::vector<PlantedEffect>& effects)
      : options_(options), history_(history), touched_(touched), effects_(effects) {}

  absl::StatusOr<int64_t> Write(absl::CivilMonth last) const {
    CsvWriter out(absl::StrCat(options_.out_folder, "/indicators.csv"), "unit_code,month,indicator,value");
    for (const HistoryUnit& unit : history_.units()) {
      std::vector<std::vector<double>> columns;
      for (const HistorySeries& series : unit.series) columns.push_back(GoOn(unit, series, last));
      for (absl::CivilMonth month = history_.last() + 1; month <= last; ++month) {
        for (size_t s = 0; s < unit.series.size(); ++s) {
          if (columns[s].empty()) continue;
          out.Add(unit.code).Add(month).Add(unit.series[s].word);
          out.AddDecimal(columns[s][static_cast<size_t>(month - history_.last() - 1)], 1).EndRow();
        }
      }
    }
    SELARAS_RETURN_IF_ERROR(out.Close());
    return out.rows();
  }

 private:
  // Values from the month after the history; none where the history is too short to be continued.
  std::vector<double> GoOn(const HistoryUnit& unit, const HistorySeries& series,
                           absl::CivilMonth last) const {
    std::vector<double> values;
    if (!series.fitted) return values;
    const CommonPattern& pattern = history_.Pattern(unit.kind, series.word);
    const double kept = history_.Persistence(series.word);
    const double fresh = std::sqrt(1 - kept * kept) * series.deviation;
    Random random(options_.seed, StreamOf(unit.code), StreamOf(series.word));
    double noise = series.last_residual;
    for (absl::CivilMonth month = history_.last() + 1; month <= last; ++month) {
      noise = kept * noise + fresh * random.Bell();
      const double t = static_cast<double>(month - history_.first());
      const double relative = 1 + series.slope * (t - series.centre) + pattern.season[month.month() - 1] +
                              Shock(unit.kind, series.word, month, pattern) + noise;
      const double value = std::max(0.0, series.mean * relative) *
                           EffectFactor(effects_, touched_, unit.code, series.word, month);
      values.push_back(AsReported(series.word, value));
    }
    return values;
  }

  double Shock(const std::string& kind, const std::string& word, absl::CivilMonth month,
               const CommonPattern& pattern) const {
    Random random(options_.seed, StreamOf(absl::StrCat(kind, " ", word)),
                  static_cast<uint64_t>(month - absl::CivilMonth(1970, 1)));
    return kShockShare * pattern.deviation * random.Bell();
  }

  double AsReported(const std::string& word, double value) const {
    if (word == "SATISFACTION") value = std::clamp(value, 25.0, 100.0);
    const double steps = history_.IsWhole(word) ? 1 : 10;
    return std::floor(value * steps + 0.5) / steps;
  }

  const AftermathOptions& options_;
  const History& history_;
  const TouchedUnits& touched_;
  const std::vector<PlantedEffect>& effects_;
};

// One step up or down, never off the scale.
std::string NextRating(const std::string& rating, Random* random) {
  static constexpr const char* kScale[] = {"BELOW", "AS", "ABOVE"};
  const int at = rating == "BELOW" ? 0 : rating == "AS" ? 1 : 2;
  if (random->Chance(kSameRating)) return rating;
  return kScale[std::clamp(at + (random->Chance(0.5) ? 1 : -1), 0, 2)];
}

absl::Status WriteAppraisals(const AftermathOptions& options, int64_t year) {
  SELARAS_ASSIGN_OR_RETURN(const CsvTable table,
                           CsvTable::Read(absl::StrCat(options.province_folder, "/appraisals.csv")));
  CsvWriter out(absl::StrCat(options.out_folder, "/appraisals.csv"), "nip,year,results,behaviour,predicate");
  const auto is_rating = [](const std::string& word) {
    return word == "BELOW" || word == "AS" || word == "ABOVE";
  };
  std::set<std::string> done;
  for (size_t row = 0; row < table.size(); ++row) {
    const std::string& nip = table.Get(row, "nip");
    std::string results = table.Get(row, "results"), behaviour = table.Get(row, "behaviour");
    if (table.Get(row, "year") != absl::StrCat(year - 1) || !IsNip(nip) || !is_rating(results) ||
        !is_rating(behaviour) || !done.insert(nip).second) {
      continue;
    }
    Random random(options.seed, StreamOf(nip), static_cast<uint64_t>(year));
    results = NextRating(results, &random);
    behaviour = NextRating(behaviour, &random);
    out.Add(nip).Add(year).Add(results).Add(behaviour).Add(Predicate(results, behaviour)).EndRow();
  }
  return out.Close();
}

nlohmann::ordered_json EffectsJson(const std::vector<PlantedEffect>& effects) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const PlantedEffect& effect : effects) {
    rows.push_back({{"word", effect.word},
                    {"family", effect.family.empty() ? "ANY" : effect.family},
                    {"share", effect.share}});
  }
  return rows;
}

nlohmann::ordered_json PlantedJson(const AftermathOptions& options, const History& history,
                                   const TouchedUnits& touched, const std::vector<PlantedEffect>& effects,
                                   absl::CivilMonth last) {
  const auto untouched = std::count_if(history.units().begin(), history.units().end(),
                                       [&](const HistoryUnit& unit) { return !touched.Touched(unit.code); });
  nlohmann::ordered_json json;
  json["format"] = 1;
  json["seed"] = options.seed;
  json["history"] = {{"first", absl::FormatCivilTime(history.first())},
                     {"last", absl::FormatCivilTime(history.last())},
                     {"unreadable_rows", history.unreadable_rows()}};
  json["after"] = {{"first", absl::FormatCivilTime(history.last() + 1)},
                   {"last", absl::FormatCivilTime(last)}};
  json["moves"] = touched.moves;
  json["receiving_units"] = touched.receiving.at("").size();
  json["sending_units"] = touched.sending.size();
  json["untouched_units"] = untouched;
  json["effects"] = EffectsJson(effects);
  json["expected"] = ExpectedVerdicts(history, touched, effects, last);
  return json;
}

absl::Status WriteText(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text << "\n";
  out.close();
  return out ? absl::OkStatus() : absl::UnknownError(absl::StrCat("cannot write ", path));
}

// A misspelled effect would plant nothing, and a test that looks for it would blame the evaluation.
absl::Status CheckEffects(const AftermathOptions& options, const History& history) {
  for (const PlantedEffect& effect : options.effects) {
    if (!history.Has(effect.word)) {
      return absl::InvalidArgumentError(absl::StrCat("indicators.csv has no indicator ", effect.word));
    }
    if (!effect.family.empty() && !IsFamily(effect.family)) {
      return absl::InvalidArgumentError(
          absl::StrCat("family ", effect.family, " is none of TEACHER HEALTH FUNCTIONAL STRUCTURAL STAFF"));
    }
    if (!(effect.share >= -0.9 && effect.share <= 9)) {
      return absl::InvalidArgumentError(absl::StrCat("the effect on ", effect.word, " must be -0.9 to 9"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Planted> GenerateAftermath(const AftermathOptions& options) {
  if (options.months < 1 || options.months > 120)
    return absl::InvalidArgumentError("months must be 1 to 120");
  SELARAS_ASSIGN_OR_RETURN(const History history, History::Read(options.province_folder));
  SELARAS_RETURN_IF_ERROR(CheckEffects(options, history));
  SELARAS_ASSIGN_OR_RETURN(const TouchedUnits touched, ReadMoves(options.moves_file, history));
  std::error_code error;
  std::filesystem::create_directories(options.out_folder, error);
  if (error) return absl::UnknownError(absl::StrCat("cannot create ", options.out_folder));
  const std::vector<PlantedEffect> effects =
      options.effects.empty() && options.default_effects ? DefaultEffects(history, touched) : options.effects;
  const absl::CivilMonth last = touched.last_move + options.months;
  SELARAS_ASSIGN_OR_RETURN(const int64_t rows, Continuation(options, history, touched, effects).Write(last));
  if (options.appraisals) SELARAS_RETURN_IF_ERROR(WriteAppraisals(options, history.last().year() + 1));
  Planted planted = PlantedJson(options, history, touched, effects, last);
  planted["after"]["rows"] = rows;
  SELARAS_RETURN_IF_ERROR(WriteText(absl::StrCat(options.out_folder, "/planted.json"), planted.dump(2)));
  return planted;
}

}  // namespace selaras::generator
