#include "services/cli/cases/bulk_acts.h"

#include <iostream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/catalogue.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/cli/progress_bar.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;

constexpr size_t kShownFailures = 10;

std::string FailureText(const Session& session, const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  if (FindReason(reason) == nullptr) return std::string(status.message());
  return Explain(reason, session.indonesian() ? Language::kIndonesian : Language::kEnglish,
                 MetadataOf(status));
}

std::string StatesText(const std::vector<pb::Case>& cases) {
  std::map<pb::Case::State, int64_t> counts;
  for (const pb::Case& one : cases) ++counts[one.state()];
  return absl::StrJoin(counts, " · ", [](std::string* out, const auto& entry) {
    absl::StrAppend(out, StateWord(entry.first), " ", Thousands(entry.second));
  });
}

nlohmann::ordered_json CasesJson(const std::vector<pb::Case>& cases) {
  auto list = nlohmann::ordered_json::array();
  for (const pb::Case& one : cases) list.push_back({{"name", one.name()}, {"state", StateWord(one.state())}});
  return list;
}

}  // namespace

absl::StatusOr<std::vector<pb::Case>> ChooseCases(const CaseDesk& desk, const CaseChoice& choice,
                                                  absl::string_view verb, pb::Case::State state) {
  if (choice.all == !choice.cases.empty()) {
    return absl::InvalidArgumentError("name cases, or say --all; not both");
  }
  std::vector<pb::Case> chosen;
  for (const std::string& text : choice.cases) {
    SELARAS_ASSIGN_OR_RETURN(chosen.emplace_back(), desk.Read(NameIn("cases", text)));
  }
  if (!choice.all) return chosen;
  SELARAS_ASSIGN_OR_RETURN(std::vector<pb::Case> listed, desk.List({state, NameIn("plans", choice.plan)}));
  for (pb::Case& one : listed) {
    if (MayFollow(one, verb)) chosen.push_back(std::move(one));
  }
  return chosen;
}

void PrintBulk(const Session& session, const BulkReport& report, const BulkWords& words,
               const std::vector<std::string>& names, nlohmann::ordered_json extra) {
  if (session.json()) {
    nlohmann::ordered_json json = {{"verb", words.verb},
                                   {"total", names.size()},
                                   {"done", report.done},
                                   {"skipped", report.skipped},
                                   {"failed", report.failures.size()},
                                   {"not_begun", report.not_begun}};
    json["reasons"] = nlohmann::ordered_json::object();
    for (const auto& [reason, count] : report.Reasons()) json["reasons"][reason] = count;
    json["failures"] = nlohmann::ordered_json::array();
    for (const BulkFailure& failure : report.failures) {
      if (json["failures"].size() == kShownFailures) break;
      json["failures"].push_back({{"item", names[failure.item]},
                                  {"reason", FailureReason(failure.status)},
                                  {"message", FailureText(session, failure.status)}});
    }
    for (auto& [key, value] : extra.items()) json[key] = std::move(value);
    std::cout << json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return;
  }
  std::cout << Thousands(report.done) << " " << words.item << " " << words.done;
  if (report.skipped > 0) std::cout << " · " << Thousands(report.skipped) << " " << words.skipped;
  const int64_t failed = static_cast<int64_t>(report.failures.size());
  if (failed > 0) std::cout << " · " << Thousands(failed) << " " << session.Say("gagal", "failed");
  if (report.not_begun > 0) {
    std::cout << " · " << Thousands(report.not_begun) << " " << session.Say("tidak dimulai", "not begun");
  }
  std::cout << "\n";
  if (failed == 0) return;
  Table reasons({{session.Say("alasan", "reason")}, {session.Say("jumlah", "count"), Align::kRight}});
  for (const auto& [reason, count] : report.Reasons()) reasons.Add({reason, Thousands(count)});
  Table first({{words.item}, {session.Say("alasan", "reason")}, {session.Say("keterangan", "explanation")}});
  for (size_t i = 0; i < std::min(kShownFailures, report.failures.size()); ++i) {
    const BulkFailure& failure = report.failures[i];
    first.Add({names[failure.item], FailureReason(failure.status), FailureText(session, failure.status)});
  }
  std::cout << "\n" << reasons.ToString() << "\n" << first.ToString();
}

absl::StatusOr<ExitStatus> ActOnCases(const CaseDesk& desk, const CaseChoice& choice, const CaseVerb& verb) {
  const Session& session = desk.session();
  SELARAS_ASSIGN_OR_RETURN(std::vector<pb::Case> cases, ChooseCases(desk, choice, verb.verb, verb.state));
  ProgressBar bar(session.json());
  const StepDeps steps = desk.Steps();
  const BulkReport report = RunBulk(
      cases.size(), choice.in_flight,
      [&](size_t item) -> absl::StatusOr<ItemEnd> {
        SELARAS_ASSIGN_OR_RETURN(StepsEnd end, TakeSteps(cases[item], verb.next, steps));
        cases[item] = std::move(end.last);
        return end.taken > 0 ? ItemEnd::kDone : ItemEnd::kSkipped;
      },
      [&](int64_t ended) { bar.Update(verb.verb, ended, static_cast<int64_t>(cases.size())); });
  bar.Finish();
  if (!choice.all && cases.size() == 1 && !report.ok()) return report.failures.front().status;
  std::vector<std::string> names;
  for (const pb::Case& one : cases) names.push_back(one.name());
  PrintBulk(
      session, report,
      {verb.verb, session.Say("berkas", "cases"), session.Say(verb.said_id.c_str(), verb.said_en.c_str()),
       session.Say("tidak perlu", "needed nothing")},
      names, {{"cases", CasesJson(cases)}});
  if (!session.json() && !cases.empty()) std::cout << StatesText(cases) << "\n";
  return report.ok() ? kDone : kFailed;
}

}  // namespace selaras::cli
