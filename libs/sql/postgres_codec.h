#ifndef SELARAS_LIBS_SQL_POSTGRES_CODEC_H_
#define SELARAS_LIBS_SQL_POSTGRES_CODEC_H_

#include <libpq-fe.h>

#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/sql/value.h"

// PostgreSQL's binary forms of the types of libs/sql, by type oid (catalog/pg_type.dat; stable for ever). All
// numbers are big-endian.
namespace selaras::sql {

// Appends the binary form of `value`, not null, as type `oid`. kInvalidArgument: the type does not take it,
// or it is out of range. Only for types that HasBinaryForm.
absl::Status AppendBinary(const Value& value, Oid oid, std::string& out);
bool HasBinaryForm(Oid oid);

// Appends a length word and the binary form; null is length -1. The field form of COPY, arrays and messages.
absl::Status AppendField(const Value& value, Oid oid, std::string& out);

void AppendBigEndian16(uint16_t value, std::string& out);
void AppendBigEndian32(uint32_t value, std::string& out);

// "bigint[]" and the like, for casts; "" if the type has no binary form here. Every kind of text goes as
// text.
absl::string_view ArrayTypeName(Oid oid);
// The type of that array's elements.
Oid ElementType(Oid oid);

// Parameters of one execution as libpq wants them. Text and bytes stay where the values point.
class BoundParameters {
 public:
  // kInvalidArgument naming the parameter's number. kInternal: counts differ.
  absl::Status Bind(absl::Span<const Value> values, absl::Span<const Oid> types);

  int size() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  absl::Status BindOne(const Value& value, Oid type);
  void Push(const char* pointer, size_t length, bool binary);

  std::deque<std::string> encoded_;  // stable addresses
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// A cell of a binary result; text and bytes point into the result. numeric (sums of bigint, averages) is a
// bigint when integral and in range, else a double. kInternal: a type that libs/sql does not read; cast it in
// the statement.
absl::StatusOr<Value> ReadCell(const PGresult* result, int row, int column);

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_POSTGRES_CODEC_H_
