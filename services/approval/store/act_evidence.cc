#include "services/approval/store/act_evidence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/civil_date.h"
#include "libs/base/status_macros.h"
#include "libs/feed/feed.h"
#include "libs/sql/outbox.h"
#include "services/approval/store/columns.h"

namespace selaras::approval {
namespace {

constexpr char kService[] = "approval";

}  // namespace

ActEvidence::ActEvidence(sql::Connection& conn, IdSource& ids, const CallScope& scope)
    : conn_(conn), ids_(ids), tenant_(scope.tenant), traceparent_(FormatTraceparent(scope.trace)) {}

absl::StatusOr<std::string> ActEvidence::Leaf(absl::string_view kind, absl::string_view subject,
                                              absl::string_view agency, absl::string_view account,
                                              absl::Time time, Fields fields) {
  return feed::AppendLeaf(
      conn_, ids_, {tenant_, std::string(agency), traceparent_},
      {kService, std::string(kind), std::string(subject), std::string(account), time, std::move(fields)});
}

absl::Status ActEvidence::Event(absl::string_view kind, absl::string_view agency, absl::Time time,
                                absl::string_view payload) {
  return sql::AppendEvent(conn_, {.event_id = ids_.NewId(),
                                  .kind = std::string(kind),
                                  .tenant = tenant_,
                                  .agency = std::string(agency),
                                  .traceparent = traceparent_,
                                  .time = time,
                                  .payload = std::string(payload)})
      .status();
}

absl::Status ActEvidence::Tell(const Actor& actor, absl::string_view subject, absl::string_view agency,
                               absl::Time time, const Happening& happening) {
  SELARAS_RETURN_IF_ERROR(
      Leaf(happening.kind, subject, agency, actor.account, time, happening.fields).status());
  if (!happening.told) return absl::OkStatus();
  return Event(happening.kind, agency, time, subject);
}

ActEvidence::Fields DecreeFields(const Decree& decree, const CaseRecord& record) {
  ActEvidence::Fields fields = {{"number", decree.number},
                                {"agency", decree.agency},
                                {"authority", absl::StrCat(Number(decree.authority))},
                                {"case", absl::StrCat("cases/", decree.case_id)},
                                {"case_content_hash", record.content_hash},
                                {"signatory", decree.signatory},
                                {"decree_date", FormatCivilDay(decree.decree_date)},
                                {"effective_date", FormatCivilDay(decree.effective_date)},
                                {"policy_hash", record.policy_hash}};
  for (const CaseMove& move : record.moves) {
    if (std::find(decree.moves.begin(), decree.moves.end(), move.number) == decree.moves.end()) continue;
    const std::string key = absl::StrCat("moves/", move.number, "/");
    fields.emplace_back(key + "employee", move.employee);
    fields.emplace_back(key + "from_post", move.from_post);
    fields.emplace_back(key + "to_post", move.to_post);
  }
  return fields;
}

ActEvidence::Fields MeetingFields(const Meeting& meeting) {
  ActEvidence::Fields fields = {{"date", FormatCivilDay(meeting.date)},
                                {"chair", meeting.chair},
                                {"secretary", meeting.secretary},
                                {"quorum", absl::StrCat(meeting.quorum)},
                                {"attendees", absl::StrJoin(meeting.attendees, ",")}};
  for (const MeetingDecision& decision : meeting.decisions) {
    const std::string key = absl::StrCat("cases/", decision.case_id, "/moves/", decision.move, "/");
    fields.emplace_back(key + "vote", absl::StrCat(Number(decision.vote)));
    if (!decision.dissenters.empty()) {
      fields.emplace_back(key + "dissenters", absl::StrJoin(decision.dissenters, ","));
    }
  }
  return fields;
}

}  // namespace selaras::approval
