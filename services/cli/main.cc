// selarasctl: the suite from a terminal.
#include <csignal>
#include <cstdio>

#include "services/cli/command.h"

namespace selaras::cli {
namespace {

constexpr char kFooter[] = R"(Examples:
  selarasctl generate --preset S --seed 7 --out province
  selarasctl import province
  selarasctl needs analyze
  selarasctl plan create --policy seimbang --export out
  selarasctl explain --plan plans/… --employee employees/…

Exit status: 0 done · 1 the work failed · 2 wrong usage · 3 no server, or overloaded · 4 not allowed ·
5 not found · 6 refused in this state · 7 rows refused (import --strict))";

int Run(int argc, char** argv) {
  CLI::App app("selarasctl: plan, explain and verify transfers of civil servants", "selarasctl");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  GlobalOptions options;
  app.add_option("--server", options.server, "Address of all services")
      ->envname("SELARAS_SERVER")
      ->capture_default_str();
  app.add_option("--registry", options.registry, "Address of the registry, if it is apart");
  app.add_option("--needs", options.needs, "Address of needs, if it is apart");
  app.add_option("--matching", options.matching, "Address of matching, if it is apart");
  app.add_option("--approval", options.approval, "Address of approval, if it is apart");
  app.add_option("--evaluation", options.evaluation, "Address of evaluation, if it is apart");
  app.add_option("--token-file", options.token_file, "File with the bearer token (else $SELARAS_TOKEN_FILE)");
  app.add_option("--tls-ca", options.tls_ca_file, "CA of the server; without it only loopback is reached");
  app.add_option("--tenant", options.tenant, "Province, for tokens that serve several");
  app.add_flag("--json", options.json, "Results as JSON, for programs");
  app.add_option("--lang", options.lang, "Language of explanations: id or en")
      ->check(CLI::IsMember({"id", "en"}))
      ->capture_default_str();
  app.fallthrough();

  Work run;
  AddGenerate(app, run);
  AddImport(app, run);
  AddBundle(app, run);
  AddNeeds(app, run);
  AddVectors(app, run);
  AddPolicy(app, run);
  AddPlan(app, run);
  AddExplain(app, run);
  AddExchange(app, run);
  AddFairness(app, run);
  AddExport(app, run);
  AddFrontier(app, run);
  AddCompare(app, run);
  AddRank(app, run);
  AddStatus(app, run);
  AddLookup(app, run);
  AddCase(app, run);
  AddDecree(app, run);
  AddEvidence(app, run);
  AddCycle(app, run);
  AddEvaluate(app, run);
  AddTrial(app, run);
  AddCompletion(app, run);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  Session session(options);
  const absl::StatusOr<ExitStatus> result = run(session);
  if (result.ok()) return *result;
  std::fputs(ErrorText(result.status()).c_str(), stderr);
  return ExitStatusOf(result.status());
}

}  // namespace
}  // namespace selaras::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  return selaras::cli::Run(argc, argv);
}
