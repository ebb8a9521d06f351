#ifndef SELARAS_SERVICES_EVALUATION_APP_ACTS_H_
#define SELARAS_SERVICES_EVALUATION_APP_ACTS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/call_scope.h"
#include "libs/resource/page.h"
#include "libs/resource/page_token.h"
#include "services/evaluation/app/records.h"

namespace selaras::evaluation {

// The act of a call now. `asked`: text that differs when the request differs; it is hashed.
Act ActOf(const CallScope& call, absl::string_view method, absl::string_view request_id,
          absl::string_view asked);

// PERMISSION_DENIED, reason EMPLOYEE_FOREIGN: a civil servant and not his own plan, or an account of another agency.
absl::Status CheckReach(const CallScope& call, const TransitionPlan& plan);

inline constexpr PageLimits kPages{50, 1000};

// A page of a list whose rows are ordered by id, newest first. `list` reads (before, limit); `count` counts.
template <typename Item, typename List, typename Count>
absl::StatusOr<Page<Item>> ReadPage(const PageTokenCodec& tokens, const std::string& query,
                                    const PageRequest& request, const List& list, const Count& count) {
  const absl::StatusOr<int> size = ResolvePageSize(request.size, kPages);
  if (!size.ok()) return size.status();
  const absl::StatusOr<PageCursor> cursor = tokens.Decode(query, request.token);
  if (!cursor.ok()) return cursor.status();
  absl::StatusOr<std::vector<Item>> items =
      list(cursor->empty() ? std::string() : cursor->front(), *size + 1);
  if (!items.ok()) return items.status();
  const absl::StatusOr<int64_t> total = count();
  if (!total.ok()) return total.status();
  Page<Item> page{*std::move(items), "", *total};
  if (CutToPage(*size, page.items)) page.next_page_token = tokens.Encode(query, {page.items.back().id});
  return page;
}

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_APP_ACTS_H_
