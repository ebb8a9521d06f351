// Which kind of mutasi a move between two agencies is (domain of agencies, not of regions: a province's own districts are
// inside it).
#ifndef SELARAS_SERVICES_APPROVAL_DOMAIN_CLASSIFY_H_
#define SELARAS_SERVICES_APPROVAL_DOMAIN_CLASSIFY_H_

#include "absl/strings/string_view.h"
#include "services/approval/domain/case_record.h"

namespace selaras::approval {

// Of two different agencies, by their Kemendagri codes: 2 digits a province, 4 a regency or city, empty a ministry.
// PP 11/2017 articles 192 to 195.
inline MoveKind KindBetween(absl::string_view from_region, absl::string_view to_region) {
  if (from_region.empty() && to_region.empty()) return MoveKind::kCentral;
  if (from_region.empty() || to_region.empty()) return MoveKind::kRegCentral;
  return from_region.substr(0, 2) == to_region.substr(0, 2) ? MoveKind::kInterKab : MoveKind::kInterProv;
}

}  // namespace selaras::approval

#endif  // SELARAS_SERVICES_APPROVAL_DOMAIN_CLASSIFY_H_
