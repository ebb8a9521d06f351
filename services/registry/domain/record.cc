#include "services/registry/domain/record.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace selaras::registry {
namespace {

bool Digits(absl::string_view text, int* value) {
  *value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    *value = *value * 10 + (c - '0');
  }
  return true;
}

}  // namespace

std::string EncodeRecord(absl::Span<const std::string> values) {
  size_t size = values.size();
  while (size > 0 && values[size - 1].empty()) --size;
  return absl::StrJoin(values.first(size), "\t");
}

RecordView::RecordView(absl::string_view text) {
  if (text.empty()) return;
  for (;;) {
    const size_t tab = text.find('\t');
    values_.push_back(text.substr(0, tab));
    if (tab == absl::string_view::npos) return;
    text.remove_prefix(tab + 1);
  }
}

std::optional<int64_t> RecordView::Int(int column) const {
  int64_t value;
  return absl::SimpleAtoi(Text(column), &value) ? std::make_optional(value) : std::nullopt;
}

std::optional<double> RecordView::Real(int column) const {
  double value;
  return absl::SimpleAtod(Text(column), &value) ? std::make_optional(value) : std::nullopt;
}

std::optional<bool> RecordView::Flag(int column) const {
  const absl::string_view text = Text(column);
  return text.empty() ? std::nullopt : std::make_optional(text == "1");
}

std::optional<absl::CivilDay> RecordView::Date(int column) const {
  return ParseDay(Text(column));
}

std::vector<absl::string_view> RecordView::Parts(int column) const {
  return absl::StrSplit(Text(column), '|', absl::SkipEmpty());
}

std::vector<std::string> RecordView::Values() const {
  return std::vector<std::string>(values_.begin(), values_.end());
}

std::optional<absl::CivilDay> ParseDay(absl::string_view text) {
  int year, month, day;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!Digits(text.substr(0, 4), &year) || !Digits(text.substr(5, 2), &month) ||
      !Digits(text.substr(8, 2), &day)) {
    return std::nullopt;
  }
  if (year < 1 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const absl::CivilDay civil(year, month, day);
  if (civil.month() != month || civil.day() != day) return std::nullopt;
  return civil;
}

}  // namespace selaras::registry
