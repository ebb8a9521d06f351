#include "services/evaluation/store/sql_transition_store.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "services/evaluation/store/acts.h"
#include "services/evaluation/store/follow_up_rows.h"

namespace selaras::evaluation {
namespace {

using sql::Connection;
using sql::Row;

#define PLAN_COLUMNS                                                                             \
  "tenant, plan_id, version, state, decree, move, employee, from_post, to_post, matching_plan, " \
  "effective_date, from_unit, to_unit, agency, receiving_head, mentor"
constexpr absl::string_view kInsertPlan =
    "insert into transition_plans (" PLAN_COLUMNS
    ") values ($1, $2, 1, 1, $3, $4, $5, $6, $7, $8, $9, '', '', '', '', '') "
    "on conflict (tenant, decree, move) do nothing";
constexpr absl::string_view kSelectPlan =
    "select " PLAN_COLUMNS " from transition_plans where tenant = $1 and plan_id = $2";
constexpr absl::string_view kSelectNewest =
    "select " PLAN_COLUMNS
    " from transition_plans where tenant = $1 and ($2 = '' or agency = $2) and ($3 = '' or plan_id < $3) "
    "order by plan_id desc limit $4";
constexpr absl::string_view kCountPlans =
    "select count(*) from transition_plans where tenant = $1 and ($2 = '' or agency = $2)";
constexpr absl::string_view kSelectOpen =
    "select " PLAN_COLUMNS
    " from transition_plans where state = 1 and plan_id > $1 order by plan_id limit $2";
constexpr absl::string_view kCountUnclosed = "select count(*) from transition_plans where state <> 3";
constexpr absl::string_view kPrepare =
    "update transition_plans set state = 2, version = version + 1, from_unit = $3, to_unit = $4, agency = "
    "$5, "
    "receiving_head = $6 where tenant = $1 and plan_id = $2 and state = 1";
constexpr absl::string_view kUpdatePlan =
    "update transition_plans set version = version + 1, state = $3, mentor = $4 where tenant = $1 and "
    "plan_id = $2";
constexpr absl::string_view kSelectSteps =
    "select kind, code, due_date, done_date, responsible, present_level, required_level from "
    "transition_steps "
    "where tenant = $1 and plan_id = $2 order by sequence";
constexpr absl::string_view kDeleteSteps = "delete from transition_steps where tenant = $1 and plan_id = $2";
constexpr absl::string_view kInsertStep =
    "insert into transition_steps (tenant, plan_id, sequence, kind, code, due_date, done_date, responsible, "
    "present_level, required_level) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
#define ANSWER_COLUMNS \
  "answer_id, plan_id, answer_date, workload, clarity, support, commute, wellbeing, follow_up_id"
constexpr absl::string_view kInsertAnswer =
    "insert into answers (tenant, " ANSWER_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr absl::string_view kSelectAnswers =
    "select " ANSWER_COLUMNS " from answers where tenant = $1 and plan_id = $2 order by answer_id";
constexpr absl::string_view kSelectNewestAnswers =
    "select workload, clarity, support, commute, wellbeing from answers a where a.tenant = $1 and not exists "
    "(select 1 from answers b where b.tenant = a.tenant and b.plan_id = a.plan_id and (b.answer_date > "
    "a.answer_date "
    "or (b.answer_date = a.answer_date and b.answer_id > a.answer_id))) and ($2 = '' or exists (select 1 "
    "from "
    "transition_plans p where p.tenant = a.tenant and p.plan_id = a.plan_id and p.matching_plan = $2))";
constexpr absl::string_view kSelectMoves =
    "select from_unit, to_unit, effective_date, matching_plan from transition_plans where tenant = $1 and "
    "state <> 1 "
    "order by plan_id";

absl::StatusOr<TransitionPlan> PlanOf(const Row& row) {
  TransitionPlan plan;
  const auto text = [&](int column) { return std::string(row.Text(column)); };
  plan.tenant = text(0);
  plan.id = text(1);
  plan.version = row.Int64(2);
  plan.state = static_cast<TransitionState>(row.Int64(3));
  plan.decree = text(4);
  plan.move = {text(5), text(6), text(7), text(8)};
  plan.plan = text(9);
  SELARAS_ASSIGN_OR_RETURN(plan.effective_date, ParseCivilDay(row.Text(10)));
  plan.from_unit = text(11);
  plan.to_unit = text(12);
  plan.agency = text(13);
  plan.receiving_head = text(14);
  plan.mentor = text(15);
  return plan;
}

absl::Status ReadSteps(Connection& conn, TransitionPlan& plan) {
  plan.steps.clear();
  return conn.Query(kSelectSteps, {plan.tenant, plan.id}, [&](const Row& row) -> absl::Status {
    Step step;
    step.kind = static_cast<StepKind>(row.Int64(0));
    step.code = std::string(row.Text(1));
    SELARAS_ASSIGN_OR_RETURN(step.due, ParseCivilDay(row.Text(2)));
    if (const auto done = row.OptionalText(3)) {
      SELARAS_ASSIGN_OR_RETURN(step.done, ParseCivilDay(*done));
    }
    step.responsible = static_cast<Responsible>(row.Int64(4));
    step.present_level = static_cast<int>(row.Int64(5));
    step.required_level = static_cast<int>(row.Int64(6));
    plan.steps.push_back(std::move(step));
    return absl::OkStatus();
  });
}

absl::Status WriteSteps(Connection& conn, absl::string_view tenant, absl::string_view id,
                        const std::vector<Step>& steps) {
  SELARAS_RETURN_IF_ERROR(conn.Execute(kDeleteSteps, {tenant, id}));
  int64_t sequence = 0;
  for (const Step& step : steps) {
    const std::optional<std::string> done =
        step.done ? std::make_optional(FormatCivilDay(*step.done)) : std::nullopt;
    SELARAS_RETURN_IF_ERROR(conn.Execute(
        kInsertStep,
        {tenant, id, sequence++, static_cast<int>(step.kind), step.code, FormatCivilDay(step.due), done,
         static_cast<int>(step.responsible), step.present_level, step.required_level}));
  }
  return absl::OkStatus();
}

absl::StatusOr<TransitionPlan> LoadPlan(Connection& conn, absl::string_view tenant, absl::string_view id) {
  absl::StatusOr<TransitionPlan> plan = Error(absl::StatusCode::kNotFound, "TRANSITION_PLAN_NOT_FOUND");
  SELARAS_RETURN_IF_ERROR(conn.QueryOne(kSelectPlan, {tenant, id},
                                        [&](const Row& row) {
                                          plan = PlanOf(row);
                                          return plan.status();
                                        })
                              .status());
  if (plan.ok()) SELARAS_RETURN_IF_ERROR(ReadSteps(conn, *plan));
  return plan;
}

absl::StatusOr<Answer> AnswerOf(const Row& row) {
  Answer answer;
  answer.id = std::string(row.Text(0));
  answer.transition_plan = std::string(row.Text(1));
  SELARAS_ASSIGN_OR_RETURN(answer.date, ParseCivilDay(row.Text(2)));
  const auto number = [&](int column) { return static_cast<int>(row.Int64(column)); };
  answer.pulse = {number(3), number(4), number(5), number(6), number(7)};
  answer.follow_up = std::string(row.Text(8));
  return answer;
}

absl::StatusOr<std::vector<Answer>> ReadAnswers(Connection& conn, absl::string_view tenant,
                                                absl::string_view plan) {
  std::vector<Answer> answers;
  SELARAS_RETURN_IF_ERROR(conn.Query(kSelectAnswers, {tenant, plan}, [&](const Row& row) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(Answer answer, AnswerOf(row));
    answers.push_back(std::move(answer));
    return absl::OkStatus();
  }));
  return answers;
}

std::string PlanName(absl::string_view id) {
  return absl::StrCat("transitionPlans/", id);
}

}  // namespace

absl::Status SqlTransitionStore::OpenPlans(sql::Connection& conn, const Act& act,
                                           const DecreeApplied& decree) {
  std::vector<std::string> opened;
  for (const AppliedMove& move : decree.moves) {
    const std::string id = ids_.NewId();
    SELARAS_ASSIGN_OR_RETURN(
        const int64_t inserted,
        conn.ExecuteCounted(kInsertPlan,
                            {act.tenant, id, decree.decree, move.move, move.employee, move.from_post,
                             move.to_post, decree.plan, FormatCivilDay(decree.effective_date)}));
    if (inserted == 0) continue;
    SELARAS_RETURN_IF_ERROR(WriteSteps(conn, act.tenant, id, FirstSteps(decree.effective_date)));
    opened.push_back(PlanName(id));
  }
  if (opened.empty()) return absl::OkStatus();
  return NoteAct(conn, ids_, act, "TransitionOpened", decree.decree,
                 {{"effective_date", FormatCivilDay(decree.effective_date)},
                  {"transition_plans", absl::StrJoin(opened, " ")}});
}

absl::StatusOr<TransitionPlan> SqlTransitionStore::Get(absl::string_view tenant, absl::string_view id) {
  TransitionPlan plan;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(plan, LoadPlan(conn, tenant, id));
    return absl::OkStatus();
  }));
  return plan;
}

absl::StatusOr<std::vector<TransitionPlan>> SqlTransitionStore::ReadPlans(
    absl::string_view sql, absl::Span<const sql::Value> params) {
  std::vector<TransitionPlan> plans;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](Connection& conn) -> absl::Status {
    plans.clear();
    SELARAS_RETURN_IF_ERROR(conn.Query(sql, params, [&](const Row& row) -> absl::Status {
      SELARAS_ASSIGN_OR_RETURN(TransitionPlan plan, PlanOf(row));
      plans.push_back(std::move(plan));
      return absl::OkStatus();
    }));
    for (TransitionPlan& plan : plans) SELARAS_RETURN_IF_ERROR(ReadSteps(conn, plan));
    return absl::OkStatus();
  }));
  return plans;
}

absl::StatusOr<std::vector<TransitionPlan>> SqlTransitionStore::List(absl::string_view tenant,
                                                                     absl::string_view agency,
                                                                     absl::string_view before, int limit) {
  return ReadPlans(kSelectNewest, {tenant, agency, before, limit});
}

absl::StatusOr<int64_t> SqlTransitionStore::Count(absl::string_view tenant, absl::string_view agency) {
  return CountRows(db_, kCountPlans, {tenant, agency});
}

absl::StatusOr<std::vector<TransitionPlan>> SqlTransitionStore::ListOpen(absl::string_view after, int limit) {
  return ReadPlans(kSelectOpen, {after, limit});
}

absl::Status SqlTransitionStore::Prepare(absl::string_view tenant, absl::string_view id,
                                         const Preparation& preparation) {
  return db_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(TransitionPlan plan, LoadPlan(conn, tenant, id));
    SELARAS_ASSIGN_OR_RETURN(
        const int64_t changed,
        conn.ExecuteCounted(kPrepare, {tenant, id, preparation.from_unit, preparation.to_unit,
                                       preparation.agency, preparation.receiving_head}));
    if (changed == 0) return absl::OkStatus();
    plan.steps.insert(plan.steps.end(), preparation.steps.begin(), preparation.steps.end());
    SortSteps(&plan.steps);
    return WriteSteps(conn, tenant, id, plan.steps);
  });
}

absl::StatusOr<int64_t> SqlTransitionStore::CountUnclosed() {
  return CountRows(db_, kCountUnclosed, {});
}

absl::StatusOr<TransitionPlan> SqlTransitionStore::Update(const Act& act, absl::string_view id,
                                                          absl::string_view etag, Change change) {
  TransitionPlan plan;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(
        RunOnce(conn, act, [&]() -> absl::StatusOr<std::string> {
          SELARAS_ASSIGN_OR_RETURN(TransitionPlan now, LoadPlan(conn, act.tenant, id));
          if (!etag.empty() && etag != absl::StrCat(now.version)) {
            return Error(absl::StatusCode::kAborted, "ETAG_STALE", {{"resource", PlanName(id)}});
          }
          SELARAS_RETURN_IF_ERROR(change(now));
          SELARAS_RETURN_IF_ERROR(
              conn.Execute(kUpdatePlan, {act.tenant, id, static_cast<int>(now.state), now.mentor}));
          SELARAS_RETURN_IF_ERROR(WriteSteps(conn, act.tenant, id, now.steps));
          SELARAS_RETURN_IF_ERROR(NoteAct(conn, ids_, act, "TransitionStepCompleted", PlanName(id),
                                          {{"version", absl::StrCat(now.version + 1)}}));
          return std::string(id);
        }).status());
    SELARAS_ASSIGN_OR_RETURN(plan, LoadPlan(conn, act.tenant, id));
    return absl::OkStatus();
  }));
  return plan;
}

absl::StatusOr<Answer> SqlTransitionStore::AddAnswer(const Act& act, const Answer& answer,
                                                     const FollowUp& support) {
  Answer kept;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const std::string id, RunOnce(conn, act, [&]() -> absl::StatusOr<std::string> {
          SELARAS_ASSIGN_OR_RETURN(const std::vector<Answer> before,
                                   ReadAnswers(conn, act.tenant, answer.transition_plan));
          int struggles = Score(answer.pulse) < kStruggleBelow ? 1 : 0;
          for (const Answer& other : before) struggles += Score(other.pulse) < kStruggleBelow ? 1 : 0;
          int64_t opened = 0;
          if (struggles >= kStruggleAnswers && Score(answer.pulse) < kStruggleBelow) {
            SELARAS_ASSIGN_OR_RETURN(opened, InsertFollowUp(conn, act.tenant, support));
          }
          if (opened > 0) {
            SELARAS_RETURN_IF_ERROR(NoteAct(conn, ids_, act, "FollowUpOpened",
                                            absl::StrCat("followUps/", support.id),
                                            {{"transition_plan", PlanName(answer.transition_plan)}}));
          }
          const Pulse& p = answer.pulse;
          SELARAS_RETURN_IF_ERROR(conn.Execute(
              kInsertAnswer,
              {act.tenant, answer.id, answer.transition_plan, FormatCivilDay(answer.date), p.workload,
               p.clarity, p.support, p.commute, p.wellbeing, opened > 0 ? support.id : std::string()}));
          failpoint::Reach("evaluation.submit_feedback.before_commit");
          return answer.id;
        }));
    SELARAS_ASSIGN_OR_RETURN(const std::vector<Answer> answers,
                             ReadAnswers(conn, act.tenant, answer.transition_plan));
    for (const Answer& one : answers) {
      if (one.id == id) kept = one;
    }
    return absl::OkStatus();
  }));
  return kept;
}

absl::StatusOr<std::vector<Pulse>> SqlTransitionStore::NewestAnswers(absl::string_view tenant,
                                                                     absl::string_view plan) {
  return ReadAll<Pulse>(db_, kSelectNewestAnswers, {tenant, plan},
                        [](const Row& row) -> absl::StatusOr<Pulse> {
                          const auto number = [&](int column) { return static_cast<int>(row.Int64(column)); };
                          return Pulse{number(0), number(1), number(2), number(3), number(4)};
                        });
}

absl::StatusOr<std::vector<UnitMove>> SqlTransitionStore::Moves(absl::string_view tenant) {
  return ReadAll<UnitMove>(db_, kSelectMoves, {tenant}, [](const Row& row) -> absl::StatusOr<UnitMove> {
    SELARAS_ASSIGN_OR_RETURN(const absl::CivilDay date, ParseCivilDay(row.Text(2)));
    return UnitMove{std::string(row.Text(0)), std::string(row.Text(1)), date, std::string(row.Text(3))};
  });
}

}  // namespace selaras::evaluation
