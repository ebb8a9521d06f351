#ifndef SELARAS_SERVICES_EVALUATION_STORE_ACTS_H_
#define SELARAS_SERVICES_EVALUATION_STORE_ACTS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/ids.h"
#include "libs/sql/database.h"
#include "services/evaluation/app/records.h"

namespace selaras::evaluation {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Writes the evidence leaf of an act and the event of the same kind, whose payload is the fields and the subject as a
// JSON object of texts.
absl::Status NoteAct(sql::Connection& conn, IdSource& ids, const Act& act, const std::string& kind,
                     const std::string& subject, const Fields& fields);

// sql::RunOnce with the key of the act.
absl::StatusOr<std::string> RunOnce(sql::Connection& conn, const Act& act,
                                    absl::FunctionRef<absl::StatusOr<std::string>()> work);

// One row's worth of a whole query.
template <typename Item, typename ItemOf>
absl::StatusOr<std::vector<Item>> ReadAll(sql::Database& db, absl::string_view sql,
                                          absl::Span<const sql::Value> params, const ItemOf& item_of) {
  std::vector<Item> items;
  const absl::Status status = db.ReadTransaction([&](sql::Connection& conn) {
    items.clear();
    return conn.Query(sql, params, [&](const sql::Row& row) -> absl::Status {
      absl::StatusOr<Item> item = item_of(row);
      if (!item.ok()) return item.status();
      items.push_back(*std::move(item));
      return absl::OkStatus();
    });
  });
  if (!status.ok()) return status;
  return items;
}

absl::StatusOr<int64_t> CountRows(sql::Database& db, absl::string_view sql,
                                  absl::Span<const sql::Value> params);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_STORE_ACTS_H_
