#ifndef SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_HANDLER_H_
#define SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_HANDLER_H_

#include <functional>

#include "absl/status/statusor.h"
#include "libs/rpc/service_calls.h"
#include "selaras/evaluation/v1alpha/evaluation_service.grpc.pb.h"
#include "services/evaluation/app/finding_desk.h"
#include "services/evaluation/app/support_desk.h"

namespace selaras::evaluation {

// The gRPC edge: translate, call, translate.
class EvaluationHandler final : public v1alpha::EvaluationService::Service {
 public:
  using ListFeed = std::function<absl::StatusOr<feed::v1alpha::ListEventsResponse>(
      const feed::v1alpha::ListEventsRequest&)>;

  // The desks must outlive the handler.
  EvaluationHandler(SupportDesk& support, FindingDesk& findings, ListFeed list_feed,
                    const rpc::ServerDeps& server, const rpc::CallLimits& limits);

  using Context = grpc::ServerContext;
  grpc::Status GetTransitionPlan(Context* context, const v1alpha::GetTransitionPlanRequest* in,
                                 v1alpha::TransitionPlan* out) override;
  grpc::Status ListTransitionPlans(Context* context, const v1alpha::ListTransitionPlansRequest* in,
                                   v1alpha::ListTransitionPlansResponse* out) override;
  grpc::Status CompleteStep(Context* context, const v1alpha::CompleteStepRequest* in,
                            v1alpha::TransitionPlan* out) override;
  grpc::Status SubmitFeedback(Context* context, const v1alpha::SubmitFeedbackRequest* in,
                              v1alpha::Feedback* out) override;
  grpc::Status SummarizeFeedback(Context* context, const v1alpha::SummarizeFeedbackRequest* in,
                                 v1alpha::FeedbackSummary* out) override;
  grpc::Status EstimateEffect(Context* context, const v1alpha::EstimateEffectRequest* in,
                              v1alpha::Evaluation* out) override;
  grpc::Status GetEvaluation(Context* context, const v1alpha::GetEvaluationRequest* in,
                             v1alpha::Evaluation* out) override;
  grpc::Status ListEvaluations(Context* context, const v1alpha::ListEvaluationsRequest* in,
                               v1alpha::ListEvaluationsResponse* out) override;
  grpc::Status DetectDecline(Context* context, const v1alpha::DetectDeclineRequest* in,
                             v1alpha::DetectDeclineResponse* out) override;
  grpc::Status OpenFollowUp(Context* context, const v1alpha::OpenFollowUpRequest* in,
                            v1alpha::FollowUp* out) override;
  grpc::Status GetFollowUp(Context* context, const v1alpha::GetFollowUpRequest* in,
                           v1alpha::FollowUp* out) override;
  grpc::Status ListFollowUps(Context* context, const v1alpha::ListFollowUpsRequest* in,
                             v1alpha::ListFollowUpsResponse* out) override;
  grpc::Status CompleteFollowUp(Context* context, const v1alpha::CompleteFollowUpRequest* in,
                                v1alpha::FollowUp* out) override;
  grpc::Status ReportCycle(Context* context, const v1alpha::ReportCycleRequest* in,
                           v1alpha::CycleReport* out) override;
  grpc::Status GetCycleReport(Context* context, const v1alpha::GetCycleReportRequest* in,
                              v1alpha::CycleReport* out) override;
  grpc::Status ListCycleReports(Context* context, const v1alpha::ListCycleReportsRequest* in,
                                v1alpha::ListCycleReportsResponse* out) override;
  grpc::Status GetReportDocument(Context* context, const v1alpha::GetReportDocumentRequest* in,
                                 v1alpha::ReportDocument* out) override;
  grpc::Status ExportReport(Context* context, const v1alpha::ExportReportRequest* in,
                            grpc::ServerWriter<v1alpha::ReportChunk>* writer) override;
  grpc::Status ListEvents(Context* context, const feed::v1alpha::ListEventsRequest* in,
                          feed::v1alpha::ListEventsResponse* out) override;

 private:
  absl::StatusOr<std::string> ReadDocument(const CallScope& call, const std::string& name,
                                           v1alpha::GetReportDocumentRequest::Format format);

  SupportDesk& support_;
  FindingDesk& findings_;
  const ListFeed list_feed_;
  const rpc::ServiceCalls calls_;
};

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_HANDLER_H_
