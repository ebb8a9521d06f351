#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"

namespace selaras::cli {
namespace {

namespace pb = registry::v1alpha;

// Numbers of persons come by standard input: a command line is visible to others.
absl::StatusOr<ExitStatus> Lookup(Session& session, const std::string& kind) {
  std::string line;
  std::getline(std::cin, line);
  pb::LookupEmployeeRequest request;
  request.mutable_external_id()->set_kind(kind);
  request.mutable_external_id()->set_value(std::string(absl::StripAsciiWhitespace(line)));
  SELARAS_ASSIGN_OR_RETURN(const auto registry, session.ToRegistry());
  SELARAS_ASSIGN_OR_RETURN(const auto employee,
                           registry.peer->Call<pb::Employee>(session.Scope(), rpc::Retry::kSafe,
                                                             [&](grpc::ClientContext* context, auto* out) {
                                                               return registry.stub->LookupEmployee(
                                                                   context, request, out);
                                                             }));
  std::cout << (session.json() ? ToJson(employee) : employee.name()) << "\n";
  return kDone;
}

}  // namespace

void AddLookup(CLI::App& app, Work& run) {
  auto kind = std::make_shared<std::string>("NIP");
  CLI::App* command =
      app.add_subcommand("lookup", "Find an employee by an outside number read from standard input");
  command->footer("Example: selarasctl lookup < nip.txt");
  command->add_option("--kind", *kind, "NIP, PNS_ID …")->capture_default_str();
  command->callback([kind, &run] { run = [kind](Session& session) { return Lookup(session, *kind); }; });
}

}  // namespace selaras::cli
