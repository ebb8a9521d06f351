#ifndef SELARAS_LIBS_SQL_ROW_H_
#define SELARAS_LIBS_SQL_ROW_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/sql/value.h"

namespace selaras::sql {

// One row of a result, valid until the callback that received it returns. Columns are numbered from 0.
//
// Getters never fail on the spot, so that a row reads as one expression: a column that is missing, null or of
// another type gives 0 or "" and makes the surrounding Query return kInternal naming the column's number and
// both types (never its content). `Double` also takes a bigint; `Int64` also takes PostgreSQL's boolean and
// integral numeric.
class Row {
 public:
  explicit Row(absl::Span<const Value> cells) : cells_(cells) {}

  int size() const { return static_cast<int>(cells_.size()); }
  bool IsNull(int column) const { return Cell(column).is_null(); }
  int64_t Int64(int column) const {
    const Value& cell = Cell(column);
    return cell.type() == Value::Type::kInt64 ? cell.int64_value()
                                              : (Mismatch(column, Value::Type::kInt64), 0);
  }
  bool Bool(int column) const { return Int64(column) != 0; }
  double Double(int column) const {
    const Value& cell = Cell(column);
    if (cell.type() == Value::Type::kDouble) return cell.double_value();
    if (cell.type() == Value::Type::kInt64) return static_cast<double>(cell.int64_value());
    return Mismatch(column, Value::Type::kDouble), 0;
  }
  absl::string_view Text(int column) const { return String(column, Value::Type::kText); }
  absl::string_view Bytes(int column) const { return String(column, Value::Type::kBytes); }

  // Null is an empty optional; another type is a mismatch as above.
  std::optional<int64_t> OptionalInt64(int column) const {
    return IsNull(column) ? std::nullopt : std::make_optional(Int64(column));
  }
  std::optional<double> OptionalDouble(int column) const {
    return IsNull(column) ? std::nullopt : std::make_optional(Double(column));
  }
  std::optional<absl::string_view> OptionalText(int column) const {
    return IsNull(column) ? std::nullopt : std::make_optional(Text(column));
  }
  std::optional<absl::string_view> OptionalBytes(int column) const {
    return IsNull(column) ? std::nullopt : std::make_optional(Bytes(column));
  }

  const Value& Cell(int column) const;

  // OK while every getter met what it asked for, else the first mismatch.
  const absl::Status& status() const { return status_; }

 private:
  absl::string_view String(int column, Value::Type type) const {
    const Value& cell = Cell(column);
    return cell.type() == type ? cell.string_value() : (Mismatch(column, type), absl::string_view());
  }
  void Mismatch(int column, Value::Type wanted) const;

  absl::Span<const Value> cells_;
  mutable absl::Status status_;
};

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_ROW_H_
