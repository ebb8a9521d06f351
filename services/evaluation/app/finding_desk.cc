#include "services/evaluation/app/finding_desk.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/base/civil_date.h"
#include "libs/base/digest.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/evaluation/app/acts.h"
#include "services/evaluation/app/goal_reading.h"

namespace selaras::evaluation {
namespace {

constexpr size_t kMaxText = 2000;

ReportedEvaluation Reported(const Evaluation& evaluation) {
  return {absl::StrCat("evaluations/", evaluation.id),
          FindIndicator(evaluation.indicator),
          evaluation.side,
          evaluation.effect,
          evaluation.text,
          evaluation.content_hash};
}

}  // namespace

FindingDesk::FindingDesk(const Deps& deps)
    : deps_(deps),
      verdicts_(deps.metrics, {"selaras_effects_estimated_total", "Effects estimated, by verdict."},
                "verdict", {"improved", "no_clear_change", "worsened", "insufficient_data"}) {}

void FindingDesk::Count(const std::vector<Evaluation>& evaluations) const {
  constexpr const char* kLabels[] = {"improved", "no_clear_change", "worsened", "insufficient_data"};
  for (const Evaluation& evaluation : evaluations) {
    verdicts_.At(kLabels[static_cast<int>(evaluation.effect.verdict) - 1]).Increment();
  }
}

absl::StatusOr<Evaluation> FindingDesk::Estimate(const CallScope& call, const EstimateCommand& command) {
  EffectQuestion question;
  question.indicator = FindIndicator(command.indicator);
  if (question.indicator == nullptr) {
    return InvalidField("indicator", absl::StrCat("must be one of ", IndicatorNames()));
  }
  question.side = command.side;
  question.plan = command.plan;
  question.units = command.units;
  question.move_date = command.move_date;
  EffectReader reader = MakeReader(call);
  SELARAS_RETURN_IF_ERROR(reader.ReadFacts());
  SELARAS_ASSIGN_OR_RETURN(Evaluation evaluation, reader.Answer(question));
  const std::string asked = absl::StrCat(
      command.indicator, "|", command.plan, "|", static_cast<int>(command.side), "|",
      command.move_date ? FormatCivilDay(*command.move_date) : "", "|", absl::StrJoin(command.units, ","));
  SELARAS_ASSIGN_OR_RETURN(
      const FindingStore::Ids ids,
      deps_.findings.Save(ActOf(call, "EstimateEffect", command.request_id, asked), {evaluation}, {}));
  if (ids.evaluations.front() != evaluation.id) {
    return deps_.findings.GetEvaluation(call.tenant, ids.evaluations.front());
  }
  Count({evaluation});
  return evaluation;
}

absl::StatusOr<CycleFact> FindingDesk::ReadCycle(const CallScope& call, const std::string& cycle) {
  SELARAS_ASSIGN_OR_RETURN(CycleFact fact, deps_.matching.ReadCycle(call, cycle));
  if (fact.plan.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "CYCLE_WITHOUT_PLAN", {{"cycle", cycle}});
  }
  return fact;
}

absl::StatusOr<std::vector<Evaluation>> FindingDesk::EvaluateCycle(EffectReader& reader,
                                                                   const CycleFact& cycle) {
  std::vector<Evaluation> evaluations;
  for (MoveSide side : {MoveSide::kReceiving, MoveSide::kSending}) {
    for (const Indicator& indicator : Indicators()) {
      SELARAS_ASSIGN_OR_RETURN(Evaluation evaluation,
                               reader.Answer({&indicator, side, cycle.plan, {}, std::nullopt}));
      evaluation.cycle = cycle.name;
      evaluations.push_back(std::move(evaluation));
    }
  }
  return evaluations;
}

FollowUp FindingDesk::CauseAnalysis(const CallScope& call, const Evaluation& evaluation) const {
  FollowUp follow_up;
  follow_up.id = deps_.ids.NewId();
  follow_up.kind = FollowUpKind::kCauseAnalysis;
  follow_up.evaluation = evaluation.id;
  follow_up.owner = call.actor;
  follow_up.due = Today(deps_.clock, deps_.zone) + kCauseAnalysisDueDays;
  follow_up.create_time = deps_.clock.Now();
  const Verdict verdict = evaluation.effect.verdict;
  follow_up.text_id = absl::StrFormat(
      "%s pada unit %s: %s. Telusuri penyebabnya (jumlah pegawai, beban kerja, sarana, kepemimpinan, atau "
      "sebab lain)%s.",
      FindIndicator(evaluation.indicator)->text_id,
      evaluation.side == MoveSide::kReceiving ? "penerima" : "asal",
      verdict == Verdict::kWorsened        ? "memburuk dibanding unit pembanding"
      : verdict == Verdict::kNoClearChange ? "tidak ada perubahan jelas dibanding unit pembanding"
                                           : "sebagian unit menurun jauh di luar perubahan unit pembanding",
      evaluation.effect.declined.empty() ? ""
                                         : absl::StrCat("; mulai dari unit yang paling menurun: ",
                                                        absl::StrJoin(evaluation.effect.declined, ", ")));
  return follow_up;
}

absl::StatusOr<Findings> FindingDesk::Detect(const CallScope& call, const std::string& request_id,
                                             const std::string& cycle) {
  SELARAS_ASSIGN_OR_RETURN(const CycleFact fact, ReadCycle(call, cycle));
  EffectReader reader = MakeReader(call);
  SELARAS_RETURN_IF_ERROR(reader.ReadFacts());
  Findings findings;
  SELARAS_ASSIGN_OR_RETURN(findings.evaluations, EvaluateCycle(reader, fact));
  for (const Evaluation& evaluation : findings.evaluations) {
    const Verdict verdict = evaluation.effect.verdict;
    // One unit far down is a finding even where the units together got better.
    if (verdict == Verdict::kWorsened || verdict == Verdict::kNoClearChange ||
        !evaluation.effect.declined.empty()) {
      findings.follow_ups.push_back(CauseAnalysis(call, evaluation));
    }
  }
  SELARAS_ASSIGN_OR_RETURN(const FindingStore::Ids ids,
                           deps_.findings.Save(ActOf(call, "DetectDecline", request_id, cycle),
                                               findings.evaluations, findings.follow_ups));
  if (ids.evaluations.front() == findings.evaluations.front().id) {
    Count(findings.evaluations);
    return findings;
  }
  Findings before;
  for (const std::string& id : ids.evaluations) {
    SELARAS_ASSIGN_OR_RETURN(Evaluation evaluation, deps_.findings.GetEvaluation(call.tenant, id));
    before.evaluations.push_back(std::move(evaluation));
  }
  for (const std::string& id : ids.follow_ups) {
    SELARAS_ASSIGN_OR_RETURN(FollowUp follow_up, deps_.findings.GetFollowUp(call.tenant, id));
    before.follow_ups.push_back(std::move(follow_up));
  }
  return before;
}

absl::StatusOr<Evaluation> FindingDesk::GetEvaluation(const CallScope& call, absl::string_view id) {
  return deps_.findings.GetEvaluation(call.tenant, id);
}

absl::StatusOr<Page<Evaluation>> FindingDesk::ListEvaluations(const CallScope& call,
                                                              const PageRequest& page) {
  return ReadPage<Evaluation>(
      deps_.page_tokens, absl::StrCat(call.tenant, "|evaluations"), page,
      [&](const std::string& before, int limit) {
        return deps_.findings.ListEvaluations(call.tenant, before, limit);
      },
      [&] { return deps_.findings.CountEvaluations(call.tenant); });
}

absl::StatusOr<FollowUp> FindingDesk::OpenFollowUp(const CallScope& call, const std::string& request_id,
                                                   FollowUp follow_up) {
  if (follow_up.owner.empty()) return InvalidField("follow_up.owner", "must name who does it");
  if (follow_up.text_id.empty() || follow_up.text_id.size() > kMaxText) {
    return InvalidField("follow_up.text_id", "must say what is to be done, in at most 2,000 bytes");
  }
  if (follow_up.due < Today(deps_.clock, deps_.zone)) {
    return InvalidField("follow_up.due_date", "must be today or later");
  }
  if (!follow_up.evaluation.empty()) {
    SELARAS_RETURN_IF_ERROR(deps_.findings.GetEvaluation(call.tenant, follow_up.evaluation).status());
  }
  if (!follow_up.transition_plan.empty()) {
    SELARAS_ASSIGN_OR_RETURN(const TransitionPlan plan,
                             deps_.plans.Get(call.tenant, follow_up.transition_plan));
    SELARAS_RETURN_IF_ERROR(CheckReach(call, plan));
  }
  const std::string asked = absl::StrCat(static_cast<int>(follow_up.kind), "|", follow_up.evaluation, "|",
                                         follow_up.transition_plan, "|", follow_up.owner, "|",
                                         FormatCivilDay(follow_up.due), "|", follow_up.text_id);
  follow_up.id = deps_.ids.NewId();
  follow_up.create_time = deps_.clock.Now();
  SELARAS_ASSIGN_OR_RETURN(
      const FindingStore::Ids ids,
      deps_.findings.Save(ActOf(call, "OpenFollowUp", request_id, asked), {}, {follow_up}));
  return deps_.findings.GetFollowUp(call.tenant, ids.follow_ups.front());
}

absl::StatusOr<FollowUp> FindingDesk::GetFollowUp(const CallScope& call, absl::string_view id) {
  return deps_.findings.GetFollowUp(call.tenant, id);
}

absl::StatusOr<Page<FollowUp>> FindingDesk::ListFollowUps(const CallScope& call, const PageRequest& page) {
  return ReadPage<FollowUp>(
      deps_.page_tokens, absl::StrCat(call.tenant, "|follow-ups"), page,
      [&](const std::string& before, int limit) {
        return deps_.findings.ListFollowUps(call.tenant, before, limit);
      },
      [&] { return deps_.findings.CountFollowUps(call.tenant); });
}

absl::StatusOr<FollowUp> FindingDesk::CompleteFollowUp(const CallScope& call, const std::string& id,
                                                       const std::string& etag, const std::string& request_id,
                                                       const std::string& finding) {
  if (finding.empty() || finding.size() > kMaxText) {
    return InvalidField("finding", "must say what was found and done, in at most 2,000 bytes");
  }
  return deps_.findings.CompleteFollowUp(
      ActOf(call, "CompleteFollowUp", request_id, absl::StrCat(id, "|", etag, "|", finding)), id, etag,
      finding, Today(deps_.clock, deps_.zone));
}

absl::StatusOr<CycleReport> FindingDesk::ReportCycle(const CallScope& call, const std::string& request_id,
                                                     const std::string& cycle) {
  SELARAS_ASSIGN_OR_RETURN(const CycleFact fact, ReadCycle(call, cycle));
  EffectReader reader = MakeReader(call);
  SELARAS_RETURN_IF_ERROR(reader.ReadFacts());
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Evaluation> evaluations, EvaluateCycle(reader, fact));
  SELARAS_ASSIGN_OR_RETURN(MeasuredGoals goals, MeasureGoals(call, fact, deps_.needs, reader, deps_.rules));
  SELARAS_ASSIGN_OR_RETURN(const std::vector<Pulse> answers,
                           deps_.plans.NewestAnswers(call.tenant, fact.plan));

  Report report;
  report.cycle = fact.name;
  report.display_name = fact.display_name;
  report.goals_hash = fact.goals_hash;
  report.plan = fact.plan;
  report.date = Today(deps_.clock, deps_.zone);
  report.moves = reader.CountMoves(fact.plan);
  report.results = goals.results;
  report.shortage = goals.shortage;
  report.pulse = MeansOf(answers);
  for (const UnitFact& unit : reader.units()) report.unit_names[unit.name] = unit.display_name;
  CycleReport kept;
  for (const Evaluation& evaluation : evaluations) {
    report.evaluations.push_back(Reported(evaluation));
    kept.evaluations.push_back(evaluation.id);
  }
  kept.id = deps_.ids.NewId();
  kept.create_time = deps_.clock.Now();
  kept.cycle = fact.name;
  kept.goals_hash = fact.goals_hash;
  kept.moves = report.moves;
  kept.results = std::move(goals.results);
  kept.csv = ReportCsv(report);
  kept.content_hash = Sha256Hex(kept.csv);
  kept.html = ReportHtml(report, kept.content_hash);
  SELARAS_ASSIGN_OR_RETURN(
      CycleReport saved,
      deps_.findings.SaveReport(ActOf(call, "ReportCycle", request_id, cycle), kept, evaluations));
  if (saved.id == kept.id) Count(evaluations);
  return saved;
}

absl::StatusOr<CycleReport> FindingDesk::GetReport(const CallScope& call, absl::string_view id) {
  return deps_.findings.GetReport(call.tenant, id);
}

absl::StatusOr<std::string> FindingDesk::ReadDocument(const CallScope& call, absl::string_view id,
                                                      ReportFormat format) {
  return deps_.findings.ReadDocument(call.tenant, id, format);
}

absl::StatusOr<Page<CycleReport>> FindingDesk::ListReports(const CallScope& call, const PageRequest& page) {
  return ReadPage<CycleReport>(
      deps_.page_tokens, absl::StrCat(call.tenant, "|cycle-reports"), page,
      [&](const std::string& before, int limit) {
        return deps_.findings.ListReports(call.tenant, before, limit);
      },
      [&] { return deps_.findings.CountReports(call.tenant); });
}

}  // namespace selaras::evaluation
