#ifndef SELARAS_SERVICES_REGISTRY_DOMAIN_CHECKS_H_
#define SELARAS_SERVICES_REGISTRY_DOMAIN_CHECKS_H_

// Checks between the cells of one record.

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/registry/domain/record.h"
#include "services/registry/domain/record_schema.h"

namespace selaras::registry {

// One thing wrong (or odd) about a record.
struct Fault {
  absl::string_view column;
  absl::string_view reason;  // of the catalogue
  bool warning = false;      // the record lands all the same, with less confidence
};

// `nip`: the subject's number where the record is a profile, else "". Reasons: IMPORT_DATE_ORDER (an end
// before its beginning), IMPORT_DATE_FUTURE (a past event after `today`), IMPORT_GRADE_EMPLOYMENT (a PNS
// grade for a PPPK or the other way round), those of NipFault; warnings IMPORT_NIP_BIRTH_DIFFERS,
// IMPORT_NIP_SEX_DIFFERS, IMPORT_NIP_OLD_AT_ENTRY,
// IMPORT_GRADE_BEFORE_APPOINTMENT, IMPORT_PREDICATE_CONTRADICTS.
std::vector<Fault> CheckRecord(const RecordSchema& schema, const RecordView& record, absl::string_view nip,
                               absl::CivilDay today);

// When the record is true, by its schema: [first, second). kState and kForever give [kSinceEver, kForEver);
// the importer sets a state's beginning itself.
std::pair<Day, Day> ValidityOf(const RecordSchema& schema, const RecordView& record);

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_DOMAIN_CHECKS_H_
