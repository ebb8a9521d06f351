// case export-sheet | import-sheet: decisions in a workbook.
#include <iostream>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/cases/case_text.h"
#include "services/cli/cases/meetings.h"
#include "services/cli/cases/verbs.h"
#include "services/cli/progress_bar.h"
#include "services/cli/remote_call.h"
#include "services/cli/sheets/case_sheet.h"
#include "services/cli/sheets/sheet_decisions.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = approval::v1alpha;
namespace matching_pb = matching::v1alpha;
namespace registry_pb = registry::v1alpha;

constexpr size_t kShownErrors = 10;

struct SheetOptions {
  std::string file, state = "RECOMMENDED", plan, purpose;
  bool unmask = false;
  bool approve = false, meeting = false, dry_run = false;
  MeetingFrame frame;
  std::optional<absl::CivilDay> date;
  int in_flight = 16;
};

int MoveNumber(const pb::CaseMove& move) {
  return std::atoi(ShortName(move.name()).c_str());
}

// What people call a transfer reason; an unknown one keeps its code.
std::string ReasonWord(const std::string& reason) {
  static const auto* const kWords =
      new std::map<std::string, std::string>{{"WORKLOAD_BALANCE", "pemerataan beban kerja"},
                                             {"COMPETENCY_FIT", "kesesuaian kompetensi"},
                                             {"VACANCY_FILL", "pengisian formasi lowong"},
                                             {"ROTATION_DUE", "rotasi berkala"},
                                             {"CAREER_DEVELOPMENT", "pengembangan karier"},
                                             {"SELF_REQUEST", "permohonan sendiri"},
                                             {"SUCCESSION", "suksesi"},
                                             {"REORGANISATION", "penataan organisasi"},
                                             {"CONFLICT_RESOLUTION", "penyelesaian konflik"},
                                             {"DISCIPLINARY", "pembinaan disiplin"},
                                             {"HEALTH_ACCESS", "kesehatan"}};
  const auto found = kWords->find(reason);
  return found == kWords->end() ? reason : found->second;
}

std::string ReasonsText(const matching_pb::Move& move) {
  return absl::StrJoin(move.reasons(), ", ",
                       [](std::string* out, const std::string& reason) { out->append(ReasonWord(reason)); });
}

// Why a plan moves somebody: by employee, asked for once per plan.
class MoveReasons {
 public:
  explicit MoveReasons(Session& session) : session_(session) {}

  absl::StatusOr<std::string> Of(const pb::Case& one, const pb::CaseMove& move) {
    if (one.plan().empty()) return one.letter_number();
    if (known_.count(one.plan()) == 0) SELARAS_RETURN_IF_ERROR(Read(one.plan()));
    return known_[one.plan()][move.employee()];
  }

 private:
  absl::Status Read(const std::string& plan) {
    SELARAS_ASSIGN_OR_RETURN(const auto matching, session_.ToMatching());
    matching_pb::ListMovesRequest request;
    request.set_parent(plan);
    request.set_page_size(1000);
    std::map<std::string, std::string>& reasons = known_[plan];
    do {
      SELARAS_ASSIGN_OR_RETURN(
          const auto page, CallOn(session_, matching, request, &Session::Matching::StubInterface::ListMoves));
      for (const matching_pb::Move& move : page.moves()) reasons[move.employee()] = ReasonsText(move);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return absl::OkStatus();
  }

  Session& session_;
  std::map<std::string, std::map<std::string, std::string>> known_;
};

absl::StatusOr<std::string> EmployeeText(Session& session, const std::string& employee,
                                         const SheetOptions& options) {
  if (!options.unmask) return ShortName(employee);
  SELARAS_ASSIGN_OR_RETURN(const auto registry, session.ToRegistry());
  registry_pb::GetEmployeeRequest request;
  request.set_name(employee);
  request.set_unmask(true);
  request.set_purpose(options.purpose);
  SELARAS_ASSIGN_OR_RETURN(
      const auto found, CallOn(session, registry, request, &Session::Registry::StubInterface::GetEmployee));
  return found.display_name();
}

absl::StatusOr<ExitStatus> ExportSheet(Session& session, const SheetOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  SELARAS_ASSIGN_OR_RETURN(const pb::Case::State state, ParseCaseState(options.state));
  SELARAS_ASSIGN_OR_RETURN(const auto cases, desk.List({state, NameIn("plans", options.plan)}));
  PostNames posts(session);
  MoveReasons reasons(session);
  ProgressBar bar(session.json());
  std::vector<SheetRow> rows;
  for (size_t i = 0; i < cases.size(); ++i) {
    for (const pb::CaseMove& move : cases[i].moves()) {
      SheetRow& row = rows.emplace_back();
      row.case_name = cases[i].name();
      row.move = MoveNumber(move);
      SELARAS_ASSIGN_OR_RETURN(row.employee, EmployeeText(session, move.employee(), options));
      row.from = posts.Of(move.from_post());
      row.to = posts.Of(move.to_post());
      SELARAS_ASSIGN_OR_RETURN(row.reason, reasons.Of(cases[i], move));
      row.content_hash = cases[i].content_hash();
    }
    bar.Update("sheet", static_cast<int64_t>(i + 1), static_cast<int64_t>(cases.size()));
  }
  bar.Finish();
  SELARAS_RETURN_IF_ERROR(WriteCaseSheet(options.file, rows));
  if (session.json()) {
    const nlohmann::ordered_json json = {
        {"file", options.file}, {"cases", cases.size()}, {"moves", rows.size()}};
    std::cout << json.dump() << "\n";
  } else {
    std::cout << options.file << ": " << Thousands(static_cast<int64_t>(cases.size())) << " "
              << session.Say("berkas", "cases") << ", " << Thousands(static_cast<int64_t>(rows.size())) << " "
              << session.Say("perpindahan", "moves") << "\n";
  }
  return kDone;
}

void PrintErrors(const Session& session, const SheetDecisions& decisions) {
  if (session.json()) {
    nlohmann::ordered_json json = {{"cases", decisions.cases.size()},
                                   {"errors", nlohmann::ordered_json::array()}};
    for (const CellError& error : decisions.errors) {
      json["errors"].push_back({{"cell", error.cell},
                                {"reason", error.reason},
                                {"cure", session.indonesian() ? error.cure_id : error.cure_en}});
    }
    std::cout << json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return;
  }
  Table table(
      {{session.Say("sel", "cell")}, {session.Say("alasan", "reason")}, {session.Say("perbaikan", "cure")}});
  for (size_t i = 0; i < std::min(kShownErrors, decisions.errors.size()); ++i) {
    const CellError& error = decisions.errors[i];
    table.Add({error.cell, error.reason, session.indonesian() ? error.cure_id : error.cure_en});
  }
  std::cout << Thousands(static_cast<int64_t>(decisions.errors.size())) << " "
            << session.Say("kesalahan; tidak ada yang dikirim", "errors; nothing was sent") << "\n"
            << table.ToString();
}

// The cases of the sheet as they stand, where `verb` may follow.
absl::StatusOr<std::vector<pb::Case>> CasesNow(const CaseDesk& desk, const SheetDecisions& decisions,
                                               absl::string_view verb, int in_flight) {
  std::vector<pb::Case> cases(decisions.cases.size());
  const BulkReport report = RunBulk(
      cases.size(), in_flight,
      [&](size_t item) -> absl::StatusOr<ItemEnd> {
        absl::StatusOr<pb::Case> one = desk.Read(decisions.cases[item].case_name);
        if (absl::IsNotFound(one.status()) || absl::IsInvalidArgument(one.status())) return ItemEnd::kSkipped;
        SELARAS_RETURN_IF_ERROR(one.status());
        if (!MayFollow(*one, verb)) return ItemEnd::kSkipped;
        cases[item] = *std::move(one);
        return ItemEnd::kDone;
      },
      [](int64_t) {});
  if (!report.ok()) return report.failures.front().status;
  return cases;
}

void Bind(const std::vector<pb::Case>& cases, SheetDecisions& decisions) {
  std::map<std::string, CaseNow> now;
  for (const pb::Case& one : cases) {
    if (one.name().empty()) continue;
    CaseNow& entry = now[one.name()];
    entry = {one.name(), one.content_hash(), {}};
    for (const pb::CaseMove& move : one.moves()) entry.moves.push_back(MoveNumber(move));
  }
  CheckAgainst(now, decisions);
}

Decisions SpokenOf(const SheetDecisions& decisions) {
  Decisions spoken;
  for (const CaseDecisions& one : decisions.cases) {
    for (const auto& [move, decision] : one.moves) {
      spoken[MoveNameIn(one.case_name, absl::StrCat(move))] = {decision.decision, decision.note};
    }
  }
  return spoken;
}

// What an approver does on a case whose moves he decided so: rejects the first name that is refused, approves when all
// are agreed to; null = leaves it, as something is postponed.
NextCall ActOf(const CaseDesk& desk, const CaseDecisions& decided) {
  VerbOptions options;
  bool postponed = false;
  for (const auto& [move, decision] : decided.moves) {
    postponed = postponed || decision.decision == "POSTPONE";
    if (decision.decision != "REFUSE" || !options.move.empty()) continue;
    options.move = absl::StrCat(move);
    options.reason = decision.note;
  }
  if (!options.move.empty()) return MakeVerb(desk, "reject", options).next;
  if (postponed) return [](const pb::Case&, int) -> CaseCall { return nullptr; };
  options.content_hash = decided.content_hash;  // What he saw, whatever stands there now.
  return MakeVerb(desk, "approve", options).next;
}

absl::StatusOr<ExitStatus> ApproveSheet(const CaseDesk& desk, const SheetDecisions& decisions,
                                        std::vector<pb::Case> cases, int in_flight) {
  const Session& session = desk.session();
  ProgressBar bar(session.json());
  const StepDeps steps = desk.Steps();
  const BulkReport report = RunBulk(
      cases.size(), in_flight,
      [&](size_t item) -> absl::StatusOr<ItemEnd> {
        SELARAS_ASSIGN_OR_RETURN(const StepsEnd end,
                                 TakeSteps(cases[item], ActOf(desk, decisions.cases[item]), steps));
        return end.taken > 0 ? ItemEnd::kDone : ItemEnd::kSkipped;
      },
      [&](int64_t ended) { bar.Update("decide", ended, static_cast<int64_t>(cases.size())); });
  bar.Finish();
  std::vector<std::string> names;
  for (const CaseDecisions& one : decisions.cases) names.push_back(one.case_name);
  PrintBulk(session, report,
            {"Approve", session.Say("berkas", "cases"), session.Say("diputus", "decided"),
             session.Say("ditunda", "put off")},
            names);
  return report.ok() ? kDone : kFailed;
}

void PrintDryRun(const Session& session, const SheetDecisions& decisions) {
  std::map<std::string, int64_t> counts;
  for (const CaseDecisions& one : decisions.cases) {
    for (const auto& [move, decision] : one.moves) ++counts[decision.decision];
  }
  if (session.json()) {
    const nlohmann::ordered_json json = {{"dry_run", true},
                                         {"cases", decisions.cases.size()},
                                         {"undecided_cases", decisions.undecided_cases},
                                         {"decisions", counts},
                                         {"errors", nlohmann::ordered_json::array()}};
    std::cout << json.dump() << "\n";
    return;
  }
  Table table({{session.Say("keputusan", "decision")}, {session.Say("perpindahan", "moves"), Align::kRight}});
  for (const auto& [decision, count] : counts) table.Add({decision, Thousands(count)});
  std::cout << table.ToString() << Thousands(static_cast<int64_t>(decisions.cases.size())) << " "
            << session.Say("berkas diputus", "cases decided") << ", " << Thousands(decisions.undecided_cases)
            << " " << session.Say("belum; tidak ada yang dikirim", "not yet; nothing was sent") << "\n";
}

absl::StatusOr<ExitStatus> ImportSheet(Session& session, SheetOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(const SheetCells cells, ReadSheetCells(options.file));
  SheetDecisions decisions = ReadDecisions(cells);
  SELARAS_ASSIGN_OR_RETURN(const CaseDesk desk, CaseDesk::Open(session));
  SELARAS_ASSIGN_OR_RETURN(
      const std::vector<pb::Case> cases,
      CasesNow(desk, decisions, options.approve ? "Approve" : "RecordMeeting", options.in_flight));
  Bind(cases, decisions);
  if (!decisions.errors.empty()) {
    PrintErrors(session, decisions);
    return kFailed;
  }
  if (options.dry_run) {
    PrintDryRun(session, decisions);
    return kDone;
  }
  if (options.approve) return ApproveSheet(desk, decisions, cases, options.in_flight);
  options.frame.date = *options.date;
  return RecordMeetings(desk, options.frame, cases, SpokenOf(decisions));
}

void AddImportSheet(CLI::App& group, const std::shared_ptr<SheetOptions>& options, Work& run) {
  CLI::App* read = group.add_subcommand("import-sheet", "Decisions of a returned workbook");
  read->footer(
      "Every cell is checked before anything is sent; a case whose content changed since the export is "
      "refused.\n"
      "--approve: a case whose moves are all SETUJU is approved, the first TOLAK is rejected with its note, "
      "cases with\n"
      "TUNDA are left.\n"
      "Example: selarasctl case import-sheet rapat.xlsx --meeting --place 'Ruang Rapat' --date 2026-11-20\n"
      "           --chair ketua --attendee ketua anggota-1 anggota-2");
  read->add_option("file", options->file, "XLSX of `case export-sheet`")
      ->required()
      ->check(CLI::ExistingFile);
  CLI::Option* meeting = read->add_flag("--meeting", options->meeting, "They become a coordination meeting");
  CLI::Option* approve =
      read->add_flag("--approve", options->approve, "They become my approvals and rejections");
  meeting->excludes(approve);
  AddMeetingFrame(*read, options->frame, options->date);
  read->add_flag("--dry-run", options->dry_run, "Check and count only");
  AddInFlight(*read, options->in_flight);
  read->callback([options, &run] {
    if (!options->approve && !options->meeting) throw CLI::RequiredError("--meeting or --approve");
    const MeetingFrame& frame = options->frame;
    const bool whole =
        !frame.place.empty() && !frame.chair.empty() && !frame.attendees.empty() && options->date;
    if (options->meeting && !options->dry_run && !whole) {
      throw CLI::RequiredError("--place, --date, --chair and --attendee");
    }
    run = [options](Session& session) { return ImportSheet(session, *options); };
  });
}

}  // namespace

void AddCaseSheets(CLI::App& group, Work& run) {
  auto options = std::make_shared<SheetOptions>();
  CLI::App* write = group.add_subcommand("export-sheet", "Moves as a workbook in which to decide");
  write->add_option("-o,--out", options->file, "XLSX to write")->required();
  write->add_option("--state", options->state, "Cases in this state")->capture_default_str();
  write->add_option("--plan", options->plan, "Only cases of plans/…");
  CLI::Option* purpose =
      write->add_option("--purpose", options->purpose, "With --unmask: what the names are for");
  write->add_flag("--unmask", options->unmask, "Names instead of ids; needs the right, and is recorded")
      ->needs(purpose);
  write->callback(
      [options, &run] { run = [options](Session& session) { return ExportSheet(session, *options); }; });
  AddImportSheet(group, options, run);
}

}  // namespace selaras::cli
