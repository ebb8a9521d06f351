#ifndef SELARAS_SERVICES_REGISTRY_DOMAIN_RECORD_SCHEMA_H_
#define SELARAS_SERVICES_REGISTRY_DOMAIN_RECORD_SCHEMA_H_

// What the registry knows, as one table: every kind of record with its columns. Import, storage, reading and
// documentation (docs/formats.md §3) follow this table, so a new column is a new line here.

#include <cstdint>
#include <limits>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace selaras::registry {

// Stored: do not renumber.
enum class RecordKind : int {
  kAgency = 1,
  kDistrict = 2,
  kOrgUnit = 3,
  kPosition = 4,
  kPost = 5,
  kCalendar = 6,
  kProfile = 10,
  kAppointment = 11,
  kDuty = 12,
  kEducation = 13,
  kCertificate = 14,
  kAssessment = 15,
  kAppraisal = 16,
  kPeerReview = 17,
  kPreference = 18,
  kDevelopment = 19,
  kRelation = 20,
  kDisciplinaryAction = 21,
  kTraining = 22,
};

enum class CellType {
  kText,    // at most `max` characters
  kCode,    // one of `allowed`
  kToken,   // a code of an open list: letters, digits, `_ - .` and blanks, at most 64
  kDate,    // canonical YYYY-MM-DD, years 1900-2100
  kInt,     // min ≤ n ≤ max
  kReal,    // min ≤ x ≤ max
  kFlag,    // canonical 0 or 1
  kTokens,  // tokens separated by `|`
  kLevels,  // `cluster:level` separated by `|`, level 0-5; canonical ascending by cluster
  kGrade,   // SIASN id 11-45 or P1-P17; canonical the number without P
  kNip,     // 18 digits; blanks are removed
};

// What a cell's code points to. In a stored record the code is replaced by the id of the thing.
enum class Reference { kNone, kAgency, kDistrict, kOrgUnit, kPosition, kPost, kEmployee, kTarget };

struct Column {
  absl::string_view name;
  CellType type = CellType::kText;
  // The outside id of the thing that the record is about; not part of the stored record.
  bool subject = false;
  // Tells records of one subject apart; required.
  bool key = false;
  bool required = false;
  // Holds personal data: faults name the shape of the value only (they do so for every column), logs nothing.
  bool personal = false;
  absl::string_view allowed = {};  // kCode: list separated by blanks
  double min = 0;
  double max = 0;
  Reference reference = Reference::kNone;
};

// When a record is true.
enum class Validity {
  kState,    // from the day it is told, until it changes: profile, post, unit …
  kEvent,    // from the day of column `from` on; it stays on record after the day of column `to`
  kWish,     // as kEvent, but gone once it ended: preference, development
  kForever,  // always: relations
};

struct RecordSchema {
  RecordKind kind;
  absl::string_view name;  // `profile`, `appointments` …: part of fact names, changes and history
  absl::string_view file;  // of the province folder
  Validity validity;
  absl::Span<const Column> columns;
  // kEvent, kWish: indices in the stored record, -1 = none. A year counts from the 1st of January after it.
  int from = -1;
  int to = -1;
};

// All kinds in the order in which they have to be imported: what a record refers to comes before it.
absl::Span<const RecordSchema> RecordSchemas();

// Null: no such kind, file or name.
const RecordSchema* FindSchema(RecordKind kind);
const RecordSchema* FindSchemaOfFile(absl::string_view file);
const RecordSchema* FindSchemaOfName(absl::string_view name);

// Stored columns: those of the schema without the subject column, in order. -1: not stored or unknown.
int StoredIndex(const RecordSchema& schema, absl::string_view column);
int StoredSize(const RecordSchema& schema);

// Kind of thing that a reference points to; kProfile = an employee. `target_kind`: for kTarget, the POST,
// UNIT or DISTRICT beside it.
RecordKind KindReferredTo(Reference reference, absl::string_view target_kind);

inline bool IsAboutEmployee(RecordKind kind) {
  return kind >= RecordKind::kProfile;
}

// Positions of stored columns, checked against the table by record_schema_test.cc.
namespace agency_field {
enum { kDisplayName, kKind, kRegionCode, kTimeZone };
}
namespace district_field {
enum {
  kDisplayName,
  kRegencyCode,
  kRegencyName,
  kLat,
  kLon,
  kPopulation,
  kAreaKm2,
  kGrowthPercent,
  kMeanSchoolingYears,
  kIsland
};
}
namespace unit_field {
enum { kAgency, kParent, kDisplayName, kKind, kField, kDistrict, kLat, kLon, kNpsn, kSizeClass };
}
namespace position_field {
enum {
  kTitle,
  kFamily,
  kGroup,
  kLevel,
  kJobClass,
  kStrategicClass,
  kPurposeId,
  kPurposeEn,
  kMinEducation,
  kEducationFields,
  kCertificate,
  kMinGrade,
  kMaxGrade,
  kCore,  // nine columns M1 … M8, S1
  kTechnical = kCore + 9
};
}
namespace post_field {
enum { kOrgUnit, kPosition, kCeiling, kHeadOfUnit, kCertificate, kMinGrade };
}
namespace calendar_field {
enum { kDeterminationDate, kTermEnd, kInaugurationDate };
}
namespace profile_field {
enum {
  kDisplayName,
  kBirthDate,
  kSex,
  kEmployment,
  kAppointedDate,
  kGrade,
  kGradeDate,
  kFunctionalLevel,
  kAgency,
  kHomeDistrict,
  kState,
  kBondedUntil,
  kAuditFinding,
  kCourtProcess,
  kRetirementAge
};
}
namespace appointment_field {
enum { kStartDate, kPost, kPosition, kEndDate, kDecree };
}
namespace duty_field {
enum { kKind, kStartDate, kOrgUnit, kEndDate };
}
namespace education_field {
enum { kLevel, kField, kGraduatedYear };
}
namespace certificate_field {
enum { kCertificate, kField, kValidUntil };
}
namespace assessment_field {
enum { kAssessedDate, kCore, kTechnical = kCore + 9, kPotential };
}
namespace appraisal_field {
enum { kYear, kResults, kBehaviour, kPredicate };
}
namespace peer_review_field {
enum { kYear, kRaterGroup, kRaterCount, kMeanScore };
}
namespace preference_field {
enum { kRank, kTargetKind, kTarget, kSubmittedDate };
}
namespace development_field {
enum { kPosition, kAgreedDate };
}
namespace relation_field {
enum { kKind, kOtherEmployee };
}
namespace discipline_field {
enum { kStartDate, kSeverity, kServedUntil, kInProcess };
}
namespace training_field {
enum { kTrainingCode, kCompletedDate, kTitle };
}

inline constexpr int kCoreCompetencies = 9;

}  // namespace selaras::registry

#endif  // SELARAS_SERVICES_REGISTRY_DOMAIN_RECORD_SCHEMA_H_
