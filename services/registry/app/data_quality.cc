// How much of what planning asks for is known, fresh and free of contradiction.

#include <array>

#include "libs/base/status_macros.h"
#include "services/registry/app/employee_service.h"

namespace selaras::registry {
namespace {

// domain.md §5: an assessment holds for three years; an appraisal is of last year or the year before.
constexpr int kAssessmentYears = 3;
constexpr int kAppraisalYears = 2;
// Below it, the row that told the fact contradicted itself.
constexpr int kDoubtful = 60;

struct Watched {
  const char* fact;
  RecordKind kind;
  int column;  // of the profile; -1 = any record of the kind
};

constexpr Watched kWatched[] = {
    {"birth_date", RecordKind::kProfile, profile_field::kBirthDate},
    {"grade", RecordKind::kProfile, profile_field::kGrade},
    {"home_district", RecordKind::kProfile, profile_field::kHomeDistrict},
    {"post", RecordKind::kAppointment, -1},
    {"education", RecordKind::kEducation, -1},
    {"assessment", RecordKind::kAssessment, -1},
    {"appraisal", RecordKind::kAppraisal, -1},
    {"peer_review", RecordKind::kPeerReview, -1},
};

bool IsStale(RecordKind kind, const Fact& newest, absl::CivilDay today) {
  const RecordView record(newest.content);
  if (kind == RecordKind::kAssessment) {
    const auto day = record.Date(assessment_field::kAssessedDate);
    return day.has_value() &&
           absl::CivilDay(day->year() + kAssessmentYears, day->month(), day->day()) <= today;
  }
  if (kind == RecordKind::kAppraisal || kind == RecordKind::kPeerReview) {
    return record.Int(0).value_or(0) < today.year() - kAppraisalYears;
  }
  return false;
}

void Count(const EmployeeFacts& employee, const Watched& watched, absl::CivilDay today, QualityItem& item) {
  if (watched.kind == RecordKind::kProfile) {
    if (!RecordView(employee.profile.content).Has(watched.column)) {
      ++item.unknown;
    } else {
      ++item.known;
      if (employee.profile.confidence < kDoubtful) ++item.contradictory;
    }
    return;
  }
  if (watched.kind == RecordKind::kAppointment) {
    ++(employee.post.empty() ? item.unknown : item.known);
    return;
  }
  const Fact* newest = nullptr;  // facts of a kind ascend by date or year
  for (const Fact& fact : employee.facts) {
    if (fact.kind == watched.kind) newest = &fact;
  }
  if (newest == nullptr) {
    ++item.unknown;
    return;
  }
  ++item.known;
  if (IsStale(watched.kind, *newest, today)) ++item.stale;
  if (newest->confidence < kDoubtful) ++item.contradictory;
}

}  // namespace

absl::StatusOr<Quality> EmployeeService::DataQuality(const CallScope& call, const ReadAt& at,
                                                     const ReadScope& scope) {
  SELARAS_ASSIGN_OR_RETURN(const auto organisation, reads_.OrganisationAt(call, at));
  const ScopeFilter filter(scope, *organisation);
  Quality quality;
  for (const Watched& watched : kWatched) quality.items.push_back({watched.fact});
  const absl::CivilDay today = FromDay(at.day);
  SELARAS_RETURN_IF_ERROR(
      reads_.employees().ReadAll(call.tenant, at, [&](absl::Span<const EmployeeFacts> batch) {
        if (call.cancelled()) return absl::CancelledError("caller left");
        for (const EmployeeFacts& employee : batch) {
          if (!filter.HasEmployee(employee)) continue;
          ++quality.employees;
          for (size_t i = 0; i < std::size(kWatched); ++i)
            Count(employee, kWatched[i], today, quality.items[i]);
        }
        return absl::OkStatus();
      }));
  return quality;
}

}  // namespace selaras::registry
