// How values of the domain stand in columns.
#ifndef SELARAS_SERVICES_APPROVAL_STORE_COLUMNS_H_
#define SELARAS_SERVICES_APPROVAL_STORE_COLUMNS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "libs/base/error.h"

namespace selaras::approval {

inline int64_t ToDays(absl::CivilDay day) {
  return day - absl::CivilDay(1970, 1, 1);
}

inline absl::CivilDay FromDays(int64_t days) {
  return absl::CivilDay(1970, 1, 1) + days;
}

template <typename Enum>
int64_t Number(Enum value) {
  return static_cast<int64_t>(value);
}

// kNotFound; `key` names the id in the error's metadata.
inline absl::Status NotFound(absl::string_view reason, absl::string_view key, absl::string_view id) {
  return Error(absl::StatusCode::kNotFound, reason, {{std::string(key), std::string(id)}});
}

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_STORE_COLUMNS_H_
