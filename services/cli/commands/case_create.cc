// case create: every chain of a plan, some of them, or moves from a letter.
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/progress_bar.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;
namespace matching_pb = matching::v1alpha;

struct CreateOptions {
  std::string plan;
  std::vector<std::string> chains;
  int limit = 0;
  std::string letter;
  std::vector<std::string> moves;
  std::optional<absl::CivilDay> effective_date;
  int in_flight = 16;
};

absl::StatusOr<std::vector<std::string>> ChainKeys(Session& session, const std::string& plan, int limit) {
  SELARAS_ASSIGN_OR_RETURN(const auto matching, session.ToMatching());
  matching_pb::ListChainsRequest request;
  request.set_parent(plan);
  request.set_page_size(1000);
  std::vector<std::string> keys;
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page, matching.peer->Call<matching_pb::ListChainsResponse>(
                                                  session.Scope(), rpc::Retry::kSafe,
                                                  [&](grpc::ClientContext* context, auto* out) {
                                                    return matching.stub->ListChains(context, request, out);
                                                  }));
    for (const matching_pb::Chain& chain : page.chains()) keys.push_back(chain.key());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (limit == 0 || static_cast<int>(keys.size()) < limit));
  if (limit > 0 && static_cast<int>(keys.size()) > limit) keys.resize(limit);
  return keys;
}

// A new case, asked for again under the same id while the answer is lost.
absl::StatusOr<pb::Case> CreateOne(const CaseDesk& desk, pb::CreateCaseRequest request) {
  pb::Case none;
  SELARAS_ASSIGN_OR_RETURN(StepsEnd end, TakeSteps(
                                             none,
                                             [&](const pb::Case&, int taken) -> CaseCall {
                                               if (taken > 0) return nullptr;
                                               return [&](const pb::Case&, const std::string& id) {
                                                 request.set_request_id(id);
                                                 return desk.Call<pb::Case>(request,
                                                                            &CaseDesk::Stub::CreateCase);
                                               };
                                             },
                                             desk.Steps()));
  return std::move(end.last);
}

absl::StatusOr<ExitStatus> CreateFromPlan(Session& session, const CreateOptions& options) {
  const std::string plan = NameIn("plans", options.plan);
  std::vector<std::string> keys = options.chains;
  if (keys.empty()) {
    SELARAS_ASSIGN_OR_RETURN(keys, ChainKeys(session, plan, options.limit));
  }
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  ProgressBar bar(session.json());
  std::vector<std::string> made(keys.size());
  const BulkReport report = RunBulk(
      keys.size(), options.in_flight,
      [&](size_t item) -> absl::StatusOr<ItemEnd> {
        pb::CreateCaseRequest request;
        request.set_plan(plan);
        request.set_chain_key(keys[item]);
        if (options.effective_date) SetDate(*options.effective_date, request.mutable_effective_date());
        const absl::StatusOr<pb::Case> one = CreateOne(desk, std::move(request));
        if (ReasonOf(one.status()) == "CASE_CHAIN_RUNNING") return ItemEnd::kSkipped;
        SELARAS_RETURN_IF_ERROR(one.status());
        made[item] = one->name();
        return ItemEnd::kDone;
      },
      [&](int64_t ended) { bar.Update("CreateCase", ended, static_cast<int64_t>(keys.size())); });
  bar.Finish();
  nlohmann::ordered_json cases = nlohmann::ordered_json::array();
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!made[i].empty()) cases.push_back({{"name", made[i]}, {"chain_key", keys[i]}});
  }
  PrintBulk(session, report,
            {"CreateCase", session.Say("berkas", "cases"), session.Say("dibuat", "created"),
             session.Say("sudah berjalan", "already running")},
            keys, {{"plan", plan}, {"cases", std::move(cases)}});
  return report.ok() ? kDone : kFailed;
}

absl::StatusOr<ExitStatus> CreateFromLetter(Session& session, const CreateOptions& options) {
  pb::CreateCaseRequest request;
  request.set_letter_number(options.letter);
  for (const std::string& text : options.moves) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
    if (parts.first.empty() || parts.second.empty()) {
      return absl::InvalidArgumentError("--move: EMPLOYEE:TO_POST, such as employees/…:posts/…");
    }
    pb::CaseMove& move = *request.add_moves();
    move.set_employee(NameIn("employees", parts.first));
    move.set_to_post(NameIn("posts", parts.second));
  }
  SetDate(*options.effective_date, request.mutable_effective_date());
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  SELARAS_ASSIGN_OR_RETURN(const pb::Case one, CreateOne(desk, std::move(request)));
  BulkReport report;
  report.done = 1;
  PrintBulk(session, report, {"CreateCase", one.name(), session.Say("dibuat", "created"), ""}, {one.name()},
            {{"cases", {{{"name", one.name()}, {"chain_key", ""}}}}});
  return kDone;
}

}  // namespace

void AddCaseCreate(CLI::App& group, Work& run) {
  auto options = std::make_shared<CreateOptions>();
  CLI::App* create = group.add_subcommand("create", "Chains of a plan, or moves from a letter, as cases");
  create->footer(
      "Chains that have a running case are counted as such.\n"
      "Example: selarasctl case create --plan plans/… --limit 100\n"
      "         selarasctl case create --letter 800/12/BKD --move EMPLOYEE:POST --effective-date 2027-01-04");
  CLI::Option* plan = create->add_option("--plan", options->plan, "Plan whose chains become cases");
  create->add_option("--chain", options->chains, "Only these chains, by key")->needs(plan);
  create->add_option("--limit", options->limit, "At most so many chains; 0 = all")
      ->needs(plan)
      ->check(CLI::NonNegativeNumber);
  CLI::Option* letter =
      create->add_option("--letter", options->letter, "Number of the letter that asks for it");
  CLI::Option* moves = create->add_option("--move", options->moves, "EMPLOYEE:TO_POST; may be given again");
  CLI::Option* day = AddDay(*create, "--effective-date", options->effective_date,
                            "YYYY-MM-DD; default for a plan: the service's");
  plan->excludes(letter);
  letter->needs(moves)->needs(day);
  AddInFlight(*create, options->in_flight);
  create->callback([options, plan, letter, &run] {
    if (plan->count() + letter->count() == 0) throw CLI::RequiredError("--plan or --letter");
    run = [options](Session& session) {
      return options->letter.empty() ? CreateFromPlan(session, *options)
                                     : CreateFromLetter(session, *options);
    };
  });
}

}  // namespace selaras::cli
