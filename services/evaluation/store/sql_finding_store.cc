#include "services/evaluation/store/sql_finding_store.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/failpoint/failpoint.h"
#include "services/evaluation/store/acts.h"
#include "services/evaluation/store/effect_json.h"
#include "services/evaluation/store/follow_up_rows.h"

namespace selaras::evaluation {
namespace {

using sql::Connection;
using sql::Row;

#define EVALUATION_COLUMNS                                                                                 \
  "evaluation_id, indicator, side, matching_plan, cycle, move_date, needs_revision, create_time, effect, " \
  "content, "                                                                                              \
  "content_hash"
constexpr absl::string_view kInsertEvaluation =
    "insert into evaluations (tenant, " EVALUATION_COLUMNS
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
constexpr absl::string_view kSelectEvaluation =
    "select " EVALUATION_COLUMNS " from evaluations where tenant = $1 and evaluation_id = $2";
// Without the texts.
constexpr absl::string_view kSelectEvaluations =
    "select evaluation_id, indicator, side, matching_plan, cycle, move_date, needs_revision, create_time, "
    "effect, "
    "'', content_hash from evaluations where tenant = $1 and ($2 = '' or "
    "evaluation_id < $2) order by evaluation_id desc limit $3";
constexpr absl::string_view kCountEvaluations = "select count(*) from evaluations where tenant = $1";
constexpr absl::string_view kSelectFollowUp =
    "select " FOLLOW_UP_COLUMNS " from follow_ups where tenant = $1 and follow_up_id = $2";
constexpr absl::string_view kSelectFollowUps = "select " FOLLOW_UP_COLUMNS
                                               " from follow_ups where tenant = $1 and ($2 = '' or "
                                               "follow_up_id < $2) order by follow_up_id desc limit $3";
constexpr absl::string_view kCountFollowUps = "select count(*) from follow_ups where tenant = $1";
constexpr absl::string_view kCompleteFollowUp =
    "update follow_ups set version = version + 1, finding = $3, done_date = $4 where tenant = $1 and "
    "follow_up_id = $2";
#define REPORT_COLUMNS "report_id, cycle, goals_hash, moves, results, evaluations, content_hash, create_time"
constexpr absl::string_view kInsertReport =
    "insert into cycle_reports (tenant, " REPORT_COLUMNS
    ", html, csv) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr absl::string_view kSelectReport =
    "select " REPORT_COLUMNS " from cycle_reports where tenant = $1 and report_id = $2";
constexpr absl::string_view kSelectHtml =
    "select html from cycle_reports where tenant = $1 and report_id = $2";
constexpr absl::string_view kSelectCsv = "select csv from cycle_reports where tenant = $1 and report_id = $2";
constexpr absl::string_view kSelectReports = "select " REPORT_COLUMNS
                                             " from cycle_reports where tenant = $1 and ($2 = '' or "
                                             "report_id < $2) order by report_id desc limit $3";
constexpr absl::string_view kCountReports = "select count(*) from cycle_reports where tenant = $1";

absl::StatusOr<Evaluation> EvaluationOf(const Row& row) {
  Evaluation evaluation;
  evaluation.id = std::string(row.Text(0));
  evaluation.indicator = std::string(row.Text(1));
  evaluation.side = static_cast<MoveSide>(row.Int64(2));
  evaluation.plan = std::string(row.Text(3));
  evaluation.cycle = std::string(row.Text(4));
  if (const auto date = row.OptionalText(5)) {
    SELARAS_ASSIGN_OR_RETURN(evaluation.move_date, ParseCivilDay(*date));
  }
  evaluation.needs_revision = row.Int64(6);
  evaluation.create_time = absl::FromUnixMicros(row.Int64(7));
  SELARAS_ASSIGN_OR_RETURN(evaluation.effect, EffectFromJson(row.Text(8)));
  evaluation.text = std::string(row.Text(9));
  evaluation.content_hash = std::string(row.Text(10));
  return evaluation;
}

absl::StatusOr<CycleReport> ReportOf(const Row& row) {
  CycleReport report;
  report.id = std::string(row.Text(0));
  report.cycle = std::string(row.Text(1));
  report.goals_hash = std::string(row.Text(2));
  report.moves = row.Int64(3);
  SELARAS_ASSIGN_OR_RETURN(report.results, ResultsFromJson(row.Text(4)));
  report.evaluations = absl::StrSplit(row.Text(5), ' ', absl::SkipEmpty());
  report.content_hash = std::string(row.Text(6));
  report.create_time = absl::FromUnixMicros(row.Int64(7));
  return report;
}

// The row of `id`, or kNotFound with `reason`.
template <typename Item, typename ItemOf>
absl::StatusOr<Item> Load(Connection& conn, absl::string_view sql, absl::string_view tenant,
                          absl::string_view id, absl::string_view reason, const ItemOf& item_of) {
  absl::StatusOr<Item> item = Error(absl::StatusCode::kNotFound, reason);
  SELARAS_RETURN_IF_ERROR(conn.QueryOne(sql, {tenant, id},
                                        [&](const Row& row) {
                                          item = item_of(row);
                                          return item.status();
                                        })
                              .status());
  return item;
}

template <typename Item, typename ItemOf>
absl::StatusOr<Item> Get(sql::Database& db, absl::string_view sql, absl::string_view tenant,
                         absl::string_view id, absl::string_view reason, const ItemOf& item_of) {
  Item item;
  SELARAS_RETURN_IF_ERROR(db.ReadTransaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(item, Load<Item>(conn, sql, tenant, id, reason, item_of));
    return absl::OkStatus();
  }));
  return item;
}

}  // namespace

absl::Status SqlFindingStore::InsertEvaluation(Connection& conn, const Act& act,
                                               const Evaluation& evaluation) {
  const std::optional<std::string> date =
      evaluation.move_date ? std::make_optional(FormatCivilDay(*evaluation.move_date)) : std::nullopt;
  SELARAS_RETURN_IF_ERROR(conn.Execute(
      kInsertEvaluation,
      {act.tenant, evaluation.id, evaluation.indicator, static_cast<int>(evaluation.side), evaluation.plan,
       evaluation.cycle, date, evaluation.needs_revision, absl::ToUnixMicros(evaluation.create_time),
       EffectToJson(evaluation.effect), evaluation.text, evaluation.content_hash}));
  return NoteAct(conn, ids_, act, "EffectEstimated", absl::StrCat("evaluations/", evaluation.id),
                 {{"content_hash", evaluation.content_hash},
                  {"indicator", evaluation.indicator},
                  {"side", std::string(SideName(evaluation.side))},
                  {"verdict", std::string(VerdictName(evaluation.effect.verdict))}});
}

absl::Status SqlFindingStore::OpenFollowUp(Connection& conn, const Act& act, const FollowUp& follow_up) {
  SELARAS_ASSIGN_OR_RETURN(const int64_t inserted, InsertFollowUp(conn, act.tenant, follow_up));
  if (inserted == 0) return Error(absl::StatusCode::kAlreadyExists, "SUPPORT_ALREADY_OPEN");
  return NoteAct(conn, ids_, act, "FollowUpOpened", absl::StrCat("followUps/", follow_up.id),
                 {{"evaluation", follow_up.evaluation}, {"transition_plan", follow_up.transition_plan}});
}

absl::StatusOr<FindingStore::Ids> SqlFindingStore::Save(const Act& act,
                                                        const std::vector<Evaluation>& evaluations,
                                                        const std::vector<FollowUp>& follow_ups) {
  std::string answer;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(answer, RunOnce(conn, act, [&]() -> absl::StatusOr<std::string> {
                               std::vector<std::string> one, two;
                               for (const Evaluation& evaluation : evaluations) {
                                 SELARAS_RETURN_IF_ERROR(InsertEvaluation(conn, act, evaluation));
                                 one.push_back(evaluation.id);
                               }
                               for (const FollowUp& follow_up : follow_ups) {
                                 SELARAS_RETURN_IF_ERROR(OpenFollowUp(conn, act, follow_up));
                                 two.push_back(follow_up.id);
                               }
                               return absl::StrCat(absl::StrJoin(one, " "), "|", absl::StrJoin(two, " "));
                             }));
    return absl::OkStatus();
  }));
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(answer, '|');
  return Ids{absl::StrSplit(parts.first, ' ', absl::SkipEmpty()),
             absl::StrSplit(parts.second, ' ', absl::SkipEmpty())};
}

absl::StatusOr<Evaluation> SqlFindingStore::GetEvaluation(absl::string_view tenant, absl::string_view id) {
  return Get<Evaluation>(db_, kSelectEvaluation, tenant, id, "EVALUATION_NOT_FOUND", EvaluationOf);
}

absl::StatusOr<std::vector<Evaluation>> SqlFindingStore::ListEvaluations(absl::string_view tenant,
                                                                         absl::string_view before,
                                                                         int limit) {
  return ReadAll<Evaluation>(db_, kSelectEvaluations, {tenant, before, limit}, EvaluationOf);
}

absl::StatusOr<int64_t> SqlFindingStore::CountEvaluations(absl::string_view tenant) {
  return CountRows(db_, kCountEvaluations, {tenant});
}

absl::StatusOr<FollowUp> SqlFindingStore::GetFollowUp(absl::string_view tenant, absl::string_view id) {
  return Get<FollowUp>(db_, kSelectFollowUp, tenant, id, "FOLLOW_UP_NOT_FOUND", FollowUpOf);
}

absl::StatusOr<std::vector<FollowUp>> SqlFindingStore::ListFollowUps(absl::string_view tenant,
                                                                     absl::string_view before, int limit) {
  return ReadAll<FollowUp>(db_, kSelectFollowUps, {tenant, before, limit}, FollowUpOf);
}

absl::StatusOr<int64_t> SqlFindingStore::CountFollowUps(absl::string_view tenant) {
  return CountRows(db_, kCountFollowUps, {tenant});
}

absl::StatusOr<FollowUp> SqlFindingStore::CompleteFollowUp(const Act& act, absl::string_view id,
                                                           absl::string_view etag, absl::string_view finding,
                                                           absl::CivilDay done) {
  FollowUp follow_up;
  const auto load = [&](Connection& conn) {
    return Load<FollowUp>(conn, kSelectFollowUp, act.tenant, id, "FOLLOW_UP_NOT_FOUND", FollowUpOf);
  };
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_RETURN_IF_ERROR(RunOnce(conn, act, [&]() -> absl::StatusOr<std::string> {
                              SELARAS_ASSIGN_OR_RETURN(const FollowUp now, load(conn));
                              const std::string name = absl::StrCat("followUps/", id);
                              if (!etag.empty() && etag != absl::StrCat(now.version)) {
                                return Error(absl::StatusCode::kAborted, "ETAG_STALE", {{"resource", name}});
                              }
                              if (now.done)
                                return Error(absl::StatusCode::kFailedPrecondition, "FOLLOW_UP_DONE");
                              SELARAS_RETURN_IF_ERROR(conn.Execute(
                                  kCompleteFollowUp, {act.tenant, id, finding, FormatCivilDay(done)}));
                              SELARAS_RETURN_IF_ERROR(NoteAct(conn, ids_, act, "FollowUpCompleted", name,
                                                              {{"done_date", FormatCivilDay(done)}}));
                              return std::string(id);
                            }).status());
    SELARAS_ASSIGN_OR_RETURN(follow_up, load(conn));
    return absl::OkStatus();
  }));
  return follow_up;
}

absl::StatusOr<CycleReport> SqlFindingStore::SaveReport(const Act& act, const CycleReport& report,
                                                        const std::vector<Evaluation>& evaluations) {
  std::string id;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        id, RunOnce(conn, act, [&]() -> absl::StatusOr<std::string> {
          for (const Evaluation& evaluation : evaluations) {
            SELARAS_RETURN_IF_ERROR(InsertEvaluation(conn, act, evaluation));
          }
          SELARAS_RETURN_IF_ERROR(conn.Execute(
              kInsertReport,
              {act.tenant, report.id, report.cycle, report.goals_hash, report.moves,
               ResultsToJson(report.results), absl::StrJoin(report.evaluations, " "), report.content_hash,
               absl::ToUnixMicros(report.create_time), report.html, report.csv}));
          SELARAS_RETURN_IF_ERROR(NoteAct(conn, ids_, act, "CycleReported",
                                          absl::StrCat("cycleReports/", report.id),
                                          {{"content_hash", report.content_hash},
                                           {"cycle", report.cycle},
                                           {"goals_hash", report.goals_hash}}));
          failpoint::Reach("evaluation.report_cycle.before_commit");
          return report.id;
        }));
    return absl::OkStatus();
  }));
  return GetReport(act.tenant, id);
}

absl::StatusOr<CycleReport> SqlFindingStore::GetReport(absl::string_view tenant, absl::string_view id) {
  return Get<CycleReport>(db_, kSelectReport, tenant, id, "CYCLE_REPORT_NOT_FOUND", ReportOf);
}

absl::StatusOr<std::vector<CycleReport>> SqlFindingStore::ListReports(absl::string_view tenant,
                                                                      absl::string_view before, int limit) {
  return ReadAll<CycleReport>(db_, kSelectReports, {tenant, before, limit}, ReportOf);
}

absl::StatusOr<std::string> SqlFindingStore::ReadDocument(absl::string_view tenant, absl::string_view id,
                                                          ReportFormat format) {
  return Get<std::string>(
      db_, format == ReportFormat::kCsv ? kSelectCsv : kSelectHtml, tenant, id, "CYCLE_REPORT_NOT_FOUND",
      [](const Row& row) -> absl::StatusOr<std::string> { return std::string(row.Text(0)); });
}

absl::StatusOr<int64_t> SqlFindingStore::CountReports(absl::string_view tenant) {
  return CountRows(db_, kCountReports, {tenant});
}

}  // namespace selaras::evaluation
