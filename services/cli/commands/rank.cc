// Posts for a person and people for a post, from the facts of this moment.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "services/cli/command.h"
#include "services/cli/post_names.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = matching::v1alpha;

struct RankOptions {
  std::string subject;
  std::string policy, plan, page_token;
  std::vector<std::string> agencies, units, families;
  int32_t size = 0, unlawful = 0;
  bool slate = false;
  std::string position, unit, certificate;  // Of a post thought of.
  bool head = false;
  int32_t min_grade = 0;
};

template <typename Request>
void Fill(const RankOptions& options, Request& request) {
  request.set_policy(options.policy);
  request.set_plan(options.plan);
  request.set_page_size(options.size);
  request.set_page_token(options.page_token);
  request.set_unlawful_size(options.unlawful);
  for (const std::string& agency : options.agencies) request.mutable_scope()->add_agencies(agency);
  for (const std::string& unit : options.units) request.mutable_scope()->add_org_units(unit);
  for (const std::string& family : options.families) request.mutable_scope()->add_families(family);
}

std::string LawfulnessOf(const Session& session, const std::string& word) {
  if (word == "LAWFUL") return session.Say("sah", "lawful");
  if (word == "UNLAWFUL") return session.Say("dilarang", "unlawful");
  return session.Say("perlu diperiksa", "to be checked");
}

// "fit 912, distance -40": where the value comes from.
template <typename Row>
std::string TermsOf(const Row& row) {
  std::vector<std::string> parts;
  for (const pb::ScoreTerm& term : row.terms()) {
    if (term.points_to() == 0) continue;
    parts.push_back(absl::StrCat(term.term(), " ", term.points_to(), term.assumed() ? "*" : ""));
  }
  return absl::StrJoin(parts, ", ");
}

template <typename Row>
void PrintRules(const Session& session, const std::string& who, const Row& row) {
  std::cout << "\n- " << who << ": " << Thousands(row.score()) << "\n";
  for (const pb::RuleResult& rule : row.rules()) {
    if (rule.result() == "WARN") continue;
    std::cout << "  " << rule.code() << " " << (session.indonesian() ? rule.title_id() : rule.title_en())
              << " (" << rule.legal_basis() << ")\n";
  }
}

template <typename Response>
void PrintBasis(const Session& session, const Response& response, int shown) {
  const pb::RankingBasis& basis = response.basis();
  std::cout << absl::StrCat(
      shown, session.Say(" dari ", " of "), Thousands(response.total_size()), " · ", basis.policy(),
      basis.plan().empty()
          ? ""
          : absl::StrCat(" · ", session.Say("dikurangi harga ", "less the prices of "), basis.plan()),
      session.Say(" · revisi registri ", " · registry revision "), basis.registry_revision(), "\n\n");
}

template <typename Response>
void PrintEnd(const Session& session, const Response& response) {
  std::cout << session.Say("\n* = dari nilai yang diandaikan, belum diukur\n",
                           "\n* = rests on an assumed value, not measured\n");
  if (!response.next_page_token().empty()) {
    std::cout << session.Say("Halaman berikutnya: ", "Next page: ") << "--page-token "
              << response.next_page_token() << "\n";
  }
}

absl::StatusOr<ExitStatus> RankPosts(Session& session, const RankOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::RankPostsRequest request;
  request.set_employee(options.subject);
  Fill(options, request);
  SELARAS_ASSIGN_OR_RETURN(const auto ranked, matching.peer->Call<pb::RankPostsResponse>(
                                                  session.Scope(), rpc::Retry::kSafe,
                                                  [&](grpc::ClientContext* context, auto* out) {
                                                    return matching.stub->RankPosts(context, request, out);
                                                  }));
  if (session.json()) {
    std::cout << ToJson(ranked) << "\n";
    return kDone;
  }
  PrintBasis(session, ranked, ranked.posts_size());
  PostNames posts(session);
  Table table({{session.Say("nilai", "value"), Align::kRight},
               {session.Say("jabatan", "post")},
               {session.Say("lowong", "free"), Align::kRight},
               {session.Say("ketentuan", "rules")},
               {session.Say("unsur", "terms")},
               {session.Say("nama", "name")}});
  for (const pb::RankedPost& row : ranked.posts()) {
    table.Add({Thousands(row.value()), posts.Of(row.post()), Thousands(row.free_seats()),
               LawfulnessOf(session, row.lawfulness()), TermsOf(row), row.post()});
  }
  std::cout << table.ToString();
  for (const pb::RankedPost& row : ranked.unlawful()) {
    PrintRules(session, absl::StrCat(posts.Of(row.post()), " [", row.post(), "]"), row);
  }
  PrintEnd(session, ranked);
  return kDone;
}

absl::StatusOr<ExitStatus> RankCandidates(Session& session, const RankOptions& options) {
  if (options.subject.empty() == options.position.empty()) {
    return absl::InvalidArgumentError("name a post, or --position and --org-unit of one that is thought of");
  }
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  pb::RankCandidatesRequest request;
  if (!options.subject.empty()) {
    request.set_post(options.subject);
  } else {
    pb::HypotheticalPost& post = *request.mutable_hypothetical();
    post.set_position(options.position);
    post.set_org_unit(options.unit);
    post.set_head_of_unit(options.head);
    post.set_certificate(options.certificate);
    post.set_min_grade(options.min_grade);
  }
  Fill(options, request);
  request.set_slate(options.slate);
  SELARAS_ASSIGN_OR_RETURN(
      const auto ranked,
      matching.peer->Call<pb::RankCandidatesResponse>(
          session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
            return matching.stub->RankCandidates(context, request, out);
          }));
  if (session.json()) {
    std::cout << ToJson(ranked) << "\n";
    return kDone;
  }
  PrintBasis(session, ranked, ranked.candidates_size());
  PostNames posts(session);
  std::vector<Column> columns = {{session.Say("nilai", "value"), Align::kRight},
                                 {session.Say("pegawai", "employee")},
                                 {session.Say("jabatan sekarang", "present post")},
                                 {session.Say("ketentuan", "rules")},
                                 {session.Say("unsur", "terms")}};
  if (options.slate)
    columns.insert(columns.begin() + 1, {session.Say("kerugian rencana", "plan loses"), Align::kRight});
  Table table(columns);
  for (const pb::RankedCandidate& row : ranked.candidates()) {
    std::vector<std::string> cells = {Thousands(row.value()), row.employee(), posts.Of(row.present_post()),
                                      LawfulnessOf(session, row.lawfulness()), TermsOf(row)};
    if (options.slate) {
      cells.insert(cells.begin() + 1,
                   !row.has_loss() ? "-" : absl::StrCat(row.loss_exact() ? "" : "≥ ", Thousands(row.loss())));
    }
    table.Add(std::move(cells));
  }
  std::cout << table.ToString();
  for (const pb::RankedCandidate& row : ranked.unlawful()) PrintRules(session, row.employee(), row);
  PrintEnd(session, ranked);
  return kDone;
}

void AddCommon(CLI::App& command, RankOptions& options) {
  command.add_option("--policy", options.policy, "policies/…; not needed with --plan");
  command.add_option("--plan", options.plan, "plans/…: values less its prices");
  command.add_option("--agency", options.agencies, "Only these agencies, agencies/…");
  command.add_option("--unit", options.units, "Only these units and all below, orgUnits/…");
  command.add_option("--family", options.families, "TEACHER, HEALTH, FUNCTIONAL, STRUCTURAL, STAFF");
  command.add_option("--size", options.size, "Rows, at most 200 (default 50)");
  command.add_option("--unlawful", options.unlawful,
                     "Also so many who may not, each with the rules; at most 50");
  command.add_option("--page-token", options.page_token, "Of the page before");
}

}  // namespace

void AddRank(CLI::App& app, Work& run) {
  CLI::App* rank =
      app.add_subcommand("rank", "Posts for a person, or people for a post, by value")->require_subcommand(1);
  const auto posts_options = std::make_shared<RankOptions>();
  CLI::App* posts = rank->add_subcommand("posts", "Posts for one person, lawful ones by value");
  posts->footer("Example: selarasctl rank posts employees/… --policy policies/… --unlawful 5");
  posts->add_option("employee", posts_options->subject, "employees/…")->required();
  AddCommon(*posts, *posts_options);
  posts->callback([posts_options, &run] {
    run = [posts_options](Session& session) { return RankPosts(session, *posts_options); };
  });

  const auto options = std::make_shared<RankOptions>();
  CLI::App* candidates = rank->add_subcommand("candidates", "People for one post, lawful ones by value");
  candidates->footer(
      "Example: selarasctl rank candidates posts/… --policy policies/… --agency agencies/…\n"
      "         selarasctl rank candidates posts/… --slate --plan plans/…\n"
      "         selarasctl rank candidates --position positions/… --org-unit orgUnits/… --policy policies/…");
  candidates->add_option("post", options->subject, "posts/…");
  AddCommon(*candidates, *options);
  candidates->add_flag("--slate", options->slate,
                       "Three for an executive post, with what the plan would lose by each");
  candidates->add_option("--position", options->position, "Of a post that is thought of, positions/…");
  candidates->add_option("--org-unit", options->unit, "Where it would be, orgUnits/…")->needs("--position");
  candidates->add_flag("--head", options->head, "It would head the unit")->needs("--position");
  candidates->add_option("--certificate", options->certificate, "It would demand this")->needs("--position");
  candidates->add_option("--min-grade", options->min_grade, "It would demand this SIASN grade")
      ->needs("--position");
  candidates->callback(
      [options, &run] { run = [options](Session& session) { return RankCandidates(session, *options); }; });
}

}  // namespace selaras::cli
