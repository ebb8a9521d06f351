// Lists of the stores.
#ifndef SELARAS_SERVICES_MATCHING_STORE_READ_PAGE_H_
#define SELARAS_SERVICES_MATCHING_STORE_READ_PAGE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/status_macros.h"
#include "libs/sql/database.h"
#include "services/matching/app/plan_store.h"

namespace selaras::matching {

// One page of `select_sql`, whose last parameter is the limit, and the count of `count_sql`.
template <typename Item, typename ItemOf>
absl::StatusOr<Page<Item>> ReadPage(sql::Database& database, const std::string& select_sql,
                                    const std::vector<sql::Value>& params, int limit,
                                    absl::string_view count_sql, absl::Span<const sql::Value> count_params,
                                    const ItemOf& item_of) {
  Page<Item> page;
  SELARAS_RETURN_IF_ERROR(database.ReadTransaction([&](sql::Connection& conn) -> absl::Status {
    page = {};
    std::vector<sql::Value> all = params;
    all.emplace_back(limit + 1);
    SELARAS_RETURN_IF_ERROR(conn.Query(select_sql, all, [&](const sql::Row& row) -> absl::Status {
      if (static_cast<int>(page.items.size()) == limit) {
        page.more = true;
        return absl::OkStatus();
      }
      SELARAS_ASSIGN_OR_RETURN(Item item, item_of(row));
      page.items.push_back(std::move(item));
      return absl::OkStatus();
    }));
    SELARAS_ASSIGN_OR_RETURN(const auto total, conn.QueryInt64(count_sql, count_params));
    page.total = total.value_or(0);
    return absl::OkStatus();
  }));
  return page;
}

}  // namespace selaras::matching

#endif  // SELARAS_SERVICES_MATCHING_STORE_READ_PAGE_H_
