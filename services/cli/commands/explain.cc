#include <iostream>
#include <memory>

#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/post_names.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;

struct ExplainOptions {
  std::string plan;
  std::string employee;
  std::vector<std::string> posts;
};

void Print(const pb::Explanation& why, bool indonesian, PostNames& posts) {
  std::cout << why.employee() << ": " << posts.Of(why.from_post())
            << (why.moved() ? " → " + posts.Of(why.to_post()) : "") << "\n\n"
            << (indonesian ? why.text_id() : why.text_en()) << "\n";
  const std::string& benefit = indonesian ? why.benefit_id() : why.benefit_en();
  if (!benefit.empty()) std::cout << benefit << "\n";
  for (const pb::Alternative& other : why.alternatives()) {
    std::cout << "\n- " << (indonesian ? other.text_id() : other.text_en()) << " [" << other.post() << "]\n";
    for (const pb::RuleResult& rule : other.rules()) {
      std::cout << "  " << rule.code() << " " << (indonesian ? rule.title_id() : rule.title_en()) << " ("
                << rule.legal_basis() << ")\n";
    }
  }
  if (why.terms().empty()) return;
  Table table({{"term"}, {"from", Align::kRight}, {"to", Align::kRight}, {"facts"}});
  for (const pb::ScoreTerm& term : why.terms()) {
    table.Add({term.term(), Thousands(term.points_from()), Thousands(term.points_to()),
               term.assumed() ? "assumed" : "measured"});
  }
  std::cout << "\n" << table.ToString();
}

absl::StatusOr<ExitStatus> ExplainOne(Session& session, const ExplainOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::ExplainEmployeeRequest request;
  request.set_name(options.plan);
  request.set_employee(options.employee);
  for (const std::string& post : options.posts) request.add_posts(post);
  SELARAS_ASSIGN_OR_RETURN(
      const auto why, matching.peer->Call<pb::Explanation>(
                          session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                            return matching.stub->ExplainEmployee(context, request, out);
                          }));
  if (session.json()) {
    std::cout << ToJson(why) << "\n";
  } else {
    PostNames posts(session);
    Print(why, session.indonesian(), posts);
  }
  return kDone;
}

}  // namespace

void AddExplain(CLI::App& app, Work& run) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command =
      app.add_subcommand("explain", "Why a person is placed where he is, and why not elsewhere");
  command->footer("Example: selarasctl explain --plan plans/… --employee employees/… --post posts/…");
  command->add_option("--plan", options->plan, "plans/…")->required();
  command->add_option("--employee", options->employee, "employees/…")->required();
  command->add_option("--post", options->posts, "Also explain these posts, at most 10");
  command->callback(
      [options, &run] { run = [options](Session& session) { return ExplainOne(session, *options); }; });
}

}  // namespace selaras::cli
