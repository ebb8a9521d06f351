// The whole service behind gRPC, beside its four peers.
#include "services/evaluation/evaluation_parts.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/rpc/grpc_status.h"
#include "libs/testing/in_process_server.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "selaras/evaluation/v1alpha/evaluation_service.grpc.pb.h"
#include "services/evaluation/testing/fake_peers.h"

namespace selaras::evaluation {
namespace {

namespace pb = v1alpha;
using selaras::testing::FailsWith;
using selaras::testing::InProcessParts;
using selaras::testing::InProcessServer;
using selaras::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Stub = pb::EvaluationService::Stub;

class EvaluationPartsTest : public ::testing::Test {
 protected:
  EvaluationPartsTest() {
    const auto add = [&](const std::string& name, Role role, const std::string& employee = "") {
      parts_.tokens.Add(name, {.id = name, .tenant = "jkt", .employee = employee, .roles = {role}});
    };
    add("analyst", Role::kAnalyst);
    add("service", Role::kService);
    add("portal", Role::kPortal);
    add("e0", Role::kEmployee, "e0");
    add("e1", Role::kEmployee, "e1");
    Open();
  }
  ~EvaluationPartsTest() override { Close(); }

  void Open() {
    EvaluationOptions options;
    options.database = absl::StrCat("sqlite:", folder_.File(database_));
    options.registry.target = options.needs.target = options.matching.target = options.approval.target =
        peers_.target();
    options.registry.max_tries = 1;
    options.prepare_pause = absl::Milliseconds(20);
    auto created = EvaluationParts::Create(options, parts_.deps());
    ASSERT_THAT(created, IsOk());
    service_ = *std::move(created);
    server_ = std::make_unique<InProcessServer>(service_->services());
    EXPECT_THAT(service_->Start(), IsOk());
    peer_ = parts_.MakePeer(*server_, "analyst");
  }
  void Close() {
    service_->Stop();
    server_.reset();
    service_.reset();
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request, const std::string& who = "analyst") {
    const auto peer = parts_.MakePeer(*server_, who);
    const auto stub = pb::EvaluationService::NewStub(peer->channel());
    Response response;
    const grpc::Status status =
        ((*stub).*method)(peer->MakeContext(parts_.Scope()).get(), request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  // All plans, oldest first, once they number kMoves and are in `state`.
  std::vector<pb::TransitionPlan> WaitForPlans(pb::TransitionPlan::State state) {
    std::vector<pb::TransitionPlan> plans;
    for (int look = 0; look < 1000; ++look) {
      const auto page = Call(&Stub::ListTransitionPlans, pb::ListTransitionPlansRequest());
      plans.assign(page->transition_plans().rbegin(), page->transition_plans().rend());
      const bool all =
          std::all_of(plans.begin(), plans.end(), [&](const auto& plan) { return plan.state() == state; });
      if (plans.size() == testing::kMoves && all) break;
      absl::SleepFor(absl::Milliseconds(20));
    }
    EXPECT_THAT(plans, SizeIs(testing::kMoves));
    return plans;
  }
  pb::TransitionPlan PlanOf(const std::string& employee) {
    for (const pb::TransitionPlan& plan : WaitForPlans(pb::TransitionPlan::STATE_SUPPORTING)) {
      if (plan.employee() == employee) return plan;
    }
    ADD_FAILURE() << employee;
    return {};
  }
  static int StepOf(const pb::TransitionPlan& plan, const std::string& kind) {
    for (int i = 0; i < plan.steps_size(); ++i) {
      if (plan.steps(i).kind() == kind) return i;
    }
    return -1;
  }

  selaras::testing::TempDir folder_;
  std::string database_ = "evaluation.db";
  testing::FakeRegistry registry_;
  testing::FakeNeeds needs_;
  testing::FakeMatching matching_;
  testing::FakeApproval approval_;
  InProcessServer peers_{{{registry::v1alpha::RegistryService::service_full_name(), &registry_},
                          {needs::v1alpha::NeedsService::service_full_name(), &needs_},
                          {matching::v1alpha::MatchingService::service_full_name(), &matching_},
                          {approval::v1alpha::ApprovalService::service_full_name(), &approval_}}};
  InProcessParts parts_;
  std::unique_ptr<EvaluationParts> service_;
  std::unique_ptr<InProcessServer> server_;
  std::unique_ptr<rpc::Peer> peer_;
};

TEST_F(EvaluationPartsTest, AnAppliedDecreeOpensOnePlanForEachMove) {
  const pb::TransitionPlan plan = PlanOf("employees/e3");
  EXPECT_EQ(plan.decree(), "decrees/d1");
  EXPECT_EQ(plan.from_unit(), "orgUnits/u13");
  EXPECT_EQ(plan.to_unit(), "orgUnits/u03");
  EXPECT_EQ(plan.receiving_head(), "employees/of-head03");
  std::vector<std::string> trainings;
  for (const pb::TransitionStep& step : plan.steps()) {
    if (step.kind() == "TRAINING")
      trainings.push_back(absl::StrCat(step.code(), " ", step.present_level(), step.required_level()));
  }
  EXPECT_THAT(trainings, ElementsAre("M2 12", "T-MTK 24"));
  EXPECT_EQ(plan.steps_size(), 12);
  Close();
  Open();
  WaitForPlans(pb::TransitionPlan::STATE_SUPPORTING);
}

TEST_F(EvaluationPartsTest, ARegistryThatIsAwayDelaysTrainingsNotThePlan) {
  Close();
  database_ = "other.db";
  registry_.away = true;
  Open();
  const std::vector<pb::TransitionPlan> open = WaitForPlans(pb::TransitionPlan::STATE_OPEN);
  EXPECT_EQ(open[0].steps_size(), 7);
  registry_.away = false;
  EXPECT_EQ(WaitForPlans(pb::TransitionPlan::STATE_SUPPORTING)[0].steps_size(), 12);
}

TEST_F(EvaluationPartsTest, StepsAreCompletedByThoseWhoseTheyAre) {
  const pb::TransitionPlan plan = PlanOf("employees/e0");
  pb::CompleteStepRequest request;
  request.set_name(plan.name());
  request.set_request_id("r1");
  request.set_step(StepOf(plan, "HANDOVER"));
  EXPECT_THAT(Call(&Stub::CompleteStep, request, "e1"),
              FailsWith(absl::StatusCode::kPermissionDenied, "EMPLOYEE_FOREIGN"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::TransitionPlan done, Call(&Stub::CompleteStep, request, "e0"));
  EXPECT_TRUE(done.steps(request.step()).has_done_date());
  EXPECT_THAT(Call(&Stub::CompleteStep, request, "e0"), IsOk()) << "a repeat";
  request.set_request_id("r2");
  EXPECT_THAT(Call(&Stub::CompleteStep, request),
              FailsWith(absl::StatusCode::kFailedPrecondition, "STEP_DONE"));
  request.set_etag(plan.etag());
  EXPECT_THAT(Call(&Stub::CompleteStep, request), FailsWith(absl::StatusCode::kAborted, "ETAG_STALE"));

  request.set_etag("");
  request.set_step(StepOf(plan, "MENTOR"));
  EXPECT_THAT(Call(&Stub::CompleteStep, request),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  for (const char* mentor : {"employees/e0", "employees/of-head00", "employees/of-junior05"}) {
    request.set_mentor(mentor);
    EXPECT_THAT(Call(&Stub::CompleteStep, request),
                FailsWith(absl::StatusCode::kFailedPrecondition, "MENTOR_UNSUITABLE"))
        << mentor;
  }
  request.set_mentor("employees/of-b05");
  EXPECT_THAT(Call(&Stub::CompleteStep, request, "e0"),
              FailsWith(absl::StatusCode::kPermissionDenied, "STEP_FOREIGN"));
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::TransitionPlan mentored, Call(&Stub::CompleteStep, request));
  EXPECT_EQ(mentored.mentor(), "employees/of-b05");
  // The rest, and the plan closes.
  pb::TransitionPlan now = mentored;
  request.clear_mentor();
  for (int step = 0; step < now.steps_size(); ++step) {
    if (now.steps(step).has_done_date()) continue;
    request.set_request_id(absl::StrCat("rest-", step));
    request.set_step(step);
    SELARAS_ASSERT_OK_AND_ASSIGN(now, Call(&Stub::CompleteStep, request));
  }
  EXPECT_EQ(now.state(), pb::TransitionPlan::STATE_CLOSED);
}

TEST_F(EvaluationPartsTest, TwoAnswersThatStruggleOpenASupportCaseAndFewAnswersStaySecret) {
  const auto answer = [&](const std::string& employee, int value, const std::string& request_id) {
    pb::SubmitFeedbackRequest request;
    request.set_parent(PlanOf("employees/" + employee).name());
    request.set_request_id(request_id);
    pb::Feedback* feedback = request.mutable_feedback();
    feedback->set_workload(value);
    feedback->set_clarity(value);
    feedback->set_support(value);
    feedback->set_commute(value);
    feedback->set_wellbeing(value);
    return Call(&Stub::SubmitFeedback, request, employee == "e0" ? "e0" : "portal");
  };
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::Feedback first, answer("e0", 2, "a"));
  EXPECT_EQ(first.score(), 2);
  EXPECT_EQ(first.follow_up(), "");
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::Feedback second, answer("e0", 1, "b"));
  pb::GetFollowUpRequest get;
  get.set_name(second.follow_up());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::FollowUp support, Call(&Stub::GetFollowUp, get));
  EXPECT_EQ(support.kind(), pb::FollowUp::KIND_SUPPORT);
  EXPECT_EQ(support.owner(), "employees/of-head00");
  EXPECT_TRUE(support.has_due_date());
  EXPECT_THAT(answer("e1", 6, "c"), FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));

  for (int i = 1; i < 4; ++i) ASSERT_THAT(answer(absl::StrCat("e", i), 4, absl::StrCat("d", i)), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::FeedbackSummary few,
                               Call(&Stub::SummarizeFeedback, pb::SummarizeFeedbackRequest()));
  EXPECT_EQ(few.respondents(), 0);
  EXPECT_FALSE(few.has_support());
  ASSERT_THAT(answer("e4", 4, "e"), IsOk());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::FeedbackSummary enough,
                               Call(&Stub::SummarizeFeedback, pb::SummarizeFeedbackRequest()));
  EXPECT_EQ(enough.respondents(), 5);
  EXPECT_NEAR(enough.support(), (1 + 4 * 4) / 5.0, 1e-12);

  pb::CompleteFollowUpRequest complete;
  complete.set_name(second.follow_up());
  complete.set_request_id("f");
  EXPECT_THAT(Call(&Stub::CompleteFollowUp, complete),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  complete.set_finding("Pelatihan dijadwalkan.");
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::FollowUp done, Call(&Stub::CompleteFollowUp, complete));
  EXPECT_TRUE(done.done());
}

TEST_F(EvaluationPartsTest, APlantedEffectIsFoundAndRepeatsGiveTheSameEvaluation) {
  PlanOf("employees/e0");
  pb::EstimateEffectRequest request;
  request.set_request_id("r");
  request.set_indicator("satisfaction");
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::Evaluation found, Call(&Stub::EstimateEffect, request));
  EXPECT_EQ(found.verdict(), pb::EFFECT_VERDICT_IMPROVED) << found.DebugString();
  EXPECT_NEAR(found.effect(), testing::kPlantedSatisfaction, 1);
  EXPECT_NEAR(found.effect(), found.regression_effect(), 1e-9);
  EXPECT_EQ(found.treated_units_size(), testing::kMoves);
  EXPECT_GE(found.control_units_size(), 10);
  // Who gave somebody away is no control.
  for (const std::string& unit : found.control_units()) EXPECT_GE(unit, "orgUnits/u20");
  EXPECT_EQ(found.needs_revision(), 5);
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::Evaluation again, Call(&Stub::EstimateEffect, request));
  EXPECT_EQ(again.name(), found.name());
  EXPECT_EQ(again.SerializeAsString(), found.SerializeAsString());
  request.set_side(pb::MOVE_SIDE_SENDING);
  EXPECT_THAT(Call(&Stub::EstimateEffect, request),
              FailsWith(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  request.set_request_id("s");
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::Evaluation sending, Call(&Stub::EstimateEffect, request));
  EXPECT_NE(sending.verdict(), pb::EFFECT_VERDICT_INSUFFICIENT_DATA) << sending.DebugString();
  request.set_request_id("t");
  request.set_indicator("happiness");
  EXPECT_THAT(Call(&Stub::EstimateEffect, request),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  request.set_indicator("satisfaction");
  request.add_treated_units("orgUnits/u50");
  EXPECT_THAT(Call(&Stub::EstimateEffect, request),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  SetDate(absl::CivilDay(2026, 1, 1), request.mutable_move_date());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::Evaluation one, Call(&Stub::EstimateEffect, request));
  EXPECT_THAT(one.reasons(), ElementsAre("TOO_FEW_TREATED"));
  EXPECT_EQ(one.verdict(), pb::EFFECT_VERDICT_INSUFFICIENT_DATA);
}

TEST_F(EvaluationPartsTest, NoClearChangeGetsACauseAnalysis) {
  PlanOf("employees/e0");
  pb::DetectDeclineRequest request;
  request.set_request_id("r");
  request.set_cycle("cycles/c");
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::DetectDeclineResponse found, Call(&Stub::DetectDecline, request));
  EXPECT_EQ(found.evaluations_size(), 8);
  ASSERT_GE(found.follow_ups_size(), 1);
  bool complaints = false;
  for (const pb::FollowUp& follow_up : found.follow_ups()) {
    EXPECT_EQ(follow_up.owner(), "analyst");
    complaints = complaints || absl::StrContains(follow_up.text_id(), "Pengaduan");
  }
  EXPECT_TRUE(complaints);
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::DetectDeclineResponse again, Call(&Stub::DetectDecline, request));
  EXPECT_EQ(again.follow_ups(0).name(), found.follow_ups(0).name());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::ListFollowUpsResponse listed,
                               Call(&Stub::ListFollowUps, pb::ListFollowUpsRequest()));
  EXPECT_EQ(listed.total_size(), found.follow_ups_size());
  request.set_request_id("s");
  request.set_cycle("cycles/empty");
  EXPECT_THAT(Call(&Stub::DetectDecline, request),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CYCLE_WITHOUT_PLAN"));
}

TEST_F(EvaluationPartsTest, TheReportHoldsGoalsAgainstResultsAsPageAndNumbers) {
  PlanOf("employees/e0");
  pb::ReportCycleRequest request;
  request.set_request_id("r");
  request.set_cycle("cycles/c");
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::CycleReport report, Call(&Stub::ReportCycle, request));
  EXPECT_EQ(report.moves(), testing::kMoves);
  ASSERT_EQ(report.results_size(), 4);
  EXPECT_EQ(report.results(0).before_value(), 10);
  EXPECT_EQ(report.results(0).reached_value(), 0);
  EXPECT_TRUE(report.results(0).reached());
  EXPECT_EQ(report.results(1).before_value(), 0);
  EXPECT_GT(report.results(2).reached_value(), report.results(2).before_value() + 2);
  EXPECT_FALSE(report.results(2).reached());
  EXPECT_FALSE(report.results(3).has_reached_value());
  EXPECT_EQ(report.goals_hash(), "sealed");

  pb::GetReportDocumentRequest get;
  get.set_name(report.name());
  get.set_format(pb::GetReportDocumentRequest::FORMAT_CSV);
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::ReportDocument csv, Call(&Stub::GetReportDocument, get));
  EXPECT_EQ(csv.content_hash(), report.content_hash());
  EXPECT_EQ(Sha256Hex(csv.data()), report.content_hash());
  EXPECT_THAT(csv.data(), HasSubstr("treated,orgUnits/u00,2026-01,2025-12,"));
  get.set_format(pb::GetReportDocumentRequest::FORMAT_HTML);
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::ReportDocument html, Call(&Stub::GetReportDocument, get));
  EXPECT_THAT(html.data(), HasSubstr("Siklus 2026"));
  EXPECT_THAT(html.data(), HasSubstr(report.content_hash()));
  const auto stub = pb::EvaluationService::NewStub(peer_->channel());
  const auto context = peer_->MakeContext(parts_.Scope());
  pb::ExportReportRequest get_chunks;
  get_chunks.set_name(report.name());
  const auto reader = stub->ExportReport(context.get(), get_chunks);
  std::string streamed;
  for (pb::ReportChunk chunk; reader->Read(&chunk);) streamed += chunk.data();
  EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()), IsOk());
  EXPECT_EQ(streamed, html.data());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::CycleReport again, Call(&Stub::ReportCycle, request));
  EXPECT_EQ(again.SerializeAsString(), report.SerializeAsString());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::ListCycleReportsResponse listed,
                               Call(&Stub::ListCycleReports, pb::ListCycleReportsRequest()));
  EXPECT_EQ(listed.total_size(), 1);

  feed::v1alpha::ListEventsRequest events;
  SELARAS_ASSERT_OK_AND_ASSIGN(const feed::v1alpha::ListEventsResponse told,
                               Call(&Stub::ListEvents, events, "service"));
  std::map<std::string, int> kinds;
  for (const feed::v1alpha::Event& event : told.events()) ++kinds[event.kind()];
  EXPECT_EQ(kinds["TransitionOpened"], 1);
  EXPECT_EQ(kinds["EffectEstimated"], 8);
  EXPECT_EQ(kinds["CycleReported"], 1);
  EXPECT_EQ(kinds["LeafWritten"], 10);
  EXPECT_THAT(Call(&Stub::ListEvents, events),
              FailsWith(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED"));
}

TEST_F(EvaluationPartsTest, PagesFollowOneAnotherAndUnknownNamesAreNotFound) {
  WaitForPlans(pb::TransitionPlan::STATE_SUPPORTING);
  pb::ListTransitionPlansRequest request;
  request.set_page_size(7);
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::ListTransitionPlansResponse first,
                               Call(&Stub::ListTransitionPlans, request));
  EXPECT_EQ(first.total_size(), testing::kMoves);
  request.set_page_token(first.next_page_token());
  SELARAS_ASSERT_OK_AND_ASSIGN(const pb::ListTransitionPlansResponse second,
                               Call(&Stub::ListTransitionPlans, request));
  EXPECT_EQ(second.transition_plans_size(), 3);
  EXPECT_EQ(second.next_page_token(), "");
  pb::GetEvaluationRequest get;
  get.set_name("evaluations/none");
  EXPECT_THAT(Call(&Stub::GetEvaluation, get),
              FailsWith(absl::StatusCode::kNotFound, "EVALUATION_NOT_FOUND"));
  get.set_name("plans/none");
  EXPECT_THAT(Call(&Stub::GetEvaluation, get),
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_RESOURCE_NAME"));
  EXPECT_THAT(service_->Ready(), IsOk());
}

}  // namespace
}  // namespace selaras::evaluation
