#ifndef SELARAS_LIBS_SQL_VALUE_H_
#define SELARAS_LIBS_SQL_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include "absl/strings/string_view.h"

namespace selaras::sql {

// A statement's parameter or a cell of a result: null, bigint, double precision, text (UTF-8 without NUL) or
// bytes.
//
// Text and bytes are VIEWS. As a parameter they must live until the call returns, which temporaries in the
// argument list do: `conn.Execute(sql, {id, absl::StrCat(a, b), Bytes(hash), std::nullopt})`. As a cell they
// live until the row callback returns. 24 bytes, trivially copyable.
class Value {
 public:
  enum class Type : uint8_t { kNull, kInt64, kDouble, kText, kBytes };

  constexpr Value() : type_(Type::kNull), int64_(0) {}
  constexpr Value(std::nullopt_t) : Value() {}  // NOLINT: every conversion here is meant to be implicit.
  // Any integer or bool (0 or 1). An unsigned value above the range of int64 wraps.
  template <typename T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
  constexpr Value(T value) : type_(Type::kInt64), int64_(static_cast<int64_t>(value)) {}  // NOLINT
  constexpr Value(double value) : type_(Type::kDouble), double_(value) {}                 // NOLINT
  Value(absl::string_view text) : Value(Type::kText, text) {}                             // NOLINT
  Value(const std::string& text) : Value(Type::kText, text) {}                            // NOLINT
  Value(const char* text) : Value(Type::kText, text) {}                                   // NOLINT
  // An empty optional is null. The referred optional, not a copy, must live as long as the value.
  template <typename T>
  Value(const std::optional<T>& value) : Value() {  // NOLINT
    if (value.has_value()) *this = Value(*value);
  }
  static Value OfBytes(absl::string_view bytes) { return Value(Type::kBytes, bytes); }

  Type type() const { return type_; }
  bool is_null() const { return type_ == Type::kNull; }
  // REQUIRES: the type. Rows check; these do not.
  int64_t int64_value() const { return int64_; }
  double double_value() const { return double_; }
  absl::string_view string_value() const { return absl::string_view(span_.bytes, span_.size); }

 private:
  Value(Type type, absl::string_view s) : type_(type), span_{s.data() == nullptr ? "" : s.data(), s.size()} {}

  struct Span {
    const char* bytes;
    size_t size;
  };

  Type type_;
  union {
    int64_t int64_;
    double double_;
    Span span_;
  };
};

// Marks a string as bytes (any content) where a parameter is expected.
inline Value Bytes(absl::string_view bytes) {
  return Value::OfBytes(bytes);
}

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_VALUE_H_
