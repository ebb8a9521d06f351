#include "libs/sql/postgres_codec.h"

#include <bit>
#include <cstdint>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/sql/text.h"

namespace selaras::sql {
namespace {

constexpr Oid kBool = 16, kBytea = 17, kChar = 18, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25,
              kOid = 26, kJson = 114, kFloat4 = 700, kFloat8 = 701, kUnknown = 705, kBpchar = 1042,
              kVarchar = 1043, kNumeric = 1700, kVoid = 2278;

template <typename Unsigned>
void AppendBigEndian(Unsigned value, std::string& out) {
  for (int shift = 8 * (sizeof(Unsigned) - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(value >> shift));
}

template <typename Unsigned>
Unsigned ReadBigEndian(const char* bytes) {
  Unsigned value = 0;
  for (size_t i = 0; i < sizeof(Unsigned); ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

absl::Status WrongType() {
  return absl::InvalidArgumentError("the value's type is not that of its column");
}

template <typename Signed>
absl::Status AppendInteger(const Value& value, std::string& out) {
  if (value.type() != Value::Type::kInt64) return WrongType();
  const int64_t wide = value.int64_value();
  if (wide < std::numeric_limits<Signed>::min() || wide > std::numeric_limits<Signed>::max()) {
    return absl::InvalidArgumentError("the value is out of its column's range");
  }
  AppendBigEndian(static_cast<std::make_unsigned_t<Signed>>(wide), out);
  return absl::OkStatus();
}

absl::Status AppendDouble(const Value& value, std::string& out) {
  double number;
  if (value.type() == Value::Type::kDouble) {
    number = value.double_value();
  } else if (value.type() == Value::Type::kInt64) {
    number = static_cast<double>(value.int64_value());
  } else {
    return WrongType();
  }
  AppendBigEndian(std::bit_cast<uint64_t>(number), out);
  return absl::OkStatus();
}

absl::Status AppendString(const Value& value, Value::Type wanted, std::string& out) {
  if (value.type() != wanted) return WrongType();
  if (wanted == Value::Type::kText && !IsStorableText(value.string_value())) {
    return absl::InvalidArgumentError("the text is not UTF-8 without NUL");
  }
  absl::StrAppend(&out, value.string_value());
  return absl::OkStatus();
}

bool IsText(Oid oid) {
  return oid == kText || oid == kVarchar || oid == kBpchar;
}

// numeric: count of base-10000 digits, weight of the first, sign, display scale, digits; all 16 bits.
Value ReadNumeric(const char* bytes) {
  const int digits = ReadBigEndian<uint16_t>(bytes);
  const int weight = static_cast<int16_t>(ReadBigEndian<uint16_t>(bytes + 2));
  const uint16_t sign = ReadBigEndian<uint16_t>(bytes + 4);
  constexpr uint16_t kNegative = 0x4000, kNan = 0xC000, kPositiveInfinity = 0xD000,
                     kNegativeInfinity = 0xF000;
  if (sign == kNan) return Value(std::numeric_limits<double>::quiet_NaN());
  if (sign == kPositiveInfinity) return Value(std::numeric_limits<double>::infinity());
  if (sign == kNegativeInfinity) return Value(-std::numeric_limits<double>::infinity());
  const auto digit = [&](int i) {
    return i < digits ? ReadBigEndian<uint16_t>(bytes + 8 + 2 * i) : uint16_t{0};
  };
  if (digits <= weight + 1 && weight <= 4) {
    __int128 whole = 0;
    for (int i = 0; i <= weight; ++i) whole = whole * 10000 + digit(i);
    if (sign == kNegative) whole = -whole;
    if (whole >= std::numeric_limits<int64_t>::min() && whole <= std::numeric_limits<int64_t>::max()) {
      return Value(static_cast<int64_t>(whole));
    }
  }
  std::string decimal = sign == kNegative ? "-" : "";
  for (int i = 0; i < digits; ++i) absl::StrAppend(&decimal, absl::Dec(digit(i), absl::kZeroPad4));
  absl::StrAppend(&decimal, "e", 4 * (weight + 1 - digits));
  double number = 0;
  if (digits == 0 || !absl::SimpleAtod(decimal, &number)) number = 0;
  return Value(number);
}

}  // namespace

void AppendBigEndian16(uint16_t value, std::string& out) {
  AppendBigEndian(value, out);
}
void AppendBigEndian32(uint32_t value, std::string& out) {
  AppendBigEndian(value, out);
}

absl::string_view ArrayTypeName(Oid oid) {
  switch (oid) {
    case kBool:
      return "boolean[]";
    case kInt2:
      return "smallint[]";
    case kInt4:
      return "integer[]";
    case kInt8:
      return "bigint[]";
    case kFloat8:
      return "double precision[]";
    case kText:
    case kVarchar:
    case kBpchar:
      return "text[]";
    case kBytea:
      return "bytea[]";
    default:
      return "";
  }
}

Oid ElementType(Oid oid) {
  return IsText(oid) ? kText : oid;
}

bool HasBinaryForm(Oid oid) {
  return !ArrayTypeName(oid).empty();
}

absl::Status AppendBinary(const Value& value, Oid oid, std::string& out) {
  switch (oid) {
    case kBool:
      if (value.type() != Value::Type::kInt64) return WrongType();
      out.push_back(value.int64_value() != 0 ? 1 : 0);
      return absl::OkStatus();
    case kInt2:
      return AppendInteger<int16_t>(value, out);
    case kInt4:
      return AppendInteger<int32_t>(value, out);
    case kInt8:
      return AppendInteger<int64_t>(value, out);
    case kFloat8:
      return AppendDouble(value, out);
    case kText:
    case kVarchar:
    case kBpchar:
      return AppendString(value, Value::Type::kText, out);
    case kBytea:
      return AppendString(value, Value::Type::kBytes, out);
    default:
      return absl::InternalError(absl::StrCat("columns of type oid ", oid, " cannot be inserted in bulk"));
  }
}

absl::Status AppendField(const Value& value, Oid oid, std::string& out) {
  if (value.is_null()) {
    AppendBigEndian32(0xFFFFFFFFu, out);
    return absl::OkStatus();
  }
  const size_t length_at = out.size();
  AppendBigEndian32(0, out);
  SELARAS_RETURN_IF_ERROR(AppendBinary(value, oid, out));
  const size_t length = out.size() - length_at - 4;
  for (int i = 0; i < 4; ++i) out[length_at + i] = static_cast<char>(length >> (24 - 8 * i));
  return absl::OkStatus();
}

void BoundParameters::Push(const char* pointer, size_t length, bool binary) {
  pointers_.push_back(pointer);
  lengths_.push_back(static_cast<int>(length));
  formats_.push_back(binary ? 1 : 0);
}

absl::Status BoundParameters::BindOne(const Value& value, Oid type) {
  if (value.is_null()) {
    Push(nullptr, 0, false);
    return absl::OkStatus();
  }
  const bool in_place = (IsText(type) && value.type() == Value::Type::kText) ||
                        (type == kBytea && value.type() == Value::Type::kBytes);
  if (in_place) {
    Push(value.string_value().data(), value.string_value().size(), true);
    return absl::OkStatus();
  }
  std::string& text = encoded_.emplace_back();
  if (HasBinaryForm(type)) {
    SELARAS_RETURN_IF_ERROR(AppendBinary(value, type, text));
    Push(text.data(), text.size(), true);
    return absl::OkStatus();
  }
  // Any other type is left to the server to parse.
  if (value.type() == Value::Type::kInt64) {
    text = absl::StrCat(value.int64_value());
  } else if (value.type() == Value::Type::kDouble) {
    text = absl::StrFormat("%.17g", value.double_value());
  } else if (value.type() == Value::Type::kText) {
    text = std::string(value.string_value());
  } else {
    return WrongType();
  }
  Push(text.c_str(), text.size(), false);
  return absl::OkStatus();
}

absl::Status BoundParameters::Bind(absl::Span<const Value> values, absl::Span<const Oid> types) {
  if (values.size() != types.size()) {
    return absl::InternalError(
        absl::StrCat("the statement takes ", types.size(), " parameters, ", values.size(), " were given"));
  }
  for (size_t i = 0; i < values.size(); ++i) {
    SELARAS_RETURN_IF_ERROR(CheckParameter(values[i], i + 1));
    if (absl::Status status = BindOne(values[i], types[i]); !status.ok()) {
      return WithContext(status, absl::StrCat("parameter ", i + 1));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Value> ReadCell(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column)) return Value();
  const char* bytes = PQgetvalue(result, row, column);
  const absl::string_view span(bytes, PQgetlength(result, row, column));
  switch (PQftype(result, column)) {
    case kInt8:
      return Value(static_cast<int64_t>(ReadBigEndian<uint64_t>(bytes)));
    case kInt4:
      return Value(static_cast<int32_t>(ReadBigEndian<uint32_t>(bytes)));
    case kInt2:
      return Value(static_cast<int16_t>(ReadBigEndian<uint16_t>(bytes)));
    case kOid:
      return Value(ReadBigEndian<uint32_t>(bytes));
    case kBool:
      return Value(bytes[0] != 0);
    case kFloat8:
      return Value(std::bit_cast<double>(ReadBigEndian<uint64_t>(bytes)));
    case kFloat4:
      return Value(static_cast<double>(std::bit_cast<float>(ReadBigEndian<uint32_t>(bytes))));
    case kText:
    case kVarchar:
    case kBpchar:
    case kName:
    case kChar:
    case kJson:
    case kUnknown:
      return Value(span);
    case kBytea:
      return Bytes(span);
    case kNumeric:
      return ReadNumeric(bytes);
    case kVoid:
      return Value();
    default:
      return absl::InternalError(absl::StrCat("column ", column, " has type oid ", PQftype(result, column),
                                              ", which is not read here: cast it in the statement"));
  }
}

}  // namespace selaras::sql
