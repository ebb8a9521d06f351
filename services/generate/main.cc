// selaras-generate: writes a synthetic province folder; `selaras-generate aftermath` the months after its moves.
#include <cstdio>
#include <string>

#include "CLI/CLI.hpp"
#include "libs/generator/generate.h"
#include "services/generate/aftermath_command.h"

int main(int argc, char** argv) {
  if (argc > 1 && std::string(argv[1]) == "aftermath") {
    return selaras::generator::RunAftermathCommand(argc - 1, argv + 1);
  }
  selaras::generator::GeneratorOptions options;
  std::string out;
  bool quiet = false;
  CLI::App app("Writes a synthetic province folder. No row is about a real person.", "selaras-generate");
  app.footer("selaras-generate aftermath --help: the months after the moves of such a province");
  app.add_option("--preset", options.preset, "S 2,000 people, M 15,000, L 75,000, XL 110,000")
      ->capture_default_str();
  app.add_option("--scenario", options.scenario, "baseline, or a scenario with planted facts")
      ->capture_default_str();
  app.add_option("--seed", options.seed, "equal seeds give equal bytes")->capture_default_str();
  app.add_option("--out", out, "folder to write, created")->required();
  app.add_option("--province", options.province,
                 "31, 18, 12.71 or 99 (fictional); default by scenario and preset");
  app.add_option("--people", options.people, "persons instead of the preset's number");
  app.add_option("--dirty", options.dirty, "share of bad rows planted in the tables about persons")
      ->capture_default_str();
  app.add_option("--months", options.months, "months of indicators")->capture_default_str();
  app.add_option("--schools", options.school_files, "school lists (CSV)");
  app.add_option("--facilities", options.facility_files, "puskesmas and hospital lists (CSV)");
  app.add_option("--population", options.population_files, "population by kelurahan (CSV)");
  app.add_option("--districts", options.district_files, "district names or centroids (CSV)");
  app.add_flag("--siasn,!--no-siasn", options.siasn, "also write siasn_profile.csv (67 columns)");
  app.add_flag("--bom,!--no-bom", options.siasn_bom, "byte order mark in siasn_profile.csv, on by default");
  app.add_flag("--quiet", quiet, "no progress");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status =
      selaras::generator::Generate(options, out, [&](absl::string_view stage, int64_t done, int64_t total) {
        if (!quiet && done == total)
          std::fprintf(stderr, "%-14s %lld\n", std::string(stage).c_str(), static_cast<long long>(total));
      });
  if (!status.ok()) {
    std::fprintf(stderr, "selaras-generate: %s\n", std::string(status.message()).c_str());
    return 1;
  }
  return 0;
}
