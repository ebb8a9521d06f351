#include "services/registry/rpc/convert_told.h"

#include <algorithm>

#include "libs/base/civil_date.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/registry/domain/cell.h"
#include "services/registry/rpc/registry_names.h"

namespace selaras::registry {
namespace {

// Collects the values of one record and the first shape error.
class Teller {
 public:
  explicit Teller(RecordKind kind) {
    fact_.schema = FindSchema(kind);
    fact_.values.resize(StoredSize(*fact_.schema));
  }

  Teller& Text(int column, const std::string& text) {
    fact_.values[column] = text;
    return *this;
  }
  // 0 = unknown.
  Teller& Int(int column, int64_t value) { return value == 0 ? *this : Text(column, absl::StrCat(value)); }
  Teller& Date(int column, bool is_set, const google::type::Date& date) {
    if (!is_set) return *this;
    const auto day = DayOf(date);
    if (!day.has_value()) {
      status_.Update(
          InvalidField(absl::StrCat("facts.", fact_.schema->name), "a date is no day of the calendar"));
      return *this;
    }
    return Text(column, FormatCivilDay(*day));
  }
  Teller& Name(int column, const ResourcePattern& pattern, const std::string& name) {
    if (name.empty()) return *this;
    const auto id = pattern.ParseId(name);
    status_.Update(id.status());
    return id.ok() ? Text(column, *id) : *this;
  }
  Teller& Code(int column, const std::string& name, absl::string_view prefix) {
    return Text(column, CodeOf(name, prefix));
  }
  template <typename Levels>
  Teller& TechnicalLevels(int column, const Levels& levels) {
    std::vector<std::string> parts;
    for (const auto& level : levels) parts.push_back(absl::StrCat(level.cluster(), ":", level.level()));
    std::string text;
    for (const std::string& part : parts) absl::StrAppend(&text, text.empty() ? "" : "|", part);
    return Text(column, text);
  }

  absl::StatusOr<ToldFact> Done() {
    if (!status_.ok()) return status_;
    return fact_;
  }

 private:
  ToldFact fact_;
  absl::Status status_;
};

absl::StatusOr<ToldFact> Told(const pb::Appointment& in) {
  using namespace appointment_field;
  return Teller(RecordKind::kAppointment)
      .Name(kPost, kPostName, in.post())
      .Name(kPosition, kPositionName, in.position())
      .Date(kStartDate, in.has_start_date(), in.start_date())
      .Date(kEndDate, in.has_end_date(), in.end_date())
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::Duty& in) {
  using namespace duty_field;
  return Teller(RecordKind::kDuty)
      .Code(kKind, pb::Duty::Kind_Name(in.kind()), "KIND_")
      .Name(kOrgUnit, kOrgUnitName, in.org_unit())
      .Date(kStartDate, in.has_start_date(), in.start_date())
      .Date(kEndDate, in.has_end_date(), in.end_date())
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::Education& in) {
  using namespace education_field;
  return Teller(RecordKind::kEducation)
      .Text(kLevel, in.level())
      .Text(kField, in.field())
      .Int(kGraduatedYear, in.graduated_year())
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::Certificate& in) {
  using namespace certificate_field;
  return Teller(RecordKind::kCertificate)
      .Text(kCertificate, in.certificate())
      .Text(kField, in.field())
      .Date(kValidUntil, in.has_valid_until(), in.valid_until())
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::Assessment& in) {
  using namespace assessment_field;
  if (in.core_size() != 0 && in.core_size() != kCoreCompetencies) {
    return InvalidField("facts.assessments.core", "must hold nine levels");
  }
  Teller teller(RecordKind::kAssessment);
  teller.Date(kAssessedDate, in.has_assessed_date(), in.assessed_date());
  for (int i = 0; i < in.core_size(); ++i) {
    if (in.core(i) >= 0) teller.Text(kCore + i, absl::StrCat(in.core(i)));
  }
  teller.TechnicalLevels(kTechnical, in.technical());
  if (in.has_potential()) teller.Text(kPotential, absl::StrCat(in.potential()));
  return teller.Done();
}

absl::StatusOr<ToldFact> Told(const pb::Appraisal& in) {
  using namespace appraisal_field;
  return Teller(RecordKind::kAppraisal)
      .Int(kYear, in.year())
      .Text(kResults, in.results())
      .Text(kBehaviour, in.behaviour())
      .Code(kPredicate, pb::Predicate_Name(in.predicate()), "PREDICATE_")
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::PeerReview& in) {
  using namespace peer_review_field;
  return Teller(RecordKind::kPeerReview)
      .Int(kYear, in.year())
      .Code(kRaterGroup, pb::PeerReview::RaterGroup_Name(in.rater_group()), "RATER_GROUP_")
      .Int(kRaterCount, in.rater_count())
      .Text(kMeanScore, absl::StrCat(in.mean_score()))
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::Development& in) {
  return Teller(RecordKind::kDevelopment)
      .Name(development_field::kPosition, kPositionName, in.position())
      .Date(development_field::kAgreedDate, in.has_agreed_date(), in.agreed_date())
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::Relation& in) {
  return Teller(RecordKind::kRelation)
      .Code(relation_field::kKind, pb::Relation::Kind_Name(in.kind()), "KIND_")
      .Name(relation_field::kOtherEmployee, kEmployeeName, in.other_employee())
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::DisciplinaryAction& in) {
  using namespace discipline_field;
  return Teller(RecordKind::kDisciplinaryAction)
      .Date(kStartDate, in.has_start_date(), in.start_date())
      .Code(kSeverity, pb::DisciplinaryAction::Severity_Name(in.severity()), "SEVERITY_")
      .Date(kServedUntil, in.has_served_until(), in.served_until())
      .Text(kInProcess, in.in_process() ? "1" : "0")
      .Done();
}

absl::StatusOr<ToldFact> Told(const pb::Training& in) {
  using namespace training_field;
  return Teller(RecordKind::kTraining)
      .Text(kTrainingCode, in.training_code())
      .Text(kTitle, in.title())
      .Date(kCompletedDate, in.has_completed_date(), in.completed_date())
      .Done();
}

template <typename Messages>
absl::Status TellAll(const Messages& messages, std::vector<ToldFact>& facts) {
  for (const auto& message : messages) {
    SELARAS_ASSIGN_OR_RETURN(facts.emplace_back(), Told(message));
  }
  return absl::OkStatus();
}

std::string FlagCode(pb::Tristate value) {
  return value == pb::TRISTATE_YES ? "1" : value == pb::TRISTATE_NO ? "0" : "";
}

// The value of one path as an import would write it.
absl::StatusOr<std::string> ValueOf(const std::string& path, const pb::Employee& in) {
  const auto date = [&](bool is_set, const google::type::Date& value) -> absl::StatusOr<std::string> {
    if (!is_set) return std::string();
    const auto day = DayOf(value);
    if (!day.has_value())
      return InvalidField(absl::StrCat("profile.", path), "must be a day of the calendar");
    return FormatCivilDay(*day);
  };
  if (path == "display_name") return in.display_name();
  if (path == "birth_date") return date(in.has_birth_date(), in.birth_date());
  if (path == "sex") return in.sex();
  if (path == "employment") return CodeOf(pb::Employment_Name(in.employment()), "EMPLOYMENT_");
  if (path == "appointed_date") return date(in.has_appointed_date(), in.appointed_date());
  if (path == "grade") {
    return in.grade() == 0 ? std::string()
                           : absl::StrCat(in.employment() == pb::EMPLOYMENT_PPPK ? "P" : "", in.grade());
  }
  if (path == "grade_date") return date(in.has_grade_date(), in.grade_date());
  if (path == "functional_level") return in.functional_level();
  if (path == "home_district") return in.home_district();
  if (path == "state") return CodeOf(pb::EmployeeState_Name(in.state()), "EMPLOYEE_STATE_");
  if (path == "bonded_until") return date(in.has_bonded_until(), in.bonded_until());
  if (path == "audit_finding") return FlagCode(in.audit_finding());
  if (path == "court_process") return FlagCode(in.court_process());
  if (path == "retirement_age")
    return in.retirement_age() == 0 ? std::string() : absl::StrCat(in.retirement_age());
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_UPDATE_MASK", {{"path", path}});
}

}  // namespace

absl::StatusOr<ToldFact> FromProto(const pb::Preference& in) {
  using namespace preference_field;
  Teller teller(RecordKind::kPreference);
  teller.Int(kRank, in.rank()).Date(kSubmittedDate, in.has_submitted_date(), in.submitted_date());
  if (in.has_post()) teller.Text(kTargetKind, "POST").Name(kTarget, kPostName, in.post());
  if (in.has_org_unit()) teller.Text(kTargetKind, "UNIT").Name(kTarget, kOrgUnitName, in.org_unit());
  if (in.has_district()) teller.Text(kTargetKind, "DISTRICT").Name(kTarget, kDistrictName, in.district());
  return teller.Done();
}

absl::StatusOr<std::vector<ToldFact>> FromProto(const pb::EmployeeFacts& in) {
  if (in.preferences_size() > 0) return InvalidField("facts.preferences", "use SubmitPreference");
  std::vector<ToldFact> facts;
  SELARAS_RETURN_IF_ERROR(TellAll(in.appointments(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.duties(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.educations(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.certificates(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.assessments(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.appraisals(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.peer_reviews(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.developments(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.relations(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.disciplinary_actions(), facts));
  SELARAS_RETURN_IF_ERROR(TellAll(in.trainings(), facts));
  return facts;
}

absl::StatusOr<std::vector<std::pair<int, std::string>>> ProfileChanges(
    const google::protobuf::FieldMask& mask, const pb::Employee& profile) {
  const RecordSchema& schema = *FindSchema(RecordKind::kProfile);
  std::vector<std::pair<int, std::string>> changes;
  for (const std::string& path : mask.paths()) {
    SELARAS_ASSIGN_OR_RETURN(const std::string value, ValueOf(path, profile));
    const std::string column = path == "display_name"    ? "name"
                               : path == "home_district" ? "home_district_code"
                                                         : path;
    std::string canonical = value;
    if (path == "home_district") {
      if (!value.empty()) {
        SELARAS_ASSIGN_OR_RETURN(canonical, kDistrictName.ParseId(value));
      }
    } else {
      const auto rule = std::find_if(schema.columns.begin(), schema.columns.end(),
                                     [&](const Column& candidate) { return candidate.name == column; });
      const absl::string_view reason = ReadCell(*rule, value, &canonical);
      if (!reason.empty()) return InvalidField(absl::StrCat("profile.", path), reason);
    }
    changes.push_back({StoredIndex(schema, column), std::move(canonical)});
  }
  return changes;
}

}  // namespace selaras::registry
