#include "services/generate/aftermath_command.h"

#include <cstdio>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/status_macros.h"
#include "libs/generator/aftermath.h"

namespace selaras::generator {
namespace {

// COMPLAINTS=-0.15, or LEAD_TIME_DAYS:STAFF=0.08.
absl::StatusOr<PlantedEffect> ParseEffect(absl::string_view text) {
  const std::vector<absl::string_view> sides = absl::StrSplit(text, '=');
  const std::vector<absl::string_view> subject = absl::StrSplit(sides[0], ':');
  PlantedEffect effect;
  if (sides.size() != 2 || subject.size() > 2 || subject[0].empty() ||
      !absl::SimpleAtod(sides[1], &effect.share)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--effect ", text, ": write WORD=SHARE or WORD:FAMILY=SHARE"));
  }
  effect.word = std::string(subject[0]);
  if (subject.size() == 2) effect.family = std::string(subject[1]);
  return effect;
}

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%+.4f", value);
  return text;
}

void Print(const AftermathOptions& options, const Planted& planted) {
  std::printf("%lld rows for %s to %s in %s; seed %llu\n", planted["after"]["rows"].get<long long>(),
              planted["after"]["first"].get<std::string>().c_str(),
              planted["after"]["last"].get<std::string>().c_str(), options.out_folder.c_str(),
              static_cast<unsigned long long>(options.seed));
  std::printf("%-20s %-10s %-11s %8s %10s %10s  %s\n", "indicator", "side", "family", "treated", "effect",
              "error", "verdict to expect");
  for (const auto& row : planted["expected"]) {
    std::printf("%-20s %-10s %-11s %8zu %10s %10s  %s\n", row["indicator"].get<std::string>().c_str(),
                row["side"].get<std::string>().c_str(), row["family"].get<std::string>().c_str(),
                row["treated_units"].size(), Number(row["effect"]).c_str(),
                Number(row["standard_error"]).c_str(), row["verdict"].get<std::string>().c_str());
  }
}

absl::Status Run(AftermathOptions options, const std::vector<std::string>& effects) {
  for (const std::string& text : effects) {
    SELARAS_ASSIGN_OR_RETURN(PlantedEffect effect, ParseEffect(text));
    options.effects.push_back(std::move(effect));
  }
  SELARAS_ASSIGN_OR_RETURN(const Planted planted, GenerateAftermath(options));
  Print(options, planted);
  return absl::OkStatus();
}

}  // namespace

int RunAftermathCommand(int argc, char** argv) {
  AftermathOptions options;
  std::vector<std::string> effects;
  bool no_effects = false;
  CLI::App app("Writes the months after a province's moves, with planted effects and the verdicts to expect.",
               "selaras-generate aftermath");
  app.add_option("--province", options.province_folder, "province folder with the months before")->required();
  app.add_option("--moves", options.moves_file, "CSV: effective_date,from_unit,to_unit,position,family")
      ->required();
  app.add_option("--out", options.out_folder,
                 "folder for indicators.csv, appraisals.csv and planted.json, created")
      ->required();
  app.add_option("--seed", options.seed, "equal seeds give equal bytes")->capture_default_str();
  app.add_option("--months", options.months, "whole months after the month of the last move")
      ->capture_default_str();
  CLI::Option* const effect = app.add_option(
      "--effect", effects,
      "WORD=SHARE or WORD:FAMILY=SHARE, e.g. COMPLAINTS=-0.15; repeatable, instead of the default effects");
  app.add_flag("--no-effects", no_effects, "plant nothing")->excludes(effect);
  app.add_flag("--appraisals,!--no-appraisals", options.appraisals,
               "also next year's appraisals, on by default");
  CLI11_PARSE(app, argc, argv);
  options.default_effects = !no_effects;
  const absl::Status status = Run(options, effects);
  if (status.ok()) return 0;
  std::fprintf(stderr, "selaras-generate: %s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace selaras::generator
