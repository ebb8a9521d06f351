#include "libs/feed/feed.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/evidence/merkle.h"
#include "libs/feed/event_proto.h"
#include "libs/sql/outbox.h"
#include "selaras/feed/v1alpha/feed.pb.h"

namespace selaras::feed {
namespace {

constexpr int kDefaultPage = 500;
constexpr int kLargestPage = 2000;
// Half of what gRPC takes in one message: an event may pass it by its own size.
constexpr size_t kPageBytes = 2 << 20;

constexpr absl::string_view kLatest = "select max(position) from events";
constexpr absl::string_view kKeep =
    "insert into evidence_contents (position, leaf_hash, tenant, agency, subject, salt, canonical) "
    "values ($1, $2, $3, $4, $5, $6, $7)";
// Number, event and content in one journey to the server, as sql::AppendEvent does for an event alone.
constexpr absl::string_view kKeepAtOnce =
    "with next as (insert into counters (name, value) values ('event', 1) "
    "on conflict (name) do update set value = counters.value + 1 returning value), "
    "written as (insert into events (position, event_id, kind, tenant, agency, traceparent, time_us, "
    "payload) "
    "select value, $1, $2, $3, $4, $5, cast($6 as bigint), cast($7 as bytea) from next returning position) "
    "insert into evidence_contents (position, leaf_hash, tenant, agency, subject, salt, canonical) "
    "select position, cast($8 as bytea), $3, $4, $9, cast($10 as bytea), cast($11 as bytea) from written";
constexpr absl::string_view kContents =
    "select leaf_hash, salt, canonical from evidence_contents where tenant = $1 and subject = $2 "
    "order by position";

std::string FreshSalt(IdSource& ids) {
  std::string salt(evidence::kSaltBytes, '\0');
  ids.Fill(absl::MakeSpan(reinterpret_cast<uint8_t*>(salt.data()), salt.size()));
  return salt;
}

}  // namespace

absl::StatusOr<v1alpha::ListEventsResponse> ListEvents(sql::Database& db,
                                                       const v1alpha::ListEventsRequest& request) {
  if (request.after_position() < 0) return InvalidField("after_position", "0 or a position of the feed");
  if (request.page_size() < 0) return InvalidField("page_size", "0 to 2000; 0 means 500");
  const int limit = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kLargestPage);
  v1alpha::ListEventsResponse response;
  SELARAS_RETURN_IF_ERROR(db.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    response.Clear();
    SELARAS_ASSIGN_OR_RETURN(const auto latest, conn.QueryInt64(kLatest));
    response.set_latest_position(latest.value_or(0));
    size_t bytes = 0;
    return sql::ReadEvents(conn, request.after_position(), limit, [&](const sql::Event& event) {
      if (bytes < kPageBytes) ToProto(event, *response.add_events());
      bytes += event.payload.size();
      return absl::OkStatus();
    });
  }));
  return response;
}

absl::StatusOr<std::string> AppendLeaf(sql::Connection& conn, IdSource& ids, const Origin& origin,
                                       const evidence::LeafContent& content) {
  const std::string salt = FreshSalt(ids);
  const std::string leaf = evidence::EncodeLeaf(evidence::LeafOf(content, salt));
  if (leaf.size() > evidence::kLargestLeaf) return absl::InvalidArgumentError("a leaf's texts are too long");
  const std::string leaf_hash(AsBytes(evidence::LeafHash(leaf)));
  const std::string canonical = evidence::CanonicalContent(content);
  const sql::Event event{.event_id = ids.NewId(),
                         .kind = std::string(kLeafWritten),
                         .tenant = origin.tenant,
                         .agency = origin.agency,
                         .traceparent = origin.traceparent,
                         .time = content.time,
                         .payload = leaf};
  if (conn.engine() == sql::Engine::kPostgres) {
    SELARAS_RETURN_IF_ERROR(
        conn.Execute(kKeepAtOnce, {event.event_id, event.kind, event.tenant, event.agency, event.traceparent,
                                   absl::ToUnixMicros(event.time), sql::Bytes(leaf), sql::Bytes(leaf_hash),
                                   content.subject, sql::Bytes(salt), sql::Bytes(canonical)}));
    return leaf_hash;
  }
  SELARAS_ASSIGN_OR_RETURN(const int64_t position, sql::AppendEvent(conn, event));
  SELARAS_RETURN_IF_ERROR(conn.Execute(kKeep, {position, sql::Bytes(leaf_hash), origin.tenant, origin.agency,
                                               content.subject, sql::Bytes(salt), sql::Bytes(canonical)}));
  return leaf_hash;
}

absl::StatusOr<std::vector<KeptContent>> ReadContents(sql::Connection& conn, absl::string_view tenant,
                                                      absl::string_view subject) {
  std::vector<KeptContent> contents;
  SELARAS_RETURN_IF_ERROR(conn.Query(kContents, {tenant, subject}, [&](const sql::Row& row) {
    contents.push_back({std::string(row.Bytes(0)), std::string(row.Bytes(1)), std::string(row.Bytes(2))});
    return absl::OkStatus();
  }));
  return contents;
}

std::string FormatContents(absl::Span<const KeptContent> contents) {
  std::string text = "selaras-contents 1\n";
  for (const KeptContent& content : contents) {
    absl::StrAppend(&text, "o ", absl::BytesToHexString(content.salt), " ",
                    absl::Base64Escape(content.canonical), "\n");
  }
  return absl::StrCat(text, "end\n");
}

}  // namespace selaras::feed
