#include "services/registry/store/sql_fact_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/registry/store/fact_sql.h"

namespace selaras::registry {
namespace {

constexpr char kReadKind[] =
    "select " SELARAS_FACT_COLUMNS
    " from facts where tenant = $1 and kind = $2 and subject_id >= $3 and subject_id <= $4 "
    "order by subject_id, fact_key, known_from, valid_from";
constexpr char kReadKindOpen[] = "select " SELARAS_FACT_COLUMNS
                                 " from facts where tenant = $1 and kind = $2 and subject_id >= $3 "
                                 "order by subject_id, fact_key, known_from, valid_from";
constexpr char kReadReferring[] = "select " SELARAS_FACT_COLUMNS
                                  " from facts where tenant = $1 and kind = $2 and ref_id = $3 "
                                  "order by subject_id, fact_key, known_from, valid_from";
constexpr char kReadPage[] =
    "select " SELARAS_FACT_COLUMNS
    " from facts where tenant = $1 and kind = $2 and subject_id > $3 and known_from <= $4 "
    "and (known_to = 0 or known_to > $4) and valid_from <= $5 and valid_to > $5 "
    "and ($6 = '' or agency_id = $6) order by subject_id, fact_key limit $7";
constexpr char kCountStates[] =
    "select count(*) from facts where tenant = $1 and kind = $2 and known_from <= $3 "
    "and (known_to = 0 or known_to > $3) and valid_from <= $4 and valid_to > $4 and ($5 = '' or agency_id = "
    "$5)";

constexpr auto Each = ReadFacts;

ExternalId ToExternalId(const sql::Row& row) {
  return {std::string(row.Text(0)), std::string(row.Text(1)), static_cast<RecordKind>(row.Int64(2)),
          std::string(row.Text(3)), std::string(row.Text(4))};
}

struct EarlierRequest {
  std::string fingerprint;
  int64_t revision = 0;
};

absl::StatusOr<std::optional<EarlierRequest>> FindRequest(sql::Connection& conn, absl::string_view tenant,
                                                          const Act& act) {
  EarlierRequest earlier;
  std::string answer;
  SELARAS_ASSIGN_OR_RETURN(
      const bool found,
      conn.QueryOne(
          "select fingerprint, answer from acts where tenant = $1 and principal = $2 and request_id = $3",
          {tenant, act.principal, act.request_id}, [&](const sql::Row& row) {
            earlier.fingerprint = std::string(row.Text(0));
            answer = std::string(row.Text(1));
            return absl::OkStatus();
          }));
  if (!found) return std::nullopt;
  if (!absl::SimpleAtoi(answer, &earlier.revision))
    return absl::DataLossError("answer of a request is no revision");
  return earlier;
}

}  // namespace

absl::StatusOr<int64_t> SqlFactStore::NewestRevision(absl::string_view tenant) {
  int64_t revision = 0;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(revision, ReadNewestRevision(conn, tenant));
    return absl::OkStatus();
  }));
  return revision;
}

absl::StatusOr<std::vector<std::pair<std::string, int64_t>>> SqlFactStore::NewestRevisions() {
  std::vector<std::pair<std::string, int64_t>> revisions;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    revisions.clear();
    return conn.Query("select tenant, revision from registry_heads", {}, [&](const sql::Row& row) {
      revisions.emplace_back(std::string(row.Text(0)), row.Int64(1));
      return row.status();
    });
  }));
  return revisions;
}

absl::Status SqlFactStore::ReadKind(absl::string_view tenant, RecordKind kind, absl::string_view from,
                                    absl::string_view to, OnFact on_fact) {
  return db_.ReadTransaction([&](sql::Connection& conn) {
    return to.empty() ? Each(conn, kReadKindOpen, {tenant, static_cast<int>(kind), from}, on_fact)
                      : Each(conn, kReadKind, {tenant, static_cast<int>(kind), from, to}, on_fact);
  });
}

absl::Status SqlFactStore::ReadSubjects(absl::string_view tenant, absl::Span<const std::string> subjects,
                                        OnFact on_fact) {
  return db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    for (const std::string& subject : subjects) {
      SELARAS_RETURN_IF_ERROR(ReadSubject(conn, tenant, subject, on_fact));
    }
    return absl::OkStatus();
  });
}

absl::Status SqlFactStore::ReadReferring(absl::string_view tenant, RecordKind kind, absl::string_view ref,
                                         OnFact on_fact) {
  return db_.ReadTransaction([&](sql::Connection& conn) {
    return Each(conn, kReadReferring, {tenant, static_cast<int>(kind), ref}, on_fact);
  });
}

absl::Status SqlFactStore::ReadHolders(absl::string_view tenant, absl::string_view post, const ReadAt& at,
                                       OnFact on_fact) {
  return db_.ReadTransaction(
      [&](sql::Connection& conn) { return ReadHoldersAt(conn, tenant, post, at, on_fact); });
}

absl::Status SqlFactStore::ReadPage(absl::string_view tenant, RecordKind kind, const ReadAt& at,
                                    absl::string_view agency, absl::string_view after, int limit,
                                    OnFact on_fact) {
  return db_.ReadTransaction([&](sql::Connection& conn) {
    return Each(conn, kReadPage, {tenant, static_cast<int>(kind), after, at.revision, at.day, agency, limit},
                on_fact);
  });
}

absl::StatusOr<int64_t> SqlFactStore::CountStates(absl::string_view tenant, RecordKind kind, const ReadAt& at,
                                                  absl::string_view agency) {
  int64_t count = 0;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const std::optional<int64_t> found,
        conn.QueryInt64(kCountStates, {tenant, static_cast<int>(kind), at.revision, at.day, agency}));
    count = found.value_or(0);
    return absl::OkStatus();
  }));
  return count;
}

absl::StatusOr<std::optional<std::string>> SqlFactStore::FindExternalId(absl::string_view tenant,
                                                                        absl::string_view kind,
                                                                        absl::string_view value) {
  std::optional<std::string> subject;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        subject,
        conn.QueryText("select subject_id from external_ids where tenant = $1 and kind = $2 and value = $3",
                       {tenant, kind, value}));
    return absl::OkStatus();
  }));
  return subject;
}

absl::Status SqlFactStore::ReadExternalIds(absl::string_view tenant, RecordKind subject_kind,
                                           absl::FunctionRef<absl::Status(const ExternalId&)> on_id) {
  return db_.ReadTransaction([&](sql::Connection& conn) {
    return conn.Query(
        "select kind, value, subject_kind, subject_id, agency_id from external_ids where tenant = $1 "
        "and subject_kind = $2",
        {tenant, static_cast<int>(subject_kind)},
        [&](const sql::Row& row) { return on_id(ToExternalId(row)); });
  });
}

absl::StatusOr<std::vector<ExternalId>> SqlFactStore::ExternalIdsOf(absl::string_view tenant,
                                                                    absl::string_view subject) {
  std::vector<ExternalId> ids;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    ids.clear();
    return conn.Query(
        "select kind, value, subject_kind, subject_id, agency_id from external_ids where tenant = $1 "
        "and subject_id = $2 order by kind, value",
        {tenant, subject}, [&](const sql::Row& row) {
          ids.push_back(ToExternalId(row));
          return absl::OkStatus();
        });
  }));
  return ids;
}

absl::StatusOr<std::vector<std::string>> SqlFactStore::SourcesOf(absl::string_view tenant,
                                                                 absl::Span<const int64_t> revisions) {
  std::vector<std::string> sources;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    sources.clear();
    for (const int64_t revision : revisions) {
      SELARAS_ASSIGN_OR_RETURN(
          std::optional<std::string> source,
          conn.QueryText("select source from revisions where tenant = $1 and revision = $2",
                         {tenant, revision}));
      sources.push_back(std::move(source).value_or(""));
    }
    return absl::OkStatus();
  }));
  return sources;
}

absl::StatusOr<int64_t> SqlFactStore::Commit(
    absl::string_view tenant, const Act& act, absl::string_view subject,
    absl::FunctionRef<absl::StatusOr<FactWrites>(const std::vector<Fact>&)> decide) {
  int64_t revision = 0;
  SELARAS_RETURN_IF_ERROR(db_.Transaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(const std::optional<EarlierRequest> earlier, FindRequest(conn, tenant, act));
    if (earlier.has_value()) {
      revision = earlier->revision;
      return earlier->fingerprint == act.fingerprint
                 ? absl::OkStatus()
                 : Error(absl::StatusCode::kInvalidArgument, "REGISTRY_REQUEST_ID_REUSED");
    }
    std::vector<Fact> facts;
    SELARAS_RETURN_IF_ERROR(ReadSubject(conn, tenant, subject, [&](const FactView& fact) {
      facts.push_back(Keep(fact));
      return absl::OkStatus();
    }));
    SELARAS_ASSIGN_OR_RETURN(const FactWrites writes, decide(facts));
    const absl::Time now = clock_.Now();
    if (writes.empty()) {
      SELARAS_ASSIGN_OR_RETURN(revision, ReadNewestRevision(conn, tenant));
    } else {
      SELARAS_ASSIGN_OR_RETURN(revision, TakeRevision(conn, tenant));
      SELARAS_RETURN_IF_ERROR(WriteRevision(conn, tenant, revision, act.source, now, writes));
    }
    return conn.Execute(
        "insert into acts (tenant, principal, request_id, fingerprint, answer, request_time) "
        "values ($1, $2, $3, $4, $5, $6)",
        {tenant, act.principal, act.request_id, act.fingerprint, absl::StrCat(revision),
         absl::ToUnixMicros(now)});
  }));
  return revision;
}

absl::StatusOr<std::vector<Change>> SqlFactStore::ReadChanges(absl::string_view tenant, int64_t revision,
                                                              int sequence, int limit) {
  std::vector<Change> changes;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    changes.clear();
    return conn.Query(
        "select revision, sequence, resource, kind from changes where tenant = $1 and "
        "(revision > $2 or (revision = $2 and sequence > $3)) order by revision, sequence limit $4",
        {tenant, revision, sequence, limit}, [&](const sql::Row& row) {
          changes.push_back({row.Int64(0), static_cast<int>(row.Int64(1)), std::string(row.Text(2)),
                             std::string(row.Text(3))});
          return absl::OkStatus();
        });
  }));
  return changes;
}

absl::Status SqlFactStore::AddAccess(absl::string_view tenant, const Access& access) {
  return db_.Transaction([&](sql::Connection& conn) {
    return conn.Execute(
        "insert into accesses (tenant, employee_id, principal, fields, purpose, access_time) "
        "values ($1, $2, $3, $4, $5, $6)",
        {tenant, access.employee, access.principal, absl::StrJoin(access.fields, ","), access.purpose,
         absl::ToUnixMicros(access.time)});
  });
}

absl::StatusOr<std::vector<Access>> SqlFactStore::ReadAccesses(absl::string_view tenant,
                                                               absl::string_view employee, int64_t before,
                                                               int limit) {
  std::vector<Access> accesses;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) {
    accesses.clear();
    return conn.Query(
        "select access_no, principal, fields, purpose, access_time from accesses where tenant = $1 "
        "and employee_id = $2 and ($3 = 0 or access_no < $3) order by access_no desc limit $4",
        {tenant, employee, before, limit}, [&](const sql::Row& row) {
          accesses.push_back({row.Int64(0), std::string(row.Text(1)), std::string(employee),
                              absl::StrSplit(row.Text(2), ',', absl::SkipEmpty()), std::string(row.Text(3)),
                              absl::FromUnixMicros(row.Int64(4))});
          return absl::OkStatus();
        });
  }));
  return accesses;
}

absl::StatusOr<int64_t> SqlFactStore::CountAccesses(absl::string_view tenant, absl::string_view employee) {
  int64_t count = 0;
  SELARAS_RETURN_IF_ERROR(db_.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    SELARAS_ASSIGN_OR_RETURN(
        const std::optional<int64_t> found,
        conn.QueryInt64("select count(*) from accesses where tenant = $1 and employee_id = $2",
                        {tenant, employee}));
    count = found.value_or(0);
    return absl::OkStatus();
  }));
  return count;
}

}  // namespace selaras::registry
