// selaras-verify-rows: an auditor's check that rows of an instance follow from the facts and the sealed policy.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "services/verify_rows/check.h"

namespace selaras::verify_rows {
namespace {

// Exit status: 0 rows agree, 1 they do not, 2 wrong usage or unreadable files.
constexpr int kShown = 20;

std::string JsonText(const Outcome& outcome, const CheckOptions& options) {
  nlohmann::json differences = nlohmann::json::array();
  for (const Difference& difference : outcome.differences) {
    differences.push_back({{"where", difference.where},
                           {"what", difference.what},
                           {"stated", difference.stated},
                           {"recomputed", difference.recomputed}});
  }
  return nlohmann::json({{"verdict", outcome.difference_count == 0 ? "OK" : "WRONG"},
                         {"rows", outcome.people},
                         {"in_scope", outcome.in_scope},
                         {"cells", outcome.cells},
                         {"exceptions", outcome.exceptions},
                         {"posts", outcome.posts},
                         {"districts", outcome.districts},
                         {"seed", options.seed},
                         {"difference_count", outcome.difference_count},
                         {"differences", std::move(differences)},
                         {"not_rebuilt", outcome.not_rebuilt}})
      .dump();
}

void Print(const Outcome& outcome, const CheckOptions& options) {
  for (size_t i = 0; i < outcome.differences.size() && i < kShown; ++i) {
    const Difference& difference = outcome.differences[i];
    std::cout << "WRONG " << difference.where << " " << difference.what << ": stated " << difference.stated
              << ", recomputed " << difference.recomputed << "\n";
  }
  for (const std::string& what : outcome.not_rebuilt) std::cout << "not rebuilt: " << what << "\n";
  if (outcome.difference_count == 0) {
    std::cout << "ROWS " << outcome.people << " OK";
  } else {
    std::cout << "ROWS " << outcome.people << " WRONG, " << outcome.difference_count << " differences";
  }
  std::cout << " (of " << outcome.in_scope << " people, seed " << options.seed << "; " << outcome.cells
            << " cells, " << outcome.exceptions << " exceptions, all " << outcome.posts << " posts and "
            << outcome.districts << " districts)\n";
}

int Run(int argc, char** argv) {
  CLI::App app("selaras-verify-rows: rebuild rows of an instance from facts and the sealed policy",
               "selaras-verify-rows");
  app.footer(
      "FOLDER is what `selarasctl export facts PLAN FOLDER` writes. docs/verify_rows.md\n"
      "Exit status: 0 rows agree · 1 they do not · 2 wrong usage or unreadable files");
  std::string folder, facts, instance;
  CheckOptions options;
  bool all = false, json = false;
  app.add_option("folder", folder, "plan.json, plan.instance, instance_keys.csv, policy, facts")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--facts", facts, "Folder of facts (a bundle), where not FOLDER/facts")
      ->check(CLI::ExistingDirectory);
  app.add_option("--instance", instance, "Instance, where not FOLDER/plan.instance")
      ->check(CLI::ExistingFile);
  app.add_option("--sample", options.sample, "People whose rows are rebuilt")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--key", options.people, "The rows of these people alone; may be given again")
      ->allow_extra_args(false);
  app.add_flag("--all", all, "Everybody's row");
  app.add_option("--seed", options.seed, "Chooses the people")->capture_default_str();
  app.add_flag("--json", json, "For programs");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const std::filesystem::path base(folder);
  options.instance = instance.empty() ? (base / "plan.instance").string() : instance;
  options.facts = facts.empty() ? (base / "facts").string() : facts;
  options.policy = (base / "policy").string();
  options.plan = (base / "plan.json").string();
  options.keys = (base / "instance_keys.csv").string();
  if (all) options.sample = 0;
  const auto outcome = CheckRows(options);
  if (!outcome.ok()) {
    std::cerr << "error: " << std::string(outcome.status().message()) << "\n";
    return 2;
  }
  if (json) {
    std::cout << JsonText(*outcome, options) << "\n";
  } else {
    Print(*outcome, options);
  }
  return outcome->difference_count == 0 ? 0 : 1;
}

}  // namespace
}  // namespace selaras::verify_rows

int main(int argc, char** argv) {
  return selaras::verify_rows::Run(argc, argv);
}
