#ifndef SELARAS_LIBS_FEED_FEED_H_
#define SELARAS_LIBS_FEED_FEED_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/ids.h"
#include "libs/evidence/leaf.h"
#include "libs/sql/database.h"

// What every service does with its outbox (libs/sql/outbox.h): hands it out, and writes evidence into it. Needs
// Migrate(db, sql::kFeedSchema, "feed"). Generated types are only named here, so that stores may include this.
namespace selaras::feed {

namespace v1alpha {
class ListEventsRequest;
class ListEventsResponse;
}  // namespace v1alpha

// Answers ListEvents of any service (selaras/feed/v1alpha/feed.proto), on one snapshot. A page of more
// than 2 MiB of payloads is cut short, so the end of the feed is `latest_position`, not a short page.
// kInvalidArgument with field violations: negative position or page size.
absl::StatusOr<v1alpha::ListEventsResponse> ListEvents(sql::Database& db,
                                                       const v1alpha::ListEventsRequest& request);

// Kind of the events that carry a leaf; their payload is EncodeLeaf's bytes.
inline constexpr absl::string_view kLeafWritten = "LeafWritten";

// Where an act came from, as events carry it (sql::Event).
struct Origin {
  std::string tenant;
  std::string agency;       // owning agency, "" if none
  std::string traceparent;  // FormatTraceparent of the call, "" if none
};

// Keeps the content with a fresh salt and appends its public leaf to the outbox, in the caller's transaction: the
// evidence exists if and only if the act does. Returns the RFC 6962 leaf hash, 32 bytes, by which the log will know
// the leaf. May run again with the transaction; each run makes another salt. kInvalidArgument: texts
// longer than evidence::kLargestLeaf.
absl::StatusOr<std::string> AppendLeaf(sql::Connection& conn, IdSource& ids, const Origin& origin,
                                       const evidence::LeafContent& content);

// A content that this service keeps, with what opens its leaf.
struct KeptContent {
  std::string leaf_hash;  // 32 bytes
  std::string salt;
  std::string canonical;  // evidence::DecodeContent reads it
};

// The contents about `subject` in this tenant, in the order of writing. Whoever gets salt and canonical content
// can check them against the public log; who may, the caller decides.
absl::StatusOr<std::vector<KeptContent>> ReadContents(sql::Connection& conn, absl::string_view tenant,
                                                      absl::string_view subject);

// The contents as the file that `selaras-verify-log --contents` reads (docs/formats.md, "Contents file").
std::string FormatContents(absl::Span<const KeptContent> contents);

}  // namespace selaras::feed

#endif  // SELARAS_LIBS_FEED_FEED_H_
