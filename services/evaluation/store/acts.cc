#include "services/evaluation/store/acts.h"

#include <nlohmann/json.hpp>

#include "libs/base/status_macros.h"
#include "libs/feed/feed.h"
#include "libs/sql/outbox.h"
#include "libs/sql/requests.h"

namespace selaras::evaluation {

absl::Status NoteAct(sql::Connection& conn, IdSource& ids, const Act& act, const std::string& kind,
                     const std::string& subject, const Fields& fields) {
  evidence::LeafContent content;
  content.service = "evaluation";
  content.kind = kind;
  content.subject = subject;
  content.actor = act.actor;
  content.time = act.time;
  content.fields = fields;
  SELARAS_RETURN_IF_ERROR(feed::AppendLeaf(conn, ids, {act.tenant, "", act.traceparent}, content).status());
  nlohmann::json payload = {{"subject", subject}};
  for (const auto& [key, value] : fields) payload[key] = value;
  sql::Event event;
  event.event_id = ids.NewId();
  event.kind = kind;
  event.tenant = act.tenant;
  event.traceparent = act.traceparent;
  event.time = act.time;
  event.payload = payload.dump();
  return sql::AppendEvent(conn, event).status();
}

absl::StatusOr<std::string> RunOnce(sql::Connection& conn, const Act& act,
                                    absl::FunctionRef<absl::StatusOr<std::string>()> work) {
  return sql::RunOnce(conn, {act.tenant, act.principal, act.request_id, act.method, act.request_hash},
                      act.time, work);
}

absl::StatusOr<int64_t> CountRows(sql::Database& db, absl::string_view sql,
                                  absl::Span<const sql::Value> params) {
  int64_t count = 0;
  SELARAS_RETURN_IF_ERROR(db.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const auto found, conn.QueryInt64(sql, params));
    count = found.value_or(0);
    return absl::OkStatus();
  }));
  return count;
}

}  // namespace selaras::evaluation
