#ifndef SELARAS_SERVICES_REGISTRY_DOMAIN_RECORD_H_
#define SELARAS_SERVICES_REGISTRY_DOMAIN_RECORD_H_

// The stored form of one record: the canonical values of its schema's columns, separated by tabs, without
// trailing empty ones. Equal records have equal text, so text tells whether a fact changed, and a column
// added at the end of a schema changes no text already stored. Empty = unknown.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace selaras::registry {

// REQUIRES: no value holds a tab (cells.h replaces them).
std::string EncodeRecord(absl::Span<const std::string> values);

// Views into the text, which must outlive it. A column beyond the end reads as empty.
class RecordView {
 public:
  explicit RecordView(absl::string_view text);

  absl::string_view Text(int column) const {
    return column < static_cast<int>(values_.size()) ? values_[column] : absl::string_view();
  }
  bool Has(int column) const { return !Text(column).empty(); }
  // Empty or not a number: nullopt.
  std::optional<int64_t> Int(int column) const;
  std::optional<double> Real(int column) const;
  std::optional<bool> Flag(int column) const;
  std::optional<absl::CivilDay> Date(int column) const;
  // Parts of a list between `|`; empty for an empty value.
  std::vector<absl::string_view> Parts(int column) const;
  std::vector<std::string> Values() const;

 private:
  absl::InlinedVector<absl::string_view, 24> values_;
};

// Days since 1970-01-01: how validity is stored. Dates outside 1900-2100 are never stored but for these two.
using Day = int32_t;
inline constexpr Day kSinceEver = -719162;  // 0001-01-01
inline constexpr Day kForEver = 2932897;    // 10000-01-01

inline Day ToDay(absl::CivilDay day) {
  return static_cast<Day>(day - absl::CivilDay(1970, 1, 1));
}
inline absl::CivilDay FromDay(Day day) {
  return absl::CivilDay(1970, 1, 1) + day;
}

// "YYYY-MM-DD" of a day that exists; nullopt otherwise.
std::optional<absl::CivilDay> ParseDay(absl::string_view text);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_DOMAIN_RECORD_H_
