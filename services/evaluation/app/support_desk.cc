#include "services/evaluation/app/support_desk.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/evaluation/app/acts.h"

namespace selaras::evaluation {
namespace {

constexpr char kSupportText[] =
    "Dua survei adaptasi bernilai di bawah 2,5. Bicarakan dengan pegawai, lalu tetapkan pelatihan, "
    "pendampingan, atau "
    "penempatan kembali.";
// Support of a mover whose unit has no known head.
constexpr char kPersonnelOffice[] = "HR";

bool IsOnlyEmployee(const CallScope& call) {
  return call.principal.Has(Role::kEmployee) && !call.principal.HasAny({Role::kAnalyst, Role::kPortal});
}

absl::Status Unsuitable(const char* why) {
  return Error(absl::StatusCode::kFailedPrecondition, "MENTOR_UNSUITABLE", {{"cause", why}});
}

absl::Status Complete(const CallScope& call, const CompleteStepCommand& command, absl::CivilDay done,
                      TransitionPlan& plan) {
  Step& step = plan.steps[static_cast<size_t>(command.step)];
  if (step.done) return Error(absl::StatusCode::kFailedPrecondition, "STEP_DONE");
  if (IsOnlyEmployee(call) && step.responsible != Responsible::kEmployee) {
    return Error(absl::StatusCode::kPermissionDenied, "STEP_FOREIGN");
  }
  step.done = done;
  if (step.kind == StepKind::kMentor) plan.mentor = command.mentor;
  const bool all =
      std::all_of(plan.steps.begin(), plan.steps.end(), [](const Step& s) { return s.done.has_value(); });
  if (all && plan.state == TransitionState::kSupporting) plan.state = TransitionState::kClosed;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TransitionPlan> SupportDesk::Get(const CallScope& call, absl::string_view id) {
  SELARAS_ASSIGN_OR_RETURN(TransitionPlan plan, deps_.plans.Get(call.tenant, id));
  SELARAS_RETURN_IF_ERROR(CheckReach(call, plan));
  return plan;
}

absl::Status SupportDesk::CheckMentor(const CallScope& call, const TransitionPlan& plan,
                                      const std::string& mentor) {
  if (mentor == plan.move.employee) return Unsuitable("SELF");
  SELARAS_ASSIGN_OR_RETURN(const std::string post_name, deps_.registry.ReadPostOf(call, mentor));
  if (post_name.empty()) return Unsuitable("NO_POST");
  SELARAS_ASSIGN_OR_RETURN(const PostFact post, deps_.registry.ReadPost(call, post_name));
  SELARAS_ASSIGN_OR_RETURN(const PostFact target, deps_.registry.ReadPost(call, plan.move.to_post));
  if (post.head_of_unit && post.org_unit == target.org_unit) return Unsuitable("ASSESSOR");
  SELARAS_ASSIGN_OR_RETURN(const PositionFact own, deps_.registry.ReadPosition(call, post.position));
  SELARAS_ASSIGN_OR_RETURN(const PositionFact wanted, deps_.registry.ReadPosition(call, target.position));
  if (own.level < wanted.level) return Unsuitable("LEVEL");
  return absl::OkStatus();
}

absl::StatusOr<TransitionPlan> SupportDesk::CompleteStep(const CallScope& call,
                                                         const CompleteStepCommand& command) {
  SELARAS_ASSIGN_OR_RETURN(const TransitionPlan plan, Get(call, command.id));
  if (command.step < 0 || command.step >= static_cast<int>(plan.steps.size())) {
    return InvalidField("step", absl::StrCat("must be 0 to ", plan.steps.size() - 1));
  }
  const absl::CivilDay done = command.done.value_or(Today());
  if (done > Today() || done < plan.effective_date - 366) {
    return InvalidField("done_date",
                        "must not be after today nor more than a year before the effective date");
  }
  const Step& step = plan.steps[static_cast<size_t>(command.step)];
  if ((step.kind == StepKind::kMentor) == command.mentor.empty()) {
    return InvalidField("mentor", "must be given with the MENTOR step, and only there");
  }
  if (!command.mentor.empty()) SELARAS_RETURN_IF_ERROR(CheckMentor(call, plan, command.mentor));
  const std::string asked = absl::StrCat(command.id, "|", command.step, "|", command.mentor, "|",
                                         command.done ? FormatCivilDay(done) : "");
  // Steps move when the plan is prepared; the one that was looked at above is the one that is completed.
  return deps_.plans.Update(ActOf(call, "CompleteStep", command.request_id, asked), command.id, command.etag,
                            [&](TransitionPlan& now) -> absl::Status {
                              if (now.steps.size() != plan.steps.size()) {
                                return Error(absl::StatusCode::kAborted, "ETAG_STALE",
                                             {{"resource", absl::StrCat("transitionPlans/", command.id)}});
                              }
                              return Complete(call, command, done, now);
                            });
}

absl::StatusOr<Answer> SupportDesk::SubmitAnswer(const CallScope& call, const SubmitAnswerCommand& command) {
  SELARAS_RETURN_IF_ERROR(CheckPulse(command.pulse));
  const absl::CivilDay today = Today();
  const absl::CivilDay date = command.date.value_or(today);
  if (date > today) return InvalidField("feedback.answer_date", "must not be after today");
  SELARAS_ASSIGN_OR_RETURN(const TransitionPlan plan, Get(call, command.plan_id));
  Answer answer{deps_.ids.NewId(), plan.id, date, command.pulse, ""};
  FollowUp support;
  support.id = deps_.ids.NewId();
  support.kind = FollowUpKind::kSupport;
  support.transition_plan = plan.id;
  support.owner = plan.receiving_head.empty() ? kPersonnelOffice : plan.receiving_head;
  support.due = today + kSupportDueDays;
  support.text_id = kSupportText;
  support.create_time = deps_.clock.Now();
  const Pulse& p = command.pulse;
  const std::string asked = absl::StrCat(plan.id, "|", command.date ? FormatCivilDay(date) : "", "|",
                                         p.workload, p.clarity, p.support, p.commute, p.wellbeing);
  return deps_.plans.AddAnswer(ActOf(call, "SubmitFeedback", command.request_id, asked), answer, support);
}

absl::StatusOr<Page<TransitionPlan>> SupportDesk::List(const CallScope& call, const PageRequest& page) {
  const std::string& agency = call.principal.agency;
  return ReadPage<TransitionPlan>(
      deps_.page_tokens, absl::StrCat(call.tenant, "|plans|", agency), page,
      [&](const std::string& before, int limit) {
        return deps_.plans.List(call.tenant, agency, before, limit);
      },
      [&] { return deps_.plans.Count(call.tenant, agency); });
}

absl::StatusOr<std::optional<PulseMeans>> SupportDesk::Summarize(const CallScope& call,
                                                                 absl::string_view plan) {
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Pulse> answers, deps_.plans.NewestAnswers(call.tenant, plan));
  return MeansOf(answers);
}

}  // namespace selaras::evaluation
