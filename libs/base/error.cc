#include "libs/base/error.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/catalogue.h"

namespace selaras {
namespace {

constexpr char kReasonUrl[] = "type.selaras.id/reason";
constexpr char kFieldsUrl[] = "type.selaras.id/field_violations";
constexpr char kRetryUrl[] = "type.selaras.id/retry_after_micros";

// Payloads are lists of strings, each written as "length:bytes". They never leave the process.
absl::Cord Pack(const std::vector<std::string>& items) {
  std::string packed;
  for (const std::string& item : items) absl::StrAppend(&packed, item.size(), ":", item);
  return absl::Cord(packed);
}

std::vector<std::string> Unpack(const absl::Status& status, absl::string_view url) {
  std::vector<std::string> items;
  const auto payload = status.GetPayload(url);
  if (!payload.has_value()) return items;
  const std::string text(*payload);
  absl::string_view rest = text;
  while (!rest.empty()) {
    const size_t colon = rest.find(':');
    size_t size = 0;
    if (colon == absl::string_view::npos || !absl::SimpleAtoi(rest.substr(0, colon), &size)) break;
    rest.remove_prefix(colon + 1);
    if (size > rest.size()) break;
    items.emplace_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  return items;
}

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason, const Metadata& metadata,
                   absl::string_view message) {
  absl::Status status(code,
                      message.empty() ? Explain(reason, Language::kEnglish, metadata) : std::string(message));
  std::vector<std::string> items = {std::string(reason)};
  for (const auto& [key, value] : metadata) {
    items.push_back(key);
    items.push_back(value);
  }
  status.SetPayload(kReasonUrl, Pack(items));
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const std::vector<std::string> items = Unpack(status, kReasonUrl);
  return items.empty() ? "" : items[0];
}

Metadata MetadataOf(const absl::Status& status) {
  const std::vector<std::string> items = Unpack(status, kReasonUrl);
  Metadata metadata;
  for (size_t i = 1; i + 1 < items.size(); i += 2) metadata[items[i]] = items[i + 1];
  return metadata;
}

absl::Status InvalidFields(std::vector<FieldViolation> violations) {
  const std::string fields = absl::StrJoin(
      violations, ", ", [](std::string* out, const FieldViolation& v) { absl::StrAppend(out, v.field); });
  const std::string details = absl::StrJoin(violations, "; ", [](std::string* out, const FieldViolation& v) {
    absl::StrAppend(out, v.field, ": ", v.description);
  });
  absl::Status status =
      Error(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", {{"fields", fields}}, details);
  SetFieldViolations(status, violations);
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view description) {
  return InvalidFields({{std::string(field), std::string(description)}});
}

void SetFieldViolations(absl::Status& status, const std::vector<FieldViolation>& violations) {
  std::vector<std::string> items;
  for (const FieldViolation& violation : violations) {
    items.push_back(violation.field);
    items.push_back(violation.description);
  }
  status.SetPayload(kFieldsUrl, Pack(items));
}

std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status) {
  const std::vector<std::string> items = Unpack(status, kFieldsUrl);
  std::vector<FieldViolation> violations;
  for (size_t i = 0; i + 1 < items.size(); i += 2) violations.push_back({items[i], items[i + 1]});
  return violations;
}

absl::Status WithRetryAfter(absl::Status status, absl::Duration wait) {
  status.SetPayload(kRetryUrl, Pack({absl::StrCat(absl::ToInt64Microseconds(wait))}));
  return status;
}

std::optional<absl::Duration> RetryAfterOf(const absl::Status& status) {
  const std::vector<std::string> items = Unpack(status, kRetryUrl);
  int64_t micros = 0;
  if (items.empty() || !absl::SimpleAtoi(items[0], &micros)) return std::nullopt;
  return absl::Microseconds(micros);
}

absl::Status WithContext(const absl::Status& status, absl::string_view context) {
  if (status.ok()) return status;
  absl::Status result(status.code(), absl::StrCat(context, ": ", status.message()));
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { result.SetPayload(url, payload); });
  return result;
}

}  // namespace selaras
