#ifndef SELARAS_SERVICES_REGISTRY_DOMAIN_SIASN_CODES_H_
#define SELARAS_SERVICES_REGISTRY_DOMAIN_SIASN_CODES_H_

// Words of the national system SIASN → codes of this project (docs/formats.md §4). "" or 0 = cannot be told.

#include "absl/strings/string_view.h"

namespace selaras::registry {

// True for the 67 columns of the profile export, in upper case.
bool IsSiasnColumn(absl::string_view upper_name);

// PNS, CPNS or PPPK from kind of employee, status (`C`, `P`, words) and the form of the NIP.
absl::string_view SiasnEmployment(absl::string_view kind_name, absl::string_view status, bool nip_is_pppk);

// SIASN grade id 11-45, or 1-17 for PPPK, from the id or the name (`III/a`; PPPK: `IX`).
int SiasnGrade(absl::string_view id, absl::string_view name, bool pppk);

// ACTIVE, STUDY, UNPAID_LEAVE, LONG_SICK, SUSPENDED, RETIRED from KEDUDUKAN HUKUM NAMA.
absl::string_view SiasnState(absl::string_view name);

// JF_PM … JF_AU from the words at the end of a functional position's title.
absl::string_view SiasnFunctionalLevel(absl::string_view position_title);

// 05 … 50 from the id or the name (`S-1/Sarjana`).
absl::string_view SiasnEducationLevel(absl::string_view id, absl::string_view name);

// Code of domain list (EDU_PGSD, NURS …) from the name of a study programme; the first rule that fits.
absl::string_view SiasnEducationField(absl::string_view programme);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_DOMAIN_SIASN_CODES_H_
