#ifndef SELARAS_LIBS_RESOURCE_RESOURCE_NAME_H_
#define SELARAS_LIBS_RESOURCE_RESOURCE_NAME_H_

// Resource names are paths made of collections and ids, as in AIP-122:
// "employees/{employee}/appointments/{appointment}".
//
//   inline constexpr ResourcePattern kAppointment("employees/{employee}/appointments/{appointment}");
//   SELARAS_ASSIGN_OR_RETURN(const auto ids, kAppointment.Parse(request.name()));     // ids[0], ids[1]
//   const std::string name = kAppointment.Format(employee_id, appointment_id);

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras {

// 1 to 63 characters of a-z, 0-9 and '-', starting with a letter or digit. Never a NIP or NIK: ids are made
// by the server (libs/base/ids.h).
bool IsResourceId(absl::string_view text);

// "posts/7f3k" gives "7f3k", "" gives "". For names that a service of the suite made; a caller's are parsed.
std::string LastPart(absl::string_view name);

class ResourcePattern {
 public:
  // REQUIRES: `pattern` alternates collections and {variables}, joined by '/', and outlives
  // this (a literal does).
  constexpr explicit ResourcePattern(const char* pattern) : pattern_(pattern) {}

  // The ids in order. kInvalidArgument, reason INVALID_RESOURCE_NAME (metadata: template): another form, or
  // an id that IsResourceId refuses.
  absl::StatusOr<std::vector<std::string>> Parse(absl::string_view name) const;

  // For patterns of one variable. Errors as Parse.
  absl::StatusOr<std::string> ParseId(absl::string_view name) const;

  bool Matches(absl::string_view name) const { return Parse(name).ok(); }

  // kAppointment.Format(employee_id, appointment_id). REQUIRES: one id per variable.
  template <typename... Ids>
  std::string Format(const Ids&... ids) const {
    return FormatIds({absl::string_view(ids)...});
  }

  const char* pattern() const { return pattern_; }

 private:
  std::string FormatIds(absl::Span<const absl::string_view> ids) const;

  const char* pattern_;
};

}  // namespace selaras

#endif  // SELARAS_LIBS_RESOURCE_RESOURCE_NAME_H_
