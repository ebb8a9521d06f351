#include "services/evaluation/rpc/evaluation_handler.h"

#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/serve.h"
#include "services/evaluation/rpc/evaluation_convert.h"
#include "services/evaluation/rpc/evaluation_names.h"

namespace selaras::evaluation {
namespace {

// Below ServerOptions::max_message_bytes, whose default is what peers take.
constexpr size_t kLargestDocument = 15 << 20;
constexpr size_t kChunk = 256 << 10;

template <typename Item, typename Field, typename Response>
void AddPage(const Page<Item>& page, Field* field, Response* out) {
  for (const Item& item : page.items) ToProto(item, field->Add());
  out->set_next_page_token(page.next_page_token);
  out->set_total_size(page.total_size);
}

}  // namespace

EvaluationHandler::EvaluationHandler(SupportDesk& support, FindingDesk& findings, ListFeed list_feed,
                                     const rpc::ServerDeps& server, const rpc::CallLimits& limits)
    : support_(support),
      findings_(findings),
      list_feed_(std::move(list_feed)),
      calls_(server, v1alpha::EvaluationService::service_full_name(), limits) {}

grpc::Status EvaluationHandler::GetTransitionPlan(Context* context,
                                                  const v1alpha::GetTransitionPlanRequest* in,
                                                  v1alpha::TransitionPlan* out) {
  return rpc::Serve(calls_, context, "GetTransitionPlan", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kTransitionPlanName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto item, support_.Get(call, id));
    ToProto(item, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::ListTransitionPlans(Context* context,
                                                    const v1alpha::ListTransitionPlansRequest* in,
                                                    v1alpha::ListTransitionPlansResponse* out) {
  return rpc::Serve(calls_, context, "ListTransitionPlans", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto page, support_.List(call, {in->page_size(), in->page_token()}));
    AddPage(page, out->mutable_transition_plans(), out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::CompleteStep(Context* context, const v1alpha::CompleteStepRequest* in,
                                             v1alpha::TransitionPlan* out) {
  return rpc::Serve(calls_, context, "CompleteStep", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto command, FromProto(*in));
    SELARAS_ASSIGN_OR_RETURN(const auto item, support_.CompleteStep(call, command));
    ToProto(item, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::SubmitFeedback(Context* context, const v1alpha::SubmitFeedbackRequest* in,
                                               v1alpha::Feedback* out) {
  return rpc::Serve(calls_, context, "SubmitFeedback", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto command, FromProto(*in));
    SELARAS_ASSIGN_OR_RETURN(const auto item, support_.SubmitAnswer(call, command));
    ToProto(item, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::SummarizeFeedback(Context* context,
                                                  const v1alpha::SummarizeFeedbackRequest* in,
                                                  v1alpha::FeedbackSummary* out) {
  return rpc::Serve(calls_, context, "SummarizeFeedback", [&](const CallScope& call) -> absl::Status {
    if (!in->plan().empty()) SELARAS_RETURN_IF_ERROR(kPlanName.ParseId(in->plan()).status());
    SELARAS_ASSIGN_OR_RETURN(const auto means, support_.Summarize(call, in->plan()));
    if (means) ToProto(*means, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::EstimateEffect(Context* context, const v1alpha::EstimateEffectRequest* in,
                                               v1alpha::Evaluation* out) {
  return rpc::Serve(calls_, context, "EstimateEffect", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto command, FromProto(*in));
    SELARAS_ASSIGN_OR_RETURN(const auto item, findings_.Estimate(call, command));
    ToProto(item, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::GetEvaluation(Context* context, const v1alpha::GetEvaluationRequest* in,
                                              v1alpha::Evaluation* out) {
  return rpc::Serve(calls_, context, "GetEvaluation", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kEvaluationName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto item, findings_.GetEvaluation(call, id));
    ToProto(item, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::ListEvaluations(Context* context, const v1alpha::ListEvaluationsRequest* in,
                                                v1alpha::ListEvaluationsResponse* out) {
  return rpc::Serve(calls_, context, "ListEvaluations", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             findings_.ListEvaluations(call, {in->page_size(), in->page_token()}));
    AddPage(page, out->mutable_evaluations(), out);
    for (v1alpha::Evaluation& evaluation : *out->mutable_evaluations()) {
      // They may be thousands; who wants them asks for the one.
      evaluation.clear_treated_units();
      evaluation.clear_control_units();
      evaluation.clear_event_months();
    }
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::DetectDecline(Context* context, const v1alpha::DetectDeclineRequest* in,
                                              v1alpha::DetectDeclineResponse* out) {
  return rpc::Serve(calls_, context, "DetectDecline", [&](const CallScope& call) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(kCycleName.ParseId(in->cycle()).status());
    SELARAS_ASSIGN_OR_RETURN(const Findings found, findings_.Detect(call, in->request_id(), in->cycle()));
    for (const Evaluation& evaluation : found.evaluations) ToProto(evaluation, out->add_evaluations());
    for (const FollowUp& follow_up : found.follow_ups) ToProto(follow_up, out->add_follow_ups());
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::OpenFollowUp(Context* context, const v1alpha::OpenFollowUpRequest* in,
                                             v1alpha::FollowUp* out) {
  return rpc::Serve(calls_, context, "OpenFollowUp", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const FollowUp asked, FromProto(*in));
    SELARAS_ASSIGN_OR_RETURN(const FollowUp opened, findings_.OpenFollowUp(call, in->request_id(), asked));
    ToProto(opened, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::GetFollowUp(Context* context, const v1alpha::GetFollowUpRequest* in,
                                            v1alpha::FollowUp* out) {
  return rpc::Serve(calls_, context, "GetFollowUp", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kFollowUpName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto item, findings_.GetFollowUp(call, id));
    ToProto(item, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::ListFollowUps(Context* context, const v1alpha::ListFollowUpsRequest* in,
                                              v1alpha::ListFollowUpsResponse* out) {
  return rpc::Serve(calls_, context, "ListFollowUps", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             findings_.ListFollowUps(call, {in->page_size(), in->page_token()}));
    AddPage(page, out->mutable_follow_ups(), out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::CompleteFollowUp(Context* context, const v1alpha::CompleteFollowUpRequest* in,
                                                 v1alpha::FollowUp* out) {
  return rpc::Serve(calls_, context, "CompleteFollowUp", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kFollowUpName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const FollowUp done, findings_.CompleteFollowUp(
                                                      call, id, in->etag(), in->request_id(), in->finding()));
    ToProto(done, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::ReportCycle(Context* context, const v1alpha::ReportCycleRequest* in,
                                            v1alpha::CycleReport* out) {
  return rpc::Serve(calls_, context, "ReportCycle", [&](const CallScope& call) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(kCycleName.ParseId(in->cycle()).status());
    SELARAS_ASSIGN_OR_RETURN(const CycleReport report,
                             findings_.ReportCycle(call, in->request_id(), in->cycle()));
    ToProto(report, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::GetCycleReport(Context* context, const v1alpha::GetCycleReportRequest* in,
                                               v1alpha::CycleReport* out) {
  return rpc::Serve(calls_, context, "GetCycleReport", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string id, kCycleReportName.ParseId(in->name()));
    SELARAS_ASSIGN_OR_RETURN(const auto item, findings_.GetReport(call, id));
    ToProto(item, out);
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::ListCycleReports(Context* context, const v1alpha::ListCycleReportsRequest* in,
                                                 v1alpha::ListCycleReportsResponse* out) {
  return rpc::Serve(calls_, context, "ListCycleReports", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto page,
                             findings_.ListReports(call, {in->page_size(), in->page_token()}));
    AddPage(page, out->mutable_cycle_reports(), out);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::string> EvaluationHandler::ReadDocument(
    const CallScope& call, const std::string& name, v1alpha::GetReportDocumentRequest::Format format) {
  SELARAS_ASSIGN_OR_RETURN(const std::string id, kCycleReportName.ParseId(name));
  if (!v1alpha::GetReportDocumentRequest::Format_IsValid(format)) {
    return InvalidField("format", "must be HTML or CSV");
  }
  const bool csv = format == v1alpha::GetReportDocumentRequest::FORMAT_CSV;
  return findings_.ReadDocument(call, id, csv ? ReportFormat::kCsv : ReportFormat::kHtml);
}

grpc::Status EvaluationHandler::GetReportDocument(Context* context,
                                                  const v1alpha::GetReportDocumentRequest* in,
                                                  v1alpha::ReportDocument* out) {
  return rpc::Serve(calls_, context, "GetReportDocument", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(std::string document, ReadDocument(call, in->name(), in->format()));
    if (document.size() > kLargestDocument) {
      return Error(absl::StatusCode::kResourceExhausted, "REPORT_TOO_LARGE");
    }
    const bool csv = in->format() == v1alpha::GetReportDocumentRequest::FORMAT_CSV;
    out->set_media_type(csv ? "text/csv; charset=utf-8" : "text/html; charset=utf-8");
    out->set_content_hash(Sha256Hex(document));
    out->set_data(std::move(document));
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::ExportReport(Context* context, const v1alpha::ExportReportRequest* in,
                                             grpc::ServerWriter<v1alpha::ReportChunk>* writer) {
  return rpc::Serve(calls_, context, "ExportReport", [&](const CallScope& call) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::string document, ReadDocument(call, in->name(), in->format()));
    v1alpha::ReportChunk chunk;
    for (size_t at = 0; at < document.size(); at += kChunk) {
      chunk.set_data(document.substr(at, kChunk));
      if (!writer->Write(chunk)) return absl::CancelledError("the caller has gone");
    }
    return absl::OkStatus();
  });
}

grpc::Status EvaluationHandler::ListEvents(Context* context, const feed::v1alpha::ListEventsRequest* in,
                                           feed::v1alpha::ListEventsResponse* out) {
  return rpc::Serve(calls_, context, "ListEvents", [&](const CallScope&) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(*out, list_feed_(*in));
    return absl::OkStatus();
  });
}

}  // namespace selaras::evaluation
