#include <iostream>

#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

absl::StatusOr<ExitStatus> ShowStatus(Session& session) {
  const CallScope scope = session.Scope();
  SELARAS_ASSIGN_OR_RETURN(const auto registry, session.ToRegistry());
  const registry::v1alpha::GetRegistryRequest request;
  SELARAS_ASSIGN_OR_RETURN(const auto state,
                           registry.peer->Call<registry::v1alpha::Registry>(
                               scope, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                 return registry.stub->GetRegistry(context, request, out);
                               }));
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  matching::v1alpha::ListPlansRequest list;
  list.set_page_size(5);
  SELARAS_ASSIGN_OR_RETURN(const auto plans,
                           matching.peer->Call<matching::v1alpha::ListPlansResponse>(
                               scope, rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                                 return matching.stub->ListPlans(context, list, out);
                               }));
  if (session.json()) {
    std::cout << "{\"registry\":" << ToJson(state) << ",\"plans\":" << ToJson(plans) << "}\n";
    return kDone;
  }
  Table counts({{"registry"}, {"count", Align::kRight}});
  counts.Add({"revision", Thousands(state.revision())});
  counts.Add({"agencies", Thousands(state.agencies())});
  counts.Add({"org units", Thousands(state.org_units())});
  counts.Add({"positions", Thousands(state.positions())});
  counts.Add({"posts", Thousands(state.posts())});
  counts.Add({"seats", Thousands(state.seats())});
  counts.Add({"employees", Thousands(state.employees())});
  std::cout << counts.ToString();
  if (plans.plans().empty()) return kDone;
  Table newest({{"plan"}, {"state"}, {"verdict"}, {"moves", Align::kRight}});
  for (const auto& plan : plans.plans()) {
    newest.Add({plan.name(), matching::v1alpha::Plan::State_Name(plan.state()).substr(6),
                matching::v1alpha::Verdict_Name(plan.result().verdict()).substr(8),
                Thousands(plan.result().moves())});
  }
  std::cout << "\n" << newest.ToString();
  return kDone;
}

}  // namespace

void AddStatus(CLI::App& app, Work& run) {
  CLI::App* command = app.add_subcommand("status", "What the services hold, and the newest plans");
  command->callback([&run] { run = ShowStatus; });
}

}  // namespace selaras::cli
