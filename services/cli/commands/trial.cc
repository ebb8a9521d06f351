// trial moves | verdicts: for trials on a synthetic province, where somebody planted effects and wants to see them found.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "nlohmann/json.hpp"
#include "services/cli/cases/case_desk.h"
#include "services/cli/command.h"
#include "services/cli/output_file.h"
#include "services/cli/progress_bar.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace registry_pb = registry::v1alpha;
namespace evaluation_pb = evaluation::v1alpha;
using RegistryStub = Session::Registry::StubInterface;

constexpr int kPageSize = 1000;

// Every item of a list method of the registry.
template <typename Response, typename Request, typename Items>
absl::Status ReadAll(Session& session, Request request,
                     grpc::Status (RegistryStub::*method)(grpc::ClientContext*, const Request&, Response*),
                     const Items& items) {
  SELARAS_ASSIGN_OR_RETURN(const auto registry, session.ToRegistry());
  request.set_page_size(kPageSize);
  do {
    SELARAS_ASSIGN_OR_RETURN(const auto page, registry.peer->template Call<Response>(
                                                  session.Scope(), rpc::Retry::kSafe,
                                                  [&](grpc::ClientContext* context, Response* out) {
                                                    return (registry.stub->*method)(context, request, out);
                                                  }));
    items(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// The code of the province folder: UNIT_CODE, POSITION_CODE.
template <typename Thing>
std::string CodeOf(const Thing& thing) {
  for (const auto& id : thing.external_ids()) {
    if (absl::EndsWith(id.kind(), "_CODE")) return id.value();
  }
  return "";
}

struct PostCodes {
  std::string unit, position, family;
};

absl::StatusOr<absl::flat_hash_map<std::string, PostCodes>> ReadPostCodes(Session& session) {
  absl::flat_hash_map<std::string, std::string> units;
  SELARAS_RETURN_IF_ERROR(ReadAll<registry_pb::ListOrgUnitsResponse>(
      session, registry_pb::ListOrgUnitsRequest(), &RegistryStub::ListOrgUnits, [&](const auto& page) {
        for (const auto& unit : page.org_units()) units[unit.name()] = CodeOf(unit);
      }));
  absl::flat_hash_map<std::string, PostCodes> positions;
  SELARAS_RETURN_IF_ERROR(ReadAll<registry_pb::ListPositionsResponse>(
      session, registry_pb::ListPositionsRequest(), &RegistryStub::ListPositions, [&](const auto& page) {
        for (const auto& position : page.positions()) {
          const std::string family = registry_pb::Position::Family_Name(position.family());
          positions[position.name()] = {"", CodeOf(position), family.substr(family.find('_') + 1)};
        }
      }));
  absl::flat_hash_map<std::string, PostCodes> posts;
  SELARAS_RETURN_IF_ERROR(ReadAll<registry_pb::ListPostsResponse>(
      session, registry_pb::ListPostsRequest(), &RegistryStub::ListPosts, [&](const auto& page) {
        for (const auto& post : page.posts()) {
          PostCodes codes = positions[post.position()];
          codes.unit = units[post.org_unit()];
          posts[post.name()] = std::move(codes);
        }
      }));
  return posts;
}

// Applied moves in the codes of the province folder: what `selaras-generate aftermath` reads.
absl::StatusOr<ExitStatus> WriteMoves(Session& session, const std::string& out) {
  SELARAS_ASSIGN_OR_RETURN(auto posts, ReadPostCodes(session));
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  CaseQuery query;
  query.state = approval::v1alpha::Case::STATE_APPLIED;
  SELARAS_ASSIGN_OR_RETURN(const auto cases, desk.List(query));
  std::string text = "effective_date,from_unit,to_unit,position,family\n";
  int64_t moves = 0;
  for (const auto& one : cases) {
    for (const auto& move : one.moves()) {
      const PostCodes& to = posts[move.to_post()];
      absl::StrAppendFormat(&text, "%04d-%02d-%02d,%s,%s,%s,%s\n", one.effective_date().year(),
                            one.effective_date().month(), one.effective_date().day(),
                            posts[move.from_post()].unit, to.unit, to.position, to.family);
      ++moves;
    }
  }
  SELARAS_RETURN_IF_ERROR(WriteWholeFile(out, text));
  std::cout << Thousands(moves) << " moves written to " << out << "\n";
  return kDone;
}

std::string VerdictWord(evaluation_pb::EffectVerdict verdict) {
  return evaluation_pb::EffectVerdict_Name(verdict).substr(std::string("EFFECT_VERDICT_").size());
}

// Units by code, as the planted file names them.
absl::StatusOr<absl::flat_hash_map<std::string, std::string>> UnitNames(Session& session) {
  absl::flat_hash_map<std::string, std::string> names;
  SELARAS_RETURN_IF_ERROR(ReadAll<registry_pb::ListOrgUnitsResponse>(
      session, registry_pb::ListOrgUnitsRequest(), &RegistryStub::ListOrgUnits, [&](const auto& page) {
        for (const auto& unit : page.org_units()) names[CodeOf(unit)] = unit.name();
      }));
  return names;
}

absl::StatusOr<evaluation_pb::Evaluation> Estimate(
    Session& session, const nlohmann::json& row, const absl::flat_hash_map<std::string, std::string>& units) {
  evaluation_pb::EstimateEffectRequest request;
  request.set_request_id(session.ids().NewId());
  request.set_indicator(row.at("indicator").get<std::string>());
  request.set_side(row.at("side") == "SENDING" ? evaluation_pb::MOVE_SIDE_SENDING
                                               : evaluation_pb::MOVE_SIDE_RECEIVING);
  if (row.at("family") != "ANY") {
    for (const auto& unit : row.at("treated_units")) {
      const auto found = units.find(unit.at("unit_code").get<std::string>());
      if (found != units.end()) request.add_treated_units(found->second);
    }
  }
  SELARAS_ASSIGN_OR_RETURN(const auto evaluation, session.ToEvaluation());
  return evaluation.peer->Call<evaluation_pb::Evaluation>(
      session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
        return evaluation.stub->EstimateEffect(context, request, out);
      });
}

// Waits until the registry has told evaluation the units of every opened plan; returns how many plans there are.
absl::StatusOr<int64_t> PreparedPlans(Session& session) {
  SELARAS_ASSIGN_OR_RETURN(const auto evaluation, session.ToEvaluation());
  ProgressBar bar(session.json());
  while (true) {
    evaluation_pb::ListTransitionPlansRequest list;
    list.set_page_size(kPageSize);
    int64_t plans = 0, open = 0;
    do {
      SELARAS_ASSIGN_OR_RETURN(
          const auto page,
          evaluation.peer->Call<evaluation_pb::ListTransitionPlansResponse>(
              session.Scope(), rpc::Retry::kSafe, [&](grpc::ClientContext* context, auto* out) {
                return evaluation.stub->ListTransitionPlans(context, list, out);
              }));
      for (const auto& plan : page.transition_plans()) {
        ++plans;
        open += plan.state() == evaluation_pb::TransitionPlan::STATE_OPEN ? 1 : 0;
      }
      list.set_page_token(page.next_page_token());
    } while (!list.page_token().empty());
    bar.Update("prepared", plans - open, plans);
    if (open == 0) return plans;
    absl::SleepFor(absl::Seconds(1));
  }
}

// What was planted beside what the service finds, which has not seen the plant.
absl::StatusOr<ExitStatus> CompareVerdicts(Session& session, const std::string& path,
                                           const std::string& out) {
  std::ifstream file(path);
  const nlohmann::json planted = nlohmann::json::parse(file, nullptr, false);
  if (planted.is_discarded() || !planted.contains("expected")) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": not a planted.json of `selaras-generate aftermath`"));
  }
  SELARAS_ASSIGN_OR_RETURN(const int64_t opened, PreparedPlans(session));
  SELARAS_ASSIGN_OR_RETURN(const auto units, UnitNames(session));
  std::map<std::string, int64_t> expected, found;
  Table table({{"indicator"},
               {"side"},
               {"family"},
               {"units", Align::kRight},
               {"effect", Align::kRight},
               {"interval"},
               {"planted"},
               {"found"}});
  ProgressBar bar(session.json());
  int64_t done = 0, agreed = 0, decided = 0;
  const auto& rows = planted.at("expected");
  for (const nlohmann::json& row : rows) {
    bar.Update("estimate", ++done, static_cast<int64_t>(rows.size()));
    const std::string verdict = row.at("verdict").get<std::string>();
    if (verdict == "INSUFFICIENT_DATA" || verdict == "UNDECIDED") continue;
    SELARAS_ASSIGN_OR_RETURN(const auto evaluation, Estimate(session, row, units));
    const std::string word = VerdictWord(evaluation.verdict());
    ++expected[verdict];
    ++found[word];
    if (verdict != "NO_CLEAR_CHANGE") {
      ++decided;
      if (word == verdict) ++agreed;
    }
    table.Add({evaluation.indicator(), row.at("side").get<std::string>(), row.at("family").get<std::string>(),
               absl::StrCat(evaluation.treated_units_size()), absl::StrFormat("%+.3f", evaluation.effect()),
               absl::StrFormat("%+.3f … %+.3f", evaluation.low(), evaluation.high()), verdict, word});
  }
  const std::string json = nlohmann::ordered_json({{"planted", expected},
                                                   {"opened", opened},
                                                   {"verdicts", found},
                                                   {"decided", {{"planted", decided}, {"found", agreed}}}})
                               .dump();
  if (!out.empty()) SELARAS_RETURN_IF_ERROR(WriteWholeFile(out, json));
  if (session.json()) {
    std::cout << json << "\n";
  } else {
    std::cout << table.ToString() << "\n"
              << agreed << " of " << decided << " planted changes found; " << Thousands(opened)
              << " transition plans opened\n";
  }
  return agreed == decided ? kDone : kFailed;
}

}  // namespace

void AddTrial(CLI::App& app, Work& run) {
  CLI::App* trial =
      app.add_subcommand("trial", "On a synthetic province: applied moves out, planted effects found");
  trial->require_subcommand(1);
  auto path = std::make_shared<std::string>();
  CLI::App* moves =
      trial->add_subcommand("moves", "Applied moves in the codes of the province folder, as CSV");
  moves->add_option("-o,--out", *path, "File")->required();
  moves->callback([path, &run] { run = [path](Session& session) { return WriteMoves(session, *path); }; });
  CLI::App* verdicts =
      trial->add_subcommand("verdicts", "Estimates what was planted and compares the verdicts");
  verdicts->add_option("planted", *path, "planted.json of `selaras-generate aftermath`")
      ->required()
      ->check(CLI::ExistingFile);
  auto out = std::make_shared<std::string>();
  verdicts->add_option("-o,--out", *out, "Also write the comparison there, JSON");
  verdicts->callback([path, out, &run] {
    run = [path, out](Session& session) { return CompareVerdicts(session, *path, *out); };
  });
  trial->footer("Exit status 1 if a planted change was not found.");
}

}  // namespace selaras::cli
