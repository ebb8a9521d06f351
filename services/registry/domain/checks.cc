#include "services/registry/domain/checks.h"

#include "services/registry/domain/cell.h"
#include "services/registry/domain/nip.h"

namespace selaras::registry {
namespace {

// Column of a stored index.
absl::string_view NameOf(const RecordSchema& schema, int stored) {
  for (const Column& column : schema.columns) {
    if (column.subject) continue;
    if (stored-- == 0) return column.name;
  }
  return "";
}

void CheckProfile(const RecordView& record, absl::string_view nip_text, absl::CivilDay today,
                  std::vector<Fault>& faults) {
  const absl::string_view employment = record.Text(profile_field::kEmployment);
  const int grade = static_cast<int>(record.Int(profile_field::kGrade).value_or(0));
  // PPPK golongan 11-17 look like SIASN ids 11-17, so only what cannot be is refused.
  const bool fits = employment == "PPPK" ? grade <= 17 : GradeOrder(grade) > 0;
  if (grade != 0 && !fits) faults.push_back({"grade", "IMPORT_GRADE_EMPLOYMENT"});
  const auto appointed = record.Date(profile_field::kAppointedDate);
  const auto graded = record.Date(profile_field::kGradeDate);
  if (appointed && graded && *graded < *appointed) {
    faults.push_back({"grade_date", "IMPORT_GRADE_BEFORE_APPOINTMENT", true});
  }
  const absl::StatusOr<Nip> nip = ParseNip(nip_text);
  if (!nip.ok()) return;
  if (const absl::string_view reason = NipFault(*nip, today); !reason.empty()) {
    faults.push_back({"nip", reason});
    return;
  }
  if (const absl::string_view reason = NipWarning(*nip); !reason.empty()) {
    faults.push_back({"nip", reason, true});
  }
  const auto birth = record.Date(profile_field::kBirthDate);
  if (birth.has_value() && *birth != nip->birth_date) {
    faults.push_back({"birth_date", "IMPORT_NIP_BIRTH_DIFFERS", true});
  }
  const absl::string_view sex = record.Text(profile_field::kSex);
  if (!sex.empty() && sex[0] != nip->sex) faults.push_back({"sex", "IMPORT_NIP_SEX_DIFFERS", true});
}

// Predicate by results and behaviour (Permenpan-RB 6/2022, domain.md §6.1); "" = cannot be told.
absl::string_view PredicateOf(absl::string_view results, absl::string_view behaviour) {
  if (results.empty() || behaviour.empty()) return "";
  if (behaviour == "BELOW") return results == "BELOW" ? "SANGAT_KURANG" : "KURANG";
  if (results == "BELOW") return "BUTUH_PERBAIKAN";
  return results == "ABOVE" && behaviour == "ABOVE" ? "SANGAT_BAIK" : "BAIK";
}

void CheckAppraisal(const RecordView& record, std::vector<Fault>& faults) {
  const absl::string_view expected =
      PredicateOf(record.Text(appraisal_field::kResults), record.Text(appraisal_field::kBehaviour));
  if (!expected.empty() && expected != record.Text(appraisal_field::kPredicate)) {
    faults.push_back({"predicate", "IMPORT_PREDICATE_CONTRADICTS", true});
  }
}

// Kinds whose beginning cannot lie in the future: something that happened.
bool IsPast(RecordKind kind) {
  return kind == RecordKind::kAssessment || kind == RecordKind::kTraining;
}

}  // namespace

std::vector<Fault> CheckRecord(const RecordSchema& schema, const RecordView& record, absl::string_view nip,
                               absl::CivilDay today) {
  std::vector<Fault> faults;
  if (schema.kind == RecordKind::kProfile) CheckProfile(record, nip, today, faults);
  if (schema.from >= 0) {
    const auto from = record.Date(schema.from);
    const auto to = schema.to >= 0 ? record.Date(schema.to) : std::nullopt;
    if (from && to && *to < *from) faults.push_back({NameOf(schema, schema.to), "IMPORT_DATE_ORDER"});
    if (from && IsPast(schema.kind) && *from > today) {
      faults.push_back({NameOf(schema, schema.from), "IMPORT_DATE_FUTURE"});
    }
  }
  if (schema.kind == RecordKind::kAppraisal || schema.kind == RecordKind::kPeerReview) {
    if (record.Int(0).value_or(0) > today.year()) faults.push_back({"year", "IMPORT_DATE_FUTURE"});
  }
  if (schema.kind == RecordKind::kAppraisal) CheckAppraisal(record, faults);
  if (schema.kind == RecordKind::kCalendar) {
    const auto first = record.Date(calendar_field::kDeterminationDate);
    const auto end = record.Date(calendar_field::kTermEnd);
    if (first && end && *end < *first) faults.push_back({"term_end", "IMPORT_DATE_ORDER"});
  }
  return faults;
}

std::pair<Day, Day> ValidityOf(const RecordSchema& schema, const RecordView& record) {
  std::pair<Day, Day> validity{kSinceEver, kForEver};
  if (schema.from >= 0) {
    if (const auto from = record.Date(schema.from)) {
      validity.first = ToDay(*from);
    } else if (const auto year = record.Int(schema.from)) {
      // The result of a year is known after it; a graduation counts from the end of its year as well.
      validity.first = ToDay(absl::CivilDay(*year + 1, 1, 1));
    }
  }
  if (schema.to >= 0) {
    // An end date is the last day, and a record is never empty.
    if (const auto to = record.Date(schema.to)) validity.second = ToDay(*to) + 1;
  }
  if (validity.second <= validity.first) validity.second = validity.first + 1;
  return validity;
}

}  // namespace selaras::registry
