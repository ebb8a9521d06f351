// explain EMPLOYEE | explain post POST
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/newest_plan.h"
#include "services/cli/post_names.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;

struct ExplainOptions {
  std::string plan;
  std::string employee;
  std::vector<std::string> posts;
  std::string post;
  int claims = 10;
};

const std::string& In(const Session& session, const std::string& indonesian, const std::string& english) {
  return session.indonesian() ? indonesian : english;
}

std::string RuleLine(const Session& session, const pb::RuleResult& rule) {
  const bool unknown = rule.result() == "UNKNOWN", warns = rule.result() == "WARN";
  return absl::StrCat(unknown ? session.Say("perlu dipastikan", "to be settled")
                      : warns ? session.Say("perhatian", "note")
                              : session.Say("menghalangi", "bars"),
                      ": ", In(session, rule.title_id(), rule.title_en()), " (", rule.legal_basis(), ") [",
                      rule.code(), "]");
}

std::string TermWord(const Session& session, const std::string& term) {
  static constexpr std::pair<const char*, const char*> kWords[] = {{"fit", "kesesuaian jabatan"},
                                                                   {"experience", "pengalaman"},
                                                                   {"performance", "kinerja"},
                                                                   {"talent", "potensi"},
                                                                   {"development", "pengembangan karier"},
                                                                   {"distance", "jarak dari tempat tinggal"},
                                                                   {"preference", "minat"},
                                                                   {"stay", "kesinambungan tugas"},
                                                                   {"rotation", "masa jabatan terlampaui"},
                                                                   {"remedy", "ketidaksesuaian saat ini"}};
  for (const auto& [name, word] : kWords) {
    if (session.indonesian() && term == name) return word;
  }
  return term;
}

void PrintFlips(const Session& session, const google::protobuf::RepeatedPtrField<pb::Flip>& flips,
                absl::string_view indent) {
  for (const pb::Flip& flip : flips) {
    std::cout << indent << "~ " << In(session, flip.text_id(), flip.text_en()) << "\n";
  }
}

void PrintAlternative(const Session& session, const pb::Alternative& other) {
  std::cout << "\n- " << In(session, other.text_id(), other.text_en()) << " [" << other.post() << "]\n";
  for (const pb::RuleResult& rule : other.rules()) std::cout << "  " << RuleLine(session, rule) << "\n";
  if (!other.displaced().empty()) {
    std::cout << "  "
              << session.Say("Penempatan yang harus berubah, berurutan: ",
                             "Who would have to give way, in order: ")
              << absl::StrJoin(other.displaced(), ", ") << "\n";
  }
  PrintFlips(session, other.flips(), "  ");
}

void Print(Session& session, const pb::Explanation& why) {
  PostNames posts(session);
  std::cout << why.employee() << ": " << posts.Of(why.from_post())
            << (why.moved() ? " → " + posts.Of(why.to_post()) : "") << "\n\n"
            << In(session, why.text_id(), why.text_en()) << "\n";
  const std::string& benefit = In(session, why.benefit_id(), why.benefit_en());
  if (!benefit.empty()) std::cout << benefit << "\n";
  for (const pb::Alternative& other : why.alternatives()) PrintAlternative(session, other);
  if (!why.flips().empty()) {
    std::cout << "\n"
              << session.Say("Data yang, apabila keliru, akan mengubah penempatan ini:",
                             "Records that would change this placement if they were wrong:")
              << "\n";
    PrintFlips(session, why.flips(), "");
  }
  if (why.terms().empty()) return;
  Table table({{session.Say("unsur nilai", "term")},
               {session.Say("jabatan lama", "from"), Align::kRight},
               {session.Say("jabatan baru", "to"), Align::kRight},
               {session.Say("data", "facts")}});
  for (const pb::ScoreTerm& term : why.terms()) {
    table.Add({TermWord(session, term.term()), Thousands(term.points_from()), Thousands(term.points_to()),
               term.assumed() ? session.Say("asumsi", "assumed") : session.Say("terukur", "measured")});
  }
  std::cout << "\n" << table.ToString();
}

void Print(Session& session, const pb::PostExplanation& why) {
  std::cout << In(session, why.text_id(), why.text_en()) << "\n\n";
  Table table({{session.Say("pegawai", "employee")},
               {session.Say("ditempatkan", "placed")},
               {session.Say("nilai", "value"), Align::kRight},
               {session.Say("diperlukan", "needed"), Align::kRight},
               {session.Say("kerugian rencana", "loss to the plan"), Align::kRight},
               {session.Say("yang harus berpindah, berurutan", "who would give way, in order")}});
  for (const pb::PostClaim& claim : why.claims()) {
    table.Add({claim.employee(), claim.placed() ? session.Say("ya", "yes") : session.Say("tidak", "no"),
               Thousands(claim.value()),
               // Under an active limit who is placed has no threshold of his own.
               claim.placed() && why.limits_active() ? "-" : Thousands(claim.sufficient()),
               claim.placed()     ? "-"
               : claim.has_loss() ? Thousands(claim.loss())
                                  : session.Say("tidak dihitung", "not told"),
               claim.displaced().empty() ? "-" : absl::StrJoin(claim.displaced(), ", ")});
  }
  if (!table.empty()) std::cout << table.ToString();
}

absl::StatusOr<ExitStatus> ExplainOne(Session& session, ExplainOptions options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  if (options.plan.empty()) {
    SELARAS_ASSIGN_OR_RETURN(options.plan, NewestPlan(session));
  }
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
    Print(session, why);
  }
  return kDone;
}

absl::StatusOr<ExitStatus> ExplainThePost(Session& session, ExplainOptions options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  if (options.plan.empty()) {
    SELARAS_ASSIGN_OR_RETURN(options.plan, NewestPlan(session));
  }
  pb::ExplainPostRequest request;
  request.set_name(options.plan);
  request.set_post(options.post);
  request.set_claim_size(options.claims);
  SELARAS_ASSIGN_OR_RETURN(
      const auto why, matching.peer->Call<pb::PostExplanation>(
                          session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                            return matching.stub->ExplainPost(context, request, out);
                          }));
  if (session.json()) {
    std::cout << ToJson(why) << "\n";
  } else {
    Print(session, why);
  }
  return kDone;
}

}  // namespace

void AddExplain(CLI::App& app, Work& run) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command = app.add_subcommand(
      "explain", "Why a person is placed where he is, and why not elsewhere; who a post went to");
  command->footer(
      "Examples:\n  selarasctl explain employees/… --post posts/…\n  selarasctl explain post posts/… --plan "
      "plans/…");
  command->add_option("EMPLOYEE,--employee", options->employee, "employees/…");
  command->add_option("--plan", options->plan, "plans/…; the newest finished one if not given");
  command->add_option("--post", options->posts, "Also explain these posts, at most 10");
  command->callback([options, command, &run] {
    if (!command->get_subcommands().empty()) return;
    if (options->employee.empty()) throw CLI::RequiredError("EMPLOYEE");
    run = [options](Session& session) { return ExplainOne(session, *options); };
  });
  CLI::App* post = command->add_subcommand("post", "Who a post went to, and who came next");
  post->add_option("POST", options->post, "posts/…")->required();
  post->add_option("--plan", options->plan, "plans/…; the newest finished one if not given");
  post->add_option("--claims", options->claims, "How many of those who are not placed there")
      ->check(CLI::Range(1, 50))
      ->capture_default_str();
  post->callback(
      [options, &run] { run = [options](Session& session) { return ExplainThePost(session, *options); }; });
}

}  // namespace selaras::cli
