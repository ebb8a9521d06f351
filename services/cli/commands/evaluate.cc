// evaluate plans | step | feedback | feedback-summary | estimate | list | show | decline | follow-ups | follow-up |
// complete | report
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/grpc_status.h"
#include "libs/rpc/proto_time.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/cases/case_text.h"
#include "services/cli/output_file.h"
#include "services/cli/progress_bar.h"
#include "services/cli/remote_call.h"
#include "services/cli/table.h"

namespace selaras::cli {
namespace {

namespace pb = evaluation::v1alpha;
namespace fs = std::filesystem;
using Stub = Session::Evaluation::StubInterface;

struct EvaluateOptions {
  std::string name, indicator, side = "receiving", plan, cycle, folder;
  std::vector<std::string> units;
  std::optional<absl::CivilDay> date;
  int limit = 20;
  int step = 0;
  std::string mentor, owner, text, finding, evaluation;
  int workload = 0, clarity = 0, support = 0, commute = 0, wellbeing = 0;
};

// Prints the message for programs; for people what `page` makes of it.
template <typename Message>
absl::StatusOr<ExitStatus> Print(const Session& session, const absl::StatusOr<Message>& answer,
                                 const std::function<std::string(const Message&)>& page) {
  SELARAS_RETURN_IF_ERROR(answer.status());
  std::cout << (session.json() ? ToJson(*answer) + "\n" : page(*answer));
  return kDone;
}

template <typename Request, typename Response>
absl::StatusOr<Response> Call(Session& session, const Request& request,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  SELARAS_ASSIGN_OR_RETURN(const auto evaluation, session.ToEvaluation());
  return CallOn(session, evaluation, request, method);
}

std::string Number(bool known, double value) {
  return known ? absl::StrFormat("%.3g", value) : "-";
}

std::string VerdictWord(pb::EffectVerdict verdict) {
  return pb::EffectVerdict_Name(verdict).substr(15);
}

std::string SideWord(pb::MoveSide side) {
  return side == pb::MOVE_SIDE_SENDING ? "SENDING" : "RECEIVING";
}

template <typename Messages>
std::string EvaluationTable(const Session& session, const Messages& evaluations) {
  Table table({{session.Say("evaluasi", "evaluation")},
               {session.Say("indikator", "indicator")},
               {session.Say("sisi", "side")},
               {session.Say("pengaruh", "effect"), Align::kRight},
               {session.Say("rentang 95 %", "95 % interval")},
               {"p", Align::kRight},
               {session.Say("putusan", "verdict")},
               {session.Say("sebab", "reasons")}});
  for (const pb::Evaluation& one : evaluations) {
    table.Add({one.name(), one.indicator(), SideWord(one.side()), Number(one.has_effect(), one.effect()),
               one.has_low() ? absl::StrCat(Number(true, one.low()), " … ", Number(true, one.high())) : "-",
               Number(one.has_p_value(), one.p_value()), VerdictWord(one.verdict()),
               absl::StrJoin(one.reasons(), " ")});
  }
  return table.ToString();
}

std::string EvaluationPage(const Session& session, const pb::Evaluation& one) {
  std::string out = EvaluationTable(session, std::vector<pb::Evaluation>{one});
  absl::StrAppend(&out, session.Say("unit", "units"), ": ", one.treated_units_size(), ", ",
                  session.Say("pembanding", "comparable"), ": ", one.control_units_size(), ", ",
                  session.Say("tidak dipakai", "left out"), ": ", one.units_left_out(), "\n",
                  session.Say("uji plasebo", "placebo"), ": ",
                  Number(one.has_placebo_effect(), one.placebo_effect()), "\n", session.Say("isi", "content"),
                  " ", one.content_hash(), "\n");
  if (!one.declined_units().empty()) {
    absl::StrAppend(&out, session.Say("unit yang menurun", "units that declined"), ": ",
                    absl::StrJoin(one.declined_units(), " "), "\n");
  }
  return out;
}

template <typename Messages>
std::string FollowUpTable(const Session& session, const Messages& follow_ups) {
  Table table({{session.Say("tindak lanjut", "follow-up")},
               {session.Say("jenis", "kind")},
               {session.Say("penanggung jawab", "owner")},
               {session.Say("batas", "due")},
               {session.Say("selesai", "done")},
               {""}});
  for (const pb::FollowUp& one : follow_ups) {
    table.Add({one.name(), pb::FollowUp::Kind_Name(one.kind()).substr(5), one.owner(),
               DayText(one.due_date()), one.done() ? DayText(one.done_date()) : "-", one.text_id()});
  }
  return table.ToString();
}

std::string StepsPage(const Session& session, const pb::TransitionPlan& plan) {
  Table table({{"#", Align::kRight},
               {session.Say("langkah", "step")},
               {session.Say("batas", "due")},
               {session.Say("selesai", "done")},
               {session.Say("oleh", "whose")},
               {""}});
  for (int i = 0; i < plan.steps_size(); ++i) {
    const pb::TransitionStep& step = plan.steps(i);
    table.Add({absl::StrCat(i), absl::StrCat(step.kind(), " ", step.code()), DayText(step.due_date()),
               DayText(step.done_date()), step.responsible(),
               session.indonesian() ? step.text_id() : step.text_en()});
  }
  return absl::StrCat(plan.name(), "  ", pb::TransitionPlan::State_Name(plan.state()).substr(6), "  ",
                      plan.decree(), "\n", table.ToString());
}

absl::StatusOr<ExitStatus> Plans(Session& session, const EvaluateOptions& options) {
  if (!options.name.empty()) {
    pb::GetTransitionPlanRequest request;
    request.set_name(NameIn("transitionPlans", options.name));
    return Print<pb::TransitionPlan>(session, Call(session, request, &Stub::GetTransitionPlan),
                                     [&](const auto& plan) { return StepsPage(session, plan); });
  }
  pb::ListTransitionPlansRequest request;
  request.set_page_size(options.limit);
  return Print<pb::ListTransitionPlansResponse>(
      session, Call(session, request, &Stub::ListTransitionPlans), [&](const auto& list) {
        Table table({{session.Say("rencana pendampingan", "transition plan")},
                     {session.Say("keadaan", "state")},
                     {session.Say("berlaku", "effective")},
                     {session.Say("langkah selesai", "steps done"), Align::kRight},
                     {session.Say("keputusan", "decree")}});
        for (const pb::TransitionPlan& plan : list.transition_plans()) {
          int done = 0;
          for (const pb::TransitionStep& step : plan.steps()) done += step.has_done_date() ? 1 : 0;
          table.Add({plan.name(), pb::TransitionPlan::State_Name(plan.state()).substr(6),
                     DayText(plan.effective_date()), absl::StrCat(done, "/", plan.steps_size()),
                     plan.decree()});
        }
        return absl::StrCat(table.ToString(), list.transition_plans_size(), " / ", list.total_size(), "\n");
      });
}

absl::StatusOr<ExitStatus> Step(Session& session, const EvaluateOptions& options) {
  pb::GetTransitionPlanRequest get;
  get.set_name(NameIn("transitionPlans", options.name));
  SELARAS_ASSIGN_OR_RETURN(const pb::TransitionPlan plan, Call(session, get, &Stub::GetTransitionPlan));
  pb::CompleteStepRequest request;
  request.set_name(plan.name());
  request.set_etag(plan.etag());
  request.set_request_id(session.ids().NewId());
  request.set_step(options.step);
  request.set_mentor(NameIn("employees", options.mentor));
  if (options.date.has_value()) SetDate(*options.date, request.mutable_done_date());
  return Print<pb::TransitionPlan>(session, Call(session, request, &Stub::CompleteStep),
                                   [&](const auto& now) { return StepsPage(session, now); });
}

absl::StatusOr<ExitStatus> SubmitFeedback(Session& session, const EvaluateOptions& options) {
  pb::SubmitFeedbackRequest request;
  request.set_parent(NameIn("transitionPlans", options.name));
  request.set_request_id(session.ids().NewId());
  pb::Feedback& feedback = *request.mutable_feedback();
  if (options.date.has_value()) SetDate(*options.date, feedback.mutable_answer_date());
  feedback.set_workload(options.workload);
  feedback.set_clarity(options.clarity);
  feedback.set_support(options.support);
  feedback.set_commute(options.commute);
  feedback.set_wellbeing(options.wellbeing);
  return Print<pb::Feedback>(session, Call(session, request, &Stub::SubmitFeedback), [&](const auto& kept) {
    return absl::StrCat(kept.name(), "  ", absl::StrFormat("%.1f", kept.score()), "  ", kept.follow_up(),
                        "\n");
  });
}

absl::StatusOr<ExitStatus> Summarize(Session& session, const EvaluateOptions& options) {
  pb::SummarizeFeedbackRequest request;
  request.set_plan(NameIn("plans", options.plan));
  return Print<
      pb::FeedbackSummary>(session, Call(session, request, &Stub::SummarizeFeedback), [&](const auto& all) {
    Table table({{session.Say("penjawab", "respondents")}, {Thousands(all.respondents()), Align::kRight}});
    table.Add({session.Say("beban kerja", "workload"), Number(all.has_workload(), all.workload())});
    table.Add({session.Say("kejelasan", "clarity"), Number(all.has_clarity(), all.clarity())});
    table.Add({session.Say("dukungan", "support"), Number(all.has_support(), all.support())});
    table.Add({session.Say("perjalanan", "commute"), Number(all.has_commute(), all.commute())});
    table.Add({session.Say("kesejahteraan", "wellbeing"), Number(all.has_wellbeing(), all.wellbeing())});
    return table.ToString();
  });
}

absl::StatusOr<ExitStatus> Estimate(Session& session, const EvaluateOptions& options) {
  pb::EstimateEffectRequest request;
  request.set_request_id(session.ids().NewId());
  request.set_indicator(options.indicator);
  for (const std::string& unit : options.units) request.add_treated_units(NameIn("orgUnits", unit));
  if (options.date.has_value()) SetDate(*options.date, request.mutable_move_date());
  request.set_side(options.side == "sending" ? pb::MOVE_SIDE_SENDING : pb::MOVE_SIDE_RECEIVING);
  request.set_plan(NameIn("plans", options.plan));
  return Print<pb::Evaluation>(session, Call(session, request, &Stub::EstimateEffect),
                               [&](const auto& one) { return EvaluationPage(session, one); });
}

absl::StatusOr<ExitStatus> List(Session& session, const EvaluateOptions& options) {
  pb::ListEvaluationsRequest request;
  request.set_page_size(options.limit);
  return Print<pb::ListEvaluationsResponse>(
      session, Call(session, request, &Stub::ListEvaluations),
      [&](const auto& list) { return EvaluationTable(session, list.evaluations()); });
}

absl::StatusOr<ExitStatus> Show(Session& session, const EvaluateOptions& options) {
  pb::GetEvaluationRequest request;
  request.set_name(NameIn("evaluations", options.name));
  return Print<pb::Evaluation>(session, Call(session, request, &Stub::GetEvaluation),
                               [&](const auto& one) { return EvaluationPage(session, one); });
}

absl::StatusOr<ExitStatus> Decline(Session& session, const EvaluateOptions& options) {
  pb::DetectDeclineRequest request;
  request.set_request_id(session.ids().NewId());
  request.set_cycle(NameIn("cycles", options.cycle));
  return Print<pb::DetectDeclineResponse>(
      session, Call(session, request, &Stub::DetectDecline), [&](const auto& found) {
        return absl::StrCat(EvaluationTable(session, found.evaluations()), "\n",
                            FollowUpTable(session, found.follow_ups()));
      });
}

absl::StatusOr<ExitStatus> FollowUps(Session& session, const EvaluateOptions& options) {
  pb::ListFollowUpsRequest request;
  request.set_page_size(options.limit);
  return Print<pb::ListFollowUpsResponse>(
      session, Call(session, request, &Stub::ListFollowUps),
      [&](const auto& list) { return FollowUpTable(session, list.follow_ups()); });
}

absl::StatusOr<ExitStatus> OpenFollowUp(Session& session, const EvaluateOptions& options) {
  pb::OpenFollowUpRequest request;
  request.set_request_id(session.ids().NewId());
  pb::FollowUp& one = *request.mutable_follow_up();
  one.set_evaluation(NameIn("evaluations", options.evaluation));
  one.set_owner(options.owner);
  one.set_text_id(options.text);
  SetDate(*options.date, one.mutable_due_date());
  one.set_kind(options.evaluation.empty() ? pb::FollowUp::KIND_OTHER : pb::FollowUp::KIND_CAUSE_ANALYSIS);
  return Print<pb::FollowUp>(session, Call(session, request, &Stub::OpenFollowUp), [&](const auto& kept) {
    return FollowUpTable(session, std::vector<pb::FollowUp>{kept});
  });
}

absl::StatusOr<ExitStatus> Complete(Session& session, const EvaluateOptions& options) {
  pb::GetFollowUpRequest get;
  get.set_name(NameIn("followUps", options.name));
  SELARAS_ASSIGN_OR_RETURN(const pb::FollowUp one, Call(session, get, &Stub::GetFollowUp));
  pb::CompleteFollowUpRequest request;
  request.set_name(one.name());
  request.set_etag(one.etag());
  request.set_request_id(session.ids().NewId());
  request.set_finding(options.finding);
  return Print<pb::FollowUp>(session, Call(session, request, &Stub::CompleteFollowUp), [&](const auto& kept) {
    return FollowUpTable(session, std::vector<pb::FollowUp>{kept});
  });
}

absl::Status ExportTo(Session& session, const std::string& report,
                      pb::GetReportDocumentRequest::Format format, const std::string& path) {
  SELARAS_ASSIGN_OR_RETURN(const auto evaluation, session.ToEvaluation());
  pb::ExportReportRequest request;
  request.set_name(report);
  request.set_format(format);
  const auto context = evaluation.peer->MakeContext(session.Scope());
  const auto reader = evaluation.stub->ExportReport(context.get(), request);
  std::string whole;
  for (pb::ReportChunk chunk; reader->Read(&chunk);) whole += chunk.data();
  SELARAS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return WriteWholeFile(path, whole);
}

std::string GoalsTable(const Session& session, const pb::CycleReport& report) {
  Table table({{session.Say("indikator", "indicator")},
               {session.Say("lingkup", "scope")},
               {session.Say("sebelum", "before"), Align::kRight},
               {session.Say("sasaran", "goal"), Align::kRight},
               {session.Say("hasil", "reached"), Align::kRight},
               {session.Say("tercapai", "met")}});
  for (const pb::GoalResult& goal : report.results()) {
    table.Add({goal.indicator(), goal.scope().empty() ? "-" : goal.scope(),
               Number(goal.has_before_value(), goal.before_value()), Number(true, goal.target_value()),
               Number(goal.has_reached_value(), goal.reached_value()),
               goal.reached() ? session.Say("ya", "yes") : session.Say("tidak", "no")});
  }
  return table.ToString();
}

absl::StatusOr<ExitStatus> Report(Session& session, const EvaluateOptions& options) {
  pb::ReportCycleRequest request;
  request.set_request_id(session.ids().NewId());
  request.set_cycle(NameIn("cycles", options.cycle));
  SELARAS_ASSIGN_OR_RETURN(const pb::CycleReport report, Call(session, request, &Stub::ReportCycle));
  if (!options.folder.empty()) {
    std::error_code error;
    fs::create_directories(options.folder, error);
    if (error) return absl::InvalidArgumentError(absl::StrCat("cannot make the folder ", options.folder));
    const fs::path base(options.folder);
    SELARAS_RETURN_IF_ERROR(
        ExportTo(session, report.name(), pb::GetReportDocumentRequest::FORMAT_HTML, base / "report.html"));
    SELARAS_RETURN_IF_ERROR(
        ExportTo(session, report.name(), pb::GetReportDocumentRequest::FORMAT_CSV, base / "report.csv"));
  }
  return Print<pb::CycleReport>(session, report, [&](const auto& made) {
    return absl::StrCat(
        made.name(), "  ", session.Say("perpindahan", "moves"), " ", Thousands(made.moves()), "\n",
        made.goals_hash().empty()
            ? session.Say("Sasaran tidak pernah disegel.", "The goals were never sealed.") + "\n"
            : "",
        GoalsTable(session, made),
        options.folder.empty() ? "" : absl::StrCat(options.folder, "/report.html report.csv\n"));
  });
}

using EvaluateWork = absl::StatusOr<ExitStatus> (*)(Session&, const EvaluateOptions&);

void AddTransitions(const std::function<CLI::App*(const char*, const char*, EvaluateWork)>& add,
                    EvaluateOptions& options) {
  CLI::App* plans = add("plans", "Transition plans of movers, or one of them", Plans);
  plans->add_option("plan", options.name, "transitionPlans/…: its steps; default: the newest plans");
  plans->add_option("--limit", options.limit, "Lines")->check(CLI::Range(1, 1000))->capture_default_str();
  CLI::App* step = add("step", "A step of a transition plan is done", Step);
  CLI::App* feedback = add("feedback", "What a mover answers, each 1 (bad) to 5 (good)", SubmitFeedback);
  for (CLI::App* command : {step, feedback}) {
    command->add_option("plan", options.name, "transitionPlans/… or its id")->required();
    AddDay(*command, "--date", options.date, "YYYY-MM-DD; default: today");
  }
  step->add_option("--step", options.step, "Its number, as `evaluate plans PLAN` prints")->required();
  step->add_option("--mentor", options.mentor, "With the step MENTOR: employees/…");
  const std::pair<const char*, int*> answers[] = {{"--workload", &options.workload},
                                                  {"--clarity", &options.clarity},
                                                  {"--support", &options.support},
                                                  {"--commute", &options.commute},
                                                  {"--wellbeing", &options.wellbeing}};
  for (const auto& [flag, value] : answers) {
    feedback->add_option(flag, *value, "1 to 5")->required()->check(CLI::Range(1, 5));
  }
  add("feedback-summary", "Means over movers; none below 5 persons", Summarize)
      ->add_option("--plan", options.plan, "Only movers of plans/…");
}

void AddEffects(const std::function<CLI::App*(const char*, const char*, EvaluateWork)>& add,
                EvaluateOptions& options) {
  CLI::App* estimate = add("estimate", "Effect on one indicator beside comparable units", Estimate);
  estimate->add_option("--indicator", options.indicator, "Such as complaints_per_1000: docs/evaluation.md")
      ->required();
  estimate->add_option("--units", options.units, "orgUnits/…; default: every unit that a decree touched");
  AddDay(*estimate, "--date", options.date, "Day of the moves, YYYY-MM-DD; default: of each unit its own");
  estimate->add_option("--side", options.side, "receiving or sending")
      ->check(CLI::IsMember({"receiving", "sending"}))
      ->capture_default_str();
  estimate->add_option("--plan", options.plan, "Only moves of plans/…");
  add("show", "One evaluation", Show)
      ->add_option("evaluation", options.name, "evaluations/… or its id")
      ->required();
  CLI::App* decline =
      add("decline", "Every indicator of a cycle; what did not improve gets a follow-up", Decline);
  CLI::App* report = add("report", "Sealed goals against results, as HTML and CSV", Report);
  for (CLI::App* command : {decline, report}) {
    command->add_option("--cycle", options.cycle, "cycles/… or its id")->required();
  }
  report->add_option("-o,--out", options.folder, "Folder for report.html and report.csv");
  CLI::App* list = add("list", "Newest evaluations", List);
  CLI::App* follow_ups = add("follow-ups", "Follow-ups", FollowUps);
  for (CLI::App* command : {list, follow_ups}) {
    command->add_option("--limit", options.limit, "Lines")->check(CLI::Range(1, 1000))->capture_default_str();
  }
  CLI::App* follow_up = add("follow-up", "Open a follow-up", OpenFollowUp);
  follow_up->add_option("--evaluation", options.evaluation, "evaluations/… whose cause is looked for");
  follow_up->add_option("--owner", options.owner, "Employee, account or office")->required();
  AddDay(*follow_up, "--due", options.date, "YYYY-MM-DD")->required();
  follow_up->add_option("--text", options.text, "What is to be done")->required();
  CLI::App* complete = add("complete", "A follow-up is done", Complete);
  complete->add_option("follow-up", options.name, "followUps/… or its id")->required();
  complete->add_option("--finding", options.finding, "What was found and done")->required();
}

}  // namespace

void AddEvaluate(CLI::App& app, Work& run) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* group = app.add_subcommand("evaluate", "What came of the moves: support, effects, reports");
  group->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, EvaluateWork work) {
    CLI::App* command = group->add_subcommand(name, help);
    command->callback([options, work, &run] {
      run = [options, work](Session& session) { return work(session, *options); };
    });
    return command;
  };
  AddTransitions(add, *options);
  AddEffects(add, *options);
}

}  // namespace selaras::cli
