#include "libs/sql/row.h"

#include "absl/strings/str_cat.h"

namespace selaras::sql {
namespace {

absl::string_view TypeName(Value::Type type) {
  switch (type) {
    case Value::Type::kNull:
      return "null";
    case Value::Type::kInt64:
      return "bigint";
    case Value::Type::kDouble:
      return "double";
    case Value::Type::kText:
      return "text";
    case Value::Type::kBytes:
      return "bytes";
  }
  return "unknown";
}

}  // namespace

const Value& Row::Cell(int column) const {
  static constexpr Value kMissing;
  if (column >= 0 && column < size()) return cells_[column];
  if (status_.ok()) {
    status_ = absl::InternalError(absl::StrCat("column ", column, " is read from a row of ", size()));
  }
  return kMissing;
}

void Row::Mismatch(int column, Value::Type wanted) const {
  if (!status_.ok()) return;
  status_ = absl::InternalError(
      absl::StrCat("column ", column, " is ", TypeName(Cell(column).type()), ", read as ", TypeName(wanted)));
}

}  // namespace selaras::sql
