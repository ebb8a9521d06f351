#include "services/registry/rpc/convert_facts.h"

namespace selaras::registry {
namespace {

int SmallInt(const RecordView& record, int column) {
  return static_cast<int>(record.Int(column).value_or(0));
}

pb::Tristate ToTristate(std::optional<bool> flag) {
  if (!flag.has_value()) return pb::TRISTATE_UNSPECIFIED;
  return *flag ? pb::TRISTATE_YES : pb::TRISTATE_NO;
}

template <typename Message>
void SetFact(const EmployeeFacts& employee, const Fact& fact, const Sources& sources, Message* message) {
  ToProto(RecordView(fact.content), message);
  message->set_name(
      absl::StrCat("employees/", employee.id, "/", FindSchema(fact.kind)->name, "/", FactId(fact.key)));
  SetProvenance(fact, sources, message->mutable_provenance());
}

void AddFact(const EmployeeFacts& employee, const Fact& fact, const Sources& sources,
             pb::EmployeeFacts* facts) {
  switch (fact.kind) {
    case RecordKind::kAppointment:
      return SetFact(employee, fact, sources, facts->add_appointments());
    case RecordKind::kDuty:
      return SetFact(employee, fact, sources, facts->add_duties());
    case RecordKind::kEducation:
      return SetFact(employee, fact, sources, facts->add_educations());
    case RecordKind::kCertificate:
      return SetFact(employee, fact, sources, facts->add_certificates());
    case RecordKind::kAssessment:
      return SetFact(employee, fact, sources, facts->add_assessments());
    case RecordKind::kAppraisal:
      return SetFact(employee, fact, sources, facts->add_appraisals());
    case RecordKind::kPeerReview:
      return SetFact(employee, fact, sources, facts->add_peer_reviews());
    case RecordKind::kPreference:
      return SetFact(employee, fact, sources, facts->add_preferences());
    case RecordKind::kDevelopment:
      return SetFact(employee, fact, sources, facts->add_developments());
    case RecordKind::kRelation:
      return SetFact(employee, fact, sources, facts->add_relations());
    case RecordKind::kDisciplinaryAction:
      return SetFact(employee, fact, sources, facts->add_disciplinary_actions());
    case RecordKind::kTraining:
      return SetFact(employee, fact, sources, facts->add_trainings());
    default:
      return;
  }
}

}  // namespace

void ToProto(const RecordView& record, pb::Appointment* appointment) {
  using namespace appointment_field;
  appointment->set_post(NameOf("posts", record.Text(kPost)));
  appointment->set_position(NameOf("positions", record.Text(kPosition)));
  if (const auto day = record.Date(kStartDate)) SetDate(*day, appointment->mutable_start_date());
  if (const auto day = record.Date(kEndDate)) SetDate(*day, appointment->mutable_end_date());
  appointment->set_decree(Str(record.Text(kDecree)));
}

void ToProto(const RecordView& record, pb::Duty* duty) {
  using namespace duty_field;
  duty->set_kind(ParseCode("KIND_", record.Text(kKind), pb::Duty::Kind_Parse));
  duty->set_org_unit(NameOf("orgUnits", record.Text(kOrgUnit)));
  if (const auto day = record.Date(kStartDate)) SetDate(*day, duty->mutable_start_date());
  if (const auto day = record.Date(kEndDate)) SetDate(*day, duty->mutable_end_date());
}

void ToProto(const RecordView& record, pb::Education* education) {
  using namespace education_field;
  education->set_level(Str(record.Text(kLevel)));
  education->set_field(Str(record.Text(kField)));
  education->set_graduated_year(SmallInt(record, kGraduatedYear));
}

void ToProto(const RecordView& record, pb::Certificate* certificate) {
  using namespace certificate_field;
  certificate->set_certificate(Str(record.Text(kCertificate)));
  certificate->set_field(Str(record.Text(kField)));
  if (const auto day = record.Date(kValidUntil)) SetDate(*day, certificate->mutable_valid_until());
}

void ToProto(const RecordView& record, pb::Assessment* assessment) {
  using namespace assessment_field;
  if (const auto day = record.Date(kAssessedDate)) SetDate(*day, assessment->mutable_assessed_date());
  for (int i = 0; i < kCoreCompetencies; ++i) {
    assessment->add_core(static_cast<int>(record.Int(kCore + i).value_or(-1)));
  }
  SetLevels(record, kTechnical, assessment->mutable_technical());
  if (const auto potential = record.Int(kPotential)) assessment->set_potential(static_cast<int>(*potential));
}

void ToProto(const RecordView& record, pb::Appraisal* appraisal) {
  using namespace appraisal_field;
  appraisal->set_year(SmallInt(record, kYear));
  appraisal->set_results(Str(record.Text(kResults)));
  appraisal->set_behaviour(Str(record.Text(kBehaviour)));
  appraisal->set_predicate(ParseCode("PREDICATE_", record.Text(kPredicate), pb::Predicate_Parse));
}

void ToProto(const RecordView& record, pb::PeerReview* review) {
  using namespace peer_review_field;
  review->set_year(SmallInt(record, kYear));
  review->set_rater_group(
      ParseCode("RATER_GROUP_", record.Text(kRaterGroup), pb::PeerReview::RaterGroup_Parse));
  review->set_rater_count(SmallInt(record, kRaterCount));
  review->set_mean_score(record.Real(kMeanScore).value_or(0));
}

void ToProto(const RecordView& record, pb::Preference* preference) {
  using namespace preference_field;
  preference->set_rank(SmallInt(record, kRank));
  const absl::string_view kind = record.Text(kTargetKind), target = record.Text(kTarget);
  if (kind == "POST") preference->set_post(NameOf("posts", target));
  if (kind == "UNIT") preference->set_org_unit(NameOf("orgUnits", target));
  if (kind == "DISTRICT") preference->set_district(NameOf("districts", target));
  if (const auto day = record.Date(kSubmittedDate)) SetDate(*day, preference->mutable_submitted_date());
}

void ToProto(const RecordView& record, pb::Development* development) {
  development->set_position(NameOf("positions", record.Text(development_field::kPosition)));
  if (const auto day = record.Date(development_field::kAgreedDate)) {
    SetDate(*day, development->mutable_agreed_date());
  }
}

void ToProto(const RecordView& record, pb::Relation* relation) {
  relation->set_kind(ParseCode("KIND_", record.Text(relation_field::kKind), pb::Relation::Kind_Parse));
  relation->set_other_employee(NameOf("employees", record.Text(relation_field::kOtherEmployee)));
}

void ToProto(const RecordView& record, pb::DisciplinaryAction* action) {
  using namespace discipline_field;
  if (const auto day = record.Date(kStartDate)) SetDate(*day, action->mutable_start_date());
  action->set_severity(
      ParseCode("SEVERITY_", record.Text(kSeverity), pb::DisciplinaryAction::Severity_Parse));
  if (const auto day = record.Date(kServedUntil)) SetDate(*day, action->mutable_served_until());
  action->set_in_process(record.Flag(kInProcess).value_or(false));
}

void ToProto(const RecordView& record, pb::Training* training) {
  using namespace training_field;
  training->set_training_code(Str(record.Text(kTrainingCode)));
  training->set_title(Str(record.Text(kTitle)));
  if (const auto day = record.Date(kCompletedDate)) SetDate(*day, training->mutable_completed_date());
}

void ToProto(const RecordView& record, pb::Employee* employee) {
  using namespace profile_field;
  employee->set_display_name(Str(record.Text(kDisplayName)));
  if (const auto day = record.Date(kBirthDate)) SetDate(*day, employee->mutable_birth_date());
  employee->set_sex(Str(record.Text(kSex)));
  employee->set_employment(ParseCode("EMPLOYMENT_", record.Text(kEmployment), pb::Employment_Parse));
  if (const auto day = record.Date(kAppointedDate)) SetDate(*day, employee->mutable_appointed_date());
  employee->set_grade(SmallInt(record, kGrade));
  if (const auto day = record.Date(kGradeDate)) SetDate(*day, employee->mutable_grade_date());
  employee->set_functional_level(Str(record.Text(kFunctionalLevel)));
  employee->set_agency(NameOf("agencies", record.Text(kAgency)));
  employee->set_home_district(NameOf("districts", record.Text(kHomeDistrict)));
  employee->set_state(ParseCode("EMPLOYEE_STATE_", record.Text(kState), pb::EmployeeState_Parse));
  if (const auto day = record.Date(kBondedUntil)) SetDate(*day, employee->mutable_bonded_until());
  employee->set_audit_finding(ToTristate(record.Flag(kAuditFinding)));
  employee->set_court_process(ToTristate(record.Flag(kCourtProcess)));
  employee->set_retirement_age(SmallInt(record, kRetirementAge));
}

void ToProto(const EmployeeFacts& facts, const std::vector<ExternalId>& external_ids, const Sources& sources,
             bool full, pb::Employee* employee) {
  ToProto(RecordView(facts.profile.content), employee);
  employee->set_name(NameOf("employees", facts.id));
  employee->set_etag(absl::StrCat(facts.profile_revision));
  SetExternalIds(external_ids, employee);
  employee->set_post(NameOf("posts", facts.post));
  employee->set_profile_revision(facts.profile_revision);
  SetProvenance(facts.profile, sources, employee->mutable_provenance());
  if (!full) return;
  for (const Fact& fact : facts.facts) AddFact(facts, fact, sources, employee->mutable_facts());
}

}  // namespace selaras::registry
