#include "services/registry/store/fact_sql.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"

namespace selaras::registry {
namespace {

constexpr absl::string_view kFactColumns[] = {
    "tenant",   "kind",      "subject_id", "fact_key",   "known_from", "valid_from", "valid_to",
    "known_to", "agency_id", "ref_id",     "confidence", "content",    "decree_id"};
constexpr absl::string_view kExternalColumns[] = {"tenant",       "kind",       "value",
                                                  "subject_kind", "subject_id", "agency_id"};
constexpr absl::string_view kChangeColumns[] = {"tenant", "revision", "sequence", "resource", "kind"};

constexpr int kAppointment = static_cast<int>(RecordKind::kAppointment);
constexpr char kHolders[] =
    "select distinct subject_id from facts where tenant = $1 and kind = $2 and ref_id = $3 order by "
    "subject_id";
constexpr char kHoldersAt[] =
    "select distinct subject_id from facts where tenant = $1 and kind = $2 and ref_id = $3 "
    "and known_from <= $4 and (known_to = 0 or known_to > $4) and valid_from <= $5 and valid_to > $5 "
    "order by subject_id";
constexpr char kOfKind[] = "select " SELARAS_FACT_COLUMNS
                           " from facts where tenant = $1 and kind = $2 and subject_id = $3 "
                           "order by fact_key, known_from, valid_from";

// One branch per kind, each a walk along the primary key. With `kind in (…)`, PostgreSQL reads the whole
// tenant's index for every subject until it has statistics, which after a first import takes a minute.
std::string MakeReadSubject() {
  std::vector<std::string> branches;
  for (const int kind : {1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22}) {
    branches.push_back(
        absl::StrCat("select " SELARAS_FACT_COLUMNS " from facts where tenant = $1 and kind = ", kind,
                     " and subject_id = $2 "));
  }
  return absl::StrCat(absl::StrJoin(branches, "union all "),
                      "order by kind, fact_key, known_from, valid_from");
}

// Rows in the order of the primary key go in several times faster: neighbours meet on the same page.
std::vector<const Fact*> InKeyOrder(const std::vector<Fact>& facts) {
  std::vector<const Fact*> order;
  order.reserve(facts.size());
  for (const Fact& fact : facts) order.push_back(&fact);
  const auto key = [](const Fact* fact) {
    return std::tie(fact->kind, fact->subject, fact->key, fact->known_from, fact->valid_from);
  };
  std::sort(order.begin(), order.end(), [&](const Fact* a, const Fact* b) { return key(a) < key(b); });
  return order;
}

absl::Status InsertFacts(sql::Connection& conn, absl::string_view tenant, const std::vector<Fact>& facts,
                         int64_t known_from, int64_t known_to, absl::string_view on_conflict) {
  if (facts.empty()) return absl::OkStatus();
  const std::vector<const Fact*> order = InKeyOrder(facts);
  size_t next = 0;
  return conn
      .BulkInsert(
          "facts", kFactColumns,
          [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
            if (next == order.size()) return false;
            const Fact& fact = *order[next++];
            row[0] = tenant;
            row[1] = static_cast<int>(fact.kind);
            row[2] = fact.subject;
            row[3] = fact.key;
            row[4] = known_from != 0 ? known_from : fact.known_from;
            row[5] = fact.valid_from;
            row[6] = fact.valid_to;
            row[7] = known_to;
            row[8] = fact.agency;
            row[9] = fact.ref.empty() ? sql::Value() : sql::Value(fact.ref);
            row[10] = fact.confidence;
            row[11] = fact.content;
            row[12] = fact.decree.empty() ? sql::Value() : sql::Value(fact.decree);
            return true;
          },
          on_conflict)
      .status();
}

absl::Status InsertExternalIds(sql::Connection& conn, absl::string_view tenant,
                               const std::vector<ExternalId>& ids) {
  size_t next = 0;
  if (ids.empty()) return absl::OkStatus();
  return conn
      .BulkInsert("external_ids", kExternalColumns,
                  [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                    if (next == ids.size()) return false;
                    const ExternalId& id = ids[next++];
                    row[0] = tenant;
                    row[1] = id.kind;
                    row[2] = id.value;
                    row[3] = static_cast<int>(id.subject_kind);
                    row[4] = id.subject;
                    row[5] = id.agency;
                    return true;
                  })
      .status();
}

absl::Status InsertChanges(sql::Connection& conn, absl::string_view tenant, int64_t revision,
                           const std::vector<Change>& changes) {
  size_t next = 0;
  if (changes.empty()) return absl::OkStatus();
  return conn
      .BulkInsert("changes", kChangeColumns,
                  [&](absl::Span<sql::Value> row) -> absl::StatusOr<bool> {
                    if (next == changes.size()) return false;
                    const Change& change = changes[next++];
                    row[0] = tenant;
                    row[1] = revision;
                    row[2] = static_cast<int64_t>(next);
                    row[3] = change.resource;
                    row[4] = change.kind;
                    return true;
                  })
      .status();
}

}  // namespace

absl::StatusOr<int64_t> TakeRevision(sql::Connection& conn, absl::string_view tenant) {
  SELARAS_ASSIGN_OR_RETURN(
      const std::optional<int64_t> revision,
      conn.QueryInt64("insert into registry_heads (tenant, revision) values ($1, 1) "
                      "on conflict (tenant) do update set revision = registry_heads.revision + 1 "
                      "returning revision",
                      {tenant}));
  return revision.value_or(0);
}

absl::Status WriteRevision(sql::Connection& conn, absl::string_view tenant, int64_t revision,
                           absl::string_view source, absl::Time now, const FactWrites& writes) {
  SELARAS_RETURN_IF_ERROR(
      conn.Execute("insert into revisions (tenant, revision, source, commit_time) values ($1, $2, $3, $4)",
                   {tenant, revision, source, absl::ToUnixMicros(now)}));
  SELARAS_RETURN_IF_ERROR(
      InsertFacts(conn, tenant, writes.closes, 0, revision,
                  "on conflict (tenant, kind, subject_id, fact_key, known_from, valid_from) do update set "
                  "known_to = excluded.known_to"));
  SELARAS_RETURN_IF_ERROR(InsertFacts(conn, tenant, writes.inserts, revision, 0, ""));
  SELARAS_RETURN_IF_ERROR(InsertExternalIds(conn, tenant, writes.external_ids));
  return InsertChanges(conn, tenant, revision, writes.changes);
}

absl::StatusOr<int64_t> ReadNewestRevision(sql::Connection& conn, absl::string_view tenant) {
  SELARAS_ASSIGN_OR_RETURN(
      const std::optional<int64_t> revision,
      conn.QueryInt64("select revision from registry_heads where tenant = $1", {tenant}));
  return revision.value_or(0);
}

FactView ToFact(const sql::Row& row) {
  FactView fact;
  fact.kind = static_cast<RecordKind>(row.Int64(0));
  fact.subject = row.Text(1);
  fact.key = row.Text(2);
  fact.known_from = row.Int64(3);
  fact.valid_from = static_cast<Day>(row.Int64(4));
  fact.valid_to = static_cast<Day>(row.Int64(5));
  fact.known_to = row.Int64(6);
  fact.agency = row.Text(7);
  fact.ref = row.OptionalText(8).value_or("");
  fact.confidence = static_cast<int>(row.Int64(9));
  fact.content = row.Text(10);
  fact.decree = row.OptionalText(11).value_or("");
  return fact;
}

absl::Status ReadFacts(sql::Connection& conn, absl::string_view statement,
                       absl::Span<const sql::Value> params, FactStore::OnFact on_fact) {
  return conn.Query(statement, params, [&](const sql::Row& row) -> absl::Status {
    const FactView fact = ToFact(row);
    SELARAS_RETURN_IF_ERROR(row.status());
    return on_fact(fact);
  });
}

absl::Status ReadSubject(sql::Connection& conn, absl::string_view tenant, absl::string_view subject,
                         FactStore::OnFact on_fact) {
  static const std::string* const statement = new std::string(MakeReadSubject());
  return ReadFacts(conn, *statement, {tenant, subject}, on_fact);
}

// All appointments of each person whom `persons` finds, one person after the other.
static absl::Status ReadAppointmentsOf(sql::Connection& conn, absl::string_view tenant,
                                       absl::string_view persons, absl::Span<const sql::Value> params,
                                       FactStore::OnFact on_fact) {
  std::vector<std::string> holders;
  SELARAS_RETURN_IF_ERROR(conn.Query(persons, params, [&](const sql::Row& row) {
    holders.emplace_back(row.Text(0));
    return row.status();
  }));
  for (const std::string& holder : holders) {
    SELARAS_RETURN_IF_ERROR(ReadFacts(conn, kOfKind, {tenant, kAppointment, holder}, on_fact));
  }
  return absl::OkStatus();
}

absl::Status ReadHolders(sql::Connection& conn, absl::string_view tenant, absl::string_view post,
                         FactStore::OnFact on_fact) {
  return ReadAppointmentsOf(conn, tenant, kHolders, {tenant, kAppointment, post}, on_fact);
}

absl::Status ReadHoldersAt(sql::Connection& conn, absl::string_view tenant, absl::string_view post,
                           const ReadAt& at, FactStore::OnFact on_fact) {
  return ReadAppointmentsOf(conn, tenant, kHoldersAt, {tenant, kAppointment, post, at.revision, at.day},
                            on_fact);
}

}  // namespace selaras::registry
