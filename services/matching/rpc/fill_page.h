// Lists of the handler.
#ifndef SELARAS_SERVICES_MATCHING_RPC_FILL_PAGE_H_
#define SELARAS_SERVICES_MATCHING_RPC_FILL_PAGE_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/status_macros.h"
#include "libs/resource/page.h"
#include "libs/resource/page_token.h"
#include "services/matching/app/plan_store.h"

namespace selaras::matching {

inline constexpr PageLimits kPageLimits = {50, 1000};

// One page: token in, rows, token out.
template <typename Item, typename Response>
absl::Status FillPage(const PageTokenCodec& codec, const std::string& query, int32_t page_size,
                      const std::string& token,
                      absl::FunctionRef<absl::StatusOr<Page<Item>>(const std::string& after, int limit)> read,
                      absl::FunctionRef<void(const Item&)> add, Response* out) {
  SELARAS_ASSIGN_OR_RETURN(const int limit, ResolvePageSize(page_size, kPageLimits));
  SELARAS_ASSIGN_OR_RETURN(const PageCursor cursor, codec.Decode(query, token));
  SELARAS_ASSIGN_OR_RETURN(const Page<Item> page, read(cursor.empty() ? "" : cursor.back(), limit));
  for (const Item& item : page.items) add(item);
  if (page.more) {
    if constexpr (requires(Item i) { i.id; }) {
      out->set_next_page_token(codec.Encode(query, {page.items.back().id}));
    } else if constexpr (requires(Item i) { i.cycle.id; }) {
      out->set_next_page_token(codec.Encode(query, {page.items.back().cycle.id}));
    } else {
      out->set_next_page_token(codec.Encode(query, {page.items.back().post}));
    }
  }
  out->set_total_size(page.total);
  return absl::OkStatus();
}

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_RPC_FILL_PAGE_H_
