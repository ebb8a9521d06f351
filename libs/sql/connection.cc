#include "absl/strings/str_cat.h"
#include "libs/sql/database.h"

namespace selaras::sql {

absl::Status Connection::Enter() {
  if (in_use_)
    return absl::FailedPreconditionError("the connection is in use by the query whose row is being handled");
  if (!failure_.ok()) {
    return absl::FailedPreconditionError(absl::StrCat("the transaction has already failed with: ",
                                                      failure_.ToString(absl::StatusToStringMode::kDefault)));
  }
  if (absl::Status status = MayGoOn(); !status.ok()) return failure_ = status;
  in_use_ = true;
  return absl::OkStatus();
}

absl::Status Connection::Leave(absl::Status status) {
  in_use_ = false;
  if (failure_.ok()) failure_ = status;
  return status;
}

void Connection::StartAfresh() {
  in_use_ = false;
  gave_way_ = false;
  give_way_at_ = std::chrono::steady_clock::time_point::max();
  failure_ = absl::OkStatus();
}

absl::Status Connection::MayGoOn() {
  if (give_way_at_ == std::chrono::steady_clock::time_point::max() ||
      std::chrono::steady_clock::now() < give_way_at_) {
    return absl::OkStatus();
  }
  gave_way_ = true;
  return absl::AbortedError("gives way to the writers before it and runs again");
}

absl::Status Connection::Deliver(absl::Span<const Value> cells, RowCallback on_row) {
  if (absl::Status status = MayGoOn(); !status.ok()) return status;
  const Row row(cells);
  absl::Status status = on_row(row);
  return status.ok() ? row.status() : status;
}

absl::Status Connection::Execute(absl::string_view sql, absl::Span<const Value> params) {
  return ExecuteCounted(sql, params).status();
}

absl::StatusOr<int64_t> Connection::ExecuteCounted(absl::string_view sql, absl::Span<const Value> params) {
  if (absl::Status status = Enter(); !status.ok()) return status;
  absl::StatusOr<int64_t> changed = RunStatement(sql, params, nullptr);
  if (absl::Status status = Leave(changed.status()); !status.ok()) return status;
  return changed;
}

absl::Status Connection::Query(absl::string_view sql, absl::Span<const Value> params, RowCallback on_row) {
  if (absl::Status status = Enter(); !status.ok()) return status;
  return Leave(RunStatement(sql, params, &on_row).status());
}

absl::StatusOr<bool> Connection::QueryOne(absl::string_view sql, absl::Span<const Value> params,
                                          RowCallback on_row) {
  bool found = false;
  absl::Status status = Query(sql, params, [&](const Row& row) -> absl::Status {
    if (found) return absl::InternalError("a statement meant to give at most one row gave more");
    found = true;
    return on_row(row);
  });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<std::optional<int64_t>> Connection::QueryInt64(absl::string_view sql,
                                                              absl::Span<const Value> params) {
  std::optional<int64_t> value;
  absl::StatusOr<bool> found = QueryOne(sql, params, [&](const Row& row) {
    value = row.OptionalInt64(0);
    return absl::OkStatus();
  });
  if (!found.ok()) return found.status();
  return value;
}

absl::StatusOr<std::optional<std::string>> Connection::QueryText(absl::string_view sql,
                                                                 absl::Span<const Value> params) {
  std::optional<std::string> value;
  absl::StatusOr<bool> found = QueryOne(sql, params, [&](const Row& row) {
    if (auto text = row.OptionalText(0); text.has_value()) value.emplace(*text);
    return absl::OkStatus();
  });
  if (!found.ok()) return found.status();
  return value;
}

absl::StatusOr<int64_t> Connection::BulkInsert(absl::string_view table,
                                               absl::Span<const absl::string_view> columns, RowSource rows,
                                               absl::string_view on_conflict) {
  if (absl::Status status = Enter(); !status.ok()) return status;
  absl::StatusOr<int64_t> changed = RunBulkInsert(table, columns, rows, on_conflict);
  if (absl::Status status = Leave(changed.status()); !status.ok()) return status;
  return changed;
}

absl::Status Connection::ExecuteScript(absl::string_view sql) {
  if (absl::Status status = Enter(); !status.ok()) return status;
  return Leave(RunScript(sql));
}

}  // namespace selaras::sql
