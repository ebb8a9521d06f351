#include "services/matching/store/act_log.h"

#include "absl/strings/str_cat.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/leaf.h"
#include "libs/feed/feed.h"
#include "libs/sql/outbox.h"

namespace selaras::matching {
namespace {

std::string Verdict(const PlanRecord& plan) {
  if (plan.state == PlanState::kFailed) return absl::StrCat("FAILED ", plan.failure_reason);
  if (plan.state == PlanState::kCancelled) return "CANCELLED";
  const PlanSummary& summary = plan.result->summary;
  switch (VerdictOf(*plan.result)) {
    case PlanVerdict::kOptimal:
      return "OPTIMAL";
    case PlanVerdict::kWithin:
      return absl::StrCat("WITHIN ", summary.bound - summary.objective);
    case PlanVerdict::kInfeasible:
      return "INFEASIBLE";
  }
  return "";
}

}  // namespace

absl::Status ActLog::Write(sql::Connection& conn, const Act& act, absl::string_view kind, std::string subject,
                           absl::string_view agency, std::string payload, Fields fields) const {
  SELARAS_RETURN_IF_ERROR(sql::AppendEvent(conn, {.event_id = ids_.NewId(),
                                                  .kind = std::string(kind),
                                                  .tenant = act.tenant,
                                                  .agency = std::string(agency),
                                                  .traceparent = act.traceparent,
                                                  .time = act.time,
                                                  .payload = std::move(payload)})
                              .status());
  return feed::AppendLeaf(conn, ids_, {act.tenant, std::string(agency), act.traceparent},
                          {.service = "matching",
                           .kind = std::string(kind),
                           .subject = std::move(subject),
                           .actor = act.actor,
                           .time = act.time,
                           .fields = std::move(fields)})
      .status();
}

absl::Status ActLog::Sealed(sql::Connection& conn, const Act& act, const PolicyRecord& policy) const {
  return Write(conn, act, "PolicySealed", absl::StrCat("policies/", policy.id), "", encoder_.Encode(policy),
               {{"content_hash", policy.content_hash}});
}

absl::Status ActLog::Changed(sql::Connection& conn, const Act& act, PlanState before,
                             const PlanRecord& plan) const {
  const bool released = before != PlanState::kReleased && plan.state == PlanState::kReleased;
  if (!released && (IsEnded(before) || !IsEnded(plan.state))) return absl::OkStatus();
  Fields fields = {{"verdict", Verdict(plan)}};
  if (!plan.parent.empty()) fields.emplace_back("parent", absl::StrCat("plans/", plan.parent));
  if (!plan.spec.cycle.empty()) fields.emplace_back("cycle", absl::StrCat("cycles/", plan.spec.cycle));
  if (!released) fields.emplace_back("asked_by", plan.asked_by);
  if (plan.result.has_value()) {
    const PlanResult& result = *plan.result;
    fields.insert(fields.end(), {{"plan_hash", result.plan_hash},
                                 {"instance_hash", result.instance_hash},
                                 {"certificate_hash", result.certificate_hash},
                                 {"policy_hash", result.policy_hash},
                                 {"need_hash", result.need_hash},
                                 {"registry_revision", absl::StrCat(result.registry_revision)},
                                 {"objective", absl::StrCat(result.summary.objective)},
                                 {"bound", absl::StrCat(result.summary.bound)}});
  }
  const std::string agency = plan.spec.agencies.size() == 1 ? plan.spec.agencies[0] : "";
  return Write(conn, act, released ? "PlanReleased" : "PlanFinished", absl::StrCat("plans/", plan.id), agency,
               encoder_.Encode(plan), std::move(fields));
}

absl::Status ActLog::Changed(sql::Connection& conn, const Act& act, const Cycle& before,
                             const CycleRecord& record) const {
  const Cycle& cycle = record.cycle;
  const std::string subject = absl::StrCat("cycles/", cycle.id);
  if (before.goals_hash != cycle.goals_hash) {
    SELARAS_RETURN_IF_ERROR(
        Write(conn, act, "GoalsSealed", subject, "", encoder_.Encode(record),
              {{"goals_hash", cycle.goals_hash}, {"goals", absl::StrCat(cycle.goals.size())}}));
  }
  if (before.phase == cycle.phase) return absl::OkStatus();
  return Write(
      conn, act, "CycleAdvanced", subject, "", encoder_.Encode(record),
      {{"from", std::string(PhaseName(before.phase))},
       {"phase", std::string(PhaseName(cycle.phase))},
       {"released_plan", cycle.released_plan.empty() ? "" : absl::StrCat("plans/", cycle.released_plan)}});
}

absl::Status ActLog::BundleImported(sql::Connection& conn, const Act& act, const BundleRecord& record) const {
  const std::string name = absl::StrCat("instanceBundles/", record.id);
  return Write(conn, act, "InstanceImported", name, "", name,
               {{"content_hash", record.content_hash},
                {"effective_date", FormatCivilDay(record.effective_date)},
                {"employees", absl::StrCat(record.employees)},
                {"posts", absl::StrCat(record.posts)},
                {"faults", absl::StrCat(record.fault_count)}});
}

absl::Status ActLog::KeysExported(sql::Connection& conn, const Act& act, absl::string_view plan,
                                  int64_t keys) const {
  const std::string name = absl::StrCat("plans/", plan);
  return Write(conn, act, "InstanceKeysExported", name, "", name, {{"keys", absl::StrCat(keys)}});
}

}  // namespace selaras::matching
