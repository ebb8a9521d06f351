#include "libs/generator/generate.h"

#include <iostream>
#include <memory>

#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/progress_bar.h"

namespace selaras::cli {
namespace {

struct GenerateOptions {
  generator::GeneratorOptions generator;
  std::string out;
};

absl::StatusOr<ExitStatus> Generate(Session& session, const GenerateOptions& options) {
  ProgressBar bar(false);
  SELARAS_RETURN_IF_ERROR(generator::Generate(
      options.generator, options.out,
      [&](absl::string_view stage, int64_t done, int64_t total) { bar.Update(stage, done, total); }));
  bar.Finish();
  if (session.json()) {
    std::cout << "{\"folder\":\"" << options.out << "\"}\n";
  } else {
    std::cout << "province written to " << options.out << "; its assumptions and what was planted stand in "
              << options.out << "/province.json\n";
  }
  return kDone;
}

}  // namespace

void AddGenerate(CLI::App& app, Work& run) {
  auto options = std::make_shared<GenerateOptions>();
  generator::GeneratorOptions& g = options->generator;
  CLI::App* command = app.add_subcommand("generate", "Write a synthetic province (no real person is in it)");
  command->footer(
      "Example: selarasctl generate --preset L --seed 1 --out jakarta\n"
      "         selarasctl generate --preset L --province 31 --schools schools.csv --facilities "
      "puskesmas.csv --out dki");
  command->add_option("--preset", g.preset, "S 2,000 people, M 15,000, L 75,000, XL 110,000")
      ->check(CLI::IsMember({"S", "M", "L", "XL"}))
      ->capture_default_str();
  command->add_option("--scenario", g.scenario, "baseline, or a scenario that plants facts")
      ->capture_default_str();
  command->add_option("--seed", g.seed, "Equal seeds write equal bytes")->capture_default_str();
  command->add_option("--out", options->out, "Folder to write")->required();
  command->add_option("--province", g.province, "31 DKI Jakarta, 18 Lampung, 12.71 Medan, 99 fictional");
  command->add_option("--people", g.people, "Number of people instead of the preset's");
  command->add_option("--dirty", g.dirty, "Share of planted bad rows, 0 … 0.2")->capture_default_str();
  command->add_option("--months", g.months, "Months of indicators")->capture_default_str();
  command->add_flag("--siasn", g.siasn, "Also write the SIASN profile export of the same people");
  command->add_option("--schools", g.school_files, "Real school lists");
  command->add_option("--facilities", g.facility_files, "Real puskesmas and hospital lists");
  command->add_option("--population", g.population_files, "Real population by village");
  command->add_option("--districts", g.district_files, "Real districts and their centres");
  command->callback(
      [options, &run] { run = [options](Session& session) { return Generate(session, *options); }; });
}

}  // namespace selaras::cli
