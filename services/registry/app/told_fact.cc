#include "services/registry/app/told_fact.h"

#include "absl/strings/str_cat.h"
#include "libs/base/catalogue.h"
#include "libs/base/error.h"
#include "services/registry/domain/cell.h"
#include "services/registry/domain/checks.h"

namespace selaras::registry {
namespace {

std::string Cure(absl::string_view reason, const Column& column) {
  return Explain(reason, Language::kEnglish,
                 {{"column", std::string(column.name)},
                  {"allowed", std::string(column.allowed)},
                  {"min", absl::StrCat(column.min)},
                  {"max", absl::StrCat(column.max)}});
}

}  // namespace

absl::Status CheckToldFact(absl::FunctionRef<bool(RecordKind kind, const std::string& id)> exists, Day today,
                           ToldFact& fact) {
  std::vector<FieldViolation> violations;
  const auto path = [&](absl::string_view column) {
    return absl::StrCat("facts.", fact.schema->name, ".", column);
  };
  size_t index = 0;
  for (const Column& column : fact.schema->columns) {
    if (column.subject) continue;
    std::string& value = fact.values[index++];
    if (column.reference == Reference::kNone) {
      std::string canonical;
      const absl::string_view reason = ReadCell(column, value, &canonical);
      if (!reason.empty()) violations.push_back({path(column.name), Cure(reason, column)});
      value = std::move(canonical);
      continue;
    }
    const RecordKind kind =
        KindReferredTo(column.reference, column.reference == Reference::kTarget
                                             ? absl::string_view(fact.values[preference_field::kTargetKind])
                                             : "");
    const bool missing = value.empty() && (column.key || column.required);
    const bool unknown = !value.empty() && !exists(kind, value);
    if (missing || unknown) {
      violations.push_back(
          {path(column.name), Cure(missing ? "IMPORT_CELL_REQUIRED" : "IMPORT_REFERENCE_UNKNOWN", column)});
    }
  }
  if (violations.empty()) {
    const std::string content = EncodeRecord(fact.values);
    for (const Fault& fault : CheckRecord(*fact.schema, RecordView(content), "", FromDay(today))) {
      if (!fault.warning)
        violations.push_back({path(fault.column), Cure(fault.reason, {.name = fault.column})});
    }
  }
  return violations.empty() ? absl::OkStatus() : InvalidFields(std::move(violations));
}

std::string KeyOf(const RecordSchema& schema, const std::vector<std::string>& values) {
  std::string key;
  size_t index = 0;
  for (const Column& column : schema.columns) {
    if (column.subject) continue;
    if (column.key) absl::StrAppend(&key, key.empty() ? "" : ":", values[index]);
    ++index;
  }
  return key;
}

}  // namespace selaras::registry
