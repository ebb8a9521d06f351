#ifndef SELARAS_LIBS_RESOURCE_PAGE_TOKEN_H_
#define SELARAS_LIBS_RESOURCE_PAGE_TOKEN_H_

// Keyset pagination after AIP-158. A token holds where the last page ended (the sort key and id of its last
// row) and is bound to the query that made it. It is encrypted, because a sort key may be a person's name,
// and authenticated, because a forged token would read rows out of order.
//
//   const std::string query = absl::StrCat(tenant, "|", filter, "|", order_by);
//   SELARAS_ASSIGN_OR_RETURN(const int size, ResolvePageSize(request.page_size));
//   SELARAS_ASSIGN_OR_RETURN(const PageCursor after, codec.Decode(query, request.page_token));   // empty =
//   first page … read size + 1 rows behind `after` … page.next_page_token = rows.size() > size ?
//   codec.Encode(query, {last.display_name, last.id}) : "";

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace selaras {

// Values of the sort columns of the last row read, id last. Empty means before the first row.
using PageCursor = std::vector<std::string>;

// Thread-safe. Replicas of a service must share `key`, or a token fails on the next replica.
class PageTokenCodec {
 public:
  // `key`: any length, at least 16 unpredictable bytes to be worth something.
  explicit PageTokenCodec(absl::string_view key);

  // Url-safe text. Equal arguments give equal tokens. `query` names everything that chooses and orders the
  // rows, the tenant too, but neither page size nor token; it is hashed, not stored.
  std::string Encode(absl::string_view query, const PageCursor& cursor) const;

  // An empty token gives an empty cursor. kInvalidArgument with reason PAGE_TOKEN_INVALID (not made with this
  // key, altered) or PAGE_TOKEN_FOREIGN (made for another query).
  absl::StatusOr<PageCursor> Decode(absl::string_view query, absl::string_view token) const;

 private:
  std::string encryption_key_;
  std::string nonce_key_;
};

struct PageLimits {
  int default_size = 50;
  int max_size = 200;
};

// 0 gives the default, more than the maximum gives the maximum. kInvalidArgument, reason
// INVALID_PAGE_SIZE: negative.
absl::StatusOr<int> ResolvePageSize(int32_t requested, const PageLimits& limits = {});

}  // namespace selaras

#endif  // SELARAS_LIBS_RESOURCE_PAGE_TOKEN_H_
