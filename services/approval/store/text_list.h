// Lists of texts as JSON, for columns whose parts no rule of the database speaks of.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_TEXT_LIST_H_
#define SELARAS_SERVICES_APPROVAL_STORE_TEXT_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/approval/domain/case_record.h"

namespace selaras::approval {

// REQUIRES: UTF-8.
std::string ToJson(const std::vector<std::string>& texts);
std::string ToJson(const std::vector<VetoChange>& changes);

// kDataLoss: not what ToJson writes.
absl::StatusOr<std::vector<std::string>> TextsFromJson(absl::string_view json);
absl::StatusOr<std::vector<VetoChange>> ChangesFromJson(absl::string_view json);

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_TEXT_LIST_H_
