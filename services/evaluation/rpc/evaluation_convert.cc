#include "services/evaluation/rpc/evaluation_convert.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/proto_time.h"
#include "selaras/approval/v1alpha/case.pb.h"
#include "services/evaluation/rpc/evaluation_names.h"

namespace selaras::evaluation {
namespace {

// Unset stays unset; what is set must be a day.
absl::StatusOr<std::optional<absl::CivilDay>> OptionalDay(bool has, const google::type::Date& date,
                                                          absl::string_view field) {
  if (!has) return std::optional<absl::CivilDay>();
  const std::optional<absl::CivilDay> day = DayOf(date);
  if (!day.has_value() || day->year() < 1900 || day->year() > 2100) {
    return InvalidField(field, "must be a day that exists, from 1900 to 2100");
  }
  return day;
}

absl::StatusOr<std::string> OptionalId(const ResourcePattern& pattern, const std::string& name) {
  if (name.empty()) return std::string();
  return pattern.ParseId(name);
}

std::string OptionalName(const ResourcePattern& pattern, const std::string& id) {
  return id.empty() ? "" : pattern.Format(id);
}

void ToProto(const Step& step, v1alpha::TransitionStep* out) {
  out->set_kind(std::string(StepKindName(step.kind)));
  out->set_code(step.code);
  SetDate(step.due, out->mutable_due_date());
  if (step.done) SetDate(*step.done, out->mutable_done_date());
  out->set_responsible(std::string(ResponsibleName(step.responsible)));
  out->set_text_id(StepTextId(step));
  out->set_text_en(StepTextEn(step));
  out->set_present_level(step.present_level);
  out->set_required_level(step.required_level);
}

void DifferenceToProto(const Difference& difference, v1alpha::Evaluation* out) {
  out->set_effect(difference.effect);
  if (!difference.standard_error) return;
  out->set_standard_error(*difference.standard_error);
  out->set_degrees_of_freedom(*difference.degrees_of_freedom);
  out->set_low(*difference.low);
  out->set_high(*difference.high);
}

}  // namespace

void ToProto(const TransitionPlan& plan, v1alpha::TransitionPlan* out) {
  out->set_name(kTransitionPlanName.Format(plan.id));
  out->set_etag(absl::StrCat(plan.version));
  out->set_state(static_cast<v1alpha::TransitionPlan::State>(plan.state));
  out->set_decree(plan.decree);
  out->set_employee(plan.move.employee);
  out->set_mentor(plan.mentor);
  for (const Step& step : plan.steps) ToProto(step, out->add_steps());
  out->set_move(plan.move.move);
  out->set_plan(plan.plan);
  out->set_from_unit(plan.from_unit);
  out->set_to_unit(plan.to_unit);
  out->set_from_post(plan.move.from_post);
  out->set_to_post(plan.move.to_post);
  SetDate(plan.effective_date, out->mutable_effective_date());
  out->set_receiving_head(plan.receiving_head);
}

void ToProto(const Answer& answer, v1alpha::Feedback* out) {
  out->set_name(kFeedbackName.Format(answer.transition_plan, answer.id));
  out->set_transition_plan(kTransitionPlanName.Format(answer.transition_plan));
  SetDate(answer.date, out->mutable_answer_date());
  out->set_workload(answer.pulse.workload);
  out->set_clarity(answer.pulse.clarity);
  out->set_support(answer.pulse.support);
  out->set_commute(answer.pulse.commute);
  out->set_wellbeing(answer.pulse.wellbeing);
  out->set_score(Score(answer.pulse));
  out->set_follow_up(OptionalName(kFollowUpName, answer.follow_up));
}

void ToProto(const PulseMeans& means, v1alpha::FeedbackSummary* out) {
  out->set_respondents(means.respondents);
  out->set_workload(means.workload);
  out->set_clarity(means.clarity);
  out->set_support(means.support);
  out->set_commute(means.commute);
  out->set_wellbeing(means.wellbeing);
}

void ToProto(const Evaluation& evaluation, v1alpha::Evaluation* out) {
  const Effect& effect = evaluation.effect;
  out->set_name(kEvaluationName.Format(evaluation.id));
  out->set_etag("1");  // never changes
  out->set_indicator(evaluation.indicator);
  for (const MeasuredUnit& unit : effect.treated) out->add_treated_units(unit.unit);
  for (const MeasuredUnit& unit : effect.controls) out->add_control_units(unit.unit);
  if (evaluation.move_date) SetDate(*evaluation.move_date, out->mutable_move_date());
  if (effect.difference) DifferenceToProto(*effect.difference, out);
  if (effect.permutation) {
    out->set_p_value(effect.permutation->p_value);
    out->set_permutations(effect.permutation->relabelings);
    out->set_exact_permutation(effect.permutation->exact);
  }
  if (effect.placebo) {
    out->set_placebo_effect(effect.placebo->effect);
    if (effect.placebo->low) out->set_placebo_low(*effect.placebo->low);
    if (effect.placebo->high) out->set_placebo_high(*effect.placebo->high);
  }
  out->set_verdict(static_cast<v1alpha::EffectVerdict>(effect.verdict));
  out->set_content_hash(evaluation.content_hash);
  out->set_seed(absl::StrFormat("%016x", effect.seed));
  for (const std::string& reason : effect.reasons) out->add_reasons(reason);
  out->set_side(static_cast<v1alpha::MoveSide>(evaluation.side));
  const Indicator* indicator = FindIndicator(evaluation.indicator);
  out->set_lower_is_better(indicator != nullptr && indicator->good == Good::kLower);
  out->set_units_left_out(effect.units_left_out);
  if (effect.regression_effect) out->set_regression_effect(*effect.regression_effect);
  for (const EventMonth& month : effect.event_months) {
    v1alpha::EventMonth* row = out->add_event_months();
    row->set_month(month.month);
    row->set_treated_mean(month.treated_mean);
    row->set_control_mean(month.control_mean);
  }
  for (const std::string& unit : effect.declined) out->add_declined_units(unit);
  out->set_cycle(evaluation.cycle);
  out->set_needs_revision(evaluation.needs_revision);
  SetTime(evaluation.create_time, out->mutable_create_time());
}

void ToProto(const FollowUp& follow_up, v1alpha::FollowUp* out) {
  out->set_name(kFollowUpName.Format(follow_up.id));
  out->set_etag(absl::StrCat(follow_up.version));
  out->set_evaluation(OptionalName(kEvaluationName, follow_up.evaluation));
  out->set_owner(follow_up.owner);
  SetDate(follow_up.due, out->mutable_due_date());
  out->set_text_id(follow_up.text_id);
  out->set_done(follow_up.done.has_value());
  out->set_kind(static_cast<v1alpha::FollowUp::Kind>(follow_up.kind));
  out->set_transition_plan(OptionalName(kTransitionPlanName, follow_up.transition_plan));
  out->set_finding(follow_up.finding);
  if (follow_up.done) SetDate(*follow_up.done, out->mutable_done_date());
  SetTime(follow_up.create_time, out->mutable_create_time());
}

void ToProto(const CycleReport& report, v1alpha::CycleReport* out) {
  out->set_name(kCycleReportName.Format(report.id));
  out->set_cycle(report.cycle);
  SetTime(report.create_time, out->mutable_create_time());
  for (const GoalResult& goal : report.results) {
    v1alpha::GoalResult* row = out->add_results();
    row->set_indicator(goal.indicator);
    row->set_scope(goal.scope);
    row->set_target_value(goal.target);
    if (goal.reached) row->set_reached_value(*goal.reached);
    if (goal.before) row->set_before_value(*goal.before);
    row->set_reached(goal.IsReached());
    row->set_lower_is_better(goal.lower_is_better);
    row->set_text_id(goal.text_id);
  }
  out->set_content_hash(report.content_hash);
  for (const std::string& id : report.evaluations) out->add_evaluations(kEvaluationName.Format(id));
  out->set_goals_hash(report.goals_hash);
  out->set_moves(report.moves);
}

absl::StatusOr<CompleteStepCommand> FromProto(const v1alpha::CompleteStepRequest& request) {
  CompleteStepCommand command;
  SELARAS_ASSIGN_OR_RETURN(command.id, kTransitionPlanName.ParseId(request.name()));
  SELARAS_ASSIGN_OR_RETURN(command.done,
                           OptionalDay(request.has_done_date(), request.done_date(), "done_date"));
  if (!request.mentor().empty()) SELARAS_RETURN_IF_ERROR(kEmployeeName.ParseId(request.mentor()).status());
  command.etag = request.etag();
  command.request_id = request.request_id();
  command.step = request.step();
  command.mentor = request.mentor();
  return command;
}

absl::StatusOr<SubmitAnswerCommand> FromProto(const v1alpha::SubmitFeedbackRequest& request) {
  const v1alpha::Feedback& in = request.feedback();
  SubmitAnswerCommand command;
  SELARAS_ASSIGN_OR_RETURN(command.plan_id, kTransitionPlanName.ParseId(request.parent()));
  SELARAS_ASSIGN_OR_RETURN(command.date,
                           OptionalDay(in.has_answer_date(), in.answer_date(), "feedback.answer_date"));
  command.request_id = request.request_id();
  command.pulse = {in.workload(), in.clarity(), in.support(), in.commute(), in.wellbeing()};
  return command;
}

absl::StatusOr<EstimateCommand> FromProto(const v1alpha::EstimateEffectRequest& request) {
  EstimateCommand command;
  command.request_id = request.request_id();
  command.indicator = request.indicator();
  for (const std::string& unit : request.treated_units()) {
    SELARAS_RETURN_IF_ERROR(kOrgUnitName.ParseId(unit).status());
    command.units.push_back(unit);
  }
  SELARAS_ASSIGN_OR_RETURN(command.move_date,
                           OptionalDay(request.has_move_date(), request.move_date(), "move_date"));
  if (!v1alpha::MoveSide_IsValid(request.side())) return InvalidField("side", "must be RECEIVING or SENDING");
  command.side = request.side() == v1alpha::MOVE_SIDE_SENDING ? MoveSide::kSending : MoveSide::kReceiving;
  if (!request.plan().empty()) SELARAS_RETURN_IF_ERROR(kPlanName.ParseId(request.plan()).status());
  command.plan = request.plan();
  return command;
}

absl::StatusOr<FollowUp> FromProto(const v1alpha::OpenFollowUpRequest& request) {
  const v1alpha::FollowUp& in = request.follow_up();
  FollowUp follow_up;
  if (!v1alpha::FollowUp::Kind_IsValid(in.kind())) return InvalidField("follow_up.kind", "is unknown");
  follow_up.kind = in.kind() == v1alpha::FollowUp::KIND_UNSPECIFIED ? FollowUpKind::kOther
                                                                    : static_cast<FollowUpKind>(in.kind());
  SELARAS_ASSIGN_OR_RETURN(follow_up.evaluation, OptionalId(kEvaluationName, in.evaluation()));
  SELARAS_ASSIGN_OR_RETURN(follow_up.transition_plan, OptionalId(kTransitionPlanName, in.transition_plan()));
  SELARAS_ASSIGN_OR_RETURN(const auto due,
                           OptionalDay(in.has_due_date(), in.due_date(), "follow_up.due_date"));
  if (!due) return InvalidField("follow_up.due_date", "must be given");
  follow_up.due = *due;
  follow_up.owner = in.owner();
  follow_up.text_id = in.text_id();
  return follow_up;
}

absl::StatusOr<DecreeApplied> DecreeFromPayload(absl::string_view payload) {
  approval::v1alpha::DecreeEvent event;
  std::optional<absl::CivilDay> effective;
  if (event.ParseFromArray(payload.data(), static_cast<int>(payload.size())))
    effective = DayOf(event.effective_date());
  if (!effective || event.decree().empty())
    return absl::DataLossError("an event DecreeApplied holds no decree");
  DecreeApplied decree{event.decree(), event.plan(), *effective, {}};
  for (const auto& move : event.moves()) {
    decree.moves.push_back({move.move(), move.employee(), move.from_post(), move.to_post()});
  }
  return decree;
}

}  // namespace selaras::evaluation
