#ifndef SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_CONVERT_H_
#define SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_CONVERT_H_

// Between the proto and what the use cases speak. Errors are of shape only: kInvalidArgument naming the field.

#include "absl/status/statusor.h"
#include "selaras/evaluation/v1alpha/evaluation.pb.h"
#include "selaras/evaluation/v1alpha/evaluation_service.pb.h"
#include "services/evaluation/app/finding_desk.h"
#include "services/evaluation/app/support_desk.h"

namespace selaras::evaluation {

void ToProto(const TransitionPlan& plan, v1alpha::TransitionPlan* out);
void ToProto(const Answer& answer, v1alpha::Feedback* out);
void ToProto(const PulseMeans& means, v1alpha::FeedbackSummary* out);
void ToProto(const Evaluation& evaluation, v1alpha::Evaluation* out);
void ToProto(const FollowUp& follow_up, v1alpha::FollowUp* out);
void ToProto(const CycleReport& report, v1alpha::CycleReport* out);

absl::StatusOr<CompleteStepCommand> FromProto(const v1alpha::CompleteStepRequest& request);
absl::StatusOr<SubmitAnswerCommand> FromProto(const v1alpha::SubmitFeedbackRequest& request);
absl::StatusOr<EstimateCommand> FromProto(const v1alpha::EstimateEffectRequest& request);
absl::StatusOr<FollowUp> FromProto(const v1alpha::OpenFollowUpRequest& request);

// Payload of approval's event DecreeApplied. kDataLoss: not one.
absl::StatusOr<DecreeApplied> DecreeFromPayload(absl::string_view payload);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_RPC_EVALUATION_CONVERT_H_
